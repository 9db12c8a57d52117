"""Which answers are told, and that no response is named with them."""

import pytest

from hiring.feedback.closeness import Closeness
from hiring.feedback.told import tell_answers
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


def in_form_order(bank):
    return [f"{name}/responses" for name in bank.get_form(FORM).scenarios]


def test_the_nearest_and_the_furthest_rated_answers_are_told(bank):
    scores = dict.fromkeys(RATED, 0.6) | {RATED[3]: 1.0, RATED[7]: 0.1}
    told = tell_answers(bank, FORM, scores)

    titles = [bank.get_scenario(ref.split("/")[0]).title for ref in (RATED[3], RATED[7])]
    assert [one.scenario_title for one in told] == titles
    assert [one.closeness for one in told] == [Closeness.NEAR, Closeness.FAR]


def test_where_all_went_alike_one_is_told_and_it_is_the_first_of_the_form(bank):
    told = tell_answers(bank, FORM, dict.fromkeys(RATED, 0.5))

    first = next(ref for ref in in_form_order(bank) if ref in RATED)
    assert told.nearest.scenario_title == bank.get_scenario(first.split("/")[0]).title
    assert told.furthest is None


def test_choices_are_never_told_however_near_or_far(bank):
    others = {
        f"{scenario.id}/{item.id}": ends
        for scenario in bank.scored_scenarios
        for item, ends in zip(scenario.items, (1.0,), strict=False)
        if f"{scenario.id}/{item.id}" not in RATED
    }
    alike = dict.fromkeys(RATED, 0.5)
    assert tell_answers(bank, FORM, alike | others) == tell_answers(bank, FORM, alike)


def test_without_an_answer_that_may_be_told_there_is_none(bank):
    assert list(tell_answers(bank, FORM, dict.fromkeys(RATED))) == []


def test_a_small_bank_tells_its_one_rated_scenario(tmp_path):
    bank = small_bank(tmp_path).bank
    told = tell_answers(bank, bank.default_form.id, dict.fromkeys(BEST_ANSWERS, 1.0))

    assert len(list(told)) == 1
