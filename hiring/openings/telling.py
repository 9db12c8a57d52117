"""Who has been told what was decided."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from hiring.db import Record, UtcDateTime


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
