"""Cases: what a candidate asks for and a person has to answer by a day."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field

from hiring.db import Json, Record, UtcDateTime


class CaseKind(StrEnum):
    """What somebody asks for."""

    ADJUSTMENT = "adjustment"
    CORRECTION = "correction"
    CONTEST = "contest"
    ERASURE = "erasure"


class CaseStatus(StrEnum):
    """Where a case stands."""

    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    TAKEN_BACK = "taken_back"


class Case(Record, table=True):
    """One request with its clock.

    ``wishes`` are codes of what would help, ``words`` the candidate's own, ``reply`` what they are
    told. ``details`` says what was changed, as codes with the values before and after.
    """

    __tablename__ = "candidate_case"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('adjustment', 'correction', 'contest', 'erasure')", name="kind_is_known"
        ),
        CheckConstraint(
            "status IN ('asked', 'acknowledged', 'decided', 'taken_back')", name="status_is_known"
        ),
        CheckConstraint(
            "(status = 'decided') = (decided_at IS NOT NULL AND decided_by_id IS NOT NULL"
            " AND outcome IS NOT NULL)",
            name="decision_is_whole",
        ),
        CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by_id IS NULL)",
            name="acknowledgement_is_whole",
        ),
        Index("ix_candidate_case_status_decide_by", "status", "decide_by"),
    )

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    kind: str = Field(max_length=12)
    wishes: list[str] = Field(sa_column=Column(Json, nullable=False))
    words: str = Field(default="", max_length=4000)
    status: str = Field(default=CaseStatus.ASKED.value, max_length=12)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    acknowledge_by: datetime = Field(sa_type=UtcDateTime)
    decide_by: datetime = Field(sa_type=UtcDateTime)
    acknowledged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    acknowledged_by_id: UUID | None = Field(
        default=None, foreign_key="staff.id", ondelete="RESTRICT"
    )
    handler_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    outcome: str | None = Field(default=None, max_length=20)
    reply: str = Field(default="", max_length=4000)
    details: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
