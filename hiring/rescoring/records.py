"""The table of re-scorings and how they are found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text, text
from sqlmodel import Field, Session, col, select

from hiring.db import Json, Record, UtcDateTime
from hiring.errors import NotFoundError

_UNFINISHED = text("finished_at IS NULL")


class Rescoring(Record, table=True):
    """A person's decision to score sittings of one form again under another key, and why.

    ``effect`` keeps the preview that the person had before them. Scores made by it name it. Of the
    same scores only one is unfinished at a time. ``agreed_by_id`` is the second person; None where
    it was decided before two were asked.
    """

    __table_args__ = (
        CheckConstraint("length(trim(reason)) >= 10", name="reason_is_given"),
        CheckConstraint("n_sittings >= 1", name="somebody_to_score"),
        Index("ix_rescoring_form", "from_key_version_id", "form_id", "decided_at"),
        Index(
            "ix_rescoring_unfinished",
            "from_key_version_id",
            "form_id",
            "is_simulated",
            unique=True,
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
    )

    from_key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    to_key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    form_id: str = Field(max_length=40)
    is_simulated: bool
    reason: str = Field(sa_column=Column(Text, nullable=False))
    effect: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    n_sittings: int
    decided_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    decided_at: datetime = Field(sa_type=UtcDateTime)
    agreed_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def get_rescoring(session: Session, rescoring_id: UUID) -> Rescoring:
    """The re-scoring with this id.

    Raises:
        NotFoundError: There is none.
    """
    found = session.get(Rescoring, rescoring_id)
    if found is None:
        raise NotFoundError("no such re-scoring")
    return found


def list_rescorings(session: Session, key_version_id: UUID, form_id: str) -> list[Rescoring]:
    """The re-scorings of a form from or to this key, newest first."""
    is_either = (col(Rescoring.from_key_version_id) == key_version_id) | (
        col(Rescoring.to_key_version_id) == key_version_id
    )
    return list(
        session.exec(
            select(Rescoring)
            .where(is_either, Rescoring.form_id == form_id)
            .order_by(col(Rescoring.decided_at).desc(), col(Rescoring.id))
        )
    )
