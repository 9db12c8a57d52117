"""Scores made of other scores: weights, reliability, and what a part adds to the whole.

Parts are columns of a matrix; weights, reliabilities and z values name them in
the same order. A weight says less than it seems to: what a part really
contributes also hangs on its spread and on the other parts (``effective_weights``).

Whether a facet is worth reporting is decided in ``facet_report`` and nowhere else.

Source of all formulas: scoring reference, sections 3.15, 4.6, 9.1 and 9.2.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import (
    FloatArray,
    as_floats,
    places,
    sample_covariance,
    sample_variance,
    sum_last_axis,
)
from hiring.psychometrics.reliability.coefficients import (
    alpha,
    complete_scores,
    covariance_of_units,
)

MIN_FACET_R = 0.60
_MIN_FOR_VARIANCE = 2
_SINGULAR = 1e-12


@dataclass(frozen=True, slots=True)
class FacetReport:
    """Whether a facet says something that the total does not say better.

    Attributes:
        r: The facet's own reliability; None where it has none.
        prmse_total: How well the total predicts the facet's true score, 0
            upwards; None where the facet has no true variance to predict.
        is_reportable: Haberman's rule with a floor under the reliability.
    """

    r: float | None
    prmse_total: float | None
    is_reportable: bool


@dataclass(frozen=True, slots=True)
class CompositeZ:
    """A weighted sum of z values, put on the z scale again."""

    raw: float  # the weighted sum
    sd: float  # its spread in the group
    z: float  # raw / sd


def composite_variance(weights: ArrayLike, covariance: ArrayLike) -> float:
    """Variance of a weighted sum of parts.

    Args:
        weights: Shape (n_parts,).
        covariance: Shape (n_parts, n_parts), in the points of the parts.

    Returns:
        Squared points, above 0.

    Raises:
        ValueError: Shapes disagree, a weight is missing, the matrix is not one
            of covariances, or the weighted sum does not vary.

    Source: case S-21.
    """
    return _weighed(weights, covariance)[2]


def composite_reliability(
    weights: ArrayLike, covariance: ArrayLike, reliabilities: ArrayLike
) -> float:
    """Reliability of a weighted sum of parts whose errors are independent (Mosier).

    Args:
        weights: As in ``composite_variance``.
        covariance: As there.
        reliabilities: Shape (n_parts,), each 0..1.

    Returns:
        Up to 1.

    Raises:
        ValueError: As there, or a reliability is missing or outside 0..1.

    Source: case S-21.
    """
    chosen, matrix, variance = _weighed(weights, covariance)
    known = _one_each(reliabilities, matrix, "reliability")
    if np.any((known < 0) | (known > 1)):
        where = places((known < 0) | (known > 1), "part")
        raise ValueError(f"a reliability lies in 0..1: check {where}")
    errors = chosen * chosen * np.diag(matrix) * (1 - known)
    return 1 - math.fsum(errors.tolist()) / variance


def effective_weights(weights: ArrayLike, covariance: ArrayLike) -> tuple[float, ...]:
    """Share of each part in the variance of the weighted sum.

    Arguments and errors as in ``composite_variance``.

    Returns:
        One share per part; they add up to 1. Below 0 for a part that works
        against the sum.

    Source: case S-21.
    """
    chosen, matrix, variance = _weighed(weights, covariance)
    shares = chosen * sum_last_axis(as_floats(matrix * chosen)) / variance
    return tuple(shares.tolist())


def composite_z(weights: ArrayLike, z: ArrayLike, correlations: ArrayLike) -> CompositeZ:
    """One person's weighted sum of z values, standardised again.

    Without the second step sums of few or unlike parts look closer to the
    middle than they are.

    Args:
        weights: Shape (n_parts,).
        z: Shape (n_parts,), the person's standing on each part.
        correlations: Shape (n_parts, n_parts).

    Raises:
        ValueError: As in ``composite_variance``, or a z value is missing.

    Source: case B-02.
    """
    chosen, matrix, variance = _weighed(weights, correlations)
    standing = _one_each(z, matrix, "z value")
    raw, sd = math.fsum((chosen * standing).tolist()), math.sqrt(variance)
    return CompositeZ(raw, sd, raw / sd)


def multiple_r(validities: ArrayLike, correlations: ArrayLike) -> float:
    """How well the parts predict together, with the best possible weights.

    Args:
        validities: Shape (n_parts,), each part's correlation with the criterion.
        correlations: Shape (n_parts, n_parts), of the parts with each other.

    Returns:
        0..1. In the sample the weights were found in it is too high.

    Raises:
        ValueError: Shapes disagree, one part follows from the others, or the
            correlations contradict each other.

    Source: case B-03.
    """
    known, matrix = _validities(validities, correlations)
    values, vectors = np.linalg.eigh(matrix)
    if values.min() <= _SINGULAR * values.max():
        raise ValueError("a part follows from the others: leave it out")
    squared = float(((vectors.T @ known) ** 2 / values).sum())
    if squared > 1 + _SINGULAR:
        raise ValueError("these correlations cannot belong together")
    return math.sqrt(min(squared, 1.0))


def equal_weight_r(validities: ArrayLike, correlations: ArrayLike) -> float:
    """How well the plain sum of standardised parts predicts, -1..1.

    Arguments as in ``multiple_r``.

    Raises:
        ValueError: Shapes disagree, or the sum does not vary.

    Source: case B-03.
    """
    known, matrix = _validities(validities, correlations)
    variance = _weighed(np.ones(known.size), matrix)[2]
    return math.fsum(known.tolist()) / math.sqrt(variance)


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


def is_reportable(r: float, total_prmse: float) -> bool:
    """Haberman's rule with a floor under the reliability. Source: case R-26."""
    return r >= MIN_FACET_R and r > total_prmse


