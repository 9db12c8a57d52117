"""A cut score: a point that a person set, how, and why. It groups people; it decides nothing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from hiring.db import Record, UtcDateTime


class CutMethod(StrEnum):
    """How a cut score was found."""

    PANEL = "panel"
    CURRENT_STAFF = "current_staff"
    PLACES = "places"
    OTHER = "other"


class CutScore(Record, table=True):
    """One cut score of an opening. The newest without an end holds; none is ever edited.

    ``is_before_scores`` says whether it was set before anybody had looked at a score here.
    """

    __tablename__ = "cut_score"
    __table_args__ = (
        UniqueConstraint("opening_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("cut_points >= 0 AND cut_points <= 100", name="cut_on_scale"),
        CheckConstraint(
            "method IN ('panel', 'current_staff', 'places', 'other')", name="method_is_known"
        ),
        CheckConstraint("length(reason) >= 10", name="reason_is_given"),
        CheckConstraint("(ended_by_id IS NULL) = (ended_at IS NULL)", name="end_is_whole"),
    )

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    number: int
    cut_points: float
    method: str = Field(max_length=20)
    reason: str = Field(max_length=2000)
    is_before_scores: bool
    set_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    set_at: datetime = Field(sa_type=UtcDateTime)
    ended_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
