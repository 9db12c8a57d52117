"""Where a score stands in a norm group, and how much of that may be shown.

A percentile looks exact and is not, for two reasons. The person might have
scored otherwise (error of measurement), and other people might have been in the
norm group (error of sampling). The product shows one interval for both: the
percentile ranks of the ends of the person's 90 % interval, each pushed outwards
to its Wilson limit in a group of this size. Adding the two errors as variances
was rejected: near the ends of the scale neither is normal. Ends that each hold
for 90 % hold together for somewhat more, which errs on the honest side.

How much is shown hangs on the size of the group, and only in ``norm_display``. These are the
lowest floors; a house may raise them (``floors``):

============ ==================================================
people       shown
============ ==================================================
below 30     nothing
30 to 99     the quarter, and the quarters it could also be
100 to 299   the percentile to the nearest five, with interval
from 300     the percentile, with interval
============ ==================================================

Source of all formulas: scoring reference, sections 4.8 and 4.9.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri, owens_t

from hiring.psychometrics.arrays import FloatArray, as_floats, keep_missing, places
from hiring.psychometrics.norms.floors import LOWEST, NormFloors
from hiring.psychometrics.norms.small_groups import wilson_interval
from hiring.psychometrics.reliability.standard_errors import Interval

ROUNDED_STEP = 5
Z_90 = 1.645
# Equal scores may differ in their last digits, as their parts were added in another order.
_DIGITS = 9


class PercentileRank(StrEnum):
    """What a percentile counts. The same score has two, so each page names its own."""

    MID = "mid_percentile"  # everybody below, and half of those with the same score
    SAME_OR_LOWER = "same_or_lower"


class NormKind(StrEnum):
    """How exactly a norm group of this size may place a score."""

    NOTHING = "nothing"
    QUARTILE = "quartile"
    ROUNDED_PERCENTILE = "rounded_percentile"
    PERCENTILE = "percentile"


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm group: its distinct scores, rising, and how many people have each.

    Made by ``norm_of`` or ``norm_of_frequencies``, which check it.
    """

    scores: FloatArray
    counts: FloatArray

    @property
    def n(self) -> int:
        """How many people it holds."""
        return int(self.counts.sum())


@dataclass(frozen=True, slots=True)
class NormDisplay:
    """What may be shown of a score's place in a norm group.

    Attributes:
        kind: How exact the place is; the other figures are of this kind.
        value: Quarter 1..4 (1 is the lowest), percentile in whole fives 5..95,
            or whole percentile 1..99; None where nothing is shown.
        low: Lower end of the interval, of the same kind, 0..100 for percentiles.
        high: Upper end.
        n: People in the norm group.
        definition: Which percentile rank everything above goes by.
    """

    kind: NormKind
    value: int | None
    low: int | None
    high: int | None
    n: int
    definition: PercentileRank = PercentileRank.MID


def norm_of(scores: ArrayLike) -> Norm:
    """The norm group of these people's scores.

    Args:
        scores: Shape (n_people,), one score each, in any order.

    Raises:
        ValueError: There is nobody, or somebody has no score.
    """
    given = as_floats(scores)
    if given.ndim != 1 or not given.size:
        raise ValueError("a norm group is a list of scores, with at least one")
    if not np.isfinite(given).all():
        missing = places(~np.isfinite(given), "row")
        raise ValueError(f"leave people without a score out of a norm group: {missing}")
    distinct, counts = np.unique(np.round(given, _DIGITS), return_counts=True)
    return Norm(distinct, as_floats(counts))


def norm_of_frequencies(frequencies: Mapping[float, int]) -> Norm:
    """The norm group of a table of scores, with the number of people who have each.

    Raises:
        ValueError: A number of people is not a whole one of at least 0, or there
            is nobody.
    """
    odd = [score for score, count in frequencies.items() if count < 0 or count % 1]
    if odd:
        raise ValueError(f"numbers of people are whole and at least 0: check scores {odd}")
    values = list(frequencies)
    return norm_of(np.repeat(as_floats(values), [int(frequencies[v]) for v in values]))


def percentile_ranks(
    scores: ArrayLike, norm: Norm, definition: PercentileRank = PercentileRank.MID
) -> FloatArray:
    """Share of the norm group that lies below each score.

    Args:
        scores: Shape (...,), in the norm's points; NaN = no score.
        norm: The group.
        definition: How people with the very same score count.

    Returns:
        Shape (...,), 0..100; NaN without a score. A mid-percentile is 0 or 100
        only for scores beyond everybody in the group.

    Source: case R-17.
    """
    given = np.round(as_floats(scores), _DIGITS)
    sums = np.concatenate([[0.0], np.cumsum(norm.counts)])
    below = sums[np.searchsorted(norm.scores, given, side="left")]
    same_or_lower = sums[np.searchsorted(norm.scores, given, side="right")]
    match definition:
        case PercentileRank.MID:
            counted = (below + same_or_lower) / 2
        case PercentileRank.SAME_OR_LOWER:
            counted = same_or_lower
    return keep_missing(as_floats(given), 100 * counted / norm.n)


