"""Norm groups: with whom a score is compared, frozen, dated and described by a named analyst."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field

from hiring.db import Json, Record, UtcDateTime


class NormGroup(Record, table=True):
    """Totals of submitted, real sittings of one form and key, in order; nobody's name or id.

    ``chosen`` says by what the sittings were picked (openings, languages, days), so that a reader
    can tell whom the group stands for.
    """

    __tablename__ = "norm_group"
    __table_args__ = (
        CheckConstraint("n >= 2", name="more_than_one_sitting"),
        CheckConstraint("sd > 0", name="spread_is_above_zero"),
        CheckConstraint("people IN ('applicants', 'incumbents', 'mixed')", name="people_is_known"),
        CheckConstraint(
            "(retired_at IS NULL) = (retired_by_id IS NULL)", name="retirement_is_whole"
        ),
        CheckConstraint("last_submitted_at >= first_submitted_at", name="last_after_first"),
        Index("ix_norm_group_form", "key_version_id", "form_id", "made_at"),
    )

    key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    form_id: str = Field(max_length=40)
    name: str = Field(max_length=120)
    people: str = Field(max_length=12)
    role_title: str = Field(max_length=120)
    description: str = Field(sa_column=Column(Text, nullable=False))
    chosen: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    n: int
    mean: float
    sd: float
    totals: list[float] = Field(sa_column=Column(Json, nullable=False))
    first_submitted_at: datetime = Field(sa_type=UtcDateTime)
    last_submitted_at: datetime = Field(sa_type=UtcDateTime)
    digest: str = Field(max_length=64, unique=True)
    made_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    made_at: datetime = Field(sa_type=UtcDateTime)
    retired_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
