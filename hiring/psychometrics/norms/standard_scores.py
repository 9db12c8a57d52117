"""The scales on which norms are told: z, T, sten, stanine, and T from percentiles.

Functions take one value or an array of any shape and give an array of the same
shape; NaN stays NaN. Stens and stanines are rounded half up and cut off at their
ends.

Source of all formulas: scoring reference, section 4.8.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from hiring.psychometrics.arrays import FloatArray, as_floats, keep_missing, places

_DIGITS = 9  # a half is a half, also after a division has shaken its last digits


def z_scores(scores: ArrayLike, mean: float, sd: float) -> FloatArray:
    """Distance from the group's mean, in its standard deviations.

    Raises:
        ValueError: ``sd`` is not above 0.
    """
    if not sd > 0:
        raise ValueError("z scores need a group that varies")
    return as_floats((as_floats(scores) - mean) / sd)


def t_scores(z: ArrayLike) -> FloatArray:
    """Mean 50, standard deviation 10. Source: case R-18."""
    return as_floats(50 + 10 * as_floats(z))


def stens(z: ArrayLike) -> FloatArray:
    """Whole numbers 1..10, half a standard deviation each. Source: case R-18."""
    return _half_up(5.5 + 2 * as_floats(z), 10)


def stanines(z: ArrayLike) -> FloatArray:
    """Whole numbers 1..9, half a standard deviation each; 5 holds the mean. Source: case R-18."""
    return _half_up(5 + 2 * as_floats(z), 9)


def normalised_t(percentiles: ArrayLike) -> FloatArray:
    """The T score that a percentile has in a normal group.

    Args:
        percentiles: Mid-percentiles, 0..100.

    Returns:
        T scores. NaN for 0 and 100, which scores beyond everybody in the norm
        group get: no T score is low or high enough for them.

    Raises:
        ValueError: A percentile lies outside 0..100.

    Source: case R-19.
    """
    ranks = as_floats(percentiles)
    is_off = np.asarray((ranks < 0) | (ranks > 100))  # noqa: PLR2004 - per cent
    if is_off.any():
        raise ValueError(f"a percentile lies outside 0..100: {places(is_off, 'row')}")
    z = ndtri(ranks / 100)
    return t_scores(np.where(np.isinf(z), np.nan, z))


def _half_up(values: FloatArray, highest: int) -> FloatArray:
    rounded = np.floor(np.round(values, _DIGITS) + 0.5)
    return keep_missing(as_floats(values), np.clip(rounded, 1, highest))
