import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta
from statsmodels.stats.proportion import proportion_confint

from hiring.psychometrics.norms.small_groups import (
    NormEstimate,
    crawford_howell,
    jeffreys_interval,
    predictive_percentile,
    shrunk_norm,
    wilson_interval,
)
from hiring.psychometrics.reliability.standard_errors import Interval, normal_percentiles

steady = settings(deadline=None, max_examples=60)
counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, 2 * n), st.just(n)))
intervals = pytest.mark.parametrize(
    "interval",
    [
        pytest.param(lambda b, n: wilson_interval(b, n, 1.96), id="Wilson"),
        pytest.param(jeffreys_interval, id="Jeffreys"),
    ],
)
PRIOR = NormEstimate(mean=50, sd=10, weight=20, df=19)


# A share: case R-21.


def test_both_intervals_of_a_share_reproduce_the_worked_case(get_case):
    case = get_case("R-21")
    b, n = case.given["b"], case.given["n"]

    wilson, jeffreys = wilson_interval(b, n, case.given["z"]), jeffreys_interval(b, n)

    assert case.is_expected([wilson.low, wilson.high], "wilson")
    assert case.is_expected([jeffreys.low, jeffreys.high], "jeffreys")


@pytest.mark.parametrize(("method", "name"), [("wilson", "wilson"), ("jeffreys", "jeffreys")])
@pytest.mark.parametrize(("b", "n"), [(1, 7), (18, 25), (299, 300)])
def test_another_library_finds_the_same_intervals(method, name, b, n):
    ours = {"wilson": wilson_interval(b, n, 1.959963984540054), "jeffreys": jeffreys_interval(b, n)}

    low, high = proportion_confint(b, n, method=method)

    assert [ours[name].low, ours[name].high] == pytest.approx([low, high], abs=1e-9)


@intervals
def test_nobody_of_some_leaves_the_lower_end_at_nothing(interval):
    found = interval(0, 20)

    assert found.low == 0
    assert 0 < found.high < 0.2


@intervals
def test_everybody_of_some_leaves_the_upper_end_at_one(interval):
    found = interval(20, 20)

    assert found.high == 1
    assert 0.8 < found.low < 1


def test_at_the_ends_the_other_end_keeps_its_quantile():
    whole = beta(0.5, 20.5)

    assert whole.cdf(jeffreys_interval(0, 20).high) == pytest.approx(0.975)
    assert whole.sf(1 - jeffreys_interval(20, 20).low) == pytest.approx(0.025)


@intervals
@given(counts)
@steady
def test_an_interval_holds_the_share_that_was_seen(interval, count):
    halves, n = count

    found = interval(halves / 2, n)

    assert 0 <= found.low <= halves / 2 / n <= found.high <= 1


@intervals
@given(counts)
@steady
def test_counting_the_others_turns_the_interval_round(interval, count):
    halves, n = count

    seen, others = interval(halves / 2, n), interval(n - halves / 2, n)

    assert (others.low, others.high) == pytest.approx((1 - seen.high, 1 - seen.low), abs=1e-9)


@intervals
def test_half_a_person_lies_between_two_whole_ones(interval):
    below, between, above = (interval(b, 25) for b in (17, 17.5, 18))

    assert below.low < between.low < above.low
    assert below.high < between.high < above.high


# One person against a small sample: case R-22.


def test_a_person_against_a_small_sample_reproduces_the_worked_case(get_case):
    case = get_case("R-22")
    g = case.given

    found = crawford_howell(g["x"], g["mean"], g["sd"], g["n"])
    z = Interval(g["x"], g["x"])

    assert case.is_expected(found.t, "t")
    assert case.is_expected(found.percentile, "pr")
    assert case.is_expected(normal_percentiles(z, g["mean"], g["sd"]).low, "normal_pr")


