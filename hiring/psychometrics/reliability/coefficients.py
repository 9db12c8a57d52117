"""How consistent a score is: coefficients of reliability, one function each.

Words: ``r`` is a reliability; units are what a score is the sum or mean of. An
undefined coefficient is None, never NaN. Hand in scenarios as units, not
options: options of one scenario hang together and flatter every figure here.

Coefficients need complete tables. People with gaps must be left out by whoever
calls, in sight of the reader: a coefficient of half of the people looks just
like one of all.

Sums over people use ``math.fsum``, which is exact, or products of centred
scores: the order in which a database hands out its rows moves no coefficient
by more than the last digits.

Halves and lower bounds stand in ``halves``, the one-factor model in ``omega``.

Source of all formulas: scoring reference, section 4.2.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri

from hiring.psychometrics.arrays import (
    FloatArray,
    as_floats,
    places,
    sample_variance,
    sum_last_axis,
    varies,
)
from hiring.psychometrics.moments import moments_of
from hiring.psychometrics.reliability.standard_errors import Interval

_MIN_FOR_VARIANCE = 2
_NOTHING = 1e-12  # what rounding leaves of a variance of nothing, as a share of its parts


def alpha(scores: ArrayLike) -> float | None:
    """Internal consistency of a sum or mean of units (Cronbach's alpha).

    Args:
        scores: Shape (n_people, k_units), complete.

    Returns:
        Up to 1, possibly below 0. None where it is not defined: fewer than two
        people or units, or everybody has the same total.

    Raises:
        ValueError: The table is not two-dimensional, or a score is missing.

    Source: case R-01.
    """
    table = complete_scores(scores, "alpha")
    n_people, k_units = table.shape
    totals = sum_last_axis(table)
    if n_people < _MIN_FOR_VARIANCE or k_units < _MIN_FOR_VARIANCE or not varies(totals):
        return None
    unit_variances = math.fsum(sample_variance(table[:, unit]) for unit in range(k_units))
    return _alpha(k_units, unit_variances, sample_variance(totals))


def alpha_from_covariance(covariance: ArrayLike) -> float | None:
    """Alpha of units of which only the covariances are known.

    Args:
        covariance: Shape (k_units, k_units), in squared points.

    Returns:
        As ``alpha``.

    Raises:
        ValueError: The matrix is not square, symmetric and finite, or a
            variance is below 0.
    """
    matrix = covariance_of_units(covariance)
    total = total_variance(matrix)
    if len(matrix) < _MIN_FOR_VARIANCE or total is None:
        return None
    return _alpha(len(matrix), math.fsum(np.diag(matrix).tolist()), total)


def feldt_interval(alpha: float, n_people: int, k_units: int, p: float = 0.05) -> Interval:
    """Where alpha may lie in all people, given that of a sample (Feldt).

    Args:
        alpha: The sample's, up to 1.
        n_people: How many people it was computed from.
        k_units: How many units.
        p: What is left outside, both sides together.

    Returns:
        The (1 - p) interval. Its lower end can lie below 0.

    Raises:
        ValueError: Fewer than two people or units, alpha above 1, or p off 0..1.

    Source: case R-02. Exact only where units measure equally well.
    """
    if n_people < _MIN_FOR_VARIANCE or k_units < _MIN_FOR_VARIANCE:
        raise ValueError("an interval of alpha needs at least two people and two units")
    if not (alpha <= 1 and 0 < p < 1):
        raise ValueError("alpha is at most 1, and p lies between 0 and 1")
    freedom = (n_people - 1, (n_people - 1) * (k_units - 1))
    low, high = (1 - (1 - alpha) * float(fdtri(*freedom, q)) for q in (1 - p / 2, p / 2))
    return Interval(low, high)


def stratified_alpha(covariance: ArrayLike, alphas: Sequence[float | None]) -> float | None:
    """Reliability of a total whose parts were meant to measure different things.

    Args:
        covariance: Shape (n_parts, n_parts), of the parts' scores.
        alphas: The reliability of each part.

    Returns:
        Up to 1. None where the total does not vary, or a part has no alpha: it
        would have to be guessed how much of that part is error.

    Raises:
        ValueError: As in ``alpha_from_covariance``, not one alpha for each part,
            or an alpha above 1.

    Source: case R-04.
    """
    matrix = covariance_of_units(covariance)
    known = [each for each in alphas if each is not None]
    if len(alphas) != len(matrix) or not all(each <= 1 for each in known):
        raise ValueError("each part needs one alpha, at most 1")
    total = total_variance(matrix)
    if total is None or len(known) < len(alphas):
        return None
    pairs = zip(np.diag(matrix).tolist(), known, strict=True)
    return 1 - math.fsum(variance * (1 - r) for variance, r in pairs) / total


def stratified_alpha_of_scores(scores: ArrayLike, strata: Sequence[Sequence[int]]) -> float | None:
    """Stratified alpha of a sum of units, each of which belongs to one stratum.

    Args:
        scores: Shape (n_people, k_units), complete.
        strata: For each stratum the columns of its units.

    Returns:
        As ``stratified_alpha``; None also with fewer than two people.

    Raises:
        ValueError: As in ``alpha``, or a unit is in no stratum or in two.
    """
    table = complete_scores(scores, "stratified alpha")
    if sorted(unit for stratum in strata for unit in stratum) != list(range(table.shape[1])):
        raise ValueError("every unit belongs to exactly one stratum: check the columns named")
    if len(table) < _MIN_FOR_VARIANCE:
        return None
    parts = [as_floats(table[:, list(stratum)]) for stratum in strata]
    sums = np.column_stack([sum_last_axis(part) for part in parts])
    return stratified_alpha(moments_of(sums).covariance(), [alpha(part) for part in parts])


def kr21(mean: float, variance: float, k_units: int) -> float | None:
    """Reliability of a number-right score from its mean and variance alone.

    Args:
        mean: Mean number right, 0..k_units.
        variance: Its variance over people, 0 or more.
        k_units: How many units, each right or wrong and all equally hard.

    Returns:
        Up to 1; None where the score does not vary.

    Raises:
        ValueError: Fewer than two units, or figures no such test can have.

    Source: case R-13. Units of unequal difficulty make it too low.
    """
    if k_units < _MIN_FOR_VARIANCE:
        raise ValueError("this coefficient needs at least two units")
    if not (0 <= mean <= k_units and variance >= 0):
        raise ValueError(f"the mean lies in 0..{k_units}, and a variance is at least 0")
    if variance == 0:
        return None
    return k_units / (k_units - 1) * (1 - mean * (k_units - mean) / (k_units * variance))


def spearman_brown(r: float, times: float) -> float:
    """Reliability of a test made ``times`` as long with equally good units.

    Raises:
        ValueError: ``r`` is so far below 0 that a test of this length would have no
            true scores to speak of: 1 + (times - 1) · r is not above 0.

    Source: case R-06.
    """
    below = 1 + (times - 1) * r
    # Next to 0, what rounding leaves would be blown up to any size.
    if not below > _NOTHING:
        raise ValueError(
            f"a reliability of {r:g} cannot be stepped up {times:g} times: nothing is left to "
            "divide by. Look for units scored the wrong way round"
        )
    return times * r / below


def times_longer_needed(r: float, target: float) -> float:
    """How many times as long a test of reliability ``r`` must be to reach ``target``.

    Raises:
        ValueError: Either lies outside 0..1 or on its ends: no length would do.

    Source: case R-06.
    """
    if not (0 < r < 1 and 0 < target < 1):
        raise ValueError("both reliabilities must lie between 0 and 1")
    return target * (1 - r) / (r * (1 - target))


def complete_scores(scores: ArrayLike, purpose: str) -> FloatArray:
    """A table of people by units in which every score is known.

    Raises:
        ValueError: It is something else; the message names ``purpose`` and every gap.
    """
    table = as_floats(scores)
    if table.ndim != 2:  # noqa: PLR2004 - people by units
        raise ValueError(f"{purpose} needs a complete table of people by units")
    is_gap = ~np.isfinite(table)
    if is_gap.any():
        where = places(is_gap)
        raise ValueError(
            f"{purpose} needs a complete table of people by units: leave people with gaps "
            f"out, or fill in {where}"
        )
    return table


def covariance_of_units(covariance: ArrayLike) -> FloatArray:
    """A matrix that can be one of covariances.

    Raises:
        ValueError: It is not square, symmetric and finite, or a variance is below 0.
    """
    matrix = as_floats(covariance)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:  # noqa: PLR2004 - a matrix
        raise ValueError("covariances form a square matrix, units by units")
    if not np.isfinite(matrix).all():
        raise ValueError(f"a covariance is missing: fill in {places(~np.isfinite(matrix))}")
    is_odd = ~np.isclose(matrix, matrix.T, rtol=1e-9, atol=1e-12)
    if is_odd.any():
        raise ValueError(f"covariances are the same both ways round: check {places(is_odd)}")
    if np.any(np.diag(matrix) < 0):
        raise ValueError(f"a variance is at least 0: check {places(np.diag(matrix) < 0, 'unit')}")
    return matrix


def total_variance(covariance: FloatArray) -> float | None:
    """Variance of the sum of the units; None where rounding is all that is left of it."""
    total = math.fsum(covariance.ravel().tolist())
    return total if total > _NOTHING * math.fsum(np.diag(covariance).tolist()) else None


def _alpha(k_units: int, unit_variances: float, total: float) -> float:
    return k_units / (k_units - 1) * (1 - unit_variances / total)
