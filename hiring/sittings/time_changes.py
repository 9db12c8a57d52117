"""What moved a sitting's clock, and when: rows are added, never changed."""

from collections.abc import Iterable
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


_STOPS = (TimeChangeKind.BREAK, TimeChangeKind.REQUEST)


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


def paused_seconds(changes: Iterable[TimeChange], until: datetime) -> float:
    """For how long a clock stood still in all, in seconds; 0 where it never did.

    Args:
        changes: What moved the clock, oldest first.
        until: The end of a stop that still goes on.
    """
    spans = [(since, end or until) for since, end in pauses_of(changes)]
    return sum((max((end - since).total_seconds(), 0.0) for since, end in spans), 0.0)


def pauses_of(changes: Iterable[TimeChange]) -> list[tuple[datetime, datetime | None]]:
    """From when until when a clock stood still; the end of the last is None while it still does.

    Args:
        changes: What moved the clock, oldest first.
    """
    found: list[tuple[datetime, datetime | None]] = []
    since = None
    for one in changes:
        if one.kind in _STOPS:
            since = since or one.at
        elif one.kind == TimeChangeKind.RESUMED and since is not None:
            found.append((since, one.at))
            since = None
    return found if since is None else [*found, (since, None)]


def has_started(session: Session, sitting_id: UUID) -> bool:
    """Whether the clock of a sitting was ever started."""
    return any(
        one.kind == TimeChangeKind.STARTED.value for one in list_changes(session, sitting_id)
    )
