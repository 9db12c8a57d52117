"""Agreement of a panel: on one option, on an order, on what is essential.

Ratings of one option stand on the last axis, one per rater; the axes before it
hold the options. NaN = this rater did not rate it, and is left out. An
undefined figure is None, or NaN in an array.

Coefficients of a whole table of ratings are in ``icc``, ``kappa`` and
``krippendorff``; what follows for a key is in ``key_acceptance``.

Source: scoring reference, section 5.2; of W, Kendall and Babington Smith (1939), with
the correction for ties from Kendall's Rank Correlation Methods.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from hiring.psychometrics.arrays import (
    BoolArray,
    FloatArray,
    as_floats,
    mean_last_axis,
    mean_of_known,
    sum_last_axis,
)
from hiring.psychometrics.rating_tables import complete_table, named

_MIN_RATERS = 2
_MIN_STEPS = 2


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W, 0..1, and its test against no agreement at all.

    All None but ``df`` where every rater gave everything the same rank. The p
    value is approximate, and rough below seven answers.
    """

    w: float | None
    chi_square: float | None
    df: int
    p: float | None


def kendall_w(ratings: ArrayLike) -> Concordance:
    """How far raters put answers into the same order, corrected for ties.

    Args:
        ratings: Shape (n_answers, k_raters), complete; only their order counts.

    Raises:
        ValueError: Fewer than two answers or raters, or ratings are missing.
    """
    from scipy.stats import rankdata  # noqa: PLC0415 - slow to import, and web pages never need it

    table = complete_table(ratings, "krippendorff_alpha")
    n, k = table.shape
    ranks = as_floats(rankdata(table, axis=0))
    sums = sum_last_axis(ranks) - k * (n + 1) / 2
    # Ranks are halves of whole numbers: these sums are exact in any order.
    spread = 12 * float((sums * sums).sum())
    most = k * k * n * (n * n - 1) - k * _ties(ranks)
    if most == 0:
        return Concordance(None, None, n - 1, None)
    w = spread / most
    return Concordance(w, k * (n - 1) * w, n - 1, float(chdtrc(n - 1, k * (n - 1) * w)))


def r_wg(ratings: ArrayLike, n_steps: int) -> FloatArray:
    """Agreement on one option: 1 less the variance over that of ratings at random.

    Args:
        ratings: Shape (..., k_raters), on a scale of whole steps; NaN = not rated.
        n_steps: How many steps the scale has.

    Returns:
        Shape (...,), 0..1, cut off at 0. NaN with fewer than two ratings.

    Raises:
        ValueError: The scale has fewer than two steps, or ratings lie farther apart.

    Source: case I-04.
    """
    return as_floats(np.maximum(0.0, 1 - _variance_ratio(as_floats(ratings), n_steps)))


def r_wg_j(ratings: ArrayLike, n_steps: int) -> FloatArray:
    """Agreement on a set of J parallel options.

    Args:
        ratings: Shape (..., J, k_raters); NaN = not rated.
        n_steps: How many steps the scale has.

    Returns:
        Shape (...,), 0..1. NaN where one of the options has fewer than two ratings.

    Raises:
        ValueError: The scale has fewer than two steps, ratings lie farther apart,
            or there is no option.
    """
    given = as_floats(ratings)
    mean_ratio = mean_last_axis(_variance_ratio(given, n_steps))
    return r_wg_j_from_ratio(mean_ratio, given.shape[-2])


def r_wg_j_from_ratio(mean_ratio: ArrayLike, n_options: int) -> FloatArray:
    """As ``r_wg_j``, from the mean ratio of observed to random variance.

    At a ratio of 1 or more, no better than random, it is 0: the formula itself
    would first fall below 0 and then jump to values above 1.

    Source: case I-04.
    """
    m = as_floats(mean_ratio)
    kept = np.minimum(m, 1.0)
    return as_floats(n_options * (1 - kept) / (n_options * (1 - kept) + kept))


