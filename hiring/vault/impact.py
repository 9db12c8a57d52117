"""The impact report of an opening: rates by group, compared, with what must not be shown left out.

Two ways to count: who was selected of those about whom somebody has decided, and who scored above
the median of all (as Local Law 144 of New York City counts). The formulas and refusals are those of
``hiring.psychometrics.impact``. Nothing here reaches a score or a decision, and no row names
anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np

from hiring import __version__
from hiring.psychometrics.impact.floors import GroupFloors
from hiring.psychometrics.impact.rate_tables import (
    CategoryTable,
    RateTables,
    people_of,
    selection_rate_report,
)
from hiring.psychometrics.impact.report import (
    MIN_SHARE_ONE_IN,
    Finding,
    GroupImpact,
    Label,
    Refusal,
)
from hiring.psychometrics.impact.scoring_rates import scoring_rate_report
from hiring.psychometrics.impact.small_counts import HiddenCounts, counts_to_hide
from hiring.vault.gathering import Person
from hiring.vault.questions import ANSWERS, Topic

# Crossed as the law of New York City asks; more crossings would only make more small groups.
PAIRS = ((Topic.SEX, Topic.ETHNICITY),)


class Mode(StrEnum):
    """What is counted of each group."""

    SELECTED = "selected"
    ABOVE_MEDIAN = "above_median"


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """One group; ``answers`` in the order of the table's topics. None: refused or kept back.

    The ratio of the group that others are held against is 1. ``p`` is Fisher's, two-sided.
    """

    answers: tuple[str, ...]
    n: int | None
    n_high: int | None
    rate: float | None
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None
    is_reference: bool
    is_below_four_fifths: bool
    finding: Finding | None
    refusal: Refusal | None
    is_kept_back: bool
    is_under_two_percent: bool


@dataclass(frozen=True, slots=True)
class ImpactTable:
    """The groups of one topic, or of two at once. ``n_unknown`` is None where it is kept back."""

    topics: tuple[Topic, ...]
    rows: tuple[ImpactRow, ...]
    n_unknown: int | None


@dataclass(frozen=True, slots=True)
class ImpactDocument:
    """A whole report. Without enough people there are no tables.

    ``n_left_out`` have no number, or nobody has decided about them; ``median`` is None except where
    scores are counted.
    """

    mode: Mode
    n_people: int
    n_left_out: int
    overall_rate: float | None
    median: float | None
    tables: tuple[ImpactTable, ...]
    first_at: datetime | None
    last_at: datetime | None
    made_at: datetime
    package_version: str
    floors: GroupFloors


def impact_document(
    people: Sequence[Person], mode: Mode, *, now: datetime, floors: GroupFloors
) -> ImpactDocument:
    """The report about some people; ``floors`` say how many the house asks for."""
    counted = [one for one in people if _is_counted(one, mode)]
    has_enough = len(counted) >= floors.show
    found, median = _rates(counted, mode, floors) if has_enough else (RateTables((), 0, None), None)
    times = [one.submitted_at for one in counted]
    return ImpactDocument(
        mode=mode,
        n_people=len(counted),
        n_left_out=len(people) - len(counted),
        overall_rate=found.overall_rate,
        median=median,
        tables=_tables(found.tables, counted, floors),
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        made_at=now,
        package_version=__version__,
        floors=floors,
    )


def _is_counted(person: Person, mode: Mode) -> bool:
    match mode:
        case Mode.SELECTED:
            return person.is_selected is not None
        case Mode.ABOVE_MEDIAN:
            return person.total is not None


def _rates(
    people: Sequence[Person], mode: Mode, floors: GroupFloors
) -> tuple[RateTables, float | None]:
    labels = _labels(people)
    pairs = [pair for pair in PAIRS if set(pair) <= set(labels)]
    match mode:
        case Mode.SELECTED:
            chosen = [one.is_selected for one in people]
            return selection_rate_report(chosen, labels, pairs=pairs, floors=floors), None
        case Mode.ABOVE_MEDIAN:
            totals = np.array([one.total for one in people], dtype=np.float64)
            found = scoring_rate_report(totals, labels, pairs=pairs, floors=floors)
            return RateTables(found.tables, found.n_scored, found.overall_rate), found.median


def _labels(people: Sequence[Person]) -> dict[str, list[Label | None]]:
    """By topic the answer of each person, for topics on which anybody told something."""
    asked = [topic for topic in Topic if any(topic in one.told for one in people)]
    return {topic: [one.told.get(topic) for one in people] for topic in asked}


def _tables(
    tables: Sequence[CategoryTable], people: Sequence[Person], floors: GroupFloors
) -> tuple[ImpactTable, ...]:
    if not tables:
        return ()
    labels = _labels(people)
    hidden = counts_to_hide(tables, list(labels), people_of(labels), floors)
    return tuple(_table(one, hidden[one.characteristics], len(people), floors) for one in tables)


def _table(
    table: CategoryTable, hidden: HiddenCounts, n_people: int, floors: GroupFloors
) -> ImpactTable:
    topics = tuple(Topic(name) for name in table.characteristics)
    shown = [one for one in table.groups if one.label not in hidden.labels]
    has_reference = any(one.is_reference for one in shown)
    is_compared = has_reference and any(one.comparison is not None for one in shown)
    return ImpactTable(
        topics=topics,
        rows=tuple(
            _row(one, n_people, is_compared=is_compared, is_reference_gone=not has_reference)
            if one in shown
            else _hidden_row(one, floors)
            for one in sorted(table.groups, key=lambda one: _place(topics, one))
        ),
        n_unknown=None if hidden.is_unknown_hidden else table.n_unknown,
    )


def _place(topics: tuple[Topic, ...], group: GroupImpact) -> tuple[int, ...]:
    """Groups stand in the order in which the answers are offered."""
    pairs = zip(topics, _answers(group.label), strict=True)
    return tuple(ANSWERS[topic].index(answer) for topic, answer in pairs)


def _row(
    group: GroupImpact, n_people: int, *, is_compared: bool, is_reference_gone: bool
) -> ImpactRow:
    pair = group.comparison if is_compared else None
    is_reference = group.is_reference and is_compared and group.withheld is None
    interval = None if pair is None else pair.ratio_interval
    return ImpactRow(
        answers=_answers(group.label),
        n=group.n_people,
        n_high=group.n_selected,
        rate=group.rate,
        ratio=1.0 if is_reference else None if pair is None else pair.ratio,
        low=None if interval is None else interval.low,
        high=None if interval is None else interval.high,
        p=None if pair is None else pair.exact.two_sided,
        is_reference=is_reference,
        is_below_four_fifths=pair is not None and pair.is_below_four_fifths,
        finding=group.finding if is_compared else None,
        refusal=group.refusal,
        is_kept_back=group.withheld is not None
        or (is_reference_gone and group.comparison is not None),
        is_under_two_percent=MIN_SHARE_ONE_IN * group.n_people < n_people,
    )


def _hidden_row(group: GroupImpact, floors: GroupFloors) -> ImpactRow:
    """A group of whom not even the number is told; a small one is called small, no more."""
    is_small = group.n_people < floors.show
    return ImpactRow(
        answers=_answers(group.label),
        n=None,
        n_high=None,
        rate=None,
        ratio=None,
        low=None,
        high=None,
        p=None,
        is_reference=False,
        is_below_four_fifths=False,
        finding=None,
        refusal=Refusal.TOO_FEW_TO_SHOW if is_small else None,
        is_kept_back=not is_small,
        is_under_two_percent=False,
    )


def _answers(label: Label) -> tuple[str, ...]:
    return tuple(map(str, label)) if isinstance(label, tuple) else (str(label),)
