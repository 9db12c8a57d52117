import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.keying.aggregation import (
    MissingPolicy,
    UnitState,
    facet_scores,
    fill_missing,
    is_scorable,
    total_scores,
    unit_mean,
)

steady = settings(deadline=None)
seeds = st.integers(0, 2**32 - 1)

ANSWERED, SKIPPED, NOT_REACHED, VOID = UnitState
N_UNITS = 12
DIFFICULTIES = np.linspace(0.3, 0.9, N_UNITS)
policies = pytest.mark.parametrize("policy", list(MissingPolicy))


def scores_of(case):
    return np.array(case.given["items"], dtype=float)


def states_of(scores, missing):
    return np.where(np.isnan(scores), missing, ANSWERED)


def some_sittings(rng, n=40):
    states = rng.choice(list(UnitState), p=[0.88, 0.04, 0.04, 0.04], size=(n, N_UNITS))
    scores = rng.choice([0, 1 / 3, 0.5, 2 / 3, 1], size=(n, N_UNITS))
    return np.where(states == ANSWERED, scores, np.nan), states


# Facets and the total (S-20)


@pytest.mark.parametrize("facet", ["1", "2"])
def test_facet_scores_reproduce_the_worked_case(get_case, facet):
    case = get_case("S-20")

    score = facet_scores(case.given["items"], case.given[f"w{facet}"], min_units=1)

    assert case.is_expected(float(score), f"F{facet}")


def test_a_facet_that_rests_on_half_an_item_has_no_score(get_case):
    case = get_case("S-20")

    assert np.isnan(facet_scores(case.given["items"], case.given["w2"]))


def test_four_items_carry_a_facet_and_three_do_not():
    scores = [[1, 0.5, 0.5, 0, 1], [1, 0.5, 0.5, np.nan, 1]]

    np.testing.assert_array_equal(facet_scores(scores, [1, 1, 1, 1, 0]), [50, np.nan])


def test_an_item_left_out_takes_its_weight_with_it():
    assert facet_scores([1, 0.5, np.nan, 0.5], [1, 1, 0.5, 0], min_units=1) == 75


def test_scenarios_count_alike_however_many_options_they_have():
    scenarios = [unit_mean([1, 1, 1, 1, 1, 1]), unit_mean([0, 0])]

    assert total_scores(scenarios, [ANSWERED] * 2, MissingPolicy.ZERO) == 50


def test_one_missing_option_leaves_an_item_without_a_score():
    assert np.isnan(unit_mean([1, np.nan, 1]))


# Missing units (S-22)


@pytest.mark.parametrize(
    ("policy", "missing", "name"),
    [
        (MissingPolicy.ZERO, NOT_REACHED, "zero"),
        (MissingPolicy.ZERO, SKIPPED, "zero"),
        (MissingPolicy.PRORATE, SKIPPED, "zero"),
        (MissingPolicy.ADJUSTED, VOID, "adjusted"),
        (MissingPolicy.PRORATE, NOT_REACHED, "prorated"),
        (MissingPolicy.PRORATE, VOID, "prorated"),
        (MissingPolicy.ADJUSTED, NOT_REACHED, "adjusted"),
        (MissingPolicy.ZERO, VOID, "prorated"),  # our fault never counts against a candidate
    ],
)
def test_missing_units_reproduce_the_worked_case(get_case, policy, missing, name):
    case = get_case("S-22")
    scores = scores_of(case)

    total = total_scores(scores, states_of(scores, missing), policy, case.given["p"])

    assert case.is_expected(float(total) / 100, name)


def test_exactly_four_fifths_answered_is_scored(get_case):
    case = get_case("S-22")
    scores = scores_of(case)

    assert case.is_expected(np.mean(~np.isnan(scores)), "answered")
    assert is_scorable(states_of(scores, VOID))


@pytest.mark.parametrize("missing", [SKIPPED, NOT_REACHED, VOID])
@policies
def test_fewer_than_four_fifths_answered_is_not_scored(policy, missing):
    states = [missing] * 3 + [ANSWERED] * 9

    assert np.isnan(total_scores(np.ones(12), states, policy, DIFFICULTIES))


def test_a_skipped_unit_counts_as_nothing_under_the_adjusting_policy_too():
    scores, states = np.full(5, 0.5), [ANSWERED] * 4 + [SKIPPED]

    total = total_scores(scores, states, MissingPolicy.ADJUSTED, np.full(5, 0.5))

    assert total == pytest.approx(40)


def test_adjusting_stops_at_the_end_of_the_scale():
    scores, states = [1, 1, 1, 1, np.nan], [ANSWERED] * 4 + [VOID]

    total = total_scores(scores, states, MissingPolicy.ADJUSTED, [0.1, 0.1, 0.1, 0.1, 0.9])

    assert total == 100


def test_the_answer_to_a_void_unit_is_not_read():
    filled = fill_missing([1.0, 0.5], [VOID, ANSWERED], MissingPolicy.ZERO)

    np.testing.assert_array_equal(filled, [np.nan, 0.5])


