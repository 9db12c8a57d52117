import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import percentileofscore

from hiring.psychometrics.norms.display import (
    NormKind,
    PercentileRank,
    expectancy,
    expectancy_of_top,
    norm_display,
    norm_of,
    norm_of_frequencies,
    percentile_interval,
    percentile_ranks,
    widened_interval,
)
from hiring.psychometrics.norms.small_groups import wilson_interval
from hiring.psychometrics.reliability.standard_errors import Interval

steady = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 2**32 - 1)


def some_norm(seed, n):
    return norm_of(np.clip(np.random.default_rng(seed).normal(60, 12, n).round(), 0, 100))


def evenly(n):
    """A norm of n people at n different scores, evenly over 0..100."""
    return norm_of((np.arange(n) + 0.5) * 100 / n)


# Percentile ranks: case R-17.


@pytest.mark.parametrize(
    ("definition", "name"),
    [(PercentileRank.MID, "mid"), (PercentileRank.SAME_OR_LOWER, "same_or_lower")],
)
def test_both_percentile_ranks_reproduce_the_worked_case(get_case, definition, name):
    case = get_case("R-17")
    scores = case.given["scores"]
    norm = norm_of_frequencies(dict(zip(scores, case.given["freq"], strict=True)))

    assert case.is_expected(percentile_ranks(scores, norm, definition).tolist(), name)


def test_a_list_of_people_and_a_table_of_scores_make_the_same_norm():
    people = norm_of([12, 10, 12, 11])

    table = norm_of_frequencies({12: 2, 10: 1, 11: 1, 13: 0})

    assert (people.scores.tolist(), people.counts.tolist()) == ([10, 11, 12], [1, 1, 2])
    assert (table.scores.tolist(), table.counts.tolist()) == ([10, 11, 12], [1, 1, 2])
    assert people.n == 4


@pytest.mark.parametrize(
    ("definition", "kind"),
    [(PercentileRank.MID, "mean"), (PercentileRank.SAME_OR_LOWER, "weak")],
)
def test_another_library_finds_the_same_ranks(definition, kind):
    scores = np.random.default_rng(1).integers(40, 80, 150).astype(float)
    asked = [30, 40, 55.5, 60, 79, 90]

    theirs = [percentileofscore(scores, score, kind) for score in asked]

    found = percentile_ranks(asked, norm_of(scores), definition)
    np.testing.assert_allclose(found, theirs, atol=1e-9)


def test_beyond_the_whole_group_a_rank_is_nothing_or_a_hundred():
    assert percentile_ranks([-1, 101], evenly(40)).tolist() == [0, 100]


def test_no_score_has_no_rank():
    np.testing.assert_array_equal(percentile_ranks([50, np.nan], evenly(40)), [50, np.nan])


def test_scores_that_differ_in_their_last_digit_are_the_same_score():
    norm = norm_of([0.1 + 0.2, 0.3, 0.3, 0.5])

    assert norm.scores.size == 2
    assert percentile_ranks(0.1 + 0.2, norm) == percentile_ranks(0.3, norm)


@given(seeds)
@steady
def test_the_order_of_people_makes_no_other_norm(seed):
    rng = np.random.default_rng(seed)
    people = rng.integers(0, 101, 60).astype(float)

    before, after = norm_of(people), norm_of(rng.permutation(people))

    asked = np.arange(101.0)
    np.testing.assert_array_equal(percentile_ranks(asked, before), percentile_ranks(asked, after))


@given(seeds, st.floats(0.1, 9), st.floats(-50, 50))
@steady
def test_ranks_do_not_depend_on_the_scale(seed, times, shift):
    people = np.random.default_rng(seed).integers(0, 101, 60).astype(float)

    stretched = percentile_ranks(times * people + shift, norm_of(times * people + shift))

    np.testing.assert_allclose(stretched, percentile_ranks(people, norm_of(people)), atol=1e-9)


@given(seeds)
@steady
def test_turning_the_scale_round_turns_the_middle_ranks_round(seed):
    people = np.random.default_rng(seed).integers(0, 101, 60).astype(float)

    turned = percentile_ranks(100 - people, norm_of(100 - people))

    np.testing.assert_allclose(turned, 100 - percentile_ranks(people, norm_of(people)), atol=1e-9)


@given(seeds)
@steady
def test_the_middle_ranks_of_a_group_average_fifty(seed):
    people = np.random.default_rng(seed).integers(0, 101, 60).astype(float)

    assert percentile_ranks(people, norm_of(people)).mean() == pytest.approx(50)


# Intervals.


def test_a_persons_interval_becomes_the_ranks_of_its_ends():
    interval = percentile_interval(Interval(40, 70), evenly(100))

    assert (interval.low, interval.high) == (40, 70)


def test_each_end_is_pushed_out_to_its_wilson_limit():
    wide = widened_interval(Interval(40, 70), evenly(100))

    assert wide.low == pytest.approx(100 * wilson_interval(40, 100, 1.645).low)
    assert wide.high == pytest.approx(100 * wilson_interval(70, 100, 1.645).high)


@given(seeds, st.integers(1, 400), st.floats(0, 100), st.floats(0, 20))
@steady
def test_the_error_of_the_group_only_ever_widens_the_interval(seed, n, middle, half):
    interval, norm = Interval(middle - half, middle + half), some_norm(seed, n)

    ranks, wide = percentile_interval(interval, norm), widened_interval(interval, norm)

    assert 0 <= wide.low <= ranks.low <= ranks.high <= wide.high <= 100


# What may be shown.


