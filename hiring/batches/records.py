"""Tables of batches. One brief is one job: what cannot be printed does not stop the rest."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlmodel import Field

from hiring.db import Record, UtcDateTime


class Batch(Record, table=True):
    """Briefs that somebody asked for together. Its files are gone after ``expires_at``.

    ``merged`` is all of them in one document, where somebody wanted it; ``merged_of`` stands for
    the briefs that are in it.
    """

    __tablename__ = "batch"
    __table_args__ = (CheckConstraint("expires_at > asked_at", name="expires_later"),)

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    is_blind: bool = False
    asked_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    merged: bytes | None = Field(default=None, sa_type=LargeBinary)
    merged_of: str | None = Field(default=None, max_length=64)


class BatchBrief(Record, table=True):
    """One brief of a batch: waiting, made, or not made for a reason."""

    __tablename__ = "batch_brief"
    __table_args__ = (
        UniqueConstraint("batch_id", "candidate_id"),
        UniqueConstraint("batch_id", "position"),
        CheckConstraint("position >= 1", name="position_counts_from_one"),
        CheckConstraint("state IN ('waiting', 'made', 'not_made')", name="state_is_known"),
        CheckConstraint("(state = 'made') = (made_at IS NOT NULL)", name="made_has_a_time"),
        CheckConstraint("(state = 'not_made') = (fault IS NOT NULL)", name="not_made_has_a_reason"),
    )

    batch_id: UUID = Field(foreign_key="batch.id", ondelete="CASCADE")
    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    position: int
    state: str = Field(default="waiting", max_length=10)
    fault: str | None = Field(default=None, max_length=200)
    made_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    pdf: bytes | None = Field(default=None, sa_type=LargeBinary)
    digest: str | None = Field(default=None, max_length=64)
