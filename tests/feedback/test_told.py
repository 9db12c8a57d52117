"""Which answers are told, and that what is told of them comes from the person alone."""

import pytest

from hiring.feedback.closeness import Closeness
from hiring.feedback.told import OwnRating, tell_answers
from tests.builders import BEST_ANSWERS, shipped_bank, small_bank

RATED = [
    f"{scenario.id}/{item.id}"
    for scenario in shipped_bank().bank.scored_scenarios
    for item in scenario.items
    if item.format.value == "rate_each"
]
FORM = "standard"


@pytest.fixture
def bank():
    return shipped_bank().bank


@pytest.fixture
def values(bank):
    """Ratings that rise from option to option and begin again."""
    found = {}
    for ref in RATED:
        item = bank.get_scenario(ref.split("/")[0]).items[0]
        found[ref] = {option.id: n % 4 + 1 for n, option in enumerate(item.options)}
    return found


def in_form_order(bank):
    return [f"{name}/responses" for name in bank.get_form(FORM).scenarios]


def test_the_nearest_and_the_furthest_rated_answers_are_told(bank, values):
    scores = dict.fromkeys(RATED, 0.6) | {RATED[3]: 1.0, RATED[7]: 0.1}
    told = tell_answers(bank, FORM, scores, values)

    titles = [bank.get_scenario(ref.split("/")[0]).title for ref in (RATED[3], RATED[7])]
    assert [one.scenario_title for one in told] == titles
    assert [one.closeness for one in told] == [Closeness.NEAR, Closeness.FAR]


def test_where_all_went_alike_one_is_told_and_it_is_the_first_of_the_form(bank, values):
    told = tell_answers(bank, FORM, dict.fromkeys(RATED, 0.5), values)

    first = next(ref for ref in in_form_order(bank) if ref in RATED)
    assert told.nearest.scenario_title == bank.get_scenario(first.split("/")[0]).title
    assert told.furthest is None


def test_choices_are_never_told_however_near_or_far(bank, values):
    others = {
        f"{scenario.id}/{item.id}": ends
        for scenario in bank.scored_scenarios
        for item, ends in zip(scenario.items, (1.0,), strict=False)
        if f"{scenario.id}/{item.id}" not in RATED
    }
    chosen = values | dict.fromkeys(others, "a")

    with_choices = tell_answers(bank, FORM, dict.fromkeys(RATED, 0.5) | others, chosen)
    assert with_choices == tell_answers(bank, FORM, dict.fromkeys(RATED, 0.5), values)


def test_the_responses_shown_are_those_the_person_rated_highest_and_lowest(bank, values):
    (answer,) = tell_answers(bank, FORM, {RATED[0]: 0.9}, values)

    options = bank.get_scenario(RATED[0].split("/")[0]).items[0].options
    scale = bank.response_scale
    assert answer.ratings == (
        OwnRating(scale[3], options[3].text),
        OwnRating(scale[0], options[0].text),
    )


def test_ratings_all_alike_show_one_response(bank, values):
    flat = {RATED[0]: dict.fromkeys(values[RATED[0]], 2)}
    (answer,) = tell_answers(bank, FORM, {RATED[0]: 0.1}, flat)

    assert len(answer.ratings) == 1


def test_what_is_shown_of_an_answer_does_not_hang_on_its_score(bank, values):
    shown = {tell_answers(bank, FORM, {RATED[0]: s}, values).nearest.ratings for s in (0.0, 1.0)}

    assert len(shown) == 1


def test_without_an_answer_that_may_be_told_there_is_none(bank, values):
    assert list(tell_answers(bank, FORM, dict.fromkeys(RATED), values)) == []


def test_a_small_bank_tells_its_one_rated_scenario(tmp_path):
    bank = small_bank(tmp_path).bank
    told = tell_answers(bank, bank.default_form.id, dict.fromkeys(BEST_ANSWERS, 1.0), BEST_ANSWERS)

    assert len(list(told)) == 1
