"""What moved a sitting's clock, and when: rows are added, never changed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

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
