import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.reliability.coefficients import kr21
from hiring.psychometrics.reliability.conditional_errors import (
    binomial_csem,
    errors_by_third,
    keats_csem,
)
from hiring.psychometrics.reliability.standard_errors import person_level_csem

steady = settings(deadline=None, max_examples=30)
seeds = st.integers(0, 2**32 - 1)


def some_people(seed, n_people=600, k_units=12):
    rng = np.random.default_rng(seed)
    judgement = rng.normal(60, 15, (n_people, 1))
    return np.clip(judgement + rng.normal(0, 20, (n_people, k_units)), 0, 100)


# Right or wrong: case R-13.


def test_the_binomial_error_reproduces_the_worked_case(get_case):
    case = get_case("R-13")

    assert case.is_expected(binomial_csem(case.given["x"], case.given["k"]).tolist(), "csem")


def test_the_error_shrunk_to_the_reliability_reproduces_the_worked_case(get_case):
    case = get_case("R-13")
    g = case.given

    found = keats_csem(15, g["k"], g["r_xx"], kr21(g["mean"], g["var"], g["k"]))

    assert case.is_expected(float(found), "keats_15")


def test_the_person_level_error_of_right_or_wrong_units_is_the_binomial_one_on_their_mean():
    units = [1, 1, 1, 0, 1, 0, 0, 1, 1, 0]

    assert float(person_level_csem(units)) == pytest.approx(float(binomial_csem(6, 10)) / 10)


@given(st.integers(2, 60))
@steady
def test_as_many_wrong_stray_as_far_as_as_many_right(k_units):
    right = np.arange(k_units + 1)

    np.testing.assert_allclose(
        binomial_csem(right, k_units), binomial_csem(k_units - right, k_units), atol=1e-12
    )


def test_no_score_has_no_error():
    np.testing.assert_array_equal(binomial_csem([5, np.nan], 10), [math.sqrt(25 / 9), np.nan])


# Thirds.


def test_five_hundred_people_have_an_error_for_each_third_and_499_have_none():
    scores = some_people(seed=1, n_people=500)

    assert errors_by_third(scores).n == 500
    assert errors_by_third(scores[:499]) is None


def test_each_third_pools_the_errors_of_its_people():
    # Means 1, 2 and 3, two hundred people each; the units stray by 1, 2 and 4 from them.
    rows = [[mean - stray, mean + stray] for mean, stray in ((1, 1), (2, 2), (3, 4))]

    found = errors_by_third(np.repeat(rows, 200, axis=0))

    assert (found.bottom, found.middle, found.top) == pytest.approx((1, 2, 4))
    assert (found.lower_cut, found.upper_cut) == (1, 2)


@pytest.mark.parametrize(("mean", "error"), [(0, 1), (1, 1), (1.1, 2), (2, 2), (2.1, 4), (9, 4)])
def test_a_mean_finds_the_error_of_its_third(mean, error):
    rows = [[mean - stray, mean + stray] for mean, stray in ((1, 1), (2, 2), (3, 4))]

    assert errors_by_third(np.repeat(rows, 200, axis=0)).at(mean) == pytest.approx(error)


def test_people_with_a_gap_are_left_out():
    scores = some_people(seed=2, n_people=510)
    scores[:5, 0] = np.nan

    assert errors_by_third(scores) == errors_by_third(scores[5:])


@given(seeds)
@steady
def test_the_order_of_people_does_not_matter(seed):
    scores = some_people(seed)

    assert errors_by_third(np.random.default_rng(seed).permutation(scores)) == errors_by_third(
        scores
    )


def test_scores_near_the_end_of_the_scale_stray_less():
    found = errors_by_third(some_people(seed=3, n_people=3000))

    assert found.top < found.middle


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param(np.tile([40.0, 60.0], (600, 1)), id="everybody alike"),
        pytest.param(np.repeat([[1.0, 3], [2.0, 6]], 300, axis=0), id="two different means"),
        pytest.param(np.ones((600, 1)), id="one unit"),
    ],
)
def test_a_third_that_would_be_empty_leaves_no_thirds(scores):
    assert errors_by_third(scores) is None


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        pytest.param(lambda: binomial_csem(1, 1), "two units", id="one unit"),
        pytest.param(lambda: binomial_csem([5, 21], 20), "row 1", id="more right than units"),
        pytest.param(lambda: keats_csem(5, 20, 1.1, 0.5), "between", id="r above one"),
        pytest.param(lambda: keats_csem(5, 20, 0.9, 1), "below 1", id="perfect KR-21"),
        pytest.param(lambda: errors_by_third([1.0, 2.0]), "table", id="no table"),
        pytest.param(
            lambda: errors_by_third(some_people(seed=1)).at(math.nan), "score", id="no score"
        ),
    ],
)
def test_impossible_figures_are_refused(compute, message):
    with pytest.raises(ValueError, match=message):
        compute()
