"""Notes and tags that staff put on candidates, and lists that they keep to come back to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from hiring.db import Record, UtcDateTime


class Note(Record, table=True):
    """One note of one person. A removed note can be brought back until the candidate is erased."""

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("length(text) >= 1", name="text_is_given"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removal_is_whole"),
    )

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    author_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    text: str = Field(max_length=4000)
    written_at: datetime = Field(sa_type=UtcDateTime)
    removed_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CandidateTag(Record, table=True):
    """One word on one candidate."""

    __tablename__ = "candidate_tag"
    __table_args__ = (
        UniqueConstraint("candidate_id", "word"),
        CheckConstraint("length(word) >= 1", name="word_is_given"),
    )

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE")
    word: str = Field(max_length=40, index=True)
    added_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    added_at: datetime = Field(sa_type=UtcDateTime)


class SavedView(Record, table=True):
    """A search in the list of an opening that one person keeps under a name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("staff_id", "opening_id", "name"),)

    staff_id: UUID = Field(foreign_key="staff.id", ondelete="CASCADE")
    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    name: str = Field(max_length=60)
    query: str = Field(max_length=500)
    saved_at: datetime = Field(sa_type=UtcDateTime)
