"""Interviews with where they stand, and the scorecards to remind people of.

A reminder needs an interview that has taken place and a scorecard that is missing. A planned time
that is over is no proof that somebody met: such an interview asks whether it took place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from hiring.accounts import Role, Staff
from hiring.interviews.records import Interview, Scorecard
from hiring.openings.members import may_be_member
from hiring.openings.records import Candidate, Membership, Opening


class InterviewState(StrEnum):
    """Where an interview stands."""

    NO_DAY = "no_day"
    PLANNED = "planned"
    PAST = "past"  # its time is over, and nobody has said that it took place
    MISSING = "missing"  # took place, no scorecard
    FILED = "filed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"  # the candidate has withdrawn


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """One interview with its people. ``filed`` is the newest filed card, ``draft`` an open one."""

    interview: Interview
    candidate: Candidate
    opening: Opening
    interviewer: Staff
    filed: Scorecard | None
    draft: Scorecard | None

    def state(self, now: datetime) -> InterviewState:
        """Where it stands."""
        one = self.interview
        if self.filed is not None:
            return InterviewState.FILED
        if one.cancelled_at is not None:
            return InterviewState.CANCELLED
        if self.candidate.withdrawn_at is not None:
            return InterviewState.WITHDRAWN
        if one.held_at is not None:
            return InterviewState.MISSING
        if one.planned_at is None:
            return InterviewState.NO_DAY
        return InterviewState.PAST if one.planned_at <= now else InterviewState.PLANNED


def interviews_of(session: Session, opening_id: UUID) -> list[InterviewLine]:
    """All interviews of an opening, by candidate and interviewer. Two queries, however many."""
    return _lines(session, col(Candidate.opening_id) == opening_id)


def interviews_with(session: Session, candidate_id: UUID) -> list[InterviewLine]:
    """The interviews of a candidate, by interviewer."""
    return _lines(session, col(Candidate.id) == candidate_id)


def own_interviews(session: Session, staff: Staff) -> list[InterviewLine]:
    """The interviews of one person in openings they still work on."""
    if not may_be_member(staff):
        return []
    lines = _lines(session, col(Interview.interviewer_id) == staff.id)
    theirs = set(session.exec(select(Membership.opening_id).where(Membership.staff_id == staff.id)))
    is_owner = staff.role == Role.OWNER
    return [line for line in lines if is_owner or line.opening.id in theirs]


def missing_cards(lines: Sequence[InterviewLine], now: datetime) -> list[InterviewLine]:
    """Those that took place and lack a scorecard, the longest ago first."""
    missing = [line for line in lines if line.state(now) is InterviewState.MISSING]
    return sorted(missing, key=lambda line: line.interview.held_at or now)


def _lines(session: Session, which: ColumnElement[bool]) -> list[InterviewLine]:
    rows = session.exec(
        select(Interview, Candidate, Opening, Staff)
        .join(Candidate, col(Candidate.id) == col(Interview.candidate_id))
        .join(Opening, col(Opening.id) == col(Candidate.opening_id))
        .join(Staff, col(Staff.id) == col(Interview.interviewer_id))
        .where(which)
        .order_by(col(Candidate.name), col(Candidate.id), col(Staff.name), col(Staff.id))
    ).all()
    filed, drafts = _cards(session, which)
    return [
        InterviewLine(one, candidate, opening, staff, filed.get(one.id), drafts.get(one.id))
        for one, candidate, opening, staff in rows
    ]


def _cards(
    session: Session, which: ColumnElement[bool]
) -> tuple[dict[UUID, Scorecard], dict[UUID, Scorecard]]:
    """The newest filed card and the open one by interview."""
    rows = session.exec(
        select(Scorecard)
        .join(Interview, col(Interview.id) == col(Scorecard.interview_id))
        .join(Candidate, col(Candidate.id) == col(Interview.candidate_id))
        .where(which)
        .order_by(col(Scorecard.number))
    ).all()
    filed = {row.interview_id: row for row in rows if row.filed_at is not None}
    return filed, {row.interview_id: row for row in rows if row.filed_at is None}
