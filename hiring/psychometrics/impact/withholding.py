"""Which figures of a set of tables must be kept back so that a secret one stays secret.

A table that hides a small group and shows all others still tells of it, where the
total is known: the rest is what is missing. The same goes for a table of two
characteristics beside the tables of each. So further rows are kept back until no
secret count is a sum or difference of shown ones.

People are first put into cells, so that everybody of a cell is in the same rows of
every table. A row is then the set of its cells (1 inside, 0 outside), and a secret
can be worked out exactly where it is a linear combination of what is shown. This
guards against adding and subtracting, not against guessing: that a count is at
least 0 and at most its number of people still narrows it down.

Source: complementary suppression as used for official tables; Cox (1980), Journal
of the American Statistical Association 75, 377-385.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import compress

import numpy as np

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats
from hiring.psychometrics.impact.floors import LOWEST, GroupFloors
from hiring.psychometrics.impact.report import (
    GroupImpact,
    ImpactReport,
    Label,
    Refusal,
    Withheld,
)

Names = tuple[str, ...]  # of a table: one characteristic, or several at once
Key = tuple[Label | None, ...]  # somebody's labels, one per characteristic

_CLOSE = 1e-7
_LAST = 1e9  # people; a reference is kept back last


def fit_to_show(
    reports: Mapping[Names, ImpactReport],
    names: Sequence[str],
    people: Iterable[Key],
    floors: GroupFloors = LOWEST,
) -> dict[Names, tuple[GroupImpact, ...]]:
    """The groups of every table, without what would tell of a small one.

    The number selected of all counts as known. A comparison holds the reference's
    rate: where that is kept back, all comparisons of the table are, too.

    Args:
        reports: Every table that is shown, by its characteristics.
        names: Of all characteristics.
        people: Of everybody in the tables, the labels in the order of ``names``.
        floors: How many people the house asks for.
    """
    counts = Counter(people)
    sizes = as_floats(list(counts.values()))
    inside: dict[tuple[Names, Label], list[bool]] = {}
    cost, secret = [], []
    for table, report in reports.items():
        keys = [tuple(one[names.index(name)] for name in table) for one in counts]
        shown = [group for group in report.groups if group.rate is not None]
        rows = [[label_of(key) == group.label for key in keys] for group in shown]
        inside |= {(table, group.label): row for group, row in zip(shown, rows, strict=True)}
        cost += [group.n_people + _LAST * group.is_reference for group in shown]
        secret += _secrets(keys, sizes, rows, floors)
    is_withheld = rows_to_withhold(
        _sets(list(inside.values()), sizes),
        _sets(secret, sizes),
        np.ones((1, len(sizes))),
        as_floats(cost),
    )
    withheld = set(compress(inside, is_withheld))
    return {
        table: _without(report.groups, {label for other, label in withheld if other == table})
        for table, report in reports.items()
    }


def label_of(key: Key) -> Label | None:
    """The one label of somebody in a table, None where one of its parts is not known."""
    if len(key) == 1:
        return key[0]
    if None in key:
        return None
    return tuple(part for label in key if label is not None for part in _parts(label))


def rows_to_withhold(
    shown: FloatArray, secret: FloatArray, known: FloatArray, cost: FloatArray
) -> BoolArray:
    """Rows to keep back although they could be shown by themselves.

    The cheapest row that helps to work a secret out goes first. In the end those
    that were not needed after all come back, the dearest first.

    Args:
        shown: Shape (n_rows, n_cells), 1 where the cell belongs to the row.
        secret: Shape (n_secrets, n_cells), likewise.
        known: Shape (n_known, n_cells), what people know anyway.
        cost: Shape (n_rows,), what is lost with a row, for example its people.

    Returns:
        Shape (n_rows,). A secret that follows from ``known`` alone cannot be kept.
    """
    is_open = np.ones(len(shown), dtype=np.bool_)
    while (used := _rows_that_tell(shown, is_open, secret, known)).any():
        candidates = np.flatnonzero(used)
        is_open[candidates[np.argmin(cost[candidates])]] = False
    withheld = np.flatnonzero(~is_open)
    for row in withheld[np.argsort(-cost[withheld], kind="stable")].tolist():
        is_open[row] = True
        is_open[row] = not _rows_that_tell(shown, is_open, secret, known).any()
    return np.asarray(~is_open)


def _rows_that_tell(
    shown: FloatArray, is_open: BoolArray, secret: FloatArray, known: FloatArray
) -> BoolArray:
    """Open rows with a part in working out any secret, shape (n_rows,)."""
    used = np.zeros(len(shown), dtype=np.bool_)
    given = np.vstack([known, shown[is_open]])
    if not secret.size or not given.size:
        return used
    parts = as_floats(np.linalg.lstsq(given.T, secret.T, rcond=None)[0])
    is_told = (np.abs(given.T @ parts - secret.T) < _CLOSE).all(axis=0)
    has_part = np.asarray((np.abs(parts[:, is_told]) > _CLOSE).any(axis=1))
    used[is_open] = has_part[len(known) :]
    return used


def _secrets(
    keys: Sequence[Key], sizes: FloatArray, shown: list[list[bool]], floors: GroupFloors
) -> list[list[bool]]:
    """Sets of people a table hides, each too small to be told of; shape (n_cells,) each.

    What it hides is looked at group by group, by what is known of people whose other
    characteristic is not, by each side of a table of two, and as a whole.
    """
    sets: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if any(row[place] for row in shown):
            continue
        sides = [("side", axis, label) for axis, label in enumerate(key)]
        for name in [("all",), ("group", label_of(key)), ("cell", key), *sides]:
            sets[name].append(place)
    return [
        [place in places for place in range(len(keys))]
        for places in sets.values()
        if sizes[places].sum() < floors.show
    ]


def _without(groups: Iterable[GroupImpact], withheld: set[Label]) -> tuple[GroupImpact, ...]:
    groups = tuple(groups)
    is_reference_gone = any(one.is_reference and one.label in withheld for one in groups)
    return tuple(
        _hidden(one) if one.label in withheld else _uncompared(one) if is_reference_gone else one
        for one in groups
    )


def _hidden(group: GroupImpact) -> GroupImpact:
    # That nobody was selected would be a figure, too.
    refusal = None if group.refusal is Refusal.NOBODY_SELECTED else group.refusal
    return GroupImpact(
        group.label, group.n_people, None, None, refusal, None, False, Withheld.FIGURES
    )


def _uncompared(group: GroupImpact) -> GroupImpact:
    if group.comparison is None:
        return group
    return replace(group, comparison=None, withheld=Withheld.COMPARISON)


def _sets(rows: Sequence[Sequence[bool]], sizes: FloatArray) -> FloatArray:
    """Rows by cells, also where there is no row."""
    return as_floats(rows).reshape(len(rows), len(sizes))


def _parts(label: Label) -> tuple[str | int, ...]:
    return label if isinstance(label, tuple) else (label,)
