"""Two questions about the experience, kept apart from whoever answered them.

A reply names the opening and the month, and nothing that leads to a person: neither a sitting nor
a moment. Small groups are not shown.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from hiring.db import Record


class SurveyReply(Record, table=True):
    """One reply. Both answers run from 1, not at all, to 5, very much; None = left out."""

    __tablename__ = "survey_reply"
    __table_args__ = (
        CheckConstraint("fairness IS NULL OR fairness BETWEEN 1 AND 5", name="fairness_on_scale"),
        CheckConstraint("clarity IS NULL OR clarity BETWEEN 1 AND 5", name="clarity_on_scale"),
    )

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    fairness: int | None = None
    clarity: int | None = None
    month: date
