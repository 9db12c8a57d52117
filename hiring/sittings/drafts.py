"""Drafts: what stands in a page before it is sent.

They live apart from answers. Every page that was shown has a draft of its own, so that two tabs
never write over each other; within a page the higher number wins, whatever order they arrive in.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column
from sqlmodel import Field, SQLModel

from hiring.db import Json, UtcDateTime


class Draft(SQLModel, table=True):
    """The newest state of one page that was shown.

    ``revision`` is that of the answer the page had seen, ``fields`` what its fields hold, ``value``
    the answer they make, or None while they make none.
    """

    __table_args__ = (
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("revision >= 0", name="revision_is_not_negative"),
    )

    sitting_id: UUID = Field(foreign_key="sitting.id", ondelete="CASCADE", primary_key=True)
    item: str = Field(max_length=90, primary_key=True)
    page_id: str = Field(max_length=24, primary_key=True)
    number: int
    revision: int
    fields: Any = Field(default=None, sa_column=Column(Json, nullable=True))
    value: Any = Field(default=None, sa_column=Column(Json, nullable=True))
    shown_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    active_seconds: float | None = None
    entered_by: str | None = Field(default=None, max_length=120)
    received_at: datetime = Field(sa_type=UtcDateTime)
