"""Files that were asked for, made by a job, and kept for a while."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary
from sqlmodel import Field

from hiring.db import Record, UtcDateTime


class Export(Record, table=True):
    """One file of one opening. ``content`` is None before the job made it and after it expired."""

    __tablename__ = "export"
    __table_args__ = (
        CheckConstraint("kind IN ('csv', 'xlsx', 'json')", name="kind_is_known"),
        CheckConstraint("expires_at > asked_at", name="expires_later"),
    )

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    kind: str = Field(max_length=4)
    is_blind: bool = False
    asked_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    made_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    n_rows: int | None = None
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
