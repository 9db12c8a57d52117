"""Which numbers of people must be kept back so that nobody can count a small group.

``withholding`` guards how many of a small group were selected, and takes the sizes of all groups
as known. Where the sizes themselves are told to somebody who must not learn that there are three
people of a group, those of fewer than 10 are hidden, and with them whatever would give them away:
first the number of people of unknown category, then the smallest other group.

Source: scoring reference, section 6.4; the method is that of ``withholding``.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.impact.floors import LOWEST, GroupFloors
from hiring.psychometrics.impact.rate_tables import CategoryTable
from hiring.psychometrics.impact.report import Label
from hiring.psychometrics.impact.withholding import Key, Names, label_of, rows_to_withhold

_LAST = 1e9  # people; a reference is kept back last


@dataclass(frozen=True, slots=True)
class HiddenCounts:
    """Of one table: the groups whose number is kept back, and whether that of the unknown is."""

    labels: frozenset[Label]
    is_unknown_hidden: bool


@dataclass(frozen=True, slots=True)
class _Set:
    """Some people of a table, as the cells they are in; ``label`` is None for the unknown."""

    table: Names
    label: Label | None
    cells: tuple[bool, ...]
    cost: float


def counts_to_hide(
    tables: Sequence[CategoryTable],
    names: Sequence[str],
    people: Sequence[Key],
    floors: GroupFloors = LOWEST,
) -> dict[Names, HiddenCounts]:
    """What of the numbers of people in some tables is not for showing.

    The number of all people counts as known.

    Args:
        tables: Every table that is shown.
        names: Of all characteristics.
        people: Of everybody in the tables, the labels in the order of ``names``.
        floors: How many people the house asks for.
    """
    cells = Counter(people)
    sizes = as_floats(list(cells.values()))
    sets = [one for table in tables for one in _sets(table, names, list(cells))]
    is_small = [one.label is not None and _n(one, sizes) < floors.show for one in sets]
    open_sets = [one for one, small in zip(sets, is_small, strict=True) if not small]
    small_sets = [one for one, small in zip(sets, is_small, strict=True) if small]
    secret = [one.cells for one in small_sets] + _small_unions(small_sets, sizes, floors)
    gone = rows_to_withhold(
        as_floats([one.cells for one in open_sets]).reshape(len(open_sets), len(sizes)),
        as_floats(secret).reshape(len(secret), len(sizes)),
        np.ones((1, len(sizes))),
        as_floats([one.cost for one in open_sets]),
    )
    hidden = [*small_sets, *(one for one, is_gone in zip(open_sets, gone, strict=True) if is_gone)]
    return {table.characteristics: _hidden_of(table.characteristics, hidden) for table in tables}


def _sets(table: CategoryTable, names: Sequence[str], cells: Sequence[Key]) -> list[_Set]:
    at = [names.index(name) for name in table.characteristics]
    labels = [label_of(tuple(cell[place] for place in at)) for cell in cells]
    costs: dict[Label | None, float] = {
        group.label: group.n_people + _LAST * group.is_reference for group in table.groups
    }
    # The unknown go first: that number alone is of little use.
    return [
        _Set(table.characteristics, label, tuple(one == label for one in labels), cost)
        for label, cost in [*costs.items(), (None, 0.0)]
        if label in labels
    ]


def _small_unions(
    small: Sequence[_Set], sizes: FloatArray, floors: GroupFloors
) -> list[tuple[bool, ...]]:
    """All small groups of a table together, where even that is small."""
    unions = []
    for table in sorted({one.table for one in small}):
        cells = [one.cells for one in small if one.table == table]
        unions.append(tuple(map(any, zip(*cells, strict=True))))
    return [one for one in unions if sizes[list(one)].sum() < floors.show]


def _n(one: _Set, sizes: FloatArray) -> float:
    return float(sizes[list(one.cells)].sum())


def _hidden_of(table: Names, hidden: Sequence[_Set]) -> HiddenCounts:
    labels = [one.label for one in hidden if one.table == table]
    return HiddenCounts(frozenset(label for label in labels if label is not None), None in labels)
