"""How far the usual figures of a sample may lie from those of all people like them.

Means, spreads, correlations, and how lopsided a distribution is. Intervals of a reliability stand
in ``reliability``, those of a share in ``small_norms``.

Sources: any textbook of statistics; the sample skewness G1 with its standard error as in common
statistics programs, the correlation by Fisher's z.
"""

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri, stdtrit

from hiring.psychometrics.arrays import (
    BoolArray,
    FloatArray,
    as_floats,
    exact_mean,
    places,
    sample_variance,
    varies,
)
from hiring.psychometrics.reliability.standard_errors import Interval

_MIN_FOR_SPREAD = 2
_MIN_FOR_SKEW = 3
_MIN_FOR_CORRELATION = 4


def mean_interval(mean: float, sd: float, n_people: int, level: float = 0.95) -> Interval:
    """Where the mean of all people may lie, given that of a sample (Student).

    Args:
        mean: The sample's, in points.
        sd: The sample's, n - 1, at least 0.
        n_people: Two or more.
        level: Share of samples whose interval holds the mean of all people.

    Raises:
        ValueError: Fewer than two people, a spread below 0, or the level is off 0..1.
    """
    _check(n_people, _MIN_FOR_SPREAD, level)
    if not sd >= 0:
        raise ValueError("a spread is at least 0")
    reach = float(stdtrit(n_people - 1, (1 + level) / 2)) * sd / math.sqrt(n_people)
    return Interval(mean - reach, mean + reach)


def sd_interval(sd: float, n_people: int, level: float = 0.95) -> Interval:
    """Where the spread of all people may lie; exact where scores are normally distributed.

    Arguments and errors as in ``mean_interval``.
    """
    _check(n_people, _MIN_FOR_SPREAD, level)
    if not sd >= 0:
        raise ValueError("a spread is at least 0")
    freedom = n_people - 1
    low, high = (
        sd * math.sqrt(freedom / float(chdtri(freedom, upper)))
        for upper in ((1 - level) / 2, (1 + level) / 2)
    )
    return Interval(low, high)


def correlation_interval(r: float, n_people: int, level: float = 0.95) -> Interval | None:
    """Where the correlation in all people may lie (Fisher's z).

    Returns:
        Within -1..1; None where the sample's is exactly -1 or 1, which has no z.

    Raises:
        ValueError: Fewer than four people, r off -1..1, or the level off 0..1.
    """
    _check(n_people, _MIN_FOR_CORRELATION, level)
    if not -1 <= r <= 1:
        raise ValueError("a correlation lies in -1..1")
    if abs(r) == 1:
        return None
    reach = NormalDist().inv_cdf((1 + level) / 2) / math.sqrt(n_people - 3)
    z = math.atanh(r)
    return Interval(math.tanh(z - reach), math.tanh(z + reach))


def correlation(left: ArrayLike, right: ArrayLike) -> float | None:
    """Pearson's r of two lists, whatever the order of the pairs.

    Args:
        left: Shape (n_people,), known throughout.
        right: Likewise.

    Returns:
        -1..1; None with fewer than two people or where one of the lists does not vary.

    Raises:
        ValueError: The lists differ in length, or a value is missing: the rows are named.
    """
    one, other = as_floats(left), as_floats(right)
    if one.ndim != 1 or one.shape != other.shape:
        raise ValueError(
            f"a correlation needs two lists of the same length, not {one.shape} and {other.shape}"
        )
    _check_known(np.isfinite(one) & np.isfinite(other), "a correlation")
    if one.size < _MIN_FOR_SPREAD or not (varies(one) and varies(other)):
        return None
    first, second = one - exact_mean(one), other - exact_mean(other)
    product = math.fsum((first * second).tolist())
    return max(-1.0, min(1.0, product / math.sqrt(_squares(first) * _squares(second))))


def skewness(values: ArrayLike) -> float | None:
    """How lopsided a distribution is: below 0 with a long tail of low values (G1).

    Args:
        values: Shape (n_people,), known throughout.

    Returns:
        None with fewer than three people or where the values do not vary.

    Raises:
        ValueError: That is no list, or a value is missing: the rows are named.
    """
    given = as_floats(values)
    if given.ndim != 1:
        raise ValueError("skewness needs a list of values, one for each person")
    _check_known(np.isfinite(given), "skewness")
    n = given.size
    if n < _MIN_FOR_SKEW or not varies(given):
        return None
    away = given - exact_mean(given)
    third = math.fsum((away**3).tolist()) / n
    second = sample_variance(given) * (n - 1) / n
    return third / (second * math.sqrt(second)) * math.sqrt(n * (n - 1)) / (n - 2)


def skewness_interval(skew: float, n_people: int, level: float = 0.95) -> Interval:
    """Where chance alone could move G1; a rough guide, from the error under a normal distribution.

    Raises:
        ValueError: Fewer than three people, or the level is off 0..1.
    """
    _check(n_people, _MIN_FOR_SKEW, level)
    n = n_people
    error = math.sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)))
    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    return Interval(skew - reach, skew + reach)


def _check_known(is_known: BoolArray, figure: str) -> None:
    if not is_known.all():
        where = places(~is_known, "row")
        raise ValueError(f"{figure} needs complete values: leave out, or fill in, {where}")


def _squares(away: FloatArray) -> float:
    return math.fsum((away * away).tolist())


def _check(n_people: int, least: int, level: float) -> None:
    if n_people < least:
        raise ValueError(f"this interval needs at least {least} people, not {n_people}")
    if not 0 < level < 1:
        raise ValueError("the level of an interval lies between 0 and 1, for example 0.95")
