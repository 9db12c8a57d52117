"""Answers that came after the end: kept, shown to those who decide, not scored unless accepted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ColumnElement, UniqueConstraint, func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.db import Json, Record, UtcDateTime
from hiring.errors import DecisionFaultError, NotAllowedError, NotFoundError
from hiring.openings.decisions import Decision
from hiring.openings.records import Candidate, get_candidate
from hiring.sittings.answers import AnswerState
from hiring.sittings.drafts import Draft
from hiring.sittings.records import Answer, Sitting, latest_answers

MIN_REASON_CHARS, MAX_REASON_CHARS = 10, 500


class LateAnswer(Record, table=True):
    """One answer that arrived when its sitting was over. Accepting needs a person and a reason."""

    __tablename__ = "late_answer"
    __table_args__ = (
        UniqueConstraint("sitting_id", "item", "page_id"),
        CheckConstraint(
            "(accepted_at IS NULL) = (accepted_by_id IS NULL)"
            " AND (accepted_at IS NULL) = (reason IS NULL)",
            name="acceptance_is_whole",
        ),
    )

    sitting_id: UUID = Field(foreign_key="sitting.id", ondelete="CASCADE")
    item: str = Field(max_length=90)
    page_id: str = Field(max_length=24)
    value: Any = Field(default=None, sa_column=Column(Json, nullable=True))
    arrived_at: datetime = Field(sa_type=UtcDateTime)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    reason: str | None = Field(default=None, max_length=500)


@dataclass(frozen=True, slots=True)
class WaitingLate:
    """A candidate with how many late answers a person has to look at."""

    candidate: Candidate
    n_answers: int


def keep_late(
    session: Session,
    *,
    sitting_id: UUID,
    item: str,
    page_id: str,
    value: Any,
    arrived_at: datetime,
) -> None:
    """Keep an answer that came after the end; the newest of a page counts.

    One statement, so that many at once leave one row. The caller commits.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite if is_sqlite else postgresql).insert(LateAnswer)
    new = LateAnswer(
        sitting_id=sitting_id, item=item, page_id=page_id, value=value, arrived_at=arrived_at
    )
    session.execute(
        insert.values(**new.model_dump()).on_conflict_do_update(
            index_elements=["sitting_id", "item", "page_id"],
            set_={"value": insert.excluded["value"], "arrived_at": insert.excluded["arrived_at"]},
            where=col(LateAnswer.accepted_at).is_(None),
        )
    )


def get_late(session: Session, late_id: UUID) -> LateAnswer:
    """One late answer.

    Raises:
        NotFoundError: There is none with this id.
    """
    found = session.get(LateAnswer, late_id)
    if found is None:
        raise NotFoundError("no such late answer")
    return found


def list_late(session: Session, sitting_id: UUID) -> list[LateAnswer]:
    """What came after the end of a sitting, in the order of arrival."""
    return list(
        session.exec(
            select(LateAnswer)
            .where(LateAnswer.sitting_id == sitting_id)
            .order_by(col(LateAnswer.arrived_at), col(LateAnswer.id))
            .execution_options(populate_existing=True)
        )
    )


def waiting_late(session: Session, opening_ids: Collection[UUID]) -> list[WaitingLate]:
    """Whose late answers nobody has looked at yet, in order of name. One query.

    An answer waits until it is accepted or a person decides about the candidate, who saw it on the
    candidate's page. What was taken back waits for nobody.
    """
    return _waiting(session, col(Candidate.opening_id).in_(opening_ids))


def waiting_late_of(session: Session, candidate_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many late answers of these people nobody has looked at yet; zeros are absent."""
    found = _waiting(session, col(Candidate.id).in_(candidate_ids))
    return {one.candidate.id: one.n_answers for one in found}


def accept_late(
    session: Session, late: LateAnswer, *, staff: Staff, reason: str, now: datetime
) -> bool:
    """Let a late answer count, as one more revision; whether it was this call that did it.

    The caller has the sitting scored again. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters accept late answers.
        DecisionFaultError: The reason is too short or too long.
    """
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters accept late answers")
    _lock(session, late.sitting_id)
    accepted = session.execute(
        update(LateAnswer)
        .where(col(LateAnswer.id) == late.id, col(LateAnswer.accepted_at).is_(None))
        .values(accepted_at=now, accepted_by_id=staff.id, reason=_checked(reason))
        .execution_options(synchronize_session=False)
    )
    session.refresh(late)
    if not accepted.rowcount:  # type: ignore[attr-defined]
        return False
    session.add(_revision(session, late))
    _audit(session, late, staff, now)
    return True


def has_late(sitting_id: Any) -> ColumnElement[bool]:
    """That a sitting has a late answer that was not accepted.

    Said as a list, which is short: a database then begins there and not with everybody.
    """
    waiting = select(LateAnswer.sitting_id).where(col(LateAnswer.accepted_at).is_(None))
    return col(sitting_id).in_(waiting)


def _waiting(session: Session, who: ColumnElement[bool]) -> list[WaitingLate]:
    those = select(Sitting.candidate_id).where(has_late(Sitting.id))
    decided_since = select(Decision.id).where(
        col(Decision.candidate_id) == col(Candidate.id),
        col(Decision.decided_at) >= col(LateAnswer.arrived_at),
    )
    found = session.exec(
        select(Candidate, func.count(col(LateAnswer.id)))
        .join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
        .join(LateAnswer, col(LateAnswer.sitting_id) == col(Sitting.id))
        .where(
            who,
            col(Candidate.id).in_(those),
            col(LateAnswer.accepted_at).is_(None),
            col(Sitting.submitted_at).is_not(None),
            col(Sitting.voided_at).is_(None),
            ~decided_since.exists(),
        )
        .group_by(col(Candidate.id))
        .order_by(col(Candidate.name), col(Candidate.id))
    )
    return [WaitingLate(candidate, n) for candidate, n in found]


def _lock(session: Session, sitting_id: UUID) -> None:
    """Let nobody else add a revision until the commit: of two at once both would be the same."""
    session.execute(
        update(Sitting)
        .where(col(Sitting.id) == sitting_id)
        .values(attempt=col(Sitting.attempt))
        .execution_options(synchronize_session=False)
    )


def _revision(session: Session, late: LateAnswer) -> Answer:
    stored = latest_answers(session, late.sitting_id).get(late.item)
    # The page's own draft came with the late answer and knows who entered it.
    draft = session.get(Draft, (late.sitting_id, late.item, late.page_id))
    return Answer(
        sitting_id=late.sitting_id,
        item=late.item,
        revision=1 if stored is None else stored.revision + 1,
        state=AnswerState.ANSWERED.value,
        value=late.value,
        answered_at=late.arrived_at,
        entered_by=None if draft is None else draft.entered_by,
    )


def _checked(reason: str) -> str:
    words = reason.strip()
    if len(words) < MIN_REASON_CHARS:
        raise DecisionFaultError("reason_too_short")
    if len(words) > MAX_REASON_CHARS:
        raise DecisionFaultError("reason_too_long")
    return words


def _audit(session: Session, late: LateAnswer, staff: Staff, now: datetime) -> None:
    sitting = session.get_one(Sitting, late.sitting_id)
    candidate = get_candidate(session, sitting.candidate_id)
    audit.record(
        session,
        "late_answer.accepted",
        actor=staff.id,
        object_id=late.id,
        now=now,
        chain=candidate.opening_id,
        candidate_id=str(candidate.id),
    )
