"""How far a score may stray: standard errors, intervals, conditional errors.

Words: ``r`` is a reliability, ``sd`` and ``mean`` belong to the group it was
found in, ``z`` is a standard normal quantile, and scores, errors and intervals
are all in the same points. An undefined figure is None, or NaN in an array.

Which error a score is shown with is decided in ``precision``. Errors that depend
on how high a score is stand in ``conditional_errors``.

Source of all formulas: scoring reference, sections 4.3, 4.5, 4.8 and 4.9.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import FloatArray, as_floats, mean_of_known, sum_last_axis

_MIN_FOR_VARIANCE = 2
_STANDARD = NormalDist()


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends, in points."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"an interval cannot run from {self.low} to {self.high}")

    def clipped(self, lowest: float, highest: float) -> "Interval":
        """The part of the interval that lies on the scale."""
        return Interval(min(max(self.low, lowest), highest), max(min(self.high, highest), lowest))


def sem(sd: float, r: float) -> float:
    """Standard error of measurement: how far an observed score strays from the true one.

    Raises (like ``see`` and ``sep``):
        ValueError: ``sd`` is below 0, or ``r`` outside 0..1.

    Source: case R-07.
    """
    _check_spread(sd, r)
    return sd * math.sqrt(1 - r)


def see(sd: float, r: float) -> float:
    """Standard error of the estimated true score. Source: case R-07."""
    _check_spread(sd, r)
    return sd * math.sqrt(r * (1 - r))


def sep(sd: float, r: float) -> float:
    """Standard error of predicting the score on a parallel form. Source: case R-07."""
    _check_spread(sd, r)
    return sd * math.sqrt(1 - r * r)


def estimated_true_score(score: float, mean: float, r: float) -> float:
    """The score drawn towards the group's mean by as much as it is unreliable (Kelley)."""
    return mean + r * (score - mean)


def observed_interval(score: float, error: float, z: float) -> Interval:
    """Observed-centred interval, score ± z · error with the SEM as error. Source: case R-08."""
    return Interval(score - z * error, score + z * error)


def true_score_interval(score: float, mean: float, sd: float, r: float, z: float) -> Interval:
    """Where the true score lies, given the group: T̂ ± z · SEE. Source: case R-08."""
    return observed_interval(estimated_true_score(score, mean, r), see(sd, r), z)


def person_level_csem(scores: ArrayLike) -> FloatArray:
    """Error of each person's mean, from how their own units disagree.

    Args:
        scores: Shape (..., k_units), any points; NaN = left out.

    Returns:
        Shape (...,), in points of the mean. NaN with fewer than two known units.

    Source: case R-14. One person's figure is shaky; use it pooled.
    """
    given = as_floats(scores)
    n_known = (~np.isnan(given)).sum(axis=-1)
    deviations = given - mean_of_known(given)[..., np.newaxis]
    squares = np.where(np.isnan(given), 0.0, deviations * deviations)
    denominator = np.maximum(n_known * (n_known - 1), 1)
    error = np.sqrt(sum_last_axis(as_floats(squares)) / denominator)
    return as_floats(np.where(n_known >= _MIN_FOR_VARIANCE, error, np.nan))


def normal_percentiles(interval: Interval, mean: float = 50.0, sd: float = 10.0) -> Interval:
    """An interval of scores as percentiles of a normal group.

    Args:
        interval: In the points of ``mean`` and ``sd``; these default to a T scale.
        mean: The group's.
        sd: The group's, above 0.

    Returns:
        Two percentiles, 0..100.

    Raises:
        ValueError: ``sd`` is not above 0.

    Source: case R-20. In the middle of the group a small error spans many percentiles.
    """
    low, high = (100 * normal_probability(end - mean, sd) for end in (interval.low, interval.high))
    return Interval(low, high)


def probability_above_cut(estimate: float, error: float, cut: float) -> float:
    """Probability that the true score reaches the cut, from an estimate and its error.

    Raises:
        ValueError: The error is not above 0.

    Source: Φ((T̂ - cut) / SEE); case R-24.
    """
    return normal_probability(estimate - cut, error)


def equally_likely_points(mean: float, sd: float, n: int = 20) -> tuple[float, ...]:
    """The middles of ``n`` equally likely slices of a normal distribution, from low to high.

    Raises:
        ValueError: ``sd`` is below 0, or there is no point.
    """
    if sd < 0 or n < 1:
        raise ValueError("a spread cannot be below 0, and there must be a point")
    return tuple(mean + sd * _STANDARD.inv_cdf((i + 0.5) / n) for i in range(n))


def normal_probability(distance: float, error: float) -> float:
    """Φ(distance / error), 0..1.

    Raises:
        ValueError: The error is not above 0.
    """
    if not error > 0:
        raise ValueError("the error must be above 0")
    return _STANDARD.cdf(distance / error)


def _check_spread(sd: float, r: float) -> None:
    if not (sd >= 0 and 0 <= r <= 1):
        raise ValueError("a spread is at least 0, and a reliability lies between 0 and 1")
