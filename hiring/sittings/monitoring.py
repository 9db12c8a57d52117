"""Who is at work in an opening just now: on which page, last saved when, paused or not.

Nothing about answers: only which page somebody is on and when something last arrived is read, never
what it says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from hiring.openings.records import Candidate
from hiring.sittings.drafts import Draft
from hiring.sittings.records import Answer, Sitting

MAX_AT_WORK = 200


@dataclass(frozen=True, slots=True)
class AtWork:
    """One candidate with a sitting under way.

    ``item`` is that of the page on which something was saved last, None before the first.
    """

    candidate: Candidate
    sitting: Sitting
    item: str | None
    saved_at: datetime | None

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still."""
        return self.sitting.paused_at is not None

    @property
    def last_at(self) -> datetime:
        """When the last sign of life came."""
        return max(self.saved_at or self.sitting.started_at, self.sitting.started_at)


@dataclass(frozen=True, slots=True)
class WorkingNow:
    """Those at work, the last sign of life first; ``n_all`` counts those beyond the limit too."""

    people: list[AtWork]
    n_all: int


def working_now(session: Session, opening_id: UUID) -> WorkingNow:
    """The sittings of an opening that are under way. Four queries, however many there are."""
    rows = session.exec(
        _under_way(opening_id, (Candidate, Sitting))
        .order_by(func.coalesce(Sitting.answered_at, Sitting.started_at).desc(), col(Sitting.id))
        .limit(MAX_AT_WORK)
    ).all()
    n_all = session.exec(_under_way(opening_id, (func.count(),))).one()
    saved = _last_saved(session, [sitting.id for _candidate, sitting in rows])
    people = [
        AtWork(candidate, sitting, *saved.get(sitting.id, (None, None)))
        for candidate, sitting in rows
    ]
    return WorkingNow(sorted(people, key=lambda one: one.last_at, reverse=True), n_all)


def _under_way(opening_id: UUID, what: Sequence[Any]) -> Any:
    return (
        select(*what)
        .select_from(Candidate)
        .join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
        .where(
            Candidate.opening_id == opening_id,
            col(Candidate.withdrawn_at).is_(None),
            col(Sitting.submitted_at).is_(None),
        )
    )


def _last_saved(session: Session, sitting_ids: Sequence[UUID]) -> dict[UUID, tuple[str, datetime]]:
    """On which item and when something arrived last, an answer or a draft, by sitting."""
    answers = session.exec(
        select(Answer.sitting_id, Answer.item, func.max(Answer.answered_at))
        .where(col(Answer.sitting_id).in_(sitting_ids))
        .group_by(col(Answer.sitting_id), col(Answer.item))
    ).all()
    drafts = session.exec(
        select(Draft.sitting_id, Draft.item, func.max(Draft.received_at))
        .where(col(Draft.sitting_id).in_(sitting_ids))
        .group_by(col(Draft.sitting_id), col(Draft.item))
    ).all()
    return _newest([*answers, *drafts])


def _newest(rows: Iterable[tuple[UUID, str, datetime]]) -> dict[UUID, tuple[str, datetime]]:
    found: dict[UUID, tuple[str, datetime]] = {}
    for sitting_id, item, moment in rows:
        if sitting_id not in found or moment > found[sitting_id][1]:
            found[sitting_id] = (item, moment)
    return found
