import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.reliability.precision import (
    Precision,
    Rung,
    estimate,
    interval_90,
    precision,
    reportable_clusters,
)

steady = settings(deadline=None)
seeds = st.integers(0, 2**32 - 1)

MEASURED = Precision(Rung.MEASURED, n=120, mean=50.0, sd=10.0, r=0.84, sem=4.0)
POOLED = Precision(Rung.POOLED, n=40, mean=None, sd=10.0, r=0.6, sem=6.0)
PLANNED = precision(np.empty((0, 26)))
rungs = pytest.mark.parametrize("rung", [MEASURED, POOLED, PLANNED], ids=lambda p: p.rung)


def some_sittings(seed, n, k=12, judgement_sd=12.0, noise_sd=15.0):
    """Scenario scores of people who differ, in scenarios that differ by chance."""
    rng = np.random.default_rng(seed)
    judgement = rng.normal(60, judgement_sd, (n, 1))
    return np.clip(judgement + rng.normal(0, noise_sd, (n, k)), 0, 100)


def hundred_and_twenty(get_case):
    """Twenty times the six people of case R-01, whose alpha is printed."""
    return np.tile(np.array(get_case("R-01").given["data"]) * 100, (20, 1))


# The measured rung.


def test_a_hundred_and_twenty_sittings_are_measured_with_scenarios_as_units(get_case):
    found = precision(hundred_and_twenty(get_case))

    # Repeating people scales all variances alike, so alpha stays the printed one. The
    # total is the mean of four scenarios: variance 1.641667 / 16, in points 100 times,
    # and 100 · 5 / 119 people's n - 1 in place of 5.
    variance = 1.641667 / 16 * 100**2 * (5 * 20) / 119
    assert (found.rung, found.n) == (Rung.MEASURED, 120)
    assert found.mean == pytest.approx(12.5 / 24 * 100)
    assert found.r == pytest.approx(0.825719, abs=1e-6)
    assert found.sd == pytest.approx(math.sqrt(variance), abs=1e-4)
    assert found.sem == pytest.approx(math.sqrt(variance * (1 - 0.825719)), abs=1e-4)


def test_a_measured_score_has_the_true_score_interval_of_the_worked_case(get_case):
    case = get_case("R-08")

    interval = interval_90(case.given["x"], MEASURED)

    assert case.is_expected(estimate(case.given["x"], MEASURED), "t_hat")
    assert case.is_expected([interval.low, interval.high], "true90")


def test_a_hundred_complete_sittings_are_measured_and_ninety_nine_are_not():
    scores = some_sittings(seed=1, n=100)

    assert precision(scores).rung is Rung.MEASURED
    assert precision(scores[:99]).rung is Rung.POOLED


def test_only_complete_sittings_count_towards_the_measured_rung():
    scores = some_sittings(seed=2, n=103)
    scores[:3, 0] = np.nan

    assert precision(scores) == precision(scores[3:])


# The pooled rung.


def test_ten_sittings_pool_their_person_level_errors(get_case):
    # Half of the people score like this, the other half 20 points lower throughout.
    high = [100, 50, 100, 75, 20, 100, 50, 100, 75, 50]
    low = [score - 20 for score in high]

    found = precision([high, low] * 5)

    # Each person's squared deviations from the own mean (72, 52) sum to 7310 over ten
    # scenarios, so CSEM² = 7310 / 90; totals are 72 and 52 five times each.
    error_variance, variance = 7310 / 90, 10 * 10**2 / 9
    assert (found.rung, found.n, found.mean) == (Rung.POOLED, 10, None)
    assert found.sem == pytest.approx(math.sqrt(error_variance))
    assert found.sd == pytest.approx(math.sqrt(variance))
    assert found.r == pytest.approx(1 - error_variance / variance)


def test_a_pooled_score_has_an_interval_about_itself():
    interval = interval_90(65, POOLED)

    assert estimate(65, POOLED) == 65
    assert (interval.low, interval.high) == pytest.approx((65 - 9.87, 65 + 9.87))


def test_a_few_dozen_sittings_cannot_show_more_than_a_reliability_of_eighty():
    found = precision(some_sittings(seed=3, n=30, judgement_sd=20, noise_sd=5))

    assert (found.rung, found.r) == (Rung.POOLED, 0.80)


def paired(half_spread, half_stray):
    """Twenty people of two kinds, 60 ± half_spread, whose two scenarios stray by ± half_stray."""
    low, high = 60 - half_spread, 60 + half_spread
    return [[low - half_stray, low + half_stray], [high - half_stray, high + half_stray]] * 10


