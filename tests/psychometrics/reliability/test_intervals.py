"""Intervals of everyday figures, held against scipy and against printed tables."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from hiring.psychometrics.reliability.intervals import (
    correlation,
    correlation_interval,
    mean_interval,
    sd_interval,
    skewness,
    skewness_interval,
)

numbers = arrays(np.float64, st.integers(4, 40), elements=st.integers(0, 100).map(float))


def test_an_interval_of_the_mean_is_students():
    """t with 24 degrees of freedom is 2.0639 at .975 in every printed table."""
    found = mean_interval(50.0, 10.0, 25)

    assert (found.low, found.high) == pytest.approx((50 - 4.1278, 50 + 4.1278), abs=1e-3)


def test_an_interval_of_the_spread_is_that_of_the_chi_square():
    """Chi-square with 24 degrees of freedom: 12.401 and 39.364."""
    found = sd_interval(10.0, 25)

    low, high = 10 * math.sqrt(24 / 39.364), 10 * math.sqrt(24 / 12.401)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-3)


@given(numbers)
@settings(max_examples=40, deadline=None)
def test_skewness_is_scipys_without_bias(values):
    found = skewness(values)

    if np.ptp(values) == 0:
        assert found is None
    else:
        assert found == pytest.approx(stats.skew(values, bias=False), abs=1e-9)


@given(numbers, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_a_correlation_is_scipys_and_does_not_hang_on_the_order(values, rng):
    other = values[::-1] + np.arange(values.size)
    found = correlation(values, other)
    if found is None:
        assert np.ptp(values) == 0 or np.ptp(other) == 0
        return
    order = list(range(values.size))
    rng.shuffle(order)

    assert found == pytest.approx(stats.pearsonr(values, other).statistic, abs=1e-9)
    assert correlation(values[order], other[order]) == pytest.approx(found, abs=1e-12)


def test_an_interval_of_a_correlation_is_fishers():
    expected = stats.pearsonr(*_pair()).confidence_interval(0.95)
    found = correlation_interval(float(stats.pearsonr(*_pair()).statistic), 30)

    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_a_perfect_correlation_has_no_interval():
    assert correlation_interval(1.0, 30) is None


def test_chance_moves_the_skewness_of_a_hundred_people_by_about_a_half():
    found = skewness_interval(0.0, 100)

    assert found.high == pytest.approx(0.473, abs=0.001)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: mean_interval(1, 1, 1), id="mean of one"),
        pytest.param(lambda: mean_interval(1, -1, 9), id="spread below nothing"),
        pytest.param(lambda: sd_interval(1, 9, level=1), id="certainty"),
        pytest.param(lambda: correlation_interval(0.5, 3), id="three people"),
        pytest.param(lambda: correlation_interval(1.5, 30), id="correlation off its scale"),
        pytest.param(lambda: skewness_interval(0, 2), id="skewness of two"),
        pytest.param(lambda: correlation([1.0, 2.0], [1.0]), id="lists of two lengths"),
        pytest.param(lambda: skewness(np.eye(3)), id="skewness of a table"),
    ],
)
def test_what_cannot_be_computed_is_refused(ask):
    with pytest.raises(ValueError, match=r"needs|lies|at least"):
        ask()


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: correlation([1, np.nan, 3, 4], [1, 2, 3, np.inf]), id="correlation"),
        pytest.param(lambda: skewness([1, np.nan, 3, np.inf]), id="skewness"),
    ],
)
def test_people_without_a_value_are_named(ask):
    with pytest.raises(ValueError, match=r"row 1, row 3$"):
        ask()


def _pair():
    rng = np.random.default_rng(4)
    one = rng.normal(size=30)
    return one, one + rng.normal(size=30)
