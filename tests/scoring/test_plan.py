"""From answers to points, worked by hand for a bank with one scenario of every format.

The form has six scored scenarios and an open text. Keyed answers stand in tests/builders.py.
"""

import numpy as np
import pytest

from hiring.banks.schema import Method
from hiring.demo.people import NOT_REACHED, Person, Style, answer_of
from hiring.psychometrics.keying.aggregation import UnitState
from hiring.scoring import encode, score_encoded, scoring_plan
from hiring.sittings import pages_of
from tests import builders
from tests.builders import BEST_ANSWERS

ANSWERED, SKIPPED, VOID = UnitState.ANSWERED, UnitState.SKIPPED, UnitState.VOID

# Item, answer, score by the rule of its method.
WORKED = [
    ("late-parts/responses", {"a": 4, "b": 1, "c": 3, "d": 2}, 1.0),
    ("late-parts/responses", {"a": 3, "b": 1, "c": 3, "d": 3}, 0.625),  # ½ + 1 + 1 + 0, by four
    ("late-parts/responses", {"a": 1, "b": 4, "c": 1, "d": 4}, 0.0),
    ("late-parts/responses", {"a": 3, "b": 2, "c": 4, "d": 1}, 0.5),  # each one step off, same side
    ("late-parts/responses", {"a": 3, "b": 3, "c": 2, "d": 3}, 0.125),  # over the middle: nothing
    ("wrong-bill/responses", {"best": "a", "worst": "d"}, 1.0),
    ("wrong-bill/responses", {"best": "a", "worst": "b"}, 0.75),
    ("wrong-bill/responses", {"best": "b", "worst": "c"}, 0.5),
    ("wrong-bill/responses", {"best": "b", "worst": "a"}, 0.25),
    ("wrong-bill/responses", {"best": "d", "worst": "a"}, 0.0),
    ("long-queue/responses", ["c", "a", "b", "d"], 1.0),
    ("long-queue/responses", ["a", "c", "b", "d"], 0.75),  # two places off, of at most eight
    ("long-queue/responses", ["d", "b", "a", "c"], 0.0),
    ("lost-order/responses", "d", 1.0),
    ("lost-order/responses", "b", 0.5),
    ("lost-order/responses", "a", 0.0),
    ("two-steps/responses", ["a", "d"], 1.0),
    ("two-steps/responses", ["a", "b"], 0.5),
    ("two-steps/responses", ["b", "c"], 0.0),
    ("short-call/responses", "b", 1.0),
    ("short-call/responses", "c", 0.0),
]
# Scores .625 .75 .75 .5 .5 0: the mean is 3.125 / 6.
MIXED = {
    "late-parts/responses": {"a": 3, "b": 1, "c": 3, "d": 3},
    "wrong-bill/responses": {"best": "a", "worst": "b"},
    "long-queue/responses": ["a", "c", "b", "d"],
    "lost-order/responses": "b",
    "two-steps/responses": ["a", "b"],
    "short-call/responses": "c",
}


@pytest.fixture(scope="module")
def loaded(small_folder):
    return builders.small_bank(small_folder / "open", builders.WITH_OPEN_TEXT)


@pytest.fixture(scope="module")
def plan(loaded):
    return scoring_plan(loaded.bank, loaded.latest_key, "standard")


def units(answers, **states):
    """Answers as units; a keyword names a scenario whose state is another one."""
    found = {item: (ANSWERED, value) for item, value in answers.items()}
    for name, state in states.items():
        found[f"{name.replace('_', '-')}/responses"] = (state, None)
    return found


def scored(plan, answers):
    return score_encoded(plan, encode(plan, [answers]))


def without(*scenarios):
    gone = {f"{name}/responses" for name in scenarios}
    return {item: value for item, value in BEST_ANSWERS.items() if item not in gone}


@pytest.mark.parametrize(("item", "answer", "score"), WORKED)
def test_each_method_scores_as_worked_by_hand(plan, item, answer, score):
    column = [one.ref for one in plan.items].index(item)

    assert scored(plan, units({item: answer})).items[0, column] == score