def test_above_the_cap_the_error_is_the_one_that_belongs_to_eighty():
    # Totals vary by 100 · 20 / 19, and the two scenarios' own error is 4: r would be .848.
    found = precision(paired(half_spread=10, half_stray=4))

    assert found.r == 0.80
    assert found.sem == pytest.approx(found.sd * math.sqrt(1 - 0.80))
    assert found.sem > 4


def test_below_the_cap_the_error_is_the_pooled_one():
    # An error of 5 on the same totals: r is .7625.
    found = precision(paired(half_spread=10, half_stray=5))

    assert found.r == pytest.approx(1 - 25 / (100 * 20 / 19))
    assert found.sem == pytest.approx(5)


@given(seeds, st.integers(10, 60), st.floats(0.5, 25), st.floats(0.5, 25))
@steady
def test_on_the_pooled_rung_spread_error_and_reliability_agree(seed, n, judgement_sd, noise_sd):
    found = precision(some_sittings(seed, n, judgement_sd=judgement_sd, noise_sd=noise_sd))

    assert found.r <= 0.80
    if found.r > 0:
        assert found.sem == pytest.approx(found.sd * math.sqrt(1 - found.r))
    else:
        assert found.sem >= found.sd * (1 - 1e-9)


def test_people_who_differ_less_than_their_error_have_a_reliability_of_nothing():
    scores = [np.roll([0, 20, 40, 60, 80], i) + 0.1 * i for i in range(30)]

    found = precision(scores)

    assert (found.rung, found.r) == (Rung.POOLED, 0.0)


def test_ten_sittings_are_pooled_and_nine_are_not():
    scores = some_sittings(seed=5, n=10)

    assert precision(scores).rung is Rung.POOLED
    assert precision(scores[:9]).rung is Rung.PLANNED


def test_a_sitting_with_a_gap_is_pooled_with_what_it_has():
    scores = some_sittings(seed=6, n=12)
    scores[0, 0] = np.nan

    assert precision(scores).n == 12


# The planned rung.


@pytest.mark.parametrize("n", [0, 1, 9])
def test_fewer_than_ten_sittings_stand_on_planning_values(n):
    found = precision(some_sittings(seed=7, n=n, k=26))

    assert (found.rung, found.n, found.mean) == (Rung.PLANNED, n, None)
    assert (found.sd, found.r) == (10, 0.65)
    assert found.sem == pytest.approx(5.92, abs=0.005)


@pytest.mark.parametrize(("k", "sd", "r"), [(6, 14.042, 0.3429), (12, 11.506, 0.5106)])
def test_a_short_form_is_planned_as_a_part_of_a_long_one(k, sd, r):
    # Two scenarios correlate by .08: r = .08 k / (1 + .08 (k - 1)). The mean of k of them
    # varies by (1 + .08 (k - 1)) / k, which is 100 points² at two dozen.
    found = precision(np.empty((0, k)))

    assert (found.sd, found.r) == (pytest.approx(sd, abs=1e-3), pytest.approx(r, abs=1e-4))
    assert found.sem == pytest.approx(sd * math.sqrt(1 - r), abs=2e-3)


@given(st.integers(1, 60), st.integers(0, 60))
@steady
def test_a_longer_form_is_never_planned_with_a_larger_error(k, more):
    assert precision(np.empty((0, k + more))).sem <= precision(np.empty((0, k))).sem


def test_a_planned_score_has_an_interval_about_itself():
    interval = interval_90(65, PLANNED)

    assert estimate(65, PLANNED) == 65
    assert (interval.low, interval.high) == pytest.approx((55.27, 74.73), abs=0.005)


# Data that carry no rung.


@pytest.mark.parametrize("n", [10, 99, 100, 150])
@pytest.mark.parametrize(
    "row",
    [
        pytest.param([50.0, 50.0, 50.0], id="the same in every scenario"),
        pytest.param([10.0, 33.3, 71.7], id="different in each scenario"),
    ],
)
def test_sittings_that_are_all_alike_stand_on_planning_values(row, n):
    assert precision([row] * n).rung is Rung.PLANNED


@pytest.mark.parametrize("n", [10, 150])
def test_scenarios_that_never_disagree_stand_on_planning_values(n):
    scores = np.repeat(np.linspace(20, 80, n)[:, np.newaxis], 6, axis=1)

    assert precision(scores).rung is Rung.PLANNED


@pytest.mark.parametrize("n", [10, 150])
def test_a_form_of_one_scenario_stands_on_planning_values(n):
    assert precision(some_sittings(seed=8, n=n, k=1)).rung is Rung.PLANNED


def test_scenarios_that_contradict_each_other_step_down_from_the_measured_rung():
    first = np.random.default_rng(9).uniform(20, 80, (150, 1))
    scores = np.hstack([first, 100 - first + np.linspace(-5, 5, 150)[:, np.newaxis]])

    found = precision(scores)

    assert (found.rung, found.r) == (Rung.POOLED, 0.0)