def a_wg(ratings: ArrayLike, scale: tuple[float, float]) -> FloatArray:
    """Agreement on one option against the largest disagreement its mean allows.

    Args:
        ratings: Shape (..., k_raters); NaN = not rated.
        scale: Lowest and highest point of the scale.

    Returns:
        Shape (...,), -1..1. NaN with fewer than two ratings and where the mean
        lies at an end of the scale, which leaves no room for disagreement.

    Raises:
        ValueError: The scale has no length, or a rating lies off it.

    Source: case I-05.
    """
    given = as_floats(ratings)
    lowest, highest = _checked_scale(given, scale)
    k = (~np.isnan(given)).sum(axis=-1)
    mean = mean_of_known(given)
    room = (highest - mean) * (mean - lowest) * k / np.maximum(k - 1, 1)
    is_defined = (room > 0) & (k >= _MIN_RATERS)
    half = 2 * _known_variance(given)
    return as_floats(np.where(is_defined, 1 - half / np.where(is_defined, room, 1.0), np.nan))


def is_a_wg_readable(ratings: ArrayLike, scale: tuple[float, float]) -> BoolArray:
    """Whether the mean is far enough from both ends for ``a_wg`` to mean something.

    Returns:
        Shape (...,); False where nobody rated.

    Raises:
        ValueError: The scale has no length, or a rating lies off it.
    """
    given = as_floats(ratings)
    lowest, highest = _checked_scale(given, scale)
    k = (~np.isnan(given)).sum(axis=-1)
    total = sum_last_axis(as_floats(np.where(np.isnan(given), 0.0, given)))
    # Times k, so that means of whole ratings are compared without rounding.
    is_above = total >= lowest * (k - 1) + highest
    return np.asarray((k > 0) & is_above & (total <= highest * (k - 1) + lowest))


def content_validity_ratio(n_essential: int, n_raters: int) -> float:
    """Lawshe's ratio: -1 nobody calls it essential, 0 half of them, 1 everybody.

    Raises:
        ValueError: There is no rater, or more call it essential than there are.

    Source: case I-07.
    """
    if not 0 <= n_essential <= n_raters or n_raters < 1:
        raise ValueError("of at least one rater, none to all can call something essential")
    return (2 * n_essential - n_raters) / n_raters


def find_essential_count(n_raters: int, significance: float = 0.05) -> int | None:
    """How many of a panel must call something essential to beat tossing coins.

    Returns:
        The smallest count whose one-sided binomial chance is no larger than
        ``significance``. None where even all of them together do not get there.

    Raises:
        ValueError: There is no rater.

    Source: case I-07.
    """
    if n_raters < 1:
        raise ValueError("a panel has at least one rater")
    tail, found = 0, None
    for count in range(n_raters, -1, -1):
        tail += math.comb(n_raters, count)
        if tail / 2**n_raters > significance:
            return found
        found = count
    return found


def _ties(ranks: FloatArray) -> int:
    """Sum over raters and groups of equal ranks of t^3 - t."""
    total = 0
    for column in ranks.T:
        sizes = np.unique(column, return_counts=True)[1]
        total += int((sizes**3 - sizes).sum())
    return total


def _variance_ratio(ratings: FloatArray, n_steps: int) -> FloatArray:
    if n_steps < _MIN_STEPS:
        raise ValueError("a scale has at least two steps")
    low = np.fmin.reduce(ratings, axis=-1, keepdims=True)
    high = np.fmax.reduce(ratings, axis=-1, keepdims=True)
    _refuse_rows(np.asarray(high - low > n_steps - 1), f"of {n_steps} steps")
    return as_floats(_known_variance(ratings) * 12 / (n_steps * n_steps - 1))


def _known_variance(ratings: FloatArray) -> FloatArray:
    """Sample variance of the known ratings; NaN with fewer than two."""
    n_known = (~np.isnan(ratings)).sum(axis=-1)
    differences = ratings - mean_of_known(ratings)[..., None]
    squares = sum_last_axis(as_floats(np.where(np.isnan(ratings), 0.0, differences**2)))
    return as_floats(np.where(n_known >= _MIN_RATERS, squares / np.maximum(n_known - 1, 1), np.nan))


def _checked_scale(ratings: FloatArray, scale: tuple[float, float]) -> tuple[float, float]:
    lowest, highest = scale
    if not lowest < highest:
        raise ValueError("a scale runs from a lowest to a higher point")
    _refuse_rows((ratings < lowest) | (ratings > highest), f"from {lowest} to {highest}")
    return lowest, highest


def _refuse_rows(is_off: BoolArray, scale: str) -> None:
    if is_off.any():
        rows = named(np.flatnonzero(np.atleast_2d(is_off).any(axis=-1)))
        raise ValueError(f"every rating lies on the scale {scale}: see rows {rows}")