@pytest.mark.parametrize(
    ("n", "kind"),
    [
        (1, NormKind.NOTHING),
        (29, NormKind.NOTHING),
        (30, NormKind.QUARTILE),
        (99, NormKind.QUARTILE),
        (100, NormKind.ROUNDED_PERCENTILE),
        (299, NormKind.ROUNDED_PERCENTILE),
        (300, NormKind.PERCENTILE),
    ],
)
def test_what_is_shown_hangs_on_the_size_of_the_group(n, kind):
    shown = norm_display(55, evenly(n), Interval(50, 60))

    assert (shown.kind, shown.n, shown.definition) == (kind, n, PercentileRank.MID)


def test_a_small_group_shows_nothing_at_all():
    shown = norm_display(55, evenly(29), Interval(50, 60))

    assert (shown.value, shown.low, shown.high) == (None, None, None)


@pytest.mark.parametrize(
    ("score", "quarter"), [(2, 1), (24, 1), (26, 2), (51, 3), (76, 4), (100, 4)]
)
def test_a_group_of_some_dozens_shows_the_quarter(score, quarter):
    assert norm_display(score, evenly(80), Interval(score, score)).value == quarter


def test_a_group_of_some_dozens_gives_away_no_percentile():
    shown = [norm_display(s, evenly(60), Interval(s - 9, s + 9)) for s in range(0, 101, 5)]

    assert {place for one in shown for place in (one.value, one.low, one.high)} <= {1, 2, 3, 4}


def test_the_quarters_it_could_also_be_hold_both_errors():
    # 40 .. 55 of a hundred points are the 40th to 55th percentile; the Wilson
    # limits at 60 people, 30.3 and 65.2, keep to the second and third quarter.
    shown = norm_display(47, evenly(60), Interval(40, 55))

    assert (shown.low, shown.value, shown.high) == (2, 2, 3)


def test_a_group_of_some_hundred_shows_whole_fives_rounded_outwards():
    # The score's rank is 48; the ends' Wilson limits at 100 people are 32.3 and 65.6.
    shown = norm_display(48, evenly(100), Interval(40, 57.5))

    assert (shown.low, shown.value, shown.high) == (30, 50, 70)


def test_a_large_group_shows_whole_percentiles_rounded_outwards():
    norm = evenly(400)
    wide = widened_interval(Interval(40, 57.5), norm)

    shown = norm_display(48, norm, Interval(40, 57.5))

    assert shown.value == 48
    assert (shown.low, shown.high) == (math.floor(wide.low), math.ceil(wide.high))


@pytest.mark.parametrize(
    ("n", "score", "value"), [(100, -1, 5), (100, 101, 95), (400, -1, 1), (400, 101, 99)]
)
def test_nobody_is_at_the_very_bottom_or_top(n, score, value):
    assert norm_display(score, evenly(n), Interval(score, score)).value == value


def test_a_half_percentile_is_rounded_up():
    assert norm_display(52.5, evenly(100), Interval(50, 55)).value == 55


def test_an_interval_that_leaves_the_observed_score_out_is_stretched_to_it():
    shown = norm_display(99, evenly(400), Interval(60, 80))

    assert (shown.value, shown.high) == (99, 99)


@given(seeds, st.integers(1, 500), st.floats(0, 100), st.floats(-10, 10), st.floats(0, 20))
@steady
def test_the_interval_shown_always_holds_the_value(seed, n, score, pull, half):
    middle = score + pull

    shown = norm_display(score, some_norm(seed, n), Interval(middle - half, middle + half))

    if shown.kind is not NormKind.NOTHING:
        assert 0 <= shown.low <= shown.value <= shown.high <= 100


# What a validity promises: case R-27.


def test_expectancies_reproduce_the_worked_case(get_case):
    case = get_case("R-27")
    rho = case.given["rho"]

    assert case.is_expected([expectancy(z, rho) for z in case.given["z"]], "p")
    assert case.is_expected(expectancy_of_top(0.25, rho), "top_quarter")
    assert case.is_expected(expectancy_of_top(0.25, 0.42), "top_quarter_rho_42")


def test_a_predictor_that_says_nothing_leaves_even_chances():
    assert (expectancy(2, 0), expectancy_of_top(0.1, 0)) == (0.5, 0.5)


@given(st.floats(-3, 3), st.floats(-0.9, 0.9))
@steady
def test_turning_the_predictor_round_turns_the_chances_round(z, validity):
    assert expectancy(-z, validity) == pytest.approx(1 - expectancy(z, validity), abs=1e-12)
    assert expectancy(z, -validity) == pytest.approx(1 - expectancy(z, validity), abs=1e-12)


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        pytest.param(lambda: norm_of([]), "at least one", id="nobody"),
        pytest.param(lambda: norm_of([[1.0]]), "a list", id="table"),
        pytest.param(lambda: norm_of([50, np.nan]), "row 1", id="somebody without a score"),
        pytest.param(lambda: norm_of_frequencies({50: -1}), "50", id="fewer than nobody"),
        pytest.param(lambda: norm_of_frequencies({50: 1.5}), "50", id="half a person"),
        pytest.param(lambda: norm_of_frequencies({50: 0}), "at least one", id="nobody at a score"),
        pytest.param(
            lambda: norm_display(math.nan, evenly(40), Interval(1, 2)), "score", id="no score"
        ),
        pytest.param(lambda: expectancy(1, 1), "validity", id="perfect predictor"),
        pytest.param(lambda: expectancy_of_top(0, 0.3), "share", id="best nobody"),
    ],
)
def test_impossible_figures_are_refused(compute, message):
    with pytest.raises(ValueError, match=message):
        compute()
