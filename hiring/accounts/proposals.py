"""Acts that need two people: the first asks and says why, a second one agrees.

One of the two is an owner, and nobody is both; the database refuses that as well. What is agreed
to is done by the part that it belongs to, in the same transaction.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts.staff import Role, Staff
from hiring.db import Json, Record, UtcDateTime
from hiring.errors import NotAllowedError, ProposalFaultError

_OPEN = text("settled_at IS NULL")


class ProposalKind(StrEnum):
    """What nobody does alone."""

    FEEDBACK_OFF = "feedback_off"
    RESCORING = "rescoring"
    OPENING_ERASURE = "opening_erasure"


class Proposal(Record, table=True):
    """What somebody asked for, why, and what a colleague made of it.

    ``subject`` names what it is about; of one thing only one proposal is open. ``details`` is what
    the second person is to see, and what is then done.
    """

    __table_args__ = (
        CheckConstraint(
            "kind IN ('feedback_off', 'rescoring', 'opening_erasure')", name="kind_is_known"
        ),
        CheckConstraint("length(trim(reason)) >= 10", name="reason_is_given"),
        CheckConstraint(
            "(settled_by_id IS NULL) = (settled_at IS NULL)"
            " AND (is_agreed IS NULL) = (settled_at IS NULL)",
            name="settling_is_whole",
        ),
        CheckConstraint("NOT is_agreed OR settled_by_id <> asked_by_id", name="two_people_agree"),
        Index(
            "ix_proposal_open",
            "kind",
            "subject",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    kind: str = Field(max_length=20)
    subject: str = Field(max_length=120)
    reason: str = Field(sa_column=Column(Text, nullable=False))
    details: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    asked_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    settled_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    is_agreed: bool | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for; ``chain`` is that of an opening, or None for the house."""

    kind: ProposalKind
    subject: str
    reason: str
    details: dict[str, Any] = field(default_factory=dict)
    chain: UUID | None = None


def propose(session: Session, wish: Wish, *, staff: Staff, now: datetime) -> Proposal:
    """Ask for an act that needs two people. Flushes; the caller commits.

    Of two who ask at once one is refused, and what its session had not committed is rolled back.

    Raises:
        ProposalFaultError: The same is asked for already.
    """
    proposal = Proposal(
        kind=wish.kind.value,
        subject=wish.subject,
        reason=wish.reason.strip(),
        details=wish.details,
        asked_by_id=staff.id,
        asked_at=now,
    )
    session.add(proposal)
    try:
        session.flush()
    except IntegrityError as clash:
        session.rollback()
        if find_proposal(session, wish.kind, wish.subject) is None:
            raise
        raise ProposalFaultError("the same is asked for already") from clash
    _note(session, "proposal.made", proposal, staff, now, wish.chain)
    return proposal


def find_proposal(session: Session, kind: ProposalKind, subject: str) -> Proposal | None:
    """The proposal of this kind about this subject that nobody has settled, or None."""
    query = select(Proposal).where(
        Proposal.kind == kind.value,
        Proposal.subject == subject,
        col(Proposal.settled_at).is_(None),
    )
    return session.exec(query).first()


def list_waiting(session: Session, staff: Staff) -> list[tuple[Proposal, str]]:
    """What waits for this owner's agreement, oldest first, with the name of who asked."""
    if staff.role != Role.OWNER:
        return []
    query = (
        select(Proposal, Staff.name)
        .join(Staff, col(Staff.id) == col(Proposal.asked_by_id))
        .where(col(Proposal.settled_at).is_(None), Proposal.asked_by_id != staff.id)
        .order_by(col(Proposal.asked_at), col(Proposal.id))
    )
    return list(session.exec(query))


def may_agree(session: Session, proposal: Proposal, staff: Staff) -> bool:
    """Whether this person can be the second: another one, and one of the two an owner."""
    first = session.get_one(Staff, proposal.asked_by_id)
    return first.id != staff.id and Role.OWNER in {first.role, staff.role}


def agree(
    session: Session, proposal: Proposal, *, staff: Staff, now: datetime, chain: UUID | None = None
) -> None:
    """Be the second person. Flushes; the caller does what is agreed to, and commits.

    Raises:
        NotAllowedError: It is the person who asked, or neither of the two is an owner.
        ProposalFaultError: Somebody has settled it meanwhile.
    """
    if not may_agree(session, proposal, staff):
        raise NotAllowedError("a second person has to agree, and one of the two is an owner")
    _settle(session, proposal, staff, now, is_agreed=True)
    _note(session, "proposal.agreed", proposal, staff, now, chain)


def drop(
    session: Session, proposal: Proposal, *, staff: Staff, now: datetime, chain: UUID | None = None
) -> None:
    """Let it be: whoever asked takes it back, or a colleague does not agree. Flushes.

    Raises:
        ProposalFaultError: Somebody has settled it meanwhile.
    """
    _settle(session, proposal, staff, now, is_agreed=False)
    _note(session, "proposal.dropped", proposal, staff, now, chain)


def _settle(
    session: Session, proposal: Proposal, staff: Staff, now: datetime, *, is_agreed: bool
) -> None:
    """Of two at once one finds it settled: the database says who."""
    settled = session.execute(
        update(Proposal)
        .where(col(Proposal.id) == proposal.id, col(Proposal.settled_at).is_(None))
        .values(settled_by_id=staff.id, settled_at=now, is_agreed=is_agreed)
        .execution_options(synchronize_session=False)
    )
    session.refresh(proposal)
    if settled.rowcount == 0:  # type: ignore[attr-defined]
        raise ProposalFaultError("somebody has settled it meanwhile")


def _note(
    session: Session, act: str, proposal: Proposal, staff: Staff, now: datetime, chain: UUID | None
) -> None:
    more: dict[str, Any] = {} if chain is None else {"chain": chain}
    audit.record(
        session,
        act,
        actor=staff.id,
        object_id=proposal.id,
        now=now,
        kind=proposal.kind,
        asked_by=str(proposal.asked_by_id),
        **more,
    )
