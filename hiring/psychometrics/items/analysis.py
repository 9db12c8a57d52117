"""How well each item measures: difficulty, correlation with the rest, part in alpha.

Items here are scored units: whatever the total is the sum of. ``analyse_items``
takes their scores, in a table or as moments collected elsewhere. Which options
people chose is told by ``option_traces``.

An undefined figure is None: an item that everybody answers alike correlates with
nothing, and a total without spread has no alpha. Neither is zero.

Source of all formulas: scoring reference, sections 4.2, 5.1 and 5.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats, sum_last_axis
from hiring.psychometrics.moments import Moments, moments_of

_MIN_FOR_SPREAD = 2
_MIN_FOR_ALPHA = 2
# What rounding leaves of a variance that is zero, as a share of those it was made of.
_NOTHING = 1e-12
_CONSTANT = 1e-18  # the same for an item alone: a billionth of its mean, squared


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item. Correlations lie in -1..1."""

    difficulty: float | None  # mean as a share of the scale, 0..1: higher is easier
    sd: float | None  # in points, n - 1
    r_total: float | None  # with the total, the item itself included
    r_rest: float | None  # with the total without the item (corrected item-total)
    alpha_if_dropped: float | None  # alpha of the other items


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """All items of a form, in the order of their columns."""

    n: int  # people counted
    n_dropped: int  # people left out because a score was missing
    alpha: float | None
    items: tuple[ItemStatistics, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """What alpha and its relatives are made of; in points, and their square.

    ``mean``, ``variance`` and ``with_total`` (covariance of item and total) have
    shape (k_items,); variances with n - 1. NaN where fewer than two people count.
    """

    n: int
    n_dropped: int
    mean: FloatArray
    variance: FloatArray
    with_total: FloatArray
    total_variance: float

    @property
    def rest_variance(self) -> FloatArray:
        """Variance of the total without the item, shape (k_items,); NaN where it is nothing."""
        rest = self.total_variance + self.variance - 2 * self.with_total
        is_some = rest > _NOTHING * (self.total_variance + self.variance)
        return as_floats(np.where(is_some, rest, np.nan))

    @property
    def varies(self) -> BoolArray:
        """Whether an item varies at all, shape (k_items,)."""
        return np.asarray(self.variance > _CONSTANT * self.mean**2)

    @property
    def total_varies(self) -> bool:
        """Whether the total does."""
        return bool(self.total_variance > _NOTHING * self.variance.sum())


def analyse_items(
    scores: ArrayLike | Moments, lowest: ArrayLike = 0.0, highest: ArrayLike = 1.0
) -> ItemAnalysis:
    """Difficulty, spread, item-total correlations, alpha, and alpha without each item.

    Args:
        scores: Shape (n_people, k_items), in points, NaN = missing; or the
            moments of such a table. People with a missing score are left out.
        lowest: The least an item can be scored, one number or shape (k_items,).
        highest: The most, likewise.

    Returns:
        One entry per item. With nobody left every figure is None.

    Raises:
        ValueError: The scale has no width, an item's mean lies off it, or the
            table is not one (see ``moments_of``).

    Source: cases I-01, I-02 and R-01.
    """
    moments = scores if isinstance(scores, Moments) else moments_of(scores)
    return analysis_of(_spread(moments), lowest, highest)


def analysis_of(spread: Spread, lowest: ArrayLike, highest: ArrayLike) -> ItemAnalysis:
    """The same from variances and covariances that are already known.

    Raises:
        ValueError: The scale has no width, or an item's mean lies off it.
    """
    k_items = len(spread.mean)
    low, high = _scale(lowest, highest, k_items)
    has_people = np.full(k_items, spread.n > 0)
    difficulty = _known((spread.mean - low) / (high - low), has_people)
    if spread.n:
        _check_on_scale(spread.mean, low, high)
    if spread.n < _MIN_FOR_SPREAD:
        bare = (ItemStatistics(share, None, None, None, None) for share in difficulty)
        return ItemAnalysis(spread.n, spread.n_dropped, None, tuple(bare))
    rows = zip(difficulty, *_columns(spread), strict=True)
    items = tuple(ItemStatistics(*row) for row in rows)
    return ItemAnalysis(spread.n, spread.n_dropped, _alpha(spread), items)


def expected_overlap(rates: ArrayLike) -> float | None:
    """The share of a form that two people drawn at random can expect to have in common.

    Args:
        rates: Shape (n_items,), for each item of the bank the share of people who
            were given it, 0..1. Their sum is the mean length of a form.

    Returns:
        0..1; None where no item was ever given.

    Raises:
        ValueError: A rate is missing or lies outside 0..1.

    Source: case I-28.
    """
    given = _exposure(rates)
    length = float(sum_last_axis(given))
    return float(sum_last_axis(given * given)) / length if length else None


def over_exposed(rates: ArrayLike, limit: float = 0.35, anchors: Sequence[int] = ()) -> list[int]:
    """Which items too many people have been given; anchors, which everybody gets, are spared.

    Rates and errors as in ``expected_overlap``.
    """
    above = np.flatnonzero(_exposure(rates) > limit).tolist()
    return [item for item in above if item not in anchors]


def _exposure(rates: ArrayLike) -> FloatArray:
    given = as_floats(rates)
    if given.ndim != 1:
        raise ValueError("give a list of exposure rates, one for each item")
    is_off = ~((given >= 0) & (given <= 1))
    if is_off.any():
        at_fault = ", ".join(map(str, np.flatnonzero(is_off)))
        raise ValueError(f"exposure rates lie between 0 and 1; correct items: {at_fault}")
    return given


def _spread(moments: Moments) -> Spread:
    if moments.n < _MIN_FOR_SPREAD:
        unknown = np.full(moments.k_items, np.nan)
        return Spread(moments.n, moments.n_dropped, moments.mean, unknown, unknown, np.nan)
    covariance = moments.covariance()
    with_total = sum_last_axis(covariance)
    return Spread(
        n=moments.n,
        n_dropped=moments.n_dropped,
        mean=moments.mean,
        variance=as_floats(np.diagonal(covariance)),
        with_total=with_total,
        total_variance=float(sum_last_axis(with_total)),
    )


def _columns(spread: Spread) -> tuple[list[float | None], ...]:
    """The sd, both correlations and alpha without the item, each with one entry per item."""
    rest = spread.rest_variance
    has_rest = spread.varies & ~np.isnan(rest)
    is_spread = spread.varies & spread.total_varies
    sd = np.sqrt(np.where(spread.varies, spread.variance, np.nan))
    sd_total = np.sqrt(spread.total_variance) if spread.total_varies else np.nan
    r_total = spread.with_total / (sd * sd_total)
    r_rest = (spread.with_total - spread.variance) / (sd * np.sqrt(rest))
    k_others = len(spread.mean) - 1
    is_scale = ~np.isnan(rest) & (k_others >= _MIN_FOR_ALPHA)
    shared = 1 - (spread.variance.sum() - spread.variance) / rest
    dropped = k_others / max(k_others - 1, 1) * shared
    return (
        np.sqrt(np.maximum(spread.variance, 0)).tolist(),
        _known(np.clip(r_total, -1, 1), is_spread),
        _known(np.clip(r_rest, -1, 1), has_rest),
        _known(dropped, is_scale),
    )


def _alpha(spread: Spread) -> float | None:
    k_items = len(spread.mean)
    if k_items < _MIN_FOR_ALPHA or not spread.total_varies:
        return None
    shared = 1 - float(spread.variance.sum()) / spread.total_variance
    return k_items / (k_items - 1) * shared


def _known(values: FloatArray, is_known: BoolArray) -> list[float | None]:
    pairs = zip(values.tolist(), is_known.tolist(), strict=True)
    return [value if known else None for value, known in pairs]


def _scale(lowest: ArrayLike, highest: ArrayLike, k_items: int) -> tuple[FloatArray, FloatArray]:
    low = np.broadcast_to(as_floats(lowest), k_items)
    high = np.broadcast_to(as_floats(highest), k_items)
    if not (low < high).all():
        at_fault = ", ".join(map(str, np.flatnonzero(~(low < high))))
        raise ValueError(f"the highest score must lie above the lowest; correct items: {at_fault}")
    return low, high


def _check_on_scale(mean: FloatArray, low: FloatArray, high: FloatArray) -> None:
    slack = 1e-9 * (high - low)
    off = np.flatnonzero((mean < low - slack) | (mean > high + slack))
    if len(off):
        places = ", ".join(f"{item} (mean {mean[item]:g})" for item in off)
        raise ValueError(f"give the lowest and highest score; off the scale are items: {places}")