# What holds on every rung.


@given(seeds, st.integers(0, 130), st.floats(0, 0.02))
@steady
def test_precision_does_not_depend_on_the_order_of_sittings(seed, n, share_missing):
    rng = np.random.default_rng(seed)
    scores = some_sittings(seed, n)
    scores[rng.random(scores.shape) < share_missing] = np.nan

    assert precision(rng.permutation(scores)) == precision(scores)


@rungs
@given(score=st.floats(0, 100))
@steady
def test_an_interval_stays_on_the_scale_and_holds_its_estimate(rung, score):
    interval = interval_90(score, rung)

    assert 0 <= interval.low <= estimate(score, rung) <= interval.high <= 100


@rungs
@given(score=st.floats(30, 70))
@steady
def test_away_from_the_ends_an_interval_is_symmetric_about_its_estimate(rung, score):
    interval = interval_90(score, rung)

    assert (interval.low + interval.high) / 2 == pytest.approx(estimate(score, rung))
    assert interval.high - interval.low == pytest.approx(2 * 1.645 * rung.error)


@pytest.mark.parametrize("score", [0.0, 100.0])
def test_an_interval_is_cut_off_at_the_ends_of_the_scale(score):
    interval = interval_90(score, PLANNED)

    assert score in (interval.low, interval.high)


@rungs
@pytest.mark.parametrize("score", [math.nan, -0.1, 100.1])
def test_without_a_score_on_the_scale_there_is_no_interval(rung, score):
    with pytest.raises(ValueError, match="score"):
        interval_90(score, rung)


def test_a_list_of_totals_has_no_precision():
    with pytest.raises(ValueError, match="sittings by scenarios"):
        precision([50.0, 60.0])


@pytest.mark.parametrize("score", [101.0, -1.0])
def test_scores_off_the_scale_are_named(score):
    with pytest.raises(ValueError, match=r"outside 0\.\.100: check row 1 column 0$"):
        precision([[50.0, 50.0], [score, 50.0]])


@pytest.mark.parametrize(
    ("rung", "mean"), [(Rung.MEASURED, None), (Rung.POOLED, 50.0), (Rung.PLANNED, 50.0)]
)
def test_a_mean_belongs_to_the_measured_rung_alone(rung, mean):
    with pytest.raises(ValueError, match="measured rung"):
        Precision(rung, n=100, mean=mean, sd=10, r=0.7, sem=5)


@pytest.mark.parametrize(("sd", "r", "sem"), [(0, 0.7, 5), (10, 1.2, 5), (10, 0.7, 0)])
def test_impossible_precision_is_refused(sd, r, sem):
    with pytest.raises(ValueError, match="above 0"):
        Precision(Rung.POOLED, n=20, mean=None, sd=sd, r=r, sem=sem)


# Which clusters are printed; the rule itself stands in composites.


def clusters_of_four(seed, n, shared_sd):
    """Three clusters of four scenarios; the less people share over all, the more distinct."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(50, shared_sd, (n, 1))
    own = np.repeat(rng.normal(0, 12, (n, 3)), 4, axis=1)
    return np.clip(shared + own + rng.normal(0, 8, (n, 12)), 0, 100)


THREE_CLUSTERS = [range(4), range(4, 8), range(8, 12)]


def test_distinct_and_reliable_clusters_are_reportable():
    scores = clusters_of_four(seed=10, n=200, shared_sd=2)

    assert reportable_clusters(scores, THREE_CLUSTERS, precision(scores)) == (True,) * 3


def test_clusters_that_only_repeat_the_total_are_not_reportable():
    scores = some_sittings(seed=11, n=200)

    assert reportable_clusters(scores, THREE_CLUSTERS, precision(scores)) == (False,) * 3


def test_an_unreliable_cluster_is_not_reportable_beside_reliable_ones():
    scores = clusters_of_four(seed=12, n=200, shared_sd=2)
    scores[:, 8:] = np.random.default_rng(13).uniform(0, 100, (200, 4))

    assert reportable_clusters(scores, THREE_CLUSTERS, precision(scores)) == (True, True, False)


def test_no_cluster_is_reportable_below_the_measured_rung():
    scores = clusters_of_four(seed=10, n=99, shared_sd=2)

    assert reportable_clusters(scores, THREE_CLUSTERS, precision(scores)) == (False,) * 3


def test_a_cluster_of_one_scenario_is_not_reportable():
    scores = clusters_of_four(seed=10, n=200, shared_sd=2)

    assert reportable_clusters(scores, [[0], range(4, 8)], precision(scores)) == (False, True)
