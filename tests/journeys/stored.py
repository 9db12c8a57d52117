"""What the database holds of each sitting, held against what its candidate was told."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlmodel import col, select

from hiring.db import db
from hiring.jobs import Job
from hiring.sittings import Answer, Draft, Sitting
from hiring.sittings.late_answers import list_late
from tests.journeys.candidates import House, application
from tests.journeys.protocol import Told


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds of one sitting.

    ``late`` are values that came after the end; ``taken_over`` are last drafts that became answers.
    ``jobs`` says what is asked for it.
    """

    revisions: dict[str, list[Any]]
    states: Counter[str]
    drafts: dict[tuple[str, str], tuple[int, Any]]
    taken_over: dict[str, list[Any]]
    late: dict[str, list[Any]]
    n_in_grace: int
    deadline_at: datetime | None
    closed_by: str | None
    receipt: str | None
    jobs: list[str]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were called saved, and how many are not there, there twice, or there as nothing."""

    answers: int = 0
    drafts: int = 0
    lost: int = 0
    doubled: int = 0
    blank: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))

    @classmethod
    def of(cls, told: Told, stored: Stored) -> Self:
        """Count one sitting. What came late is there as long as it is kept for a person.

        It is not kept a second time where it says the same as the draft that was taken over.
        """
        said, there = _by_item(told.answers), _by_item(stored.revisions) + _by_item(stored.late)
        return cls(
            answers=said.total(),
            drafts=len(told.drafts),
            lost=(said - there - _by_item(stored.taken_over)).total()
            + _n_lost_drafts(told, stored),
            doubled=(there - said).total(),
            blank=sum(n for state, n in stored.states.items() if state != "answered"),
        )


@dataclass(slots=True)
class _Rows:
    """All rows of one sitting."""

    answers: list[Answer] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


def what_is_stored(house: House) -> dict[str, Stored]:
    """Candidate's token → what is stored of their sitting."""
    with application(house.place):
        sittings = {row.candidate_id: row for row in db.session.exec(select(Sitting))}
        jobs = [row.unique_key for row in db.session.exec(select(Job))]
        return {
            token: _stored(sittings[candidate_id], jobs)
            for token, candidate_id in house.candidate_ids.items()
            if candidate_id in sittings
        }


def _stored(sitting: Sitting, jobs: Iterable[str | None]) -> Stored:
    rows = _rows(sitting.id)
    by_hand = [row for row in rows.answers if not row.is_from_draft]
    late: dict[str, list[Any]] = {}
    for one in list_late(db.session, sitting.id):
        late.setdefault(one.item, []).append(one.value)
    return Stored(
        revisions=_values(by_hand),
        states=Counter(row.state for row in rows.answers),
        drafts={(row.item, row.page_id): (row.number, row.value) for row in rows.drafts},
        taken_over=_values([row for row in rows.answers if row.is_from_draft]),
        late=late,
        n_in_grace=sum(row.is_in_grace for row in by_hand),
        deadline_at=sitting.deadline_at,
        closed_by=sitting.closed_by,
        receipt=sitting.receipt,
        jobs=sorted(key.partition(":")[0] for key in jobs if key and str(sitting.id) in key),
    )


def _rows(sitting_id: UUID) -> _Rows:
    answers = select(Answer).where(Answer.sitting_id == sitting_id)
    drafts = select(Draft).where(Draft.sitting_id == sitting_id)
    in_order = answers.order_by(col(Answer.item), col(Answer.revision))
    return _Rows(list(db.session.exec(in_order)), list(db.session.exec(drafts)))


def _values(answers: list[Answer]) -> dict[str, list[Any]]:
    values: dict[str, list[Any]] = {}
    for row in answers:
        values.setdefault(row.item, []).append(row.value)
    return values


def _by_item(values: dict[str, list[Any]]) -> Counter[tuple[str, str]]:
    return Counter(
        (item, json.dumps(one, sort_keys=True)) for item, all_ in values.items() for one in all_
    )


def _n_lost_drafts(told: Told, stored: Stored) -> int:
    """Drafts that are not there, nor a newer one of the same page."""
    return sum(
        not _holds(stored.drafts.get(page), number, value)
        for page, (number, value) in told.drafts.items()
    )


def _holds(kept: tuple[int, Any] | None, number: int, value: Any) -> bool:
    return kept is not None and (kept[0] > number or kept == (number, value))
