"""Two groups that truly differ, and one cut for both: what becomes of the rates of selection.

The cut never depends on anybody's group. The ratio to expect comes from the formula of the scoring
reference, 6.3, which takes scores to be normal; beside it stands what simulated houses found.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from hiring.psychometrics.arrays import BoolArray, FloatArray
from hiring.psychometrics.impact.mean_differences import expected_impact_ratio, mean_difference
from hiring.psychometrics.impact.selection_rates import (
    Selected,
    find_impact_ratio,
    impact_ratio_interval,
    is_below_four_fifths,
)
from hiring.simulation.sitting_tables import House

_MIDDLE_90 = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class ImpactFigures:
    """Selection at one cut.

    Attributes:
        cut_points: Who scores as much or more is selected.
        assumed_d: Difference in judgement that was assumed, in standard deviations.
        true_d: Difference of true scores that came of it.
        observed_d: Difference of scores: smaller, because scores are not exact.
        reference_rate: Share of the reference group selected, over all houses.
        comparison_rate: Share of the other group.
        ratio: Comparison rate over reference rate; None where nobody of the reference group is in.
        expected_ratio: By formula, from ``observed_d`` and the reference rate; None at 0 or 1.
        ratio_low: A twentieth of the houses found a lower ratio; None where none found any.
        ratio_high: A twentieth found a higher one.
        interval_covered: Share of houses whose own 95 % interval holds ``ratio``.
        below_four_fifths: Share of houses with a ratio below four fifths.
        n_houses: Houses, and how many sittings each had.
        n_sittings: Sittings of each.
    """

    cut_points: float
    assumed_d: float
    true_d: float | None
    observed_d: float | None
    reference_rate: float
    comparison_rate: float
    ratio: float | None
    expected_ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    interval_covered: float | None
    below_four_fifths: float
    n_houses: int
    n_sittings: int


def cut_that_selects(house: House, share: float) -> float:
    """The score that the given share of the reference group reaches, in points.

    Raises:
        ValueError: The share is 0, 1 or outside.
    """
    if not 0 < share < 1:
        raise ValueError("the share to select lies between 0 and 1, for example 0.5")
    reference = house.totals[house.people.is_reference]
    return float(np.quantile(reference, 1 - share))


def impact_figures(
    houses: Iterable[House],
    cut_points: float,
    assumed_d: float,
    advance: Callable[[], None] = lambda: None,
) -> ImpactFigures:
    """Select in every house by the same cut and count.

    Args:
        houses: Houses of one size, at least one. Those in which a group is empty do not count.
        cut_points: Who scores as much or more is selected, 0..100.
        assumed_d: For the record.
        advance: Called once for each house.

    Raises:
        ValueError: No house has people of both groups.
    """
    kept = _with_both_groups(houses, advance)
    tables = [_table(house, cut_points) for house in kept]
    scores, truths, is_reference = _joined(kept)
    reference, comparison = (_summed([table[place] for table in tables]) for place in (0, 1))
    ratio = find_impact_ratio(comparison, reference)
    d = _d(scores, is_reference)
    low, high = _spread_of_ratios(tables)
    return ImpactFigures(
        cut_points=cut_points,
        assumed_d=assumed_d,
        true_d=_d(truths, is_reference),
        observed_d=d,
        reference_rate=reference.rate,
        comparison_rate=comparison.rate,
        ratio=ratio,
        expected_ratio=_expected(d, reference.rate),
        ratio_low=low,
        ratio_high=high,
        interval_covered=_interval_covered(tables, ratio),
        below_four_fifths=float(np.mean([is_below_four_fifths(c, r) for r, c in tables])),
        n_houses=len(tables),
        n_sittings=len(kept[0].totals),
    )


def _with_both_groups(houses: Iterable[House], advance: Callable[[], None]) -> list[House]:
    kept = []
    for house in houses:
        advance()
        if house.people.is_reference.any() and not house.people.is_reference.all():
            kept.append(house)
    if not kept:
        raise ValueError("no house has people of both groups; give more sittings")
    return kept


def _table(house: House, cut: float) -> tuple[Selected, Selected]:
    """Reference and comparison group."""
    reference, comparison = (
        house.totals[mask] for mask in (house.people.is_reference, ~house.people.is_reference)
    )
    return _selected(reference, cut), _selected(comparison, cut)


def _selected(scores: FloatArray, cut: float) -> Selected:
    return Selected(int((scores >= cut).sum()), scores.size)


def _summed(groups: list[Selected]) -> Selected:
    return Selected(sum(one.n_selected for one in groups), sum(one.n_applicants for one in groups))


def _joined(houses: list[House]) -> tuple[FloatArray, FloatArray, BoolArray]:
    return (
        np.concatenate([house.totals for house in houses]),
        np.concatenate([house.true for house in houses]),
        np.concatenate([house.people.is_reference for house in houses]),
    )


def _d(scores: FloatArray, is_reference: BoolArray) -> float | None:
    return mean_difference(scores[is_reference], scores[~is_reference]).d


def _expected(d: float | None, rate: float) -> float | None:
    return None if d is None or not 0 < rate < 1 else expected_impact_ratio(d, rate)


def _spread_of_ratios(
    tables: list[tuple[Selected, Selected]],
) -> tuple[float | None, float | None]:
    ratios = [find_impact_ratio(comparison, reference) for reference, comparison in tables]
    known = [ratio for ratio in ratios if ratio is not None]
    if not known:
        return None, None
    low, high = np.quantile(known, _MIDDLE_90).tolist()
    return low, high


def _interval_covered(tables: list[tuple[Selected, Selected]], ratio: float | None) -> float | None:
    if ratio is None or math.isnan(ratio):
        return None
    intervals = [impact_ratio_interval(comparison, reference) for reference, comparison in tables]
    return float(np.mean([one.low <= ratio <= one.high for one in intervals]))