def test_the_worked_cases_cover_every_method(plan):
    method_of = plan.methods

    worked = {method_of[item] for item, _, _ in WORKED}
    assert worked == {method.value for method in Method if method is not Method.HUMAN_RATING}


def test_the_total_is_the_mean_of_the_scenarios_in_points(plan):
    assert scored(plan, units(MIXED)).totals[0] == pytest.approx(100 * 3.125 / 6, abs=1e-12)


def test_a_cluster_is_the_mean_of_its_scenarios_in_points(plan):
    clusters = dict(zip(plan.clusters, scored(plan, units(MIXED)).clusters[0], strict=True))

    # Delivering: .625 .75 .5; responding: .75 .5 0.
    assert clusters == pytest.approx({"delivering": 62.5, "responding": 100 * 1.25 / 3})


def test_the_keyed_answers_score_a_hundred(plan):
    assert scored(plan, units(BEST_ANSWERS)).totals[0] == 100


def test_open_text_waits_for_its_raters(plan):
    with_text = units(BEST_ANSWERS | {"own-words/responses": "I would call."})

    assert "own-words" not in plan.scenarios
    assert scored(plan, with_text).totals[0] == 100


def test_practice_is_no_part_of_the_plan(plan):
    assert "practice-size" not in plan.scenarios


def test_a_skipped_scenario_counts_as_zero(plan):
    answers = units(without("short-call"), short_call=SKIPPED)

    assert scored(plan, answers).totals[0] == pytest.approx(500 / 6)


def test_a_skipped_scenario_has_no_score_of_its_own(plan):
    scores = scored(plan, units(without("short-call"), short_call=SKIPPED))

    assert np.isnan(scores.scenarios[0, 5])
    assert scores.scenario_states[0, 5] == SKIPPED


def test_a_scenario_not_reached_is_told_from_a_skipped_one(plan):
    scores = scored(plan, units(without("short-call")))

    assert scores.scenario_states[0, 5] == UnitState.NOT_REACHED
    assert np.isnan(scores.scenarios[0, 5])


def test_in_an_untimed_form_not_reached_counts_as_zero_in_the_total(plan):
    assert scored(plan, units(without("short-call"))).totals[0] == pytest.approx(500 / 6)


def test_a_void_scenario_is_left_out_of_the_total(plan):
    answers = units(without("short-call"), short_call=VOID)

    assert scored(plan, answers).totals[0] == 100


def test_a_void_scenario_is_left_out_of_its_cluster(plan):
    scores = scored(plan, units(MIXED, short_call=VOID))

    # Below four fifths of the cluster's scenarios there is no number at all.
    assert np.isnan(scores.clusters[0, plan.clusters.index("responding")])


def test_with_four_fifths_answered_there_is_a_number(plan):
    assert not np.isnan(scored(plan, units(without("short-call"))).totals[0])


def test_below_four_fifths_there_is_no_number(plan):
    assert np.isnan(scored(plan, units(without("short-call", "two-steps"))).totals[0])


def test_without_any_answer_there_is_no_number(plan):
    assert np.isnan(scored(plan, {}).totals[0])


def test_a_few_ratings_have_no_standardised_score(plan):
    assert np.isnan(scored(plan, units(BEST_ANSWERS)).standardised[0])


@pytest.fixture(scope="module")
def shipped():
    return builders.shipped_bank()


@pytest.fixture(scope="module")
def shipped_plan(shipped):
    return scoring_plan(shipped.bank, shipped.latest_key, "standard")


@pytest.fixture(scope="module")
def five_hundred(shipped):
    """Simulated sittings of the shipped bank, of every style, some of them incomplete."""
    rng = np.random.default_rng(20)
    pages = pages_of(shipped.bank, "standard")
    keys = shipped.latest_key.by_item
    styles = list(Style)
    sittings = []
    for n in range(500):
        person = Person("", float(rng.uniform(0.2, 1)), styles[n % len(styles)], "en")
        answers = {}
        for page in pages:
            progress = page.position / len(pages)
            value = answer_of(person, page.item, keys[page.item_ref], progress=progress, rng=rng)
            if value is NOT_REACHED:
                break
            answers[page.item_ref] = (SKIPPED if value is None else ANSWERED, value)
        sittings.append(answers)
    return sittings


