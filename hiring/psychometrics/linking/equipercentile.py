"""Linking by equal percentile ranks.

Percentile ranks need scores that come in steps, and ours are means over scenarios
on 0..100. They are therefore put on a grid, by default the whole points: nobody is
shown a finer score, and twelve scenarios of eight steps leave gaps of about a
point. A form with far coarser scores gets a coarser grid; otherwise raw counts look
like a comb. Smoothing (``loglinear``) mends what comb is left.

Each grid point stands for the interval of one step around it, and people are
spread evenly inside. A conversion can then be read at any score, in between too,
and going back along it returns the score. To keep this true where nobody has
scored, a distribution with an (almost) empty point gets a hundred-millionth of its
people spread over all points. Between people who are there, that moves nothing.

Sources: equal percentile ranks, scoring reference, section 5.6, and case I-24; chained
equipercentile and frequency estimation, Kolen and Brennan, Test Equating, Scaling, and
Linking.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats, places

_FILL = 1e-8
_NEGLIGIBLE = 1e-4
_NOBODY = 1e-100  # smooth tails fade into numbers too small to divide by
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class ScoreGrid:
    """Equally distant score points, from ``lowest`` to ``highest``."""

    lowest: float = 0.0
    highest: float = 100.0
    step: float = 1.0

    def __post_init__(self) -> None:
        if not (self.step > 0 and self.highest > self.lowest):
            raise ValueError("a grid runs upwards, in steps above 0")
        n_steps = (self.highest - self.lowest) / self.step
        if abs(n_steps - round(n_steps)) > _ROUNDING * n_steps:
            raise ValueError("the steps of a grid must fill it exactly")

    @property
    def n_points(self) -> int:
        """How many score points there are."""
        return round((self.highest - self.lowest) / self.step) + 1

    @property
    def points(self) -> FloatArray:
        """Shape (n_points,): the scores."""
        return as_floats(self.lowest + self.step * np.arange(self.n_points))

    def nearest(self, scores: FloatArray) -> NDArray[np.intp]:
        """Numbers of the nearest points; a score half-way goes to the upper one."""
        # Means over scenarios miss the half by a last digit, either way.
        steps = (scores - self.lowest) / self.step + 0.5 + _ROUNDING
        return np.clip(np.floor(steps), 0, self.n_points - 1).astype(np.intp)

    def counts(self, scores: FloatArray) -> FloatArray:
        """Shape (n_points,): how many of the scores lie nearest to each point."""
        return as_floats(np.bincount(self.nearest(scores), minlength=self.n_points))

    def pair_counts(self, totals: FloatArray, anchors: FloatArray) -> FloatArray:
        """Shape (n_points, n_points): how many people have which total and anchor score."""
        n = self.n_points
        cells = self.nearest(totals) * n + self.nearest(anchors)
        return as_floats(np.bincount(cells, minlength=n * n).reshape(n, n))

    def possible_pairs(self, anchor_ratio: float) -> BoolArray:
        """Which pairs can be, when a share ``anchor_ratio`` of the total is the anchor."""
        totals, anchors = self.points[:, None], self.points[None, :]
        floor = anchor_ratio * anchors + (1 - anchor_ratio) * self.lowest
        room = (1 - anchor_ratio) * (self.highest - self.lowest)
        # Rounding moves the total by half a step, and the anchor's part by as much.
        return (totals >= floor - self.step) & (totals <= floor + room + self.step)


@dataclass(frozen=True, slots=True)
class Distribution:
    """How scores are spread over a grid.

    Attributes:
        grid: The score points.
        shares: Shape (n_points,): share of people at each.
    """

    grid: ScoreGrid
    shares: FloatArray

    def rank(self, scores: ArrayLike) -> FloatArray:
        """Share of people below each score, half of those at it included; 0..1."""
        return as_floats(np.interp(as_floats(scores), self._edges(), self._cumulated()))

    def quantile(self, ranks: ArrayLike) -> FloatArray:
        """The scores with these ranks; from half a step below the grid to half above."""
        return as_floats(np.interp(as_floats(ranks), self._cumulated(), self._edges()))

    def _edges(self) -> FloatArray:
        grid = self.grid
        return as_floats(grid.lowest + grid.step * (np.arange(grid.n_points + 1) - 0.5))

    def _cumulated(self) -> FloatArray:
        cumulated = np.concatenate(([0.0], np.cumsum(self.shares)))
        return as_floats(cumulated / cumulated[-1])


def distribution(counts: ArrayLike, grid: ScoreGrid) -> Distribution:
    """The distribution behind counts or shares, raw or smooth.

    Args:
        counts: Shape (n_points,), at least 0.
        grid: The score points they belong to.

    Raises:
        ValueError: There is not one count per point, one is missing or below 0 (the
            points are named), or all are 0.
    """
    table = as_floats(counts)
    if table.shape != (grid.n_points,):
        raise ValueError(f"expected {grid.n_points} counts of people, not shape {table.shape}")
    _check_counts(table)
    shares = table / table.sum()
    if shares.min() < _FILL / grid.n_points:
        shares = (shares + _FILL / grid.n_points) / (1 + _FILL)
    return Distribution(grid, as_floats(shares))


def grid_percentile_ranks(counts: ArrayLike) -> FloatArray:
    """Percentile rank of each score point of a grid: people below it and half of those at it.

    Of a person's score among the people of a norm group: ``norms.percentile_ranks``.

    Args:
        counts: Shape (n_points,).

    Returns:
        Shape (n_points,), 0..100.

    Raises:
        ValueError: One count is missing or below 0 (the points are named), or all are 0.

    Source: case I-24.
    """
    table = as_floats(counts)
    _check_counts(table)
    return as_floats(100 * (np.cumsum(table) - table / 2) / table.sum())


def equipercentile(scores: ArrayLike, new: Distribution, old: Distribution) -> FloatArray:
    """The old form's scores with the percentile ranks of some of the new form's.

    Returns:
        Shape of ``scores``; from half a step below the old grid to half above it.

    Source: case I-24.
    """
    return old.quantile(new.rank(scores))


def chained_equipercentile(
    scores: ArrayLike,
    new: tuple[Distribution, Distribution],
    old: tuple[Distribution, Distribution],
) -> FloatArray:
    """From the new form to the anchor in one group, from there to the old form in the other.

    Args:
        scores: On the new form.
        new: Totals and anchor scores of the group that sat the new form.
        old: Likewise for the old form.

    Returns:
        As in ``equipercentile``.
    """
    on_anchor = equipercentile(scores, new[0], new[1])
    return equipercentile(on_anchor, old[1], old[0])


def frequency_estimation(
    new: ArrayLike, old: ArrayLike, weight_new: float
) -> tuple[FloatArray, FloatArray]:
    """How a mixed population would have scored on either form.

    Taken for granted: people with the same anchor score would have done alike on
    either form, whichever group they come from.

    Args:
        new: Shape (n_points, n_anchor_points), counts or shares of pairs on the
            new form, smooth if possible.
        old: Likewise on the old form.
        weight_new: Share of the new form's group in the mixed population, 0..1.

    Returns:
        Shares of the totals on the new and on the old form. Anchor scores that one
        group cannot be asked about are left out, up to a ten-thousandth of people:
        smooth tails fade at different speeds, and nothing can be read from them.

    Raises:
        ValueError: The weight lies off 0..1, the tables do not have the same
            anchor points, or one group has anchor scores that nobody in the other
            has: smooth the counts first.
    """
    ours, theirs = as_floats(new), as_floats(old)
    if not 0 <= weight_new <= 1 or ours.ndim != 2 or ours.shape[1:] != theirs.shape[1:]:  # noqa: PLR2004
        raise ValueError("expected a weight in 0..1 and two tables with the same anchor points")
    ours, theirs = as_floats(ours / ours.sum()), as_floats(theirs / theirs.sum())
    mixed = weight_new * ours.sum(axis=0) + (1 - weight_new) * theirs.sum(axis=0)
    return _as_if(ours, as_floats(mixed)), _as_if(theirs, as_floats(mixed))


def _check_counts(table: FloatArray) -> None:
    is_off = ~(np.isfinite(table) & (table >= 0))
    if is_off.any():
        where = places(is_off, "point")
        raise ValueError(f"counts are numbers of people, none below 0: check {where}")
    if table.sum() == 0:
        raise ValueError("counts are not all 0: somebody must have a score")


def _as_if(pairs: FloatArray, anchor_shares: FloatArray) -> FloatArray:
    """Totals of a group, had its anchor scores been spread otherwise."""
    own = pairs.sum(axis=0)
    is_known = own > _NOBODY
    if anchor_shares[~is_known].sum() > _NEGLIGIBLE:
        raise ValueError(
            "one group has anchor scores that nobody in the other has; smooth the counts first"
        )
    ratio = np.divide(anchor_shares, own, out=np.zeros_like(own), where=is_known)
    return as_floats(pairs @ ratio)
