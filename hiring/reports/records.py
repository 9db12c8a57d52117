"""Technical reports as stored: figures frozen at a time, made off the request path."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from hiring.db import Json, Record, UtcDateTime


class TechnicalReport(Record, table=True):
    """All figures of one form and key over the sittings there were, without anybody's name."""

    __tablename__ = "technical_report"
    __table_args__ = (
        CheckConstraint("n_sittings >= 0", name="count_is_not_negative"),
        Index("ix_technical_report_form", "key_version_id", "form_id", "is_simulated", "made_at"),
    )

    key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    form_id: str = Field(max_length=40)
    is_simulated: bool
    n_sittings: int
    document: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    digest: str = Field(max_length=64)
    package_version: str = Field(max_length=20)
    asked_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    job_id: UUID | None = Field(default=None, foreign_key="job.id", ondelete="SET NULL")
    made_at: datetime = Field(sa_type=UtcDateTime)
