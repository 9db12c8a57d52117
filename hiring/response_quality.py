"""Response quality: signs that somebody should look at how a sitting was answered. Never a score."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column
from sqlmodel import Field

from hiring.db import Json, Record, UtcDateTime


class ResponseQuality(Record, table=True):
    """Which indicators spoke in one sitting; a flag needs two that are independent."""

    __tablename__ = "response_quality"

    sitting_id: UUID = Field(foreign_key="sitting.id", ondelete="CASCADE", unique=True)
    is_flagged: bool
    signs: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    n_reference: int
    looked_at: datetime = Field(sa_type=UtcDateTime)