@given(st.floats(0, 100), st.integers(2, 60), st.floats(0.1, 9), st.floats(-50, 50))
@steady
def test_that_place_does_not_depend_on_the_scale(score, n, times, shift):
    before = crawford_howell(score, 50, 10, n)

    after = crawford_howell(times * score + shift, 50 * times + shift, 10 * times, n)

    assert after.percentile == pytest.approx(before.percentile, abs=1e-6)


def test_a_small_sample_never_places_anybody_as_far_out_as_the_normal_table():
    percentiles = [crawford_howell(80, 70, 8, n).percentile for n in (2, 5, 15, 50, 10**6)]

    assert percentiles == sorted(percentiles)
    assert percentiles[-1] == pytest.approx(89.435, abs=0.001)


# A norm between what was believed and what was seen: case R-23.


def test_a_shrunken_norm_reproduces_the_worked_case(get_case):
    case = get_case("R-23")
    g = case.given

    norm = shrunk_norm(
        NormEstimate(g["mu0"], g["s0"], g["kappa0"], g["nu0"]), g["n"], g["m"], g["s"]
    )

    assert case.is_expected(norm.mean, "mu")
    assert case.is_expected(norm.sd, "sd")
    assert case.is_expected(predictive_percentile(g["x"], norm), "predictive_pr")


def test_what_is_believed_alone_places_a_score_as_printed():
    assert predictive_percentile(65, PRIOR) == pytest.approx(92.02, abs=0.005)


@given(st.floats(0, 100), st.floats(0, 30), st.integers(1, 500))
@steady
def test_the_mean_lies_between_what_was_believed_and_what_was_seen(mean, sd, n):
    low, high = sorted((PRIOR.mean, mean))

    assert low - 1e-9 <= shrunk_norm(PRIOR, n, mean, sd).mean <= high + 1e-9


def test_a_large_sample_outweighs_what_was_believed():
    norm = shrunk_norm(PRIOR, 100_000, 70, 5)

    assert (norm.mean, norm.sd) == pytest.approx((70, 5), abs=0.05)


def test_two_samples_one_after_the_other_count_like_both_at_once():
    # 40, 60 and then 50, 70: together mean 55, sum of squares 500.
    in_turn = shrunk_norm(shrunk_norm(PRIOR, 2, 50, math.sqrt(200)), 2, 60, math.sqrt(200))

    at_once = shrunk_norm(PRIOR, 4, 55, math.sqrt(500 / 3))

    assert in_turn.mean == pytest.approx(at_once.mean)
    assert in_turn.sd == pytest.approx(at_once.sd)


def test_one_person_has_no_spread_to_read():
    assert shrunk_norm(PRIOR, 1, 50, math.nan) == shrunk_norm(PRIOR, 1, 50, 0)


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        pytest.param(lambda: wilson_interval(1, 0, 1.96), "not 1 of 0", id="of nobody"),
        pytest.param(lambda: wilson_interval(-1, 5, 1.96), "not -1 of 5", id="fewer than nobody"),
        pytest.param(lambda: jeffreys_interval(6, 5), "not 6 of 5", id="more than everybody"),
        pytest.param(lambda: wilson_interval(math.nan, 5, 1.96), "not nan", id="unknown count"),
        pytest.param(lambda: wilson_interval(1, 5, -1), "quantile", id="quantile below nothing"),
        pytest.param(lambda: jeffreys_interval(1, 5, 1), "between", id="everything left outside"),
        pytest.param(lambda: crawford_howell(1, 0, 1, 1), "two people", id="sample of one"),
        pytest.param(lambda: crawford_howell(1, 0, 0, 9), "varies", id="sample all alike"),
        pytest.param(lambda: shrunk_norm(PRIOR, 0, 0, 1), "one person", id="no sample"),
        pytest.param(lambda: shrunk_norm(PRIOR, 2, 0, math.nan), "spread", id="unknown spread"),
        pytest.param(lambda: NormEstimate(50, 0, 20, 19), "above 0", id="norm without spread"),
    ],
)
def test_impossible_figures_are_refused(compute, message):
    with pytest.raises(ValueError, match=message):
        compute()
