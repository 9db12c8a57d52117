"""Which values are answers to which format, one line for each case."""

import pytest

from hiring.banks.schema import Item, Option
from hiring.errors import AnswerFaultError
from hiring.sittings import AnswerFault, check_value
from hiring.sittings.answers import MAX_TEXT_CHARS


def item_of(item_format, **more):
    options = tuple(Option(id=name, text=f"Do {name}.") for name in "abcd")
    kept = () if item_format == "open_text" else options
    return Item(id="responses", format=item_format, question="What now?", options=kept, **more)


ITEMS = {
    "rate_each": item_of("rate_each"),
    "best_worst": item_of("best_worst"),
    "rank_all": item_of("rank_all"),
    "pick_best": item_of("pick_best"),
    "emotion_mcq": item_of("emotion_mcq"),
    "pick_n": item_of("pick_n", choose=2),
    "open_text": item_of("open_text", max_words=20),
}
RATED = {"a": 4, "b": 1, "c": 3, "d": 2}

FITTING = [
    ("rate_each", RATED, RATED),
    ("rate_each", dict.fromkeys("dcba", 1), dict.fromkeys("abcd", 1)),
    ("best_worst", {"best": "a", "worst": "d"}, {"best": "a", "worst": "d"}),
    ("best_worst", {"best": "a", "worst": "d", "x": 1}, {"best": "a", "worst": "d"}),
    ("rank_all", ["c", "a", "b", "d"], ["c", "a", "b", "d"]),
    ("pick_best", "b", "b"),
    ("emotion_mcq", "d", "d"),
    ("pick_n", ["d", "a"], ["a", "d"]),
    ("pick_n", ["d", "a", "d"], ["a", "d"]),
    ("open_text", "I would call.", "I would call."),
    ("open_text", "x" * MAX_TEXT_CHARS, "x" * MAX_TEXT_CHARS),
]

NOT_FITTING = [
    ("rate_each", None, AnswerFault.RATE_EVERY_OPTION, "nothing"),
    ("rate_each", {}, AnswerFault.RATE_EVERY_OPTION, "no option rated"),
    ("rate_each", {"a": 1, "b": 2, "c": 3}, AnswerFault.RATE_EVERY_OPTION, "one option missing"),
    ("rate_each", RATED | {"e": 1}, AnswerFault.RATE_EVERY_OPTION, "one option too many"),
    ("rate_each", RATED | {"a": 0}, AnswerFault.RATE_EVERY_OPTION, "below the scale"),
    ("rate_each", RATED | {"a": 5}, AnswerFault.RATE_EVERY_OPTION, "above the scale"),
    ("rate_each", RATED | {"a": "4"}, AnswerFault.RATE_EVERY_OPTION, "a step as text"),
    ("rate_each", RATED | {"a": 4.0}, AnswerFault.RATE_EVERY_OPTION, "a step as a float"),
    ("rate_each", RATED | {"a": True}, AnswerFault.RATE_EVERY_OPTION, "a step as a flag"),
    ("rate_each", [4, 1, 3, 2], AnswerFault.RATE_EVERY_OPTION, "a list"),
    ("best_worst", None, AnswerFault.CHOOSE_BEST_AND_WORST, "nothing"),
    ("best_worst", "a", AnswerFault.CHOOSE_BEST_AND_WORST, "one option alone"),
    ("best_worst", {}, AnswerFault.CHOOSE_BEST_AND_WORST, "neither end"),
    ("best_worst", {"best": "a"}, AnswerFault.CHOOSE_BEST_AND_WORST, "no worst"),
    ("best_worst", {"worst": "a"}, AnswerFault.CHOOSE_BEST_AND_WORST, "no best"),
    ("best_worst", {"best": "a", "worst": "x"}, AnswerFault.CHOOSE_BEST_AND_WORST, "unknown"),
    ("best_worst", {"best": "a", "worst": "a"}, AnswerFault.BEST_IS_WORST, "the same for both"),
    ("rank_all", None, AnswerFault.RANK_EVERY_OPTION, "nothing"),
    ("rank_all", ["a", "b", "c"], AnswerFault.RANK_EVERY_OPTION, "one option missing"),
    ("rank_all", ["a", "b", "c", "d", "e"], AnswerFault.RANK_EVERY_OPTION, "one too many"),
    ("rank_all", ["a", "a", "b", "c"], AnswerFault.RANK_EVERY_OPTION, "one option twice"),
    ("rank_all", {"a": 1}, AnswerFault.RANK_EVERY_OPTION, "places in place of an order"),
    ("pick_best", None, AnswerFault.CHOOSE_ONE, "nothing"),
    ("pick_best", "", AnswerFault.CHOOSE_ONE, "an empty choice"),
    ("pick_best", "x", AnswerFault.CHOOSE_ONE, "an unknown option"),
    ("pick_best", ["a"], AnswerFault.CHOOSE_ONE, "a list"),
    ("emotion_mcq", None, AnswerFault.CHOOSE_ONE, "nothing"),
    ("emotion_mcq", "x", AnswerFault.CHOOSE_ONE, "an unknown option"),
    ("pick_n", None, AnswerFault.CHOOSE_EXACTLY, "nothing"),
    ("pick_n", [], AnswerFault.CHOOSE_EXACTLY, "an empty list"),
    ("pick_n", ["a"], AnswerFault.CHOOSE_EXACTLY, "too few"),
    ("pick_n", ["a", "a"], AnswerFault.CHOOSE_EXACTLY, "one option twice"),
    ("pick_n", ["a", "b", "c"], AnswerFault.CHOOSE_EXACTLY, "too many"),
    ("pick_n", ["a", "x"], AnswerFault.CHOOSE_EXACTLY, "an unknown option"),
    ("pick_n", "ab", AnswerFault.CHOOSE_EXACTLY, "text"),
    ("open_text", None, AnswerFault.WRITE_SOMETHING, "nothing"),
    ("open_text", "", AnswerFault.WRITE_SOMETHING, "an empty text"),
    ("open_text", " \n\t", AnswerFault.WRITE_SOMETHING, "blanks"),
    ("open_text", ["text"], AnswerFault.WRITE_SOMETHING, "a list"),
    ("open_text", "x" * (MAX_TEXT_CHARS + 1), AnswerFault.TEXT_TOO_LONG, "one letter too many"),
]


@pytest.mark.parametrize(("item_format", "value", "stored"), FITTING)
def test_a_fitting_value_is_returned_in_its_stored_form(item_format, value, stored):
    assert check_value(ITEMS[item_format], value) == stored


def test_ratings_are_stored_in_order_of_the_options_names():
    assert list(check_value(ITEMS["rate_each"], dict(reversed(RATED.items())))) == list("abcd")


@pytest.mark.parametrize(
    ("item_format", "value", "fault"),
    [pytest.param(*case[:3], id=f"{case[0]}: {case[3]}") for case in NOT_FITTING],
)
def test_a_value_that_does_not_fit_is_refused_with_its_fault(item_format, value, fault):
    with pytest.raises(AnswerFaultError) as caught:
        check_value(ITEMS[item_format], value)
    assert caught.value.code == fault


def test_the_table_has_a_case_for_every_fault_that_a_value_can_have():
    # That two responses share a place can only be seen in a page's fields; forms says so.
    assert {case[2] for case in NOT_FITTING} == set(AnswerFault) - {AnswerFault.SAME_PLACE_TWICE}


def test_the_tables_have_cases_for_every_format():
    assert {case[0] for case in FITTING} == {case[0] for case in NOT_FITTING} == set(ITEMS)
