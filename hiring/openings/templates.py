"""What new openings start from: the terms that a house uses again and again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from hiring.db import Record, UtcDateTime
from hiring.openings.records import LINK_DAYS, FeedbackTime


class OpeningTemplate(Record, table=True):
    """Terms of openings to come. An opening takes them over once; later changes do not reach it.

    Without ``key_version_id`` and ``form_id`` the test is chosen for each opening.
    """

    __tablename__ = "opening_template"
    __table_args__ = (
        CheckConstraint("paper IN ('A4', 'Letter')", name="paper_is_known"),
        CheckConstraint(
            "feedback IN ('at_once', 'at_close', 'on_date', 'off')", name="feedback_is_known"
        ),
        CheckConstraint(
            "(feedback = 'on_date') = (feedback_days IS NOT NULL)", name="feedback_days_are_set"
        ),
        CheckConstraint(
            "(feedback = 'off') = (feedback_off_reason IS NOT NULL)",
            name="no_feedback_has_a_reason",
        ),
        CheckConstraint("(key_version_id IS NULL) = (form_id IS NULL)", name="test_is_whole"),
        CheckConstraint("link_days BETWEEN 1 AND 365", name="link_days_are_sensible"),
        CheckConstraint("decide_days BETWEEN 1 AND 365", name="decide_days_are_sensible"),
        CheckConstraint("keep_days BETWEEN 1 AND 3650", name="keep_days_are_sensible"),
    )

    name: str = Field(max_length=80, unique=True)
    language: str = Field(max_length=12)
    paper: str = Field(default="A4", max_length=6)
    place: str = Field(default="other", max_length=20)
    key_version_id: UUID | None = Field(
        default=None, foreign_key="key_version.id", ondelete="RESTRICT"
    )
    form_id: str | None = Field(default=None, max_length=40)
    feedback: str = Field(default=FeedbackTime.AT_ONCE.value, max_length=10)
    feedback_days: int | None = None
    feedback_off_reason: str | None = Field(default=None, max_length=500)
    link_days: int = LINK_DAYS
    decide_days: int = 45
    keep_days: int | None = None
    may_void: bool = True
    is_sealed: bool = False
    is_blind: bool = False
    has_reminders: bool = True
    made_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    made_at: datetime = Field(sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
