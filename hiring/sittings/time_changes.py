"""What moved a sitting's clock, and when: rows are added, never changed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from hiring.db import Record, UtcDateTime


class TimeChangeKind(StrEnum):
    """Why the clock was moved, stopped or started."""

    STARTED = "started"
    BREAK = "break"
    REQUEST = "request"
    RESUMED = "resumed"
    CONDITIONS = "conditions"
    OUTAGE = "outage"
    STAFF = "staff"


class TimeChange(Record, table=True):
    """One change. ``seconds`` were given; ``deadline_at`` held afterwards, None = no clock runs."""

    __tablename__ = "time_change"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('started', 'break', 'request', 'resumed', 'conditions', 'outage', 'staff')",
            name="kind_is_known",
        ),
        CheckConstraint("seconds >= 0", name="time_is_only_given"),
    )

    sitting_id: UUID = Field(foreign_key="sitting.id", ondelete="CASCADE", index=True)
    kind: str = Field(max_length=12)
    seconds: int = 0
    deadline_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    at: datetime = Field(sa_type=UtcDateTime)
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")


def note_change(
    session: Session,
    sitting_id: UUID,
    kind: TimeChangeKind,
    deadline_at: datetime | None,
    *,
    now: datetime,
    seconds: int = 0,
    staff_id: UUID | None = None,
) -> TimeChange:
    """Write down what moved a clock, and the end of the time that holds from then on. Flushes."""
    change = TimeChange(
        sitting_id=sitting_id,
        kind=kind.value,
        seconds=seconds,
        deadline_at=deadline_at,
        at=now,
        staff_id=staff_id,
    )
    session.add(change)
    session.flush()
    return change


def list_changes(session: Session, sitting_id: UUID) -> list[TimeChange]:
    """All that moved one sitting's clock, oldest first."""
    return list(
        session.exec(
            select(TimeChange)
            .where(TimeChange.sitting_id == sitting_id)
            .order_by(col(TimeChange.at), col(TimeChange.id))
        )
    )


def has_started(session: Session, sitting_id: UUID) -> bool:
    """Whether the clock of a sitting was ever started."""
    return any(
        one.kind == TimeChangeKind.STARTED.value for one in list_changes(session, sitting_id)
    )
