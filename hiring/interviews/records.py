"""Tables of interviews. What was filed is never edited: a correction is a scorecard of its own."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from hiring.db import Json, Record, UtcDateTime

LOWEST, HIGHEST = 1, 5


class QuestionOrigin(StrEnum):
    """Where a question comes from."""

    GUIDE = "guide"
    OWN = "own"


class Recommendation(StrEnum):
    """What an interviewer advises, as on paper. It is advice; a decision is made elsewhere."""

    YES = "yes"
    RESERVED = "reserved"  # with reservations
    MAYBE = "maybe"  # more evidence is needed
    NO = "no"


class InterviewPlan(Record, table=True):
    """The core questions of an opening, the same for everybody. Frozen with the first scorecard."""

    __tablename__ = "interview_plan"
    __table_args__ = (
        CheckConstraint("(frozen_at IS NULL) OR (frozen_at >= made_at)", name="frozen_later"),
    )

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", unique=True)
    made_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    made_at: datetime = Field(sa_type=UtcDateTime)
    frozen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PlanQuestion(Record, table=True):
    """One core question with its probe and its three anchors, as it will stand on paper.

    ``guide_question`` is the question's name in the bank's guide, None for an own one.
    """

    __tablename__ = "plan_question"
    __table_args__ = (
        UniqueConstraint("plan_id", "position"),
        CheckConstraint("position >= 1", name="position_counts_from_one"),
        CheckConstraint("origin IN ('guide', 'own')", name="origin_is_known"),
        CheckConstraint(
            "(origin = 'guide') = (guide_question IS NOT NULL)", name="guide_question_is_named"
        ),
    )

    plan_id: UUID = Field(foreign_key="interview_plan.id", ondelete="CASCADE")
    position: int
    origin: str = Field(max_length=10)
    guide_question: str | None = Field(default=None, max_length=60)
    facets: list[str] = Field(sa_column=Column(Json, nullable=False))
    text: str = Field(max_length=600)
    probe: str = Field(max_length=400)
    weak: str = Field(max_length=400)
    fair: str = Field(max_length=400)
    strong: str = Field(max_length=400)


class Interview(Record, table=True):
    """Who meets whom. ``held_at`` is known once it has taken place."""

    __tablename__ = "interview"
    __table_args__ = (UniqueConstraint("candidate_id", "interviewer_id"),)

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE")
    interviewer_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT", index=True)
    assigned_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    assigned_at: datetime = Field(sa_type=UtcDateTime)
    planned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Scorecard(Record, table=True):
    """What one interviewer filed about one interview.

    ``draft`` keeps what is written before it is filed; afterwards it is empty. ``typed_by_id``
    names who copied it from paper; None where the interviewer wrote it. ``confirmed_at`` says when
    the interviewer read such a copy and found it right. The newest number counts.
    """

    __tablename__ = "scorecard"
    __table_args__ = (
        UniqueConstraint("interview_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint(
            "recommendation IS NULL OR recommendation IN ('yes', 'reserved', 'maybe', 'no')",
            name="recommendation_is_known",
        ),
        CheckConstraint("(typed_by_id IS NULL) OR (filed_at IS NOT NULL)", name="typed_is_filed"),
        CheckConstraint(
            "(confirmed_at IS NULL) OR (typed_by_id IS NOT NULL)", name="only_typed_is_confirmed"
        ),
        CheckConstraint(
            "(filed_at IS NULL) OR (recommendation IS NOT NULL)", name="filed_has_an_advice"
        ),
    )

    interview_id: UUID = Field(foreign_key="interview.id", ondelete="CASCADE")
    number: int = 1
    recommendation: str | None = Field(default=None, max_length=10)
    summary: str = Field(default="", max_length=4000)
    draft: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    correction_reason: str | None = Field(default=None, max_length=500)
    typed_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    started_at: datetime = Field(sa_type=UtcDateTime)
    filed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class QuestionRating(Record, table=True):
    """One question on a filed scorecard. ``points`` is None where it was not asked."""

    __tablename__ = "question_rating"
    __table_args__ = (
        UniqueConstraint("scorecard_id", "question_id"),
        CheckConstraint("points IS NULL OR points BETWEEN 1 AND 5", name="points_on_scale"),
    )

    scorecard_id: UUID = Field(foreign_key="scorecard.id", ondelete="CASCADE")
    question_id: UUID = Field(foreign_key="plan_question.id", ondelete="CASCADE", index=True)
    points: int | None = None
    evidence: str = Field(default="", max_length=4000)
