"""Two groups and their scores: standardised difference, and what it does to selection.

The first group's mean less the second's. These are formulas for analysis; no
score, norm or cut is ever changed by the group somebody belongs to.

Source of all formulas: scoring reference, section 6.3.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import FloatArray, as_floats, exact_mean, sample_variance
from hiring.psychometrics.rating_tables import named
from hiring.psychometrics.reliability.standard_errors import Interval

_STANDARD = NormalDist()
_MIN_OF_EACH = 2
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """Difference of two means: in points, and in standard deviations within groups.

    ``d`` and what follows from it are None where nobody differs within a group.
    """

    points: float
    pooled_sd: float
    d: float | None
    g: float | None  # less biased in small samples, after Hedges
    standard_error: float | None  # of d
    interval: Interval | None  # of d
    n_first: int
    n_second: int


def mean_difference(first: ArrayLike, second: ArrayLike, level: float = 0.95) -> MeanDifference:
    """How far the scores of two groups lie apart.

    Args:
        first: Shape (n1,), scores in points; NaN = no score, left out.
        second: Shape (n2,), likewise.
        level: Of the interval.

    Raises:
        ValueError: A group has fewer than two scores, a score is infinite, or the
            level lies outside 0..1.

    Source: case F-07; g by the usual approximation of the correction.
    """
    one, other = _known(first, "first"), _known(second, "second")
    if not 0 < level < 1:
        raise ValueError("the level of an interval lies between 0 and 1, for example 0.95")
    n1, n2 = one.size, other.size
    points = exact_mean(one) - exact_mean(other)
    squares = (n1 - 1) * sample_variance(one) + (n2 - 1) * sample_variance(other)
    sd = math.sqrt(squares / (n1 + n2 - 2))
    if sd <= _ROUNDING * max(float(np.abs(one).max()), float(np.abs(other).max())):
        return MeanDifference(points, sd, None, None, None, None, n1, n2)
    d = points / sd
    error = math.sqrt((n1 + n2) / (n1 * n2) + d * d / (2 * (n1 + n2)))
    reach = _STANDARD.inv_cdf(1 - (1 - level) / 2) * error
    g = d * (1 - 3 / (4 * (n1 + n2 - 2) - 1))
    return MeanDifference(points, sd, d, g, error, Interval(d - reach, d + reach), n1, n2)


def expected_impact_ratio(d: float, selection_rate: float) -> float:
    """Impact ratio to expect when the highest scores are selected.

    Args:
        d: How far the first group's mean lies below the second's, in standard
            deviations within groups, which are taken as equal.
        selection_rate: Of the second group, between 0 and 1.

    Raises:
        ValueError: The rate is 0, 1 or outside.

    Source: case F-08.
    """
    if not 0 < selection_rate < 1:
        raise ValueError("the selection rate lies between 0 and 1")
    return _STANDARD.cdf(_STANDARD.inv_cdf(selection_rate) - d) / selection_rate


def _known(scores: ArrayLike, which: str) -> FloatArray:
    given = as_floats(scores).ravel()
    if np.isinf(given).any():
        rows = named(np.flatnonzero(np.isinf(given)).tolist())
        raise ValueError(f"scores of the {which} group are infinite: correct rows {rows}")
    known = given[~np.isnan(given)]
    if known.size < _MIN_OF_EACH:
        raise ValueError(f"the {which} group has {known.size} scores: give at least two scores")
    return as_floats(known)
