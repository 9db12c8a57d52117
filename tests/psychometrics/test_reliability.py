import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.arrays import sample_covariance, sample_variance
from hiring.psychometrics.composites import prmse_total
from hiring.psychometrics.differences import (
    critical_z,
    least_significant_difference,
    probability_true_higher,
    reliable_change,
    sed,
)
from hiring.psychometrics.reliability import alpha, spearman_brown, times_longer_needed
from hiring.psychometrics.standard_errors import (
    Interval,
    equally_likely_points,
    estimated_true_score,
    observed_interval,
    person_level_csem,
    probability_above_cut,
    see,
    sem,
    sep,
    true_score_interval,
)

steady = settings(deadline=None)
seeds = st.integers(0, 2**32 - 1)
points = st.floats(0, 100)
reliabilities = st.floats(0, 1)
errors = st.floats(0.5, 30)


# Coefficients: cases.


def test_alpha_reproduces_the_worked_case(get_case):
    case = get_case("R-01")

    assert case.is_expected(alpha(case.given["data"]), "alpha")


def test_the_variances_under_alpha_are_the_printed_ones(get_case):
    case = get_case("R-01")
    data = np.array(case.given["data"])

    assert case.is_expected([sample_variance(data[:, i]) for i in range(4)], "var_items")
    assert case.is_expected(sample_variance(data.sum(axis=1)), "var_total")


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param(np.ones((6, 4)), id="everybody scores the same"),
        pytest.param([[0.1, 0.2, 0.3], [0.3, 0.1, 0.2], [0.2, 0.3, 0.1]], id="same totals"),
        pytest.param([[1.0, 0.5, 0.0]], id="one person"),
        pytest.param([[1.0], [0.5], [0.0]], id="one unit"),
        pytest.param(np.empty((0, 4)), id="nobody"),
        pytest.param(np.zeros((5, 3)), id="nothing scored"),
    ],
)
def test_alpha_without_spread_is_undefined(scores):
    assert alpha(scores) is None


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param([[1.0, np.nan], [0.0, 1.0]], id="missing score"),
        pytest.param([1.0, 0.5], id="one row without its axis"),
    ],
)
def test_alpha_of_an_incomplete_table_is_refused(scores):
    with pytest.raises(ValueError, match="complete table"):
        alpha(scores)


def test_units_that_say_the_same_are_perfectly_reliable():
    scores = np.repeat([[0.0], [0.5], [1.0]], 4, axis=1)

    assert alpha(scores) == pytest.approx(1)


@given(seeds)
@steady
def test_alpha_does_not_depend_on_the_order_of_people(seed):
    rng = np.random.default_rng(seed)
    scores = rng.random((30, 6))

    assert alpha(rng.permutation(scores)) == alpha(scores)


@given(seeds, st.floats(0.1, 100), st.floats(-50, 50))
@steady
def test_alpha_does_not_depend_on_the_scale(seed, times, shift):
    scores = np.random.default_rng(seed).random((30, 6))

    assert alpha(times * scores + shift) == pytest.approx(alpha(scores), abs=1e-6)


def test_a_test_twice_as_long_is_as_reliable_as_printed(get_case):
    case = get_case("R-06")

    assert case.is_expected(spearman_brown(case.given["r"], case.given["n"]), "r_n")


def test_the_length_needed_is_the_printed_one(get_case):
    case = get_case("R-06")

    assert case.is_expected(times_longer_needed(case.given["r"], case.given["target"]), "n_needed")


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95))
@steady
def test_lengthening_by_what_is_needed_reaches_the_target(r, target):
    assert spearman_brown(r, times_longer_needed(r, target)) == pytest.approx(target)


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


# Two people: cases.


def test_the_error_of_a_difference_reproduces_the_worked_case(get_case):
    case = get_case("R-09")

    difference_error = sed(case.given["sem"], case.given["sem"])

    assert case.is_expected(difference_error, "sed")
    assert case.is_expected((case.given["a"] - case.given["b"]) / difference_error, "z")


@pytest.mark.parametrize("level", ["95", "90", "80"])
def test_the_least_significant_difference_reproduces_the_worked_case(get_case, level):
    case = get_case("R-09")
    difference_error = sed(case.given["sem"], case.given["sem"])

    difference = least_significant_difference(difference_error, case.given[f"z{level}"])

    assert case.is_expected(difference, f"lsd{level}")


def test_the_probability_of_being_truly_higher_reproduces_the_worked_case(get_case):
    case = get_case("R-10")
    g = case.given
    error = sem(g["sd"], g["r"])

    assert case.is_expected(probability_true_higher(g["a"], g["b"], g["r"], sed(error, error)), "p")


