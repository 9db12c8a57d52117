"""Reliability from splitting a test, and Guttman's lower bounds, of which splits are one.

A split shows what its two halves share. Which halves is a choice, and a choice
can flatter: odd against even is fixed before anybody looks, the best of all
splits is the largest, and in small samples it is too large.

Units, gaps and undefined figures as in ``reliability``.

Source of all formulas: scoring reference, section 4.2; Guttman's 1945 bounds.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import (
    FloatArray,
    as_floats,
    sample_covariance,
    sample_variance,
    sum_last_axis,
    varies,
)
from hiring.psychometrics.moments import moments_of
from hiring.psychometrics.reliability.coefficients import (
    alpha_from_covariance,
    complete_scores,
    covariance_of_units,
    spearman_brown,
    total_variance,
)

MAX_ALL_SPLITS = 16  # 32 768 splits; every further unit doubles them
N_RANDOM_SPLITS = 20_000
_MIN_FOR_VARIANCE = 2
_SEED = 1945
_SINGULAR = 1e-12


@dataclass(frozen=True, slots=True)
class SplitHalf:
    """What two halves of a test say of the whole; each up to 1.

    Attributes:
        r: Correlation of the halves, -1..1.
        stepped_up: To full length (Spearman-Brown); too high for unlike halves.
            None where ``r`` is not above 0: halves that do not go together have
            nothing to step up, and next to -1 the formula divides by nothing.
        flanagan: From the variances, whatever the halves' spreads; Guttman's form.
    """

    r: float
    stepped_up: float | None
    flanagan: float


@dataclass(frozen=True, slots=True)
class LowerBounds:
    """Guttman's six lower bounds of a reliability.

    Attributes:
        lambda_1: Takes all of a unit's own variance for error.
        lambda_2: Never below ``lambda_3``.
        lambda_3: Alpha.
        lambda_4: The best split half.
        lambda_5: Good where one unit hangs together with all others.
        lambda_6: From what each unit shares with all others; None where some
            units determine another outright, or where a unit does not vary.
        is_every_split_tried: Whether ``lambda_4`` is the best of all splits;
            beyond sixteen units it is the best of 20 000 drawn ones.
    """

    lambda_1: float
    lambda_2: float
    lambda_3: float
    lambda_4: float
    lambda_5: float
    lambda_6: float | None
    is_every_split_tried: bool


def split_half(scores: ArrayLike, first: Collection[int]) -> SplitHalf | None:
    """Reliability of the whole from one split of it.

    Args:
        scores: Shape (n_people, k_units), complete.
        first: Columns of the first half; all others are the second.

    Returns:
        None where it is not defined: fewer than two people, or a half in which
        everybody has the same sum, or halves that are exact opposites.

    Raises:
        ValueError: The table has gaps, a column is not there, or a half is empty.

    Source: case R-05.
    """
    table = complete_scores(scores, "a split")
    is_first = _half(first, table.shape[1])
    if len(table) < _MIN_FOR_VARIANCE:
        return None
    one, other = sum_last_axis(table[:, is_first]), sum_last_axis(table[:, ~is_first])
    if not (varies(one) and varies(other) and varies(as_floats(one + other))):
        return None
    return _compared(one, other)


def odd_even(scores: ArrayLike) -> SplitHalf | None:
    """First, third, fifth ... unit against the others. As ``split_half``; two units or more."""
    table = complete_scores(scores, "a split")
    return split_half(table, range(0, table.shape[1], 2))


def lower_bounds(covariance: ArrayLike) -> LowerBounds | None:
    """Guttman's lower bounds from the covariances of the units.

    Args:
        covariance: Shape (k_units, k_units).

    Returns:
        None with fewer than two units, or where the total does not vary.

    Raises:
        ValueError: As in ``alpha_from_covariance``.
    """
    matrix = covariance_of_units(covariance)
    k_units, total, own_alpha = len(matrix), total_variance(matrix), alpha_from_covariance(matrix)
    if total is None or own_alpha is None:
        return None
    first = 1 - math.fsum(np.diag(matrix).tolist()) / total
    squares = as_floats((matrix - np.diag(np.diag(matrix))) ** 2)
    shared = math.fsum(squares.ravel().tolist())
    most = max(math.fsum(row) for row in squares.tolist())
    return LowerBounds(
        lambda_1=first,
        lambda_2=first + math.sqrt(shared * k_units / (k_units - 1)) / total,
        lambda_3=own_alpha,
        lambda_4=_best_split(matrix, total),
        lambda_5=first + 2 * math.sqrt(most) / total,
        lambda_6=_from_multiple_correlations(matrix, total),
        is_every_split_tried=k_units <= MAX_ALL_SPLITS,
    )


def lower_bounds_of_scores(scores: ArrayLike) -> LowerBounds | None:
    """The same from a complete table of people by units; None also with fewer than two people."""
    table = complete_scores(scores, "a lower bound")
    if len(table) < _MIN_FOR_VARIANCE:
        return None
    return lower_bounds(moments_of(table).covariance())


def _half(first: Collection[int], k_units: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    named = set(first)
    if not named or len(named) >= k_units or not named <= set(range(k_units)):
        raise ValueError(f"a half names some of the columns 0..{k_units - 1}, not all of them")
    return np.isin(np.arange(k_units), sorted(named))


def _compared(one: FloatArray, other: FloatArray) -> SplitHalf:
    covariance = sample_covariance(one, other)
    variances = sample_variance(one), sample_variance(other)
    r = max(-1.0, min(1.0, covariance / math.sqrt(variances[0] * variances[1])))
    # 2 · (1 - (var_a + var_b) / var_X), with var_X written out.
    flanagan = 4 * covariance / (variances[0] + variances[1] + 2 * covariance)
    return SplitHalf(r, spearman_brown(r, 2) if r > 0 else None, flanagan)


def _best_split(covariance: FloatArray, total: float) -> float:
    signs = _splits(len(covariance))
    # With +1 for one half and -1 for the other, s'Cs is the variance of their difference.
    differences = np.einsum("si,ij,sj->s", signs, covariance, signs, optimize=True)
    return 1 - float(differences.min()) / total


def _splits(k_units: int) -> FloatArray:
    if k_units <= MAX_ALL_SPLITS:
        numbers = np.arange(1, 2 ** (k_units - 1))  # the last unit always in the second half
        is_first = (numbers[:, np.newaxis] >> np.arange(k_units)) & 1
    else:
        # Drawn with a fixed seed, so that the same data give the same figure.
        is_first = np.random.default_rng(_SEED).integers(0, 2, (N_RANDOM_SPLITS, k_units))
    return as_floats(2 * is_first - 1)


def _from_multiple_correlations(covariance: FloatArray, total: float) -> float | None:
    sd = np.sqrt(np.diag(covariance))
    if not np.all(sd > 0):
        return None
    values, vectors = np.linalg.eigh(covariance / np.outer(sd, sd))
    if values.min() <= _SINGULAR * values.max():
        return None
    unshared = 1 / ((vectors * vectors) / values).sum(axis=1)
    return 1 - math.fsum((unshared * sd * sd).tolist()) / total