def percentile_interval(interval: Interval, norm: Norm) -> Interval:
    """A person's interval as mid-percentiles: error of measurement alone, 0..100."""
    low, high = percentile_ranks([interval.low, interval.high], norm).tolist()
    return Interval(low, high)


def widened_interval(interval: Interval, norm: Norm, z: float = Z_90) -> Interval:
    """The same with the error of sampling: each end at its Wilson limit.

    Args:
        interval: The person's interval, in the norm's points.
        norm: The group.
        z: Standard normal quantile of the Wilson limits.

    Returns:
        Percentiles, 0..100.
    """
    ranks = percentile_interval(interval, norm)
    low = wilson_interval(norm.n * ranks.low / 100, norm.n, z).low
    high = wilson_interval(norm.n * ranks.high / 100, norm.n, z).high
    return Interval(100 * low, 100 * high)


def norm_display(
    score: float, norm: Norm, interval: Interval, floors: NormFloors = LOWEST
) -> NormDisplay:
    """What may be shown of a score's place in a norm group of this size.

    Args:
        score: The observed score, in the norm's points.
        norm: The group.
        interval: The person's 90 % interval, as ``precision.interval_90`` gives it.
        floors: How many people the house asks for.

    Returns:
        The place with its interval, rounded outwards so that rounding hides no
        error. It always holds the value: an interval about the estimated true
        score may leave out an extreme observed one, which is compared here
        because the group's scores are observed, too.

    Raises:
        ValueError: There is no score: nothing can be placed, and no kind means that.
    """
    if math.isnan(score):
        raise ValueError("without a score there is no place in a norm group")
    rank, wide = float(percentile_ranks(score, norm)), widened_interval(interval, norm)
    match kind_for(norm.n, floors):
        case NormKind.NOTHING:
            return NormDisplay(NormKind.NOTHING, None, None, None, norm.n)
        case NormKind.QUARTILE:
            ends = (_quartile(wide.low), _quartile(wide.high))
            return _shown(NormKind.QUARTILE, _quartile(rank), ends, norm.n)
        case NormKind.ROUNDED_PERCENTILE:
            return _in_steps(NormKind.ROUNDED_PERCENTILE, rank, wide, ROUNDED_STEP, norm.n)
        case NormKind.PERCENTILE:
            return _in_steps(NormKind.PERCENTILE, rank, wide, 1, norm.n)


def kind_for(n: int, floors: NormFloors = LOWEST) -> NormKind:
    """How exactly a norm group of so many people may place a score."""
    if n < floors.quarter:
        return NormKind.NOTHING
    if n < floors.rounded:
        return NormKind.QUARTILE
    return NormKind.ROUNDED_PERCENTILE if n < floors.percentile else NormKind.PERCENTILE


def expectancy(z: float, validity: float) -> float:
    """Chance of above-average performance for somebody with this standing.

    Args:
        z: Standing on the predictor.
        validity: Its correlation with performance, between -1 and 1.

    Returns:
        0..1, one half where the predictor says nothing.

    Raises:
        ValueError: ``validity`` is not between -1 and 1.

    Source: case R-27; both taken as normally distributed.
    """
    return float(ndtr(_slope(validity) * z))


def expectancy_of_top(share: float, validity: float) -> float:
    """Chance of above-average performance for somebody drawn from the best by the predictor.

    Args:
        share: How much of the group counts as best, between 0 and 1: .25 is the
            top quarter.
        validity: As in ``expectancy``.

    Raises:
        ValueError: One of the two is out of range.

    Source: case R-27; Owen's T gives the integral of ``expectancy`` over the best.
    """
    if not 0 < share < 1:
        raise ValueError("a share lies between 0 and 1")
    return 0.5 + float(owens_t(ndtri(1 - share), _slope(validity))) / share


def _slope(validity: float) -> float:
    if not -1 < validity < 1:
        raise ValueError("a validity lies between -1 and 1")
    return validity / math.sqrt(1 - validity * validity)


def _quartile(percentile: float) -> int:
    return min(int(percentile // 25) + 1, 4)


def _in_steps(kind: NormKind, rank: float, wide: Interval, step: int, n: int) -> NormDisplay:
    # Nobody is told the 0th or 100th percentile: the group always holds somebody further out.
    nearest = step * math.floor(round(rank, _DIGITS) / step + 0.5)
    value = min(max(nearest, step), 100 - step)
    low = step * math.floor(round(wide.low, _DIGITS) / step)
    return _shown(kind, value, (low, step * math.ceil(round(wide.high, _DIGITS) / step)), n)


def _shown(kind: NormKind, value: int, ends: tuple[int, int], n: int) -> NormDisplay:
    return NormDisplay(kind, value, min(ends[0], value), max(ends[1], value), n)
