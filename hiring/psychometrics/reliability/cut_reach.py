"""What a cut score means for a crowd: the groups, and how many true scores reach it.

How many people stand clearly above a cut leaves out everybody around it. So the probabilities are
added up as well: their sum is how many true scores are expected to reach the cut, and its error
says how far that number may be off. A crowd of a few is not summed up: its numbers would name
people.

Source: scoring reference, section 4.9; the sum of independent trials with unlike chances has the
mean Σp and the variance Σp(1 - p).
"""

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike
from scipy.special import ndtr

from hiring.psychometrics.arrays import FloatArray, as_floats, places
from hiring.psychometrics.reliability.cut_groups import crossings
from hiring.psychometrics.reliability.precision import Z_90, Precision
from hiring.psychometrics.reliability.standard_errors import Interval

MIN_FOR_REACH = 30
STEP = 2.5  # points to either side, at which a cut is looked at as well

_LOWEST, _HIGHEST = 0.0, 100.0


@dataclass(frozen=True, slots=True)
class CutReach:
    """One cut held against a crowd.

    Attributes:
        cut: The point.
        n_above: People clearly above it.
        n_around: People of whom nothing clear can be said.
        n_below: People clearly below it.
        expected: How many true scores are expected to reach it.
        interval: Where that number lies, 9 chances in 10; within 0 and the size of the crowd.
    """

    cut: float
    n_above: int
    n_around: int
    n_below: int
    expected: float
    interval: Interval


def cut_reach(totals: ArrayLike, cut: float, precision: Precision) -> CutReach | None:
    """Hold a cut against the totals of a crowd; None below ``MIN_FOR_REACH`` people.

    Args:
        totals: The scores of everybody, shape (people,), 0..100.
        cut: The point, 0..100.
        precision: How exact the scores are.

    Raises:
        ValueError: A total is missing or off the scale, or the cut is; or nothing can be known of
            true scores, since the reliability or the error is 0.
    """
    scores = as_floats(totals)
    _check_totals(scores)
    bounds = crossings(cut, precision)
    if scores.size < MIN_FOR_REACH:
        return None
    n_above, n_below = int((scores >= bounds.high).sum()), int((scores <= bounds.low).sum())
    chances = _chances(scores, cut, precision)
    return CutReach(
        cut=cut,
        n_above=n_above,
        n_around=scores.size - n_above - n_below,
        n_below=n_below,
        expected=math.fsum(chances),
        interval=_sum_interval(chances),
    )


def cuts_beside(cut: float) -> tuple[float, ...]:
    """The cut with those a step lower and higher, as far as they lie on the scale."""
    beside = (cut - STEP, cut, cut + STEP)
    return tuple(one for one in beside if _LOWEST <= one <= _HIGHEST)


def _check_totals(scores: FloatArray) -> None:
    is_off = ~((scores >= _LOWEST) & (scores <= _HIGHEST))
    if is_off.any():
        raise ValueError(f"a total is missing or off 0..100: check {places(is_off, 'person')}")


def _chances(scores: FloatArray, cut: float, precision: Precision) -> FloatArray:
    """As ``probability_reaches`` says it, for everybody at once."""
    if not precision.error > 0:
        raise ValueError("an error of 0 says nothing about true scores")
    middles = scores
    if precision.mean is not None:
        middles = precision.mean + precision.r * (scores - precision.mean)
    return as_floats(ndtr((middles - cut) / precision.error))


def _sum_interval(chances: FloatArray) -> Interval:
    """Where the sum lies, 9 chances in 10."""
    expected, error = math.fsum(chances), math.sqrt(math.fsum(chances * (1 - chances)))
    wide = Interval(expected - Z_90 * error, expected + Z_90 * error)
    return wide.clipped(0.0, float(chances.size))
