"""How exact a score is: reliability, errors of measurement, and two people compared.

The formulas of classical test theory, each by itself. Which of them a score is
shown with is decided in ``precision``.

Words: ``r`` is a reliability, ``sd`` and ``mean`` belong to the group it was
found in, ``z`` is a standard normal quantile, and scores, errors and intervals
are all in the same points. An undefined coefficient is None, never NaN.

Sums over people use ``math.fsum``, which is exact: the order in which a database
hands out its rows cannot change a coefficient.

Source of all formulas: scoring reference, sections 4.2 to 4.6 and 4.9.
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


def alpha(scores: ArrayLike) -> float | None:
    """Internal consistency of a sum or mean of units (Cronbach's alpha).

    Args:
        scores: Shape (n_people, k_units), complete. Hand in scenarios, not
            options: options of one scenario hang together and flatter the figure.

    Returns:
        Up to 1, possibly below 0. None where it is not defined: fewer than two
        people or units, or everybody has the same total.

    Raises:
        ValueError: The table is not two-dimensional, or a score is missing.

    Source: case R-01.
    """
    table = as_floats(scores)
    if table.ndim != 2 or not np.isfinite(table).all():  # noqa: PLR2004 - people by units
        raise ValueError("alpha needs a complete table of people by units")
    n_people, k_units = len(table), len(table.T)
    totals = sum_last_axis(table)
    if n_people < _MIN_FOR_VARIANCE or k_units < _MIN_FOR_VARIANCE or not varies(totals):
        return None
    unit_variances = math.fsum(sample_variance(table[:, unit]) for unit in range(k_units))
    return k_units / (k_units - 1) * (1 - unit_variances / sample_variance(totals))


def spearman_brown(r: float, times: float) -> float:
    """Reliability of a test made ``times`` as long with equally good units. Source: case R-06."""
    return times * r / (1 + (times - 1) * r)


def times_longer_needed(r: float, target: float) -> float:
    """How many times as long a test of reliability ``r`` must be to reach ``target``.

    Raises:
        ValueError: Either lies outside 0..1 or on its ends: no length would do.

    Source: case R-06.
    """
    if not (0 < r < 1 and 0 < target < 1):
        raise ValueError("both reliabilities must lie between 0 and 1")
    return target * (1 - r) / (r * (1 - target))


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


def sed(sem_a: float, sem_b: float, equating_error: float = 0.0) -> float:
    """Standard error of the difference of two scores.

    Args:
        sem_a: Error of one score.
        sem_b: Error of the other.
        equating_error: Standard error of equating, if they come from different forms.

    Source: cases R-09 and R-11.
    """
    return math.hypot(sem_a, sem_b, equating_error)


def critical_z(p: float, n_pairs: int = 1) -> float:
    """Two-sided standard normal quantile, shared among ``n_pairs`` (Bonferroni).

    Raises:
        ValueError: ``p`` does not lie between 0 and 1, or there is no pair.

    Source: case R-12.
    """
    if not 0 < p < 1 or n_pairs < 1:
        raise ValueError("p must lie between 0 and 1, and there must be a pair")
    return _STANDARD.inv_cdf(1 - p / (2 * n_pairs))


def least_significant_difference(difference_error: float, z: float) -> float:
    """The least difference worth a sentence, z · SED. Source: cases R-09 and R-12."""
    return z * difference_error


def probability_true_higher(a: float, b: float, r: float, difference_error: float) -> float:
    """Probability that A's true score lies above B's.

    Both count as drawn from the group that ``r`` was found in, so regression to
    the mean is already in it. The plain two-sided p value of the difference was
    rejected: it answers a question nobody asks.

    Returns:
        0..1; 0.5 for equal scores. P(A > B) + P(B > A) = 1.

    Raises:
        ValueError: ``r`` lies outside 0..1, or the error is not above 0.

    Source: Φ(√r · (A - B) / SED); case R-10.
    """
    if not 0 <= r <= 1:
        raise ValueError("a reliability lies between 0 and 1")
    return _normal_probability(math.sqrt(r) * (a - b), difference_error)


def probability_above_cut(estimate: float, error: float, cut: float) -> float:
    """Probability that the true score reaches the cut, from an estimate and its error.

    Raises:
        ValueError: The error is not above 0.

    Source: Φ((T̂ - cut) / SEE); case R-24.
    """
    return _normal_probability(estimate - cut, error)


def reliable_change(first: float, second: float, difference_error: float) -> float:
    """Change in units of its error; beyond ±1.96 it is hardly chance. Source: case R-25."""
    if difference_error <= 0:
        raise ValueError("the error must be above 0")
    return (second - first) / difference_error


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


def prmse_total(r: float, variance: float, covariance_with_total: float, total: float) -> float:
    """How well the total predicts a facet's true score (Haberman).

    A facet is worth reporting only if its own ``r`` is larger than this.

    Args:
        r: Reliability of the facet, above 0.
        variance: Observed variance of the facet, above 0.
        covariance_with_total: Observed covariance of the facet with the total it is part of.
        total: Observed variance of the total, above 0.

    Returns:
        Proportion of the true variance, 0 upwards.

    Raises:
        ValueError: One of the three that must be is not above 0.

    Source: case R-26. The facet's error is part of the total too, and is taken out.
    """
    if not (r > 0 and variance > 0 and total > 0):
        raise ValueError("reliability and variances must be above 0")
    true_variance = r * variance
    true_covariance = covariance_with_total - (variance - true_variance)
    return true_covariance * true_covariance / (true_variance * total)


def equally_likely_points(mean: float, sd: float, n: int = 20) -> tuple[float, ...]:
    """The middles of ``n`` equally likely slices of a normal distribution, from low to high.

    Raises:
        ValueError: ``sd`` is below 0, or there is no point.
    """
    if sd < 0 or n < 1:
        raise ValueError("a spread cannot be below 0, and there must be a point")
    return tuple(mean + sd * _STANDARD.inv_cdf((i + 0.5) / n) for i in range(n))


def exact_mean(values: FloatArray) -> float:
    """Mean of a list of numbers, whatever their order."""
    return math.fsum(values.tolist()) / values.size


def sample_variance(values: FloatArray) -> float:
    """Variance with n - 1, whatever the order; at least two values."""
    middle = exact_mean(values)
    return math.fsum((value - middle) ** 2 for value in values.tolist()) / (values.size - 1)


def sample_covariance(left: FloatArray, right: FloatArray) -> float:
    """Covariance with n - 1, whatever the order of the pairs; at least two pairs."""
    left_mean, right_mean = exact_mean(left), exact_mean(right)
    products = (left - left_mean) * (right - right_mean)
    return math.fsum(products.tolist()) / (left.size - 1)


def varies(values: FloatArray) -> bool:
    """Whether numbers differ by more than the rounding of their last digits."""
    return bool(np.ptp(values) > 1e-9 * np.abs(values).max())


def _normal_probability(distance: float, error: float) -> float:
    if not error > 0:
        raise ValueError("the error must be above 0")
    return _STANDARD.cdf(distance / error)


def _check_spread(sd: float, r: float) -> None:
    if not (sd >= 0 and 0 <= r <= 1):
        raise ValueError("a spread is at least 0, and a reliability lies between 0 and 1")
