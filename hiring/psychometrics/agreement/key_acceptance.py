"""Whether a panel agrees enough on an option to score it.

The rule: at least eight raters, and r_wg of at least .70 where options are
rated, or a most chosen option with at least three fifths of the votes and a
second with at most half as many where the best is picked. What is not accepted
is revised or left unscored.

a_wg is reported beside r_wg and decides nothing: near an end of the scale a
single dissent makes it collapse.

Source: scoring reference, section 5.2.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.agreement.panels import a_wg, is_a_wg_readable, r_wg
from hiring.psychometrics.arrays import as_floats
from hiring.psychometrics.rating_tables import named

MIN_RATERS = 8
MIN_R_WG = 0.70
_ROUNDING = 1e-12
_ROWS_AND_COLUMNS = 2


class Objection(StrEnum):
    """Why a panel's judgement does not carry a key."""

    TOO_FEW_RATERS = "too_few_raters"
    LOW_AGREEMENT = "low_agreement"
    SMALL_MAJORITY = "small_majority"
    CLOSE_SECOND = "close_second"


@dataclass(frozen=True, slots=True)
class RatedOption:
    """A panel's ratings of one option and what speaks against its key."""

    n_raters: int
    mean: float | None
    r_wg: float | None
    a_wg: float | None  # only where the mean is far enough from both ends
    objections: tuple[Objection, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether the option may be scored."""
        return not self.objections


@dataclass(frozen=True, slots=True)
class PickedItem:
    """A panel's picks of the best option and what speaks against the key."""

    n_raters: int
    best: int | None  # index; None where two options lead or nobody picked
    objections: tuple[Objection, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether the item may be scored with ``best`` as its key."""
        return not self.objections


def accept_rated_options(ratings: ArrayLike, scale: tuple[int, int]) -> tuple[RatedOption, ...]:
    """Judge the key of every option that a panel rated.

    Args:
        ratings: Shape (n_options, k_raters), whole steps; NaN = not rated.
        scale: Lowest and highest step.

    Raises:
        ValueError: The table is not two-dimensional, or a rating lies off the scale.
    """
    table = as_floats(ratings)
    if table.ndim != _ROWS_AND_COLUMNS:
        raise ValueError("give a table of options (rows) by raters (columns)")
    steps = scale[1] - scale[0] + 1
    wide = a_wg(table, scale)
    is_readable = is_a_wg_readable(table, scale)
    narrow = r_wg(table, steps)
    known = [row[~np.isnan(row)] for row in table]
    return tuple(
        RatedOption(
            n_raters=row.size,
            mean=float(row.mean()) if row.size else None,
            r_wg=_find_number(agreed),
            a_wg=_find_number(other) if readable else None,
            objections=_to_ratings(row.size, float(agreed)),
        )
        for row, agreed, other, readable in zip(known, narrow, wide, is_readable, strict=True)
    )


def accept_picked_items(counts: ArrayLike) -> tuple[PickedItem, ...]:
    """Judge the key of every item of which a panel picked the best option.

    Args:
        counts: Shape (n_items, n_options), how many picked each option.

    Raises:
        ValueError: There are fewer than two options, or a cell is no count.
    """
    given = as_floats(counts)
    if given.ndim != _ROWS_AND_COLUMNS or given.shape[1] < _ROWS_AND_COLUMNS:
        raise ValueError("give a table of items (rows) by at least two options (columns)")
    is_odd = ~((given >= 0) & (given == np.floor(given)) & np.isfinite(given)).all(axis=1)
    if is_odd.any():
        raise ValueError(
            f"counts are whole numbers from 0: see rows {named(np.flatnonzero(is_odd))}"
        )
    return tuple(_picked([int(count) for count in row]) for row in given)


def _picked(counts: list[int]) -> PickedItem:
    n = sum(counts)
    most, second = sorted(counts, reverse=True)[:2]
    return PickedItem(n, counts.index(most) if most > second else None, _to_picks(n, most, second))


def _to_ratings(n_raters: int, agreed: float) -> tuple[Objection, ...]:
    found = [Objection.TOO_FEW_RATERS] if n_raters < MIN_RATERS else []
    # An undefined agreement has too few raters and is no finding of disagreement.
    if agreed < MIN_R_WG - _ROUNDING:
        found.append(Objection.LOW_AGREEMENT)
    return tuple(found)


def _to_picks(n_raters: int, most: int, second: int) -> tuple[Objection, ...]:
    found = [Objection.TOO_FEW_RATERS] if n_raters < MIN_RATERS else []
    # Whole numbers: six of ten must not depend on how .60 is rounded.
    if 5 * most < 3 * n_raters:
        found.append(Objection.SMALL_MAJORITY)
    if 2 * second > most:
        found.append(Objection.CLOSE_SECOND)
    return tuple(found)


def _find_number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