@policies
@given(seed=seeds)
@steady
def test_without_missing_units_all_policies_give_the_plain_mean(policy, seed):
    scores = np.random.default_rng(seed).random((5, N_UNITS))

    totals = total_scores(scores, np.full(scores.shape, ANSWERED), policy, DIFFICULTIES)

    np.testing.assert_allclose(totals, 100 * scores.mean(axis=1), rtol=1e-12)


@policies
@given(seed=seeds)
@steady
def test_a_total_lies_between_nothing_and_a_hundred(policy, seed):
    totals = total_scores(*some_sittings(np.random.default_rng(seed)), policy, DIFFICULTIES)
    known = totals[~np.isnan(totals)]

    assert np.all((known >= 0) & (known <= 100))


@policies
@given(seed=seeds)
@steady
def test_one_sitting_alone_has_the_same_total_to_the_last_bit(policy, seed):
    scores, states = some_sittings(np.random.default_rng(seed))

    alone = [total_scores(scores[i], states[i], policy, DIFFICULTIES) for i in range(len(scores))]

    together = total_scores(scores, states, policy, DIFFICULTIES)
    assert np.array(alone).tobytes() == together.tobytes()


@given(seeds)
@steady
def test_one_sitting_alone_has_the_same_facet_to_the_last_bit(seed):
    scores, _ = some_sittings(np.random.default_rng(seed))
    weights = np.resize([1, 0.5, 0, 1], N_UNITS)

    alone = np.array([facet_scores(row, weights) for row in scores])

    assert alone.tobytes() == facet_scores(scores, weights).tobytes()


def test_a_hundred_thousand_sittings_score_like_one():
    scores, states = some_sittings(np.random.default_rng(9), 100_000)

    totals = total_scores(scores, states, MissingPolicy.ADJUSTED, DIFFICULTIES)

    for i in (0, 1, 50_000, 99_998, 99_999):
        one = total_scores(
            scores[i : i + 1], states[i : i + 1], MissingPolicy.ADJUSTED, DIFFICULTIES
        )
        assert one.tobytes() == totals[i : i + 1].tobytes()


@given(seeds)
@steady
def test_the_order_of_the_sittings_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    scores, states = some_sittings(rng)
    order = rng.permutation(len(scores))

    shuffled = total_scores(scores[order], states[order], MissingPolicy.PRORATE)

    assert (
        shuffled.tobytes() == total_scores(scores, states, MissingPolicy.PRORATE)[order].tobytes()
    )


@pytest.mark.parametrize(
    ("score", "message"),
    [
        pytest.param(
            lambda: total_scores([np.nan], [ANSWERED], MissingPolicy.ZERO),
            "needs a score",
            id="answered without a score",
        ),
        pytest.param(
            lambda: total_scores([1.5], [ANSWERED], MissingPolicy.ZERO),
            "needs a score",
            id="score above one",
        ),
        pytest.param(
            lambda: total_scores([1.0], [7], MissingPolicy.ZERO),
            "unknown state",
            id="no such state",
        ),
        pytest.param(
            lambda: total_scores([1.0], [0, 0], MissingPolicy.ZERO), "a state", id="more states"
        ),
        pytest.param(
            lambda: total_scores([1.0], [ANSWERED], MissingPolicy.ADJUSTED),
            "needs the difficulty",
            id="no difficulties",
        ),
        pytest.param(
            lambda: total_scores([1.0], [ANSWERED], MissingPolicy.ADJUSTED, [0.5, 0.5]),
            "needs a difficulty",
            id="too many difficulties",
        ),
        pytest.param(
            lambda: total_scores([[1.0, 0.5], [0.5, np.nan]], np.zeros((2, 2)), MissingPolicy.ZERO),
            "check row 1 column 1$",
            id="the answer without a score is named",
        ),
        pytest.param(
            lambda: total_scores([1.0, 1.0], [ANSWERED, 9], MissingPolicy.ZERO),
            "check unit 1$",
            id="the unknown state is named",
        ),
        pytest.param(
            lambda: total_scores([1.0], [ANSWERED], MissingPolicy.ADJUSTED, [np.nan]),
            "check unit 0$",
            id="the unknown difficulty is named",
        ),
        pytest.param(
            lambda: facet_scores([1, 5, 1, 1], [1, 1, 1, 1]),
            "score lies outside 0..1: check item 1$",
            id="facet of a score above one",
        ),
        pytest.param(
            lambda: facet_scores([1, 1], [1, np.nan], 1), "check item 1$", id="weight unknown"
        ),
        pytest.param(lambda: unit_mean([]), "at least one", id="nothing to average"),
        pytest.param(lambda: facet_scores([1, 1], [1]), "one weight", id="too few weights"),
        pytest.param(lambda: facet_scores([1], [-1]), "below zero", id="negative weight"),
        pytest.param(lambda: facet_scores([1], [1], 0), "at least one", id="facet of nothing"),
    ],
)
def test_mixed_up_units_are_refused(score, message):
    with pytest.raises(ValueError, match=message):
        score()
