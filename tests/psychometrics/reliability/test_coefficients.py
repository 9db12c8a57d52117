import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.arrays import sample_variance
from hiring.psychometrics.reliability.coefficients import (
    alpha,
    alpha_from_covariance,
    feldt_interval,
    kr21,
    spearman_brown,
    stratified_alpha,
    stratified_alpha_of_scores,
    times_longer_needed,
)

steady = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 2**32 - 1)


def people_by_units(seed, n_people=40, k_units=6):
    """Scores of people who differ, in units that measure them with error."""
    rng = np.random.default_rng(seed)
    return 60 + rng.normal(0, 10, (n_people, 1)) + rng.normal(0, 12, (n_people, k_units))


def covariance_of(case):
    """Three parts from their spreads and the correlations a worked case names."""
    r12, r13, r23 = (case.given[name] for name in ("r12", "r13", "r23"))
    correlations = np.array([[1, r12, r13], [r12, 1, r23], [r13, r23, 1]])
    return correlations * np.outer(case.given["sd"], case.given["sd"])


# Alpha: cases.


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


def test_a_gap_is_refused_with_the_place_where_it_is():
    scores = np.ones((3, 4))
    scores[1, 2] = scores[2, 0] = np.nan

    with pytest.raises(ValueError, match="row 1 column 2, row 2 column 0"):
        alpha(scores)


@given(seeds)
@steady
def test_alpha_does_not_depend_on_the_order_of_units(seed):
    scores = people_by_units(seed)
    order = np.random.default_rng(seed).permutation(scores.shape[1])

    assert alpha(scores[:, order]) == pytest.approx(alpha(scores), abs=1e-12)


@given(seeds)
@steady
def test_alpha_from_covariances_is_alpha_from_scores(seed):
    scores = people_by_units(seed)

    found = alpha_from_covariance(np.cov(scores, rowvar=False))

    assert found == pytest.approx(alpha(scores), abs=1e-12)


@pytest.mark.parametrize(
    "covariance",
    [
        pytest.param([[4.0]], id="one unit"),
        pytest.param(np.zeros((3, 3)), id="nothing varies"),
        pytest.param([[4.0, -4.0], [-4.0, 4.0]], id="units that cancel out"),
    ],
)
def test_alpha_from_covariances_without_spread_is_undefined(covariance):
    assert alpha_from_covariance(covariance) is None


@pytest.mark.parametrize(
    ("covariance", "message"),
    [
        pytest.param([[1.0, 0.5]], "square", id="not square"),
        pytest.param([[1.0, np.nan], [np.nan, 1.0]], "row 0 column 1", id="missing"),
        pytest.param([[1.0, 0.5], [0.2, 1.0]], "both ways round", id="lopsided"),
        pytest.param([[1.0, 0.0], [0.0, -1.0]], "unit 1", id="variance below nothing"),
    ],
)
def test_what_is_no_matrix_of_covariances_is_refused(covariance, message):
    with pytest.raises(ValueError, match=message):
        alpha_from_covariance(covariance)


@pytest.mark.parametrize("number", ["R-02a", "R-02b"])
def test_the_interval_of_alpha_reproduces_the_worked_case(get_case, number):
    case = get_case(number)
    g = case.given

    interval = feldt_interval(g["alpha"], g["N"], g["k"], g["p"])

    assert case.is_expected(interval.low, "lower")
    assert case.is_expected(interval.high, "upper")


def test_another_library_finds_the_same_alpha_and_interval():
    scores = people_by_units(seed=1)

    theirs, ends = pingouin.cronbach_alpha(data=pd.DataFrame(scores))

    interval = feldt_interval(alpha(scores), *scores.shape)
    assert alpha(scores) == pytest.approx(theirs, abs=1e-12)
    assert [interval.low, interval.high] == pytest.approx(ends.tolist(), abs=5e-4)


@given(st.floats(-1, 0.99), st.integers(30, 300), st.integers(2, 40), st.floats(0.01, 0.5))
@steady
def test_the_interval_of_alpha_holds_alpha(value, n_people, k_units, p):
    interval = feldt_interval(value, n_people, k_units, p)

    assert interval.low < value < interval.high


def test_perfect_consistency_has_an_interval_of_no_width():
    interval = feldt_interval(1.0, 20, 5)

    assert (interval.low, interval.high) == (1, 1)


# Tests of several parts: case R-04.


def test_stratified_alpha_reproduces_the_worked_case(get_case):
    case = get_case("R-04")
    covariance = covariance_of(case)

    assert case.is_expected(covariance.sum(), "var_total")
    assert case.is_expected(stratified_alpha(covariance, case.given["alpha"]), "stratified")


