"""Options of every format, and what the screen remarks about them."""

from dataclasses import replace
from gettext import NullTranslations

import numpy as np
import pytest

from hiring.banks.versions import bank_document
from hiring.psychometrics.items.screen import TRIAL, Finding
from hiring.psychometrics.items.screen import Remark as ScreenRemark
from hiring.reports.choices import choices_of, held_choices, keyed_choice
from hiring.reports.gathering import gather
from hiring.reports.item_figures import _beyond_chance, item_figures
from hiring.reports.item_parts import Remark
from hiring.reports.making import report_document
from hiring.reports.pictures import Picture, Word
from hiring.reports.telling_items import ItemTeller
from tests.builders import BEST_ANSWERS, NOW
from tests.reports.conftest import plan_of, subject_of
from tests.reports.filling import fill


@pytest.fixture
def small_plan(small_house):
    return {item.ref.split("/")[0]: item for item in plan_of(small_house).items}


@pytest.mark.parametrize(
    ("scenario", "n_choices"),
    [
        ("late-parts", 16),
        ("wrong-bill", 8),
        ("long-queue", 16),
        ("lost-order", 4),
        ("two-steps", 4),
        ("short-call", 4),
    ],
)
def test_each_format_has_its_choices(small_plan, scenario, n_choices):
    assert len(choices_of(small_plan[scenario])) == n_choices


@pytest.mark.parametrize("ref", BEST_ANSWERS)
def test_the_best_answer_holds_only_choices_with_full_credit(small_plan, ref):
    item = small_plan[ref.split("/")[0]]
    held = held_choices(item, [BEST_ANSWERS[ref]])[0]

    credits_ = [one.credit for one in choices_of(item)]
    assert held.any()
    assert {credit for credit, is_held in zip(credits_, held, strict=True) if is_held} == {1.0}


def test_the_keyed_choice_is_named_by_format(small_plan):
    assert keyed_choice(small_plan["late-parts"], "c") == "3"
    assert keyed_choice(small_plan["wrong-bill"], "d") == "worst"
    assert keyed_choice(small_plan["wrong-bill"], "b") == ""
    assert keyed_choice(small_plan["long-queue"], "c") == "1"
    assert keyed_choice(small_plan["lost-order"], "b") == ""


def test_shares_of_a_rated_option_add_up_to_one(document):
    rated = document.items.scenarios[0].items[0]

    for option in rated.options:
        assert sum(one.rate for one in option.choices) == pytest.approx(1)


def test_a_share_is_that_of_the_answers(document, gathered):
    scenario = document.items.scenarios[0]
    option = scenario.items[0].options[0]
    column = 0
    given = [gathered.answers[column][code] for code in gathered.codes[gathered.is_complete, 0]]

    for one in option.choices:
        share = np.mean([str(answer[option.option]) == one.choice for answer in given])
        assert one.rate == pytest.approx(share)


def test_a_correlation_is_that_with_the_other_scenarios(document, gathered):
    table = gathered.scores.scenarios[gathered.is_complete]
    rest = table[:, 1:].sum(axis=1)
    option = document.items.scenarios[0].items[0].options[0]
    keyed = next(one for one in option.choices if one.choice == option.keyed)
    codes = gathered.codes[gathered.is_complete, 0]
    made = [str(gathered.answers[0][code][option.option]) == keyed.choice for code in codes]

    assert keyed.r_rest == pytest.approx(np.corrcoef(made, rest)[0, 1])


def test_thirds_hold_everybody_once(document):
    found = document.items

    assert sum(found.n_by_third) == found.n
    assert min(found.n_by_third) > 0.2 * found.n


def test_a_provisional_key_is_screened_as_on_trial(document):
    assert document.items.screen.is_trial
    assert document.items.screen.min_r_rest == 0.15


def test_a_rating_that_nobody_gives_is_no_remark(document):
    """A response that all rate alike leaves steps unused, and is none the worse for it."""
    rated = [one for one in document.items.scenarios if one.items[0].format == "rate_each"]

    found = {remark.finding for one in rated for remark in one.remarks}
    assert rated
    assert Finding.RARELY_CHOSEN not in found


def test_a_mistaken_key_is_remarked(filled, plan, gathered):
    """Answers as they were, held against a key that asks for the opposite on one response."""
    bank = bank_document(filled.session, filled.key.bank_version_id)
    turned = _with_turned_key(plan)
    again = gather(filled.session, turned, subject_of(filled))

    found = item_figures(again, bank, is_trial=True).scenarios[0].remarks
    wrong = {one.option for one in found if one.finding is Finding.WRONG_OPTION_RISES}
    assert turned.items[0].options[0] in wrong


def _with_turned_key(plan):
    first = plan.items[0]
    key = first.key.copy()
    key[0] = 1 + first.n_steps - key[0]
    return replace(plan, items=(replace(first, key=key), *plan.items[1:]))


def screened(finding, value, option=0):
    return ScreenRemark(0, finding, value, option)


@pytest.mark.parametrize(
    ("finding", "value", "n", "is_kept"),
    [
        (Finding.WRONG_OPTION_RISES, 0.20, 57, False),
        (Finding.WRONG_OPTION_RISES, 0.20, 400, True),
        (Finding.LOW_CORRELATION, 0.05, 57, False),
        (Finding.LOW_CORRELATION, 0.01, 400, True),
        (Finding.TOO_EASY, 0.92, 30, False),
        (Finding.TOO_EASY, 0.92, 400, True),
        (Finding.TOO_HARD, 0.18, 30, False),
        (Finding.TOO_HARD, 0.15, 400, True),
        (Finding.RARELY_CHOSEN, 0.02, 57, False),
        (Finding.RARELY_CHOSEN, 0.005, 400, True),
    ],
)
def test_a_remark_stands_only_where_its_whole_interval_lies_beyond_the_limit(
    finding, value, n, is_kept
):
    found = _beyond_chance(screened(finding, value), 15.0, n, TRIAL)

    assert (found is not None) is is_kept
    assert found is None or found.low < found.value < found.high


def test_an_undefined_correlation_is_still_remarked():
    found = _beyond_chance(screened(Finding.NO_CORRELATION, None, None), None, 57, TRIAL)

    assert (found.finding, found.value, found.low) == (Finding.NO_CORRELATION, None, None)


def test_a_remark_is_told_with_its_interval():
    remark = Remark(finding=Finding.TOO_EASY, value=0.95, low=0.93, high=0.97)

    words = ItemTeller(NullTranslations(), "fr")._remark(remark)
    assert "0,95 [0,93 to 0,97]" in words


def test_chance_alone_makes_hardly_a_remark(session, house):
    """Sixty people who answer by the same key: no option of theirs is keyed wrongly."""
    fill(house, house.opening(), 60)
    found = report_document(session, subject_of(house), now=NOW).items.scenarios

    assert sum(bool(one.remarks) for one in found) <= 3


def test_an_axis_speaks_the_readers_language(document):
    section = ItemTeller(NullTranslations(), "fr").items(document)
    (picture,) = (one for one in section.blocks if isinstance(one, Picture))

    words = [one.text for one in picture.shapes if isinstance(one, Word)]
    assert "0,5" in words
    assert not [one for one in words if "." in one]
