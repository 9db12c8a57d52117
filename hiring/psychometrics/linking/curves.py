"""Linking by a curve, from samples: counts, smoothing, conversion, and again for resamples.

How much to smooth is chosen once, from the people there are. Choosing anew for
every drawn sample was rejected: it multiplies the time by the number of degrees
tried, for errors that differ in their second digit.

Chained linking smooths the four distributions by themselves. It reads nothing
else of a pair of scores, and a joint model would keep the very same moments.
Frequency estimation always smooths: without it, some anchor scores are met in one
group only.

Sources: Kolen and Brennan, Test Equating, Scaling, and Linking; smoothing, Holland and
Thayer.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats
from hiring.psychometrics.linking.designs import AnchorKind, FormSample, Method
from hiring.psychometrics.linking.equipercentile import (
    Distribution,
    ScoreGrid,
    chained_equipercentile,
    distribution,
    equipercentile,
    frequency_estimation,
)
from hiring.psychometrics.linking.loglinear import Smoothed, fit, smooth, smooth_pair

_Smoother = Callable[[FloatArray], FloatArray]
_Curve = Callable[[FormSample, FormSample], FloatArray]


@dataclass(frozen=True, slots=True)
class Smoothing:
    """How much to smooth.

    Attributes:
        degree: Moments of the totals to keep; None chooses by AIC.
        anchor_degree: Moments of the anchor scores, likewise.
        cross_degree: Cross moments of both, likewise; frequency estimation asks.
        is_off: Link the raw counts. Not for frequency estimation.
    """

    degree: int | None = None
    anchor_degree: int | None = None
    cross_degree: int | None = None
    is_off: bool = False


def curve_method(
    new: FormSample,
    old: FormSample,
    method: Method,
    weight_new: float,
    smoothing: Smoothing,
    grid: ScoreGrid,
) -> _Curve:
    """A function that links samples of these two groups.

    Args:
        new: Shape (n_people,); the amount of smoothing is fixed by these people.
        old: Likewise.
        method: One of the equipercentile methods.
        weight_new: As in ``frequency_estimation``.
        smoothing: How much.
        grid: The score points.

    Returns:
        From samples, shape (..., n_people), to equated scores, shape
        (..., n_points); NaN where a drawn sample cannot be smoothed.

    Raises:
        ValueError: As in ``smooth``, or frequency estimation is asked to leave
            the counts raw.
    """
    once = _curve(new, old, method, weight_new, smoothing, grid)

    def convert(ours: FormSample, theirs: FormSample) -> FloatArray:
        if ours.totals.ndim == 1:
            return once(ours, theirs)
        draws = range(len(ours.totals))
        return as_floats([_or_nan(once, _draw(ours, i), _draw(theirs, i), grid) for i in draws])

    return convert


def _curve(
    new: FormSample,
    old: FormSample,
    method: Method,
    weight_new: float,
    smoothing: Smoothing,
    grid: ScoreGrid,
) -> _Curve:
    if method is Method.FREQUENCY_ESTIMATION:
        return _frequency_estimation(new, old, weight_new, smoothing, grid)
    if method is Method.CHAINED_EQUIPERCENTILE:
        return _chained(new, old, smoothing, grid)
    if method is Method.EQUIPERCENTILE:
        return _equipercentile(new, old, smoothing, grid)
    raise ValueError(f"{method} is no curve; choose an equipercentile method")


def _equipercentile(
    new: FormSample, old: FormSample, smoothing: Smoothing, grid: ScoreGrid
) -> _Curve:
    of_new = _margin(new.totals, smoothing.degree, smoothing, grid)
    of_old = _margin(old.totals, smoothing.degree, smoothing, grid)

    def convert(ours: FormSample, theirs: FormSample) -> FloatArray:
        return equipercentile(grid.points, of_new(ours.totals), of_old(theirs.totals))

    return convert


def _chained(new: FormSample, old: FormSample, smoothing: Smoothing, grid: ScoreGrid) -> _Curve:
    of_new, of_old = (_both_margins(sample, smoothing, grid) for sample in (new, old))

    def convert(ours: FormSample, theirs: FormSample) -> FloatArray:
        return chained_equipercentile(grid.points, of_new(ours), of_old(theirs))

    return convert


def _both_margins(
    sample: FormSample, smoothing: Smoothing, grid: ScoreGrid
) -> Callable[[FormSample], tuple[Distribution, Distribution]]:
    of_totals = _margin(sample.totals, smoothing.degree, smoothing, grid)
    of_anchors = _margin(_anchors(sample), smoothing.anchor_degree, smoothing, grid)
    return lambda drawn: (of_totals(drawn.totals), of_anchors(_anchors(drawn)))


def _margin(
    scores: FloatArray, degree: int | None, smoothing: Smoothing, grid: ScoreGrid
) -> Callable[[FloatArray], Distribution]:
    if smoothing.is_off:
        return lambda drawn: distribution(grid.counts(drawn), grid)
    again = _refit(smooth(grid.counts(scores), degree))
    return lambda drawn: distribution(again(grid.counts(drawn)), grid)


def _frequency_estimation(
    new: FormSample, old: FormSample, weight_new: float, smoothing: Smoothing, grid: ScoreGrid
) -> _Curve:
    if smoothing.is_off:
        raise ValueError("frequency estimation needs smooth counts; leave the smoothing on")
    of_new, of_old = (_pairs(sample, smoothing, grid) for sample in (new, old))

    def convert(ours: FormSample, theirs: FormSample) -> FloatArray:
        shares = frequency_estimation(of_new(ours), of_old(theirs), weight_new)
        mixed_new, mixed_old = (distribution(share, grid) for share in shares)
        return equipercentile(grid.points, mixed_new, mixed_old)

    return convert


def _pairs(
    sample: FormSample, smoothing: Smoothing, grid: ScoreGrid
) -> Callable[[FormSample], FloatArray]:
    counts = grid.pair_counts(sample.totals, _anchors(sample))
    degrees = _degrees(counts, smoothing)
    smoothed = smooth_pair(counts, degrees, smoothing.cross_degree, _possible(sample, grid))
    again = _refit(smoothed)
    return lambda drawn: again(grid.pair_counts(drawn.totals, _anchors(drawn)))


def _degrees(counts: FloatArray, smoothing: Smoothing) -> tuple[int, int]:
    return (
        smoothing.degree or smooth(counts.sum(axis=1)).model.degrees[0],
        smoothing.anchor_degree or smooth(counts.sum(axis=0)).model.degrees[0],
    )


def _refit(smoothed: Smoothed) -> _Smoother:
    return lambda counts: fit(smoothed.model, counts, smoothed.coefficients).probabilities


def _possible(sample: FormSample, grid: ScoreGrid) -> BoolArray:
    if sample.kind is AnchorKind.INTERNAL:
        return grid.possible_pairs(sample.anchor_ratio)
    return np.ones((grid.n_points, grid.n_points), bool)


def _or_nan(once: _Curve, ours: FormSample, theirs: FormSample, grid: ScoreGrid) -> FloatArray:
    try:
        return once(ours, theirs)
    except ValueError:
        return as_floats(np.full(grid.n_points, np.nan))


def _draw(sample: FormSample, number: int) -> FormSample:
    anchors = None if sample.anchors is None else as_floats(sample.anchors[number])
    totals = as_floats(sample.totals[number])
    return FormSample(totals, anchors, sample.n_units, sample.n_anchor_units, sample.kind)


def _anchors(sample: FormSample) -> FloatArray:
    if sample.anchors is None:
        raise ValueError("this method needs anchor scenarios on both forms; name their columns")
    return sample.anchors
