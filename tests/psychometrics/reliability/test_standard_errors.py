import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.reliability.standard_errors import (
    Interval,
    equally_likely_points,
    estimated_true_score,
    normal_percentiles,
    observed_interval,
    person_level_csem,
    probability_above_cut,
    see,
    sem,
    sep,
    true_score_interval,
)

steady = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 2**32 - 1)
points = st.floats(0, 100)
reliabilities = st.floats(0, 1)


# Errors and intervals: cases.


@pytest.mark.parametrize(("error", "name"), [(sem, "sem"), (see, "see"), (sep, "sep")])
def test_the_standard_errors_reproduce_the_worked_case(get_case, error, name):
    case = get_case("R-07")

    assert case.is_expected(error(case.given["sd"], case.given["r"]), name)


@given(st.floats(0, 30), reliabilities)
@steady
def test_estimating_is_never_less_exact_than_observing(sd, r):
    assert see(sd, r) <= sem(sd, r) <= sep(sd, r)


def test_the_observed_interval_reproduces_the_worked_case(get_case):
    case = get_case("R-08")
    error = sem(case.given["sd"], case.given["r"])

    interval = observed_interval(case.given["x"], error, case.given["z95"])

    assert case.is_expected([interval.low, interval.high], "obs95")


@pytest.mark.parametrize("level", ["95", "90"])
def test_the_true_score_interval_reproduces_the_worked_case(get_case, level):
    case = get_case("R-08")
    g = case.given

    interval = true_score_interval(g["x"], g["mean"], g["sd"], g["r"], g[f"z{level}"])

    assert case.is_expected([interval.low, interval.high], f"true{level}")


def test_the_estimated_true_score_reproduces_the_worked_case(get_case):
    case = get_case("R-08")
    g = case.given

    assert case.is_expected(estimated_true_score(g["x"], g["mean"], g["r"]), "t_hat")


@given(points, points, reliabilities)
@steady
def test_the_estimated_true_score_lies_between_the_mean_and_the_score(score, mean, r):
    low, high = sorted((score, mean))

    assert low - 1e-9 <= estimated_true_score(score, mean, r) <= high + 1e-9


@given(points, points, st.floats(0, 30), reliabilities)
@steady
def test_an_interval_is_symmetric_about_its_estimate(score, mean, sd, r):
    interval = true_score_interval(score, mean, sd, r, 1.645)

    middle = (interval.low + interval.high) / 2
    assert middle == pytest.approx(estimated_true_score(score, mean, r), abs=1e-9)


@given(st.floats(-200, 300), st.floats(0, 200))
@steady
def test_a_clipped_interval_stays_on_the_scale(middle, half_width):
    clipped = Interval(middle - half_width, middle + half_width).clipped(0, 100)

    assert 0 <= clipped.low <= clipped.high <= 100


@pytest.mark.parametrize("ends", [(2.0, 1.0), (math.nan, 1.0), (1.0, math.nan)])
def test_an_interval_runs_upwards(ends):
    with pytest.raises(ValueError, match="interval"):
        Interval(*ends)


# Percentiles of an interval: case R-20.


def test_an_interval_becomes_the_printed_percentiles(get_case):
    case = get_case("R-20")
    g = case.given
    interval = observed_interval(g["T"], g["sem"], g["z"])

    percentiles = normal_percentiles(interval)
    middle = normal_percentiles(Interval(g["T"], g["T"]))

    assert case.is_expected(interval.low, "T_low")
    assert case.is_expected(interval.high, "T_high")
    assert case.is_expected([percentiles.low, middle.low, percentiles.high], "pct")


@given(points, st.floats(0, 20), st.floats(0.1, 10), st.floats(-50, 50))
@steady
def test_percentiles_do_not_depend_on_the_scale(middle, half, times, shift):
    interval = Interval(middle - half, middle + half)
    moved = Interval(times * interval.low + shift, times * interval.high + shift)

    before, after = (
        normal_percentiles(interval),
        normal_percentiles(moved, 50 * times + shift, 10 * times),
    )

    assert [after.low, after.high] == pytest.approx([before.low, before.high], abs=1e-6)


# One person: cases.


def test_the_person_level_error_reproduces_the_worked_case(get_case):
    case = get_case("R-14")

    assert case.is_expected(float(person_level_csem(case.given["items"])), "csem")
    assert case.is_expected(float(np.mean(case.given["items"])), "mean")


def test_a_missing_unit_is_left_out_of_the_person_level_error(get_case):
    items = [*get_case("R-14").given["items"], np.nan]

    assert person_level_csem(items) == person_level_csem(items[:-1])


@pytest.mark.parametrize("scores", [[1.0], [1.0, np.nan], [np.nan, np.nan]])
def test_a_single_unit_says_nothing_about_its_error(scores):
    assert np.isnan(person_level_csem(scores))


@given(seeds)
@steady
def test_one_person_alone_has_the_same_error_to_the_last_bit(seed):
    rng = np.random.default_rng(seed)
    scores = np.where(rng.random((30, 13)) < 0.1, np.nan, 100 * rng.random((30, 13)))

    alone = np.array([person_level_csem(row) for row in scores])

    assert alone.tobytes() == person_level_csem(scores).tobytes()


def test_the_probability_of_reaching_the_cut_reproduces_the_worked_case(get_case):
    case = get_case("R-24")
    g = case.given

    assert case.is_expected(probability_above_cut(g["t_hat"], g["see"], g["cut"]), "p")


# Twenty dots.


def test_there_are_twenty_dots_on_a_page():
    assert len(equally_likely_points(50, 10)) == 20


@given(points, st.floats(0.1, 30), st.integers(1, 50))
@steady
def test_the_dots_lie_in_the_middle_of_equally_likely_slices(mean, sd, n):
    dots = equally_likely_points(mean, sd, n)

    reached = [NormalDist(mean, sd).cdf(dot) for dot in dots]
    assert reached == pytest.approx([(i + 0.5) / n for i in range(n)], abs=1e-9)


@given(points, st.floats(0, 30))
@steady
def test_the_dots_lie_evenly_about_the_mean(mean, sd):
    dots = equally_likely_points(mean, sd)

    pair_middles = [(low + high) / 2 for low, high in zip(dots, reversed(dots), strict=True)]
    assert pair_middles == pytest.approx([mean] * 20, abs=1e-9)


def test_about_nine_dots_in_ten_lie_in_the_ninety_percent_interval():
    interval = observed_interval(50, 10, 1.645)

    inside = [dot for dot in equally_likely_points(50, 10) if interval.low <= dot <= interval.high]
    assert len(inside) == 18


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        pytest.param(lambda: sem(-1, 0.5), "spread", id="negative spread"),
        pytest.param(lambda: see(10, 1.1), "reliability", id="reliability above one"),
        pytest.param(lambda: sep(10, -0.1), "reliability", id="reliability below nothing"),
        pytest.param(lambda: sem(math.nan, 0.5), "spread", id="unknown spread"),
        pytest.param(lambda: probability_above_cut(1, 0, 0), "error", id="no error at the cut"),
        pytest.param(
            lambda: normal_percentiles(Interval(1, 2), 50, 0), "error", id="group that is all alike"
        ),
        pytest.param(lambda: equally_likely_points(0, -1), "spread", id="dots below no spread"),
        pytest.param(lambda: equally_likely_points(0, 1, 0), "point", id="no dots"),
    ],
)
def test_impossible_figures_are_refused(compute, message):
    with pytest.raises(ValueError, match=message):
        compute()