def test_one_at_a_time_equals_many_at_once_bit_for_bit(shipped_plan, five_hundred):
    together = score_encoded(shipped_plan, encode(shipped_plan, five_hundred))
    alone = [scored(shipped_plan, sitting) for sitting in five_hundred]

    for name in ("items", "scenarios", "scenario_states", "totals", "clusters", "standardised"):
        stacked = np.concatenate([getattr(one, name) for one in alone])
        assert getattr(together, name).tobytes() == stacked.tobytes(), name


def test_the_order_of_sittings_does_not_change_anybodys_score(shipped_plan, five_hundred):
    forwards = score_encoded(shipped_plan, encode(shipped_plan, five_hundred))
    backwards = score_encoded(shipped_plan, encode(shipped_plan, five_hundred[::-1]))

    assert forwards.totals.tobytes() == backwards.totals[::-1].tobytes()


def test_simulated_sittings_hold_scores_of_every_kind(shipped_plan, five_hundred):
    scores = score_encoded(shipped_plan, encode(shipped_plan, five_hundred))

    states = set(scores.scenario_states.ravel())
    assert states == {ANSWERED, SKIPPED, UnitState.NOT_REACHED}
    assert np.isnan(scores.totals).any()
    assert np.isfinite(scores.totals).any()


def test_totals_lie_on_the_scale(shipped_plan, five_hundred):
    totals = score_encoded(shipped_plan, encode(shipped_plan, five_hundred)).totals
    known = totals[np.isfinite(totals)]

    assert ((known >= 0) & (known <= 100)).all()


def test_every_scored_scenario_of_the_shipped_form_is_in_the_plan(shipped, shipped_plan):
    assert shipped_plan.scenarios == shipped.bank.default_form.scenarios


def plan_with(loaded, **aside):
    key = loaded.latest_key.model_copy(update=aside)
    return scoring_plan(loaded.bank, key, "standard")


def test_a_dropped_item_leaves_the_total_to_the_others(loaded):
    plan = plan_with(loaded, dropped=("short-call/responses",))
    found = scored(plan, units(MIXED))

    # Without the last one, which scored nothing.
    assert found.totals[0] == pytest.approx(100 * 3.125 / 5, abs=1e-12)
    assert "short-call" not in plan.scenarios


def test_a_neutralised_item_gives_full_credit_to_who_answered_it(loaded):
    plan = plan_with(loaded, neutralised=("short-call/responses",))

    assert scored(plan, units(MIXED)).totals[0] == pytest.approx(100 * 4.125 / 6, abs=1e-12)


@pytest.mark.parametrize(("state", "credit"), [(SKIPPED, 1.0), (VOID, np.nan)])
def test_a_neutralised_item_gives_credit_to_whoever_was_shown_it(loaded, state, credit):
    plan = plan_with(loaded, neutralised=("short-call/responses",))
    column = [one.ref for one in plan.items].index("short-call/responses")
    found = scored(plan, units(without("short-call"), short_call=state))

    assert found.items[0, column] == pytest.approx(credit, nan_ok=True)
    assert found.totals[0] == pytest.approx(100)


def test_a_neutralised_item_that_was_not_reached_counts_as_before(loaded):
    plan = plan_with(loaded, neutralised=("short-call/responses",))

    assert scored(plan, units(without("short-call"))).totals[0] == pytest.approx(500 / 6)


def test_a_neutralised_rating_item_is_no_part_of_the_silent_second_score(loaded):
    plan = plan_with(loaded, neutralised=("late-parts/responses",))

    assert np.isnan(scored(plan, units(BEST_ANSWERS)).standardised[0])


def test_a_neutralised_item_says_so_among_the_methods(loaded):
    plan = plan_with(loaded, neutralised=("late-parts/responses",))

    assert plan.methods["late-parts/responses"] == "neutralised"
