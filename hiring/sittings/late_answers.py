"""Answers that came after the end: kept, shown to those who decide, not scored unless accepted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from hiring.db import Json, Record, UtcDateTime


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
