"""From the ratings of one open answer to its score, and how many raters it takes.

Two raters who lie less than two steps apart are averaged. Otherwise a third
rates blind, and the mean of the two closest counts, or the middle one of three
at equal distances.

Source: scoring reference, sections 8.1, 8.2 and 9.2.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import (
    BoolArray,
    FloatArray,
    as_floats,
    exact_mean,
    sample_variance,
)
from hiring.psychometrics.reliability.coefficients import times_longer_needed

STEPS_APART = 2
_ROUNDING = 1e-9
_TWO, _THREE = 2, 3


@dataclass(frozen=True, slots=True)
class Adjudication:
    """Scores in scale points, NaN where there is none yet, and where a third must rate."""

    final: FloatArray
    needs_third: BoolArray


@dataclass(frozen=True, slots=True)
class PanelMean:
    """Mean of independent ratings; no standard error with a single one."""

    mean: float
    standard_error: float | None
    n: int


def adjudicate(ratings: ArrayLike) -> Adjudication:
    """The score of every answer from its two or three ratings.

    A third rating counts only where the first two called for one; it cannot pull
    two raters who agree.

    Args:
        ratings: Shape (..., 2) or (..., 3), in scale points, first two raters
            first; NaN = not rated yet.

    Returns:
        Arrays of shape (...,).

    Raises:
        ValueError: There are not two or three ratings per answer.

    Source: cases H-01a to H-01f. Three at equal distances with the third at an
    end, (1, 3, 5), take the middle one: no pair of them is closer.
    """
    given = as_floats(ratings)
    if given.shape[-1:] not in {(_TWO,), (_THREE,)}:
        raise ValueError("an answer has two ratings, or three where the first two differ")
    first, second = given[..., 0], given[..., 1]
    is_apart = np.asarray(np.abs(first - second) >= STEPS_APART)
    third = given[..., 2] if given.shape[-1] == _THREE else np.full(first.shape, np.nan)
    final = np.where(is_apart, _closest(first, second, third), (first + second) / 2)
    return Adjudication(as_floats(final), np.asarray(is_apart & np.isnan(third)))


def panel_mean(ratings: ArrayLike) -> PanelMean:
    """Mean of ratings that all come from different raters, with its standard error.

    Where every rating is also of another prompt, the error holds both prompts
    and raters.

    Args:
        ratings: Shape (n,); NaN = not rated, left out.

    Raises:
        ValueError: Nobody rated, or a rating is infinite.

    Source: cases B-01 and H-06.
    """
    given = as_floats(ratings).ravel()
    known = given[~np.isnan(given)]
    if known.size == 0 or np.isinf(known).any():
        raise ValueError("a mean needs at least one rating, and finite ones only")
    n = known.size
    error = math.sqrt(sample_variance(known) / n) if n >= _TWO else None
    return PanelMean(exact_mean(known), error, n)


def raters_needed(icc_single: float, target: float) -> int:
    """How many raters make the mean as reliable as wanted.

    Args:
        icc_single: Reliability of one rating, ICC(1,1) or ICC(2,1).
        target: Reliability wanted of the mean.

    Raises:
        ValueError: Either lies outside 0..1 or on its ends.

    Source: case H-04.
    """
    needed = times_longer_needed(icc_single, target)
    # A whole number must not be rounded up for its last digit.
    return max(1, math.ceil(needed - _ROUNDING))


def _closest(first: FloatArray, second: FloatArray, third: FloatArray) -> FloatArray:
    low, middle, high = np.moveaxis(np.sort(np.stack([first, second, third], axis=-1)), -1, 0)
    lower_gap, upper_gap = middle - low, high - middle
    is_even = np.abs(lower_gap - upper_gap) <= _ROUNDING
    closest = np.where(lower_gap < upper_gap, (low + middle) / 2, (middle + high) / 2)
    return as_floats(np.where(is_even, middle, closest))
