"""Tables of rates: by each characteristic and by pairs of them, fit to be shown.

The rate is the share of a group to whom something happened: who was selected, or who scored above
the median. Which of the two it is, the callers say; the tables, the comparisons and what is kept
back for the sake of small groups are the same.

Source: scoring reference, sections 6.1, 6.2 and 6.4.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, compress

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import BoolArray
from hiring.psychometrics.impact.floors import LOWEST, GroupFloors
from hiring.psychometrics.impact.report import GroupImpact, Label, impact_report
from hiring.psychometrics.impact.selection_rates import Selected
from hiring.psychometrics.impact.withholding import Key, Names, fit_to_show, label_of
from hiring.psychometrics.rating_tables import named

Labels = Sequence[Label | None]
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CategoryTable:
    """The categories of one characteristic, or of two at once."""

    characteristics: tuple[str, ...]
    groups: tuple[GroupImpact, ...]
    n_unknown: int


@dataclass(frozen=True, slots=True)
class RateTables:
    """Tables over the same people; ``overall_rate`` is None where that tells too much."""

    tables: tuple[CategoryTable, ...]
    n_people: int
    overall_rate: float | None


def rate_tables(
    is_high: ArrayLike,
    characteristics: Mapping[str, Labels],
    level: float = 0.95,
    pairs: Pairs | None = None,
    floors: GroupFloors = LOWEST,
) -> RateTables:
    """Rates by characteristic and by pairs of them, with the refusals of ``impact``.

    Args:
        is_high: Shape (n_people,), to whom it happened.
        characteristics: By name, one label per person; None = not known.
        level: Of the intervals.
        pairs: Names of the characteristics to cross; None = all pairs.
        floors: How many people the house asks for.

    Raises:
        ValueError: Not one label per person, or the level lies outside 0..1.
    """
    given = np.asarray(is_high, dtype=np.bool_)
    require_labels(given.size, characteristics)
    single: dict[Names, Labels] = {(name,): labels for name, labels in characteristics.items()}
    wanted = combinations(characteristics, 2) if pairs is None else pairs
    crossed = {(a, b): _crossed(characteristics[a], characteristics[b]) for a, b in wanted}
    reports = {
        names: impact_report(counts(given, labels), level, floors)
        for names, labels in (single | crossed).items()
    }
    fit = fit_to_show(reports, list(characteristics), people_of(characteristics), floors)
    tables = tuple(CategoryTable(names, fit[names], reports[names].n_unknown) for names in reports)
    # Withheld by one table, it must not be read off another.
    is_open = all(report.overall_rate is not None for report in reports.values())
    is_shown = given.size >= floors.show and is_open
    return RateTables(tables, given.size, int(given.sum()) / given.size if is_shown else None)


def selection_rate_report(
    is_selected: Sequence[bool | None],
    characteristics: Mapping[str, Labels],
    level: float = 0.95,
    pairs: Pairs | None = None,
    floors: GroupFloors = LOWEST,
) -> RateTables:
    """Selection rates by characteristic and by pairs of them, fit to be shown.

    Args:
        is_selected: One per person; None = nobody has decided, left out.
        characteristics: By name, one label per person; None = not known.
        level: Of the intervals.
        pairs: Names of the characteristics to cross; None = all pairs.
        floors: How many people the house asks for.

    Raises:
        ValueError: Not one label per person, or the level lies outside 0..1.
    """
    require_labels(len(is_selected), characteristics)
    is_decided = [one is not None for one in is_selected]
    known = {name: list(compress(labels, is_decided)) for name, labels in characteristics.items()}
    return rate_tables(
        [bool(one) for one in compress(is_selected, is_decided)], known, level, pairs, floors
    )


def counts(is_high: BoolArray, labels: Labels) -> dict[Label | None, Selected]:
    """To how many of each label it happened; under None those who gave no label."""
    applied: Counter[Label | None] = Counter(map(known_or_none, labels))
    high = Counter(map(known_or_none, compress(labels, is_high.tolist())))
    return {label: Selected(high[label], n) for label, n in applied.items()}


def people_of(characteristics: Mapping[str, Labels]) -> list[Key]:
    """The labels of everybody, in the order of the characteristics."""
    return list(zip(*(map(known_or_none, one) for one in characteristics.values()), strict=True))


def known_or_none(label: Label | None) -> Label | None:
    """A gap in a column of labels arrives as NaN from some readers."""
    return None if isinstance(label, float) and math.isnan(label) else label


def require_labels(n_people: int, characteristics: Mapping[str, Labels]) -> None:
    """Have one label per person.

    Raises:
        ValueError: A characteristic has more or fewer; the message names it.
    """
    odd = [name for name, labels in characteristics.items() if len(labels) != n_people]
    if odd:
        raise ValueError(f"give one label per person: see {named(odd)}")


def _crossed(one: Labels, other: Labels) -> list[Label | None]:
    pairs = zip(map(known_or_none, one), map(known_or_none, other), strict=True)
    return [label_of(pair) for pair in pairs]