@pytest.mark.parametrize("probability", ["0.8", "0.9", "0.95", "0.975"])
def test_the_difference_needed_gives_the_printed_probability(get_case, probability):
    case = get_case("R-10")
    r, error = case.given["r"], sem(case.given["sd"], case.given["r"])
    difference = case.expected["need"][probability]

    p = probability_true_higher(50 + difference, 50, r, sed(error, error))

    assert p == pytest.approx(float(probability), abs=1e-6)


@given(points, points, reliabilities, errors)
@steady
def test_one_of_two_people_is_truly_higher(a, b, r, error):
    forth, back = probability_true_higher(a, b, r, error), probability_true_higher(b, a, r, error)

    assert forth + back == pytest.approx(1, abs=1e-12)


@given(points, reliabilities, errors)
@steady
def test_equal_scores_leave_it_open_who_is_truly_higher(score, r, error):
    assert probability_true_higher(score, score, r, error) == 0.5


@given(points, points, points, reliabilities, errors)
@steady
def test_a_higher_score_is_never_less_probably_higher(a, b, c, r, error):
    low, high = sorted((a, b))

    assert probability_true_higher(low, c, r, error) <= probability_true_higher(high, c, r, error)


def test_different_forms_widen_the_error_of_a_difference(get_case):
    case = get_case("R-11")
    g = case.given

    assert case.is_expected(sed(g["sem"], g["sem"], g["see_equating"]), "sed")


def test_ten_pairs_share_the_risk_as_printed(get_case):
    case = get_case("R-12")
    n_pairs = math.comb(case.given["candidates"], 2)

    z = critical_z(case.given["p"], n_pairs)

    assert case.is_expected(z, "z")
    error = sed(case.given["sem"], case.given["sem"])
    assert case.is_expected(least_significant_difference(error, z), "lsd")


# One person: cases.


def test_the_person_level_error_reproduces_the_worked_case(get_case):
    case = get_case("R-14")

    assert case.is_expected(float(person_level_csem(case.given["items"])), "csem")


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


def test_the_reliable_change_reproduces_the_worked_case(get_case):
    case = get_case("R-25")
    g = case.given

    assert case.is_expected(reliable_change(g["x1"], g["x2"], sed(g["sem"], g["sem"])), "rc")


# Facets: case R-26.


def test_what_the_total_predicts_of_each_facet_is_as_printed(get_case):
    case = get_case("R-26")
    g = case.given
    correlations = np.array(
        [[1, g["r12"], g["r13"]], [g["r12"], 1, g["r23"]], [g["r13"], g["r23"], 1]]
    )
    covariances = correlations * np.outer(g["sd"], g["sd"])

    predicted = [
        prmse_total(r, covariances[i, i], covariances[i].sum(), covariances.sum())
        for i, r in enumerate(g["rel"])
    ]

    assert case.is_expected(predicted, "prmse_total")


def test_the_total_predicts_a_facet_that_is_the_whole_test_as_well_as_it_predicts_itself():
    assert prmse_total(0.7, 25, 25, 25) == pytest.approx(0.7)


def test_the_covariance_of_a_variable_with_itself_is_its_variance():
    values = np.array([1.0, 4.0, 2.0, 8.0])

    assert sample_covariance(values, values) == pytest.approx(sample_variance(values))


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
        pytest.param(lambda: times_longer_needed(0, 0.8), "between", id="nothing to lengthen"),
        pytest.param(lambda: times_longer_needed(0.6, 1), "between", id="perfect target"),
        pytest.param(lambda: critical_z(0), "p must", id="no risk"),
        pytest.param(lambda: critical_z(0.05, 0), "pair", id="no pair"),
        pytest.param(lambda: probability_true_higher(1, 0, 0.5, 0), "error", id="no error"),
        pytest.param(lambda: probability_true_higher(1, 0, 2, 1), "reliab", id="too reliable"),
        pytest.param(lambda: probability_above_cut(1, 0, 0), "error", id="no error at the cut"),
        pytest.param(lambda: reliable_change(1, 2, 0), "error", id="no error of change"),
        pytest.param(lambda: prmse_total(0, 1, 1, 1), "above 0", id="facet of pure error"),
        pytest.param(lambda: equally_likely_points(0, -1), "spread", id="dots below no spread"),
        pytest.param(lambda: equally_likely_points(0, 1, 0), "point", id="no dots"),
    ],
)
def test_impossible_figures_are_refused(compute, message):
    with pytest.raises(ValueError, match=message):
        compute()
