"""Who has been told what was decided: once for each decision, by mail or by a person."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.db import Record, UtcDateTime
from hiring.errors import NotAllowedError
from hiring.openings.decisions import Decision, Outcome
from hiring.openings.records import Candidate
from hiring.openings.whereabouts import note_told


class ToldBy(StrEnum):
    """How somebody was told."""

    MAIL = "mail"
    PHONE = "phone"
    IN_PERSON = "in_person"
    OTHER = "other"


class Telling(Record, table=True):
    """A candidate was told of a decision, once."""

    __tablename__ = "telling"
    __table_args__ = (
        CheckConstraint("way IN ('mail', 'phone', 'in_person', 'other')", name="way_is_known"),
    )

    decision_id: UUID = Field(foreign_key="decision.id", ondelete="CASCADE", unique=True)
    way: str = Field(max_length=10)
    told_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    told_at: datetime = Field(sa_type=UtcDateTime)


def tell(
    session: Session,
    candidate: Candidate,
    decision: Decision,
    *,
    way: ToldBy,
    staff: Staff,
    now: datetime,
) -> Telling:
    """Note that a candidate has been told of a decision; what was noted first stays. Flushes.

    Raises:
        NotAllowedError: Only owners and recruiters tell candidates.
    """
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters tell candidates what was decided")
    known = tellings_of(session, [decision.id]).get(decision.id)
    if known is not None:
        return known
    telling = Telling(decision_id=decision.id, way=way.value, told_by_id=staff.id, told_at=now)
    session.add(telling)
    session.flush()
    audit.record(
        session,
        "candidate.told",
        actor=staff.id,
        object_id=candidate.id,
        now=now,
        chain=candidate.opening_id,
        way=way.value,
    )
    if decision.outcome != Outcome.HOLD.value:  # to be on hold is no answer: they wait on
        note_told(session, decision, now=now)
    return telling


def tellings_of(session: Session, decision_ids: Sequence[UUID]) -> dict[UUID, Telling]:
    """How people were told, by decision; those that nobody was told of are absent."""
    if not decision_ids:
        return {}
    rows = session.exec(select(Telling).where(col(Telling.decision_id).in_(decision_ids)))
    return {telling.decision_id: telling for telling in rows}
