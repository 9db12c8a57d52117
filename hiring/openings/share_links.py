"""Links that let a hiring manager without an account read about named candidates, for a while."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from hiring.db import Record, UtcDateTime


class ShareLink(Record, table=True):
    """One link. Only the token's hash is stored; ``shows_*`` name the kinds of page it opens."""

    __tablename__ = "share_link"
    __table_args__ = (
        CheckConstraint("expires_at > made_at", name="expires_later"),
        CheckConstraint("shows_brief OR shows_comparison", name="shows_something"),
        CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revocation_is_whole"
        ),
    )

    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    made_for: str = Field(max_length=120)
    token_hash: str = Field(max_length=64, unique=True)
    shows_brief: bool = True
    shows_comparison: bool = False
    is_blind: bool = False
    made_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT")
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_by_id: UUID | None = Field(default=None, foreign_key="staff.id", ondelete="RESTRICT")
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SharedCandidate(Record, table=True):
    """A candidate whom a link names."""

    __tablename__ = "shared_candidate"
    __table_args__ = (UniqueConstraint("link_id", "candidate_id"),)

    link_id: UUID = Field(foreign_key="share_link.id", ondelete="CASCADE")
    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
