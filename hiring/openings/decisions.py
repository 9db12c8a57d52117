"""What a person decided about a candidate, and why. No machine writes here.

``decide`` is the only writer of outcomes. It wants a person who opened the candidate's page, a
reason code, the reason in words and something besides the score that was considered. Rows are
never edited; a changed mind is a new row.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.db import Record, UtcDateTime
from hiring.errors import DecisionFaultError, NotAllowedError
from hiring.openings.records import Candidate
from hiring.openings.whereabouts import note_decided

PAGE_VIEWED = "candidate.viewed"
VIEW_COUNTS_FOR = timedelta(days=30)
MIN_REASON_CHARS = 10


class Outcome(StrEnum):
    """Where a person sends the candidate next."""

    ADVANCE = "advance"
    HOLD = "hold"
    NOT_ADVANCE = "not_advance"


class Stage(StrEnum):
    """How far along the way to the job a decision was made."""

    SCREEN = "screen"
    INTERVIEW = "interview"
    OFFER = "offer"


class ReasonCode(StrEnum):
    """The main ground of a decision. The score alone is not among them."""

    EVIDENCE_TOGETHER = "evidence_together"
    EXPERIENCE = "experience"
    INTERVIEW = "interview"
    AVAILABILITY = "availability"
    WITHDREW = "withdrew"
    OTHER = "other"


class Decision(Record, table=True):
    """One decision by one person. The newest one counts; the older ones stay."""

    __table_args__ = (
        CheckConstraint("outcome IN ('advance', 'hold', 'not_advance')", name="outcome_is_known"),
        CheckConstraint("length(reason) >= 10", name="reason_is_given"),
        CheckConstraint("length(considered) >= 10", name="more_than_the_score"),
        CheckConstraint("viewed_at <= decided_at", name="viewed_before_deciding"),
        CheckConstraint("stage IN ('screen', 'interview', 'offer')", name="stage_is_known"),
    )

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    staff_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    stage: str = Field(default=Stage.SCREEN.value, max_length=10)
    outcome: str = Field(max_length=20)
    reason_code: str = Field(max_length=30)
    reason: str = Field(max_length=2000)
    considered: str = Field(max_length=2000)
    viewed_at: datetime = Field(sa_type=UtcDateTime)
    decided_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def review_seconds(self) -> float:
        """Seconds between opening the page last and deciding."""
        return (self.decided_at - self.viewed_at).total_seconds()


def note_view(session: Session, candidate: Candidate, *, staff: Staff, now: datetime) -> None:
    """Note that somebody opened a candidate's page: an observation, not a change of state."""
    audit.record(
        session,
        PAGE_VIEWED,
        actor=staff.id,
        object_id=candidate.id,
        now=now,
        chain=candidate.opening_id,
    )


def decide(
    session: Session,
    candidate: Candidate,
    *,
    staff: Staff,
    outcome: Outcome,
    reason_code: ReasonCode,
    reason: str,
    considered: str,
    now: datetime,
    stage: Stage = Stage.SCREEN,
) -> Decision:
    """Write a person's decision. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters decide.
        DecisionFaultError: The page was not opened lately, or the words are missing.
    """
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters decide")
    viewed_at = _require_view(session, candidate, staff, now)
    _require_words(reason, "reason_too_short")
    _require_words(considered, "considered_too_short")
    decision = Decision(
        candidate_id=candidate.id,
        staff_id=staff.id,
        stage=stage.value,
        outcome=outcome.value,
        reason_code=reason_code.value,
        reason=reason.strip(),
        considered=considered.strip(),
        viewed_at=viewed_at,
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    audit.record(
        session,
        "candidate.decided",
        actor=staff.id,
        object_id=candidate.id,
        now=now,
        chain=candidate.opening_id,
        stage=stage.value,
        outcome=outcome.value,
        reason_code=reason_code.value,
    )
    note_decided(session, decision)
    return decision


def unopened(
    session: Session, candidates: Sequence[Candidate], *, staff: Staff, now: datetime
) -> set[UUID]:
    """Of these people, those whose page this person has not opened lately. One query."""
    since = now - VIEW_COUNTS_FOR
    ids = [candidate.id for candidate in candidates]
    seen = audit.objects_since(session, PAGE_VIEWED, actor=staff.id, object_ids=ids, since=since)
    return {one for one in ids if str(one) not in seen}


def list_decisions(session: Session, candidate_id: UUID) -> list[tuple[Decision, Staff]]:
    """All decisions about a candidate with their authors, newest first."""
    return list(
        session.exec(
            select(Decision, Staff)
            .join(Staff, col(Staff.id) == col(Decision.staff_id))
            .where(Decision.candidate_id == candidate_id)
            .order_by(col(Decision.decided_at).desc(), col(Decision.id))
        )
    )


def newest_decisions(session: Session, candidate_ids: Sequence[UUID]) -> dict[UUID, Decision]:
    """The decision that counts, by candidate; undecided people are absent. One query."""
    rows = session.exec(
        select(Decision)
        .where(col(Decision.candidate_id).in_(candidate_ids))
        .order_by(col(Decision.decided_at), col(Decision.id).desc())
    )
    return {decision.candidate_id: decision for decision in rows}


def _require_view(session: Session, candidate: Candidate, staff: Staff, now: datetime) -> datetime:
    seen = audit.find_latest(session, PAGE_VIEWED, actor=staff.id, object_id=candidate.id)
    if seen is None or now - seen.at > VIEW_COUNTS_FOR:
        raise DecisionFaultError("page_not_opened")
    return seen.at


def _require_words(text: str, code: str) -> None:
    if len(text.strip()) < MIN_REASON_CHARS:
        raise DecisionFaultError(code)
