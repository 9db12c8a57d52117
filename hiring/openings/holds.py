"""Holds: what must not be erased for now, why, and until when.

A hold is for a dispute or an inquiry. It stops every erasure of the person, by clock and by wish
alike, and ends by itself: nothing is kept for ever because somebody forgot.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from hiring import audit
from hiring.db import Record, UtcDateTime
from hiring.openings.records import Candidate

MIN_REASON_CHARS = 10


class LegalHold(Record, table=True):
    """One hold on one person. ``ended_at``: lifted before its last moment ``until``."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        CheckConstraint("length(reason) >= 10", name="reason_is_given"),
        CheckConstraint("until > began_at", name="hold_has_an_end"),
        CheckConstraint("ended_at >= began_at", name="lifted_after_it_began"),
    )

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    reason: str = Field(max_length=500)
    began_at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def hold(
    session: Session, candidate: Candidate, *, reason: str, until: datetime, now: datetime
) -> LegalHold:
    """Keep somebody from being erased until then. Flushes; the caller commits.

    Raises:
        ValueError: The reason is too short, or the end does not lie ahead.
    """
    if len(reason.strip()) < MIN_REASON_CHARS:
        raise ValueError(f"a hold needs a reason of at least {MIN_REASON_CHARS} characters")
    if until <= now:
        raise ValueError("a hold ends on a day that is still to come")
    row = LegalHold(candidate_id=candidate.id, reason=reason.strip(), began_at=now, until=until)
    session.add(row)
    session.flush()
    note_by_house(session, "candidate.held", candidate, now)
    return row


def end_hold(session: Session, candidate: Candidate, *, now: datetime) -> bool:
    """Lift every hold on somebody; False where there is none. Flushes; the caller commits."""
    rows = session.exec(
        select(LegalHold).where(
            LegalHold.candidate_id == candidate.id,
            col(LegalHold.ended_at).is_(None),
            LegalHold.until > now,
        )
    ).all()
    for row in rows:
        row.ended_at = now
    session.flush()
    if rows:
        note_by_house(session, "candidate.hold_ended", candidate, now)
    return bool(rows)


def held_ids(now: datetime) -> SelectOfScalar[UUID]:
    """The ids of everybody on hold, as a query."""
    return select(LegalHold.candidate_id).where(
        col(LegalHold.ended_at).is_(None), LegalHold.until > now
    )


def is_held(session: Session, candidate_id: UUID, *, now: datetime) -> bool:
    """Whether somebody is on hold."""
    query = held_ids(now).where(LegalHold.candidate_id == candidate_id).limit(1)
    return session.exec(query).first() is not None


def note_by_house(session: Session, act: str, candidate: Candidate, now: datetime) -> None:
    """Record an act about somebody that the house does by itself, or at the command line."""
    audit.record(
        session,
        act,
        actor=audit.SYSTEM_ACTOR,
        object_id=candidate.id,
        now=now,
        chain=candidate.opening_id,
    )