def facet_report(
    r: float | None, variance: float, covariance_with_total: float, total: float
) -> FacetReport:
    """Whether a facet is worth reporting, and why.

    Args:
        r: Reliability of the facet; None where it has none. Such a facet is not
            reportable, nor is one at or below 0.
        variance: As in ``prmse_total``.
        covariance_with_total: As there.
        total: As there.

    Raises:
        ValueError: As there, except for ``r``.
    """
    if r is None or r <= 0:
        return FacetReport(r, None, is_reportable=False)
    predicted = prmse_total(r, variance, covariance_with_total, total)
    return FacetReport(r, predicted, is_reportable(r, predicted))


def facet_reports(scores: ArrayLike, facets: Sequence[Sequence[int]]) -> tuple[FacetReport, ...]:
    """A report for each facet of a total that is the sum of all units.

    Args:
        scores: Shape (n_people, k_units), complete.
        facets: For each facet the columns of its units.

    Returns:
        One report per facet, with alpha as its reliability.

    Raises:
        ValueError: The table is not two-dimensional or has gaps.
    """
    table = complete_scores(scores, "a facet report")
    totals = sum_last_axis(table)
    return tuple(_report_of(as_floats(table[:, list(columns)]), totals) for columns in facets)


def _report_of(scores: FloatArray, totals: FloatArray) -> FacetReport:
    own, r = sum_last_axis(scores), alpha(scores)
    # Alpha is None with fewer than two people: there are variances only behind it.
    total = sample_variance(totals) if len(totals) >= _MIN_FOR_VARIANCE else 0.0
    if r is None or total <= 0:
        return FacetReport(r, None, is_reportable=False)
    return facet_report(r, sample_variance(own), sample_covariance(own, totals), total)


def _weighed(weights: ArrayLike, covariance: ArrayLike) -> tuple[FloatArray, FloatArray, float]:
    matrix = covariance_of_units(covariance)
    chosen = _one_each(weights, matrix, "weight")
    products = np.outer(chosen, chosen) * matrix
    variance = math.fsum(products.ravel().tolist())
    if variance <= _SINGULAR * np.abs(products).sum():
        raise ValueError("the weighted sum does not vary: check weights and parts")
    return chosen, matrix, variance


def _validities(validities: ArrayLike, correlations: ArrayLike) -> tuple[FloatArray, FloatArray]:
    matrix = covariance_of_units(correlations)
    known = _one_each(validities, matrix, "validity")
    if np.any(np.abs(known) > 1):
        raise ValueError(f"a validity lies in -1..1: check {places(np.abs(known) > 1, 'part')}")
    if not np.allclose(np.diag(matrix), 1):
        raise ValueError("the correlation of a part with itself is 1: hand in correlations")
    return known, matrix


def _one_each(values: ArrayLike, matrix: FloatArray, what: str) -> FloatArray:
    given = as_floats(values)
    if given.shape != matrix.shape[:1]:
        raise ValueError(f"{len(matrix)} parts need one {what} each, not {given.shape}")
    if not np.isfinite(given).all():
        raise ValueError(f"a part has no {what}: check {places(~np.isfinite(given), 'part')}")
    return given
