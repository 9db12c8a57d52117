"""Linking studies: what makes the scores of two forms or versions comparable, and how well."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field

from hiring.db import Json, Record, UtcDateTime


class LinkingStudy(Record, table=True):
    """How a score on the new form is said on the old form's scale. Frozen; may be retired.

    ``conversion`` holds the result of the library: slope and intercept, or a table of points.
    ``standard_error`` is the one figure in points that enters the error of a difference.
    """

    __tablename__ = "linking_study"
    __table_args__ = (
        CheckConstraint("standard_error >= 0", name="error_is_not_negative"),
        CheckConstraint("n_new >= 50 AND n_old >= 50", name="enough_people"),
        CheckConstraint(
            "(retired_at IS NULL) = (retired_by_id IS NULL)", name="retirement_is_whole"
        ),
        Index("ix_linking_study_new", "new_key_version_id", "new_form_id", "made_at"),
    )

    new_key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    new_form_id: str = Field(max_length=40)
    old_key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    old_form_id: str = Field(max_length=40)
    is_simulated: bool
    design: str = Field(max_length=30)
    method: str = Field(max_length=40)
    n_new: int
    n_old: int
    anchors: list[str] = Field(sa_column=Column(Json, nullable=False))
    dropped_anchors: list[str] = Field(sa_column=Column(Json, nullable=False))
    conversion: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    standard_error: float
    reason: str = Field(sa_column=Column(Text, nullable=False))
    digest: str = Field(max_length=64)
    made_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    made_at: datetime = Field(sa_type=UtcDateTime)
    retired_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
