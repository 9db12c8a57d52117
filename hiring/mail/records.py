"""Mail to candidates as rows: written in the transaction that causes it, sent by a job."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text, text
from sqlmodel import Field

from hiring.db import Record, UtcDateTime

_UNSENT = text("sent_at IS NULL")  # of thousands a few, which the desk counts


class Mail(Record, table=True):
    """One mail to a candidate. ``unique_key`` makes asking twice the same as asking once.

    ``server_words`` is what the mail server said when it refused the mail for good. It may name the
    address, so it stands here, where it goes with the candidate, and not in the job or a log.
    """

    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'sent', 'no_server', 'refused', 'dropped')", name="state_is_known"
        ),
        CheckConstraint("server_words IS NULL OR state <> 'sent'", name="taken_without_words"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_a_time"),
        Index("ix_mail_unsent", "queued_at", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
    )

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    kind: str = Field(max_length=30)
    language: str = Field(max_length=12)
    subject: str = Field(max_length=200)
    body: str = Field(sa_column=Column(Text, nullable=False))
    unique_key: str = Field(max_length=120, unique=True)
    state: str = Field(default="queued", max_length=12)
    server_words: str | None = Field(default=None, max_length=300)
    queued_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