def test_one_stratum_that_holds_everything_is_plain_alpha():
    scores = people_by_units(seed=2)

    assert stratified_alpha_of_scores(scores, [range(6)]) == pytest.approx(alpha(scores))


@given(seeds)
@steady
def test_stratified_alpha_does_not_depend_on_the_order_of_people(seed):
    scores, strata = people_by_units(seed), [[0, 2, 4], [1, 3, 5]]
    shuffled = np.random.default_rng(seed).permutation(scores)

    found = stratified_alpha_of_scores(shuffled, strata)

    assert found == pytest.approx(stratified_alpha_of_scores(scores, strata), abs=1e-12)


def test_parts_that_measure_different_things_are_judged_more_fairly_by_strata():
    rng = np.random.default_rng(3)
    parts = np.repeat(rng.normal(0, 10, (200, 2)), 3, axis=1)
    scores = parts + rng.normal(0, 8, (200, 6))

    assert stratified_alpha_of_scores(scores, [range(3), range(3, 6)]) > alpha(scores) + 0.05


@pytest.mark.parametrize(
    "strata",
    [
        pytest.param([[0, 1, 2, 3, 4], [5]], id="a stratum of one unit"),
        pytest.param([[5], [4, 3, 2, 1, 0]], id="likewise, first"),
    ],
)
def test_a_part_without_alpha_leaves_the_whole_without(strata):
    assert stratified_alpha_of_scores(people_by_units(seed=4), strata) is None


def test_one_person_has_no_stratified_alpha():
    assert stratified_alpha_of_scores(people_by_units(seed=4, n_people=1), [range(6)]) is None


# Right or wrong: case R-13.


def test_the_reliability_from_mean_and_variance_reproduces_the_worked_case(get_case):
    case = get_case("R-13")
    g = case.given

    assert case.is_expected(kr21(g["mean"], g["var"], g["k"]), "kr21")


def test_equally_hard_units_make_it_alpha():
    rng = np.random.default_rng(5)
    # Every unit is answered by as many people, so that all are equally hard.
    scores = np.column_stack([rng.permutation(np.arange(40) < 20) for _ in range(8)]).astype(float)
    totals = scores.sum(axis=1)

    # Alpha here takes variances with n - 1 for the units, too: p(1-p) · 40 / 39.
    shrunk = alpha(scores) - 8 / 7 * (-8 * 0.25 / 39) / sample_variance(totals)
    assert kr21(totals.mean(), sample_variance(totals), 8) == pytest.approx(shrunk)


def test_a_score_that_does_not_vary_has_no_such_reliability():
    assert kr21(4, 0, 8) is None


# Length: case R-06.


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


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        pytest.param(lambda: times_longer_needed(0, 0.8), "between", id="nothing to lengthen"),
        pytest.param(lambda: times_longer_needed(0.6, 1), "between", id="perfect target"),
        pytest.param(lambda: feldt_interval(0.8, 1, 5), "two people", id="interval of one person"),
        pytest.param(lambda: feldt_interval(0.8, 9, 1), "two units", id="interval of one unit"),
        pytest.param(lambda: feldt_interval(1.1, 9, 5), "at most 1", id="alpha above one"),
        pytest.param(lambda: feldt_interval(0.8, 9, 5, 0), "between", id="nothing left outside"),
        pytest.param(lambda: stratified_alpha([[1.0]], [0.5, 0.5]), "each part", id="two for one"),
        pytest.param(lambda: stratified_alpha([[1.0]], [1.5]), "at most 1", id="part above one"),
        pytest.param(
            lambda: stratified_alpha_of_scores(np.ones((3, 3)), [[0, 1], [1, 2]]),
            "exactly one stratum",
            id="unit in two strata",
        ),
        pytest.param(
            lambda: stratified_alpha_of_scores(np.ones((3, 3)), [[0, 1]]),
            "exactly one stratum",
            id="unit in no stratum",
        ),
        pytest.param(lambda: spearman_brown(-1, 2), "divide by", id="nothing to divide by"),
        pytest.param(lambda: spearman_brown(1e-16 - 1, 2), "divide by", id="rounding to divide by"),
        pytest.param(lambda: spearman_brown(-0.5, 4), "wrong way round", id="below nothing"),
        pytest.param(lambda: spearman_brown(np.nan, 2), "divide by", id="unknown reliability"),
        pytest.param(lambda: kr21(4, 1, 1), "two units", id="one right or wrong"),
        pytest.param(lambda: kr21(9, 1, 8), "0..8", id="more right than units"),
        pytest.param(lambda: kr21(4, -1, 8), "at least 0", id="variance below nothing"),
    ],
)
def test_impossible_figures_are_refused(compute, message):
    with pytest.raises(ValueError, match=message):
        compute()
