"""Tables of a sitting, the link that opens it, and reading what was answered.

Everything that a later change must not touch is pinned when the sitting starts: bank version, key
version, form, language and the seed of the option order. Answers are append-only revisions; the
highest revision of an item is the answer.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint, false, text
from sqlmodel import Field, Session, SQLModel, col, select

from hiring.accounts import hash_token
from hiring.db import Json, Record, UtcDateTime
from hiring.errors import InvitationClosedError
from hiring.notices.records import Notice  # noqa: F401 - a sitting names one
from hiring.openings.invitations import InvitationState, find_invitation, state_of
from hiring.openings.records import Candidate, Invitation
from hiring.openings.whereabouts import note_opened

TOKEN_BYTES = 24
_TAKEN_BACK = text("voided_at IS NOT NULL")  # of thousands a few, which lists leave out


class CandidateAccess(Record, table=True):
    """A browser that exchanged a link for a cookie. Only the cookie's hash is stored.

    ``assistant_name`` names the person who enters the answers in this browser for the candidate.
    """

    __tablename__ = "candidate_access"

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)
    generation: int
    token_hash: str = Field(max_length=64, unique=True)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    assistant_name: str | None = Field(default=None, max_length=120)


class Sitting(Record, table=True):
    """One candidate working once through one test form; never reopened, never re-pinned.

    Without ``limit_seconds`` there is no time limit. With one the clock either runs, until
    ``deadline_at``, or stands still since ``paused_at`` with ``left_seconds`` to go. An untimed
    sitting can be paused as well: then only ``paused_at`` is set.
    """

    __table_args__ = (
        UniqueConstraint("candidate_id", "attempt"),
        CheckConstraint("attempt >= 1", name="attempt_counts_from_one"),
        CheckConstraint("submitted_at >= started_at", name="submitted_after_start"),
        CheckConstraint(
            "(submitted_at IS NULL) = (receipt IS NULL)", name="receipt_goes_with_submission"
        ),
        CheckConstraint("closed_by IN ('candidate', 'server')", name="closer_is_known"),
        CheckConstraint(
            "limit_seconds IS NULL OR submitted_at IS NOT NULL"
            " OR (deadline_at IS NULL) = (paused_at IS NOT NULL)",
            name="clock_runs_or_stands",
        ),
        CheckConstraint(
            "limit_seconds IS NOT NULL OR (deadline_at IS NULL AND left_seconds IS NULL)",
            name="no_clock_without_limit",
        ),
        CheckConstraint(
            "voided_at IS NULL OR submitted_at IS NOT NULL", name="voided_after_submission"
        ),
        Index(
            "ix_sitting_taken_back",
            "voided_at",
            sqlite_where=_TAKEN_BACK,
            postgresql_where=_TAKEN_BACK,
        ),
    )

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE")
    administration_id: UUID = Field(
        foreign_key="administration.id", ondelete="RESTRICT", index=True
    )
    bank_version_id: UUID = Field(foreign_key="bank_version.id", ondelete="RESTRICT")
    key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    form_id: str = Field(max_length=40)
    language: str = Field(max_length=12)
    option_seed: int
    attempt: int = 1
    is_simulated: bool = False
    started_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    receipt: str | None = Field(default=None, max_length=16, unique=True)
    closed_by: str | None = Field(default=None, max_length=10)
    voided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    interface_language: str | None = Field(default=None, max_length=12)
    notice_id: UUID | None = Field(default=None, foreign_key="notice.id", ondelete="RESTRICT")
    limit_seconds: int | None = None
    deadline_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left_seconds: int | None = None


class Answer(SQLModel, table=True):
    """One revision of one item's answer. Rows are added, never changed.

    ``shown_at`` and ``answered_at`` are the server's times of showing and of arrival;
    ``active_seconds`` is what the page says of the time it was in front, at most the time between
    the two. ``is_from_draft``: never sent by hand, taken over from the last draft when the sitting
    was closed. ``entered_by``: the assistant who entered it for the candidate.
    """

    __table_args__ = (
        CheckConstraint("revision >= 1", name="revision_counts_from_one"),
        CheckConstraint("state IN ('answered', 'skipped', 'void')", name="state_is_known"),
        CheckConstraint("(state = 'answered') = (value IS NOT NULL)", name="answered_has_value"),
    )

    sitting_id: UUID = Field(foreign_key="sitting.id", ondelete="CASCADE", primary_key=True)
    item: str = Field(max_length=90, primary_key=True)
    revision: int = Field(primary_key=True)
    state: str = Field(max_length=12)
    value: Any = Field(default=None, sa_column=Column(Json, nullable=True))
    answered_at: datetime = Field(sa_type=UtcDateTime)
    shown_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    active_seconds: float | None = None
    # The defaults stand in the database too: an upgrade need not copy every answer there is.
    is_in_grace: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    is_from_draft: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    entered_by: str | None = Field(default=None, max_length=120)


def exchange_token(session: Session, token: str, *, now: datetime) -> str:
    """Exchange a link's token for a new cookie token. Flushes; the caller commits.

    Raises:
        InvitationClosedError: The link opens nothing.
    """
    invitation = require_open_link(session, token, now)
    cookie = secrets.token_urlsafe(TOKEN_BYTES)
    access = CandidateAccess(
        candidate_id=invitation.candidate_id,
        generation=invitation.generation,
        token_hash=hash_token(cookie),
        opened_at=now,
    )
    session.add(access)
    session.flush()
    note_opened(session, invitation.candidate_id, now=now)
    return cookie


def require_open_link(session: Session, token: str, now: datetime) -> Invitation:
    """The invitation behind a link that still opens something.

    After its last day a link no longer starts a sitting, but it goes on opening one that was
    started, its receipt, and for everybody their own data and rights.

    Raises:
        InvitationClosedError: Unknown and withdrawn links get the same answer.
    """
    invitation = find_invitation(session, token)
    if invitation is None or state_of(invitation, now) is InvitationState.REVOKED:
        raise InvitationClosedError("this link opens nothing")
    return invitation


def first_opened_at(session: Session, candidate_id: UUID) -> datetime | None:
    """When a candidate first opened a link, whichever it was; None before."""
    return session.exec(
        select(CandidateAccess.opened_at)
        .where(CandidateAccess.candidate_id == candidate_id)
        .order_by(col(CandidateAccess.opened_at))
        .limit(1)
    ).first()


def find_access(session: Session, cookie: str) -> tuple[Candidate, Invitation] | None:
    """The candidate behind a cookie, or None.

    Re-issuing or withdrawing a link closes the cookies it was exchanged for.
    """
    return session.exec(
        select(Candidate, Invitation)
        .join(CandidateAccess, col(CandidateAccess.candidate_id) == col(Candidate.id))
        .join(Invitation, col(Invitation.candidate_id) == col(Candidate.id))
        .where(
            CandidateAccess.token_hash == hash_token(cookie),
            CandidateAccess.generation == Invitation.generation,
            col(Invitation.revoked_at).is_(None),
        )
    ).first()


def find_sitting(session: Session, candidate_id: UUID) -> Sitting | None:
    """The candidate's newest sitting, or None before the start."""
    return session.exec(
        select(Sitting)
        .where(Sitting.candidate_id == candidate_id)
        .order_by(col(Sitting.attempt).desc())
        .limit(1)
    ).first()


def find_by_receipt(session: Session, receipt: str) -> Sitting | None:
    """The sitting whose receipt this is, or None; small letters and spaces around do not matter."""
    return session.exec(select(Sitting).where(Sitting.receipt == receipt.strip().upper())).first()


def latest_answers(session: Session, sitting_id: UUID) -> dict[str, Answer]:
    """The newest revision of every item that was shown and left, by item."""
    return latest_answers_of_many(session, [sitting_id]).get(sitting_id, {})


def latest_answers_of_many(
    session: Session, sitting_ids: Iterable[UUID]
) -> dict[UUID, dict[str, Answer]]:
    """The newest revisions of several sittings, by sitting and item."""
    rows = session.exec(
        select(Answer)
        .where(col(Answer.sitting_id).in_(list(sitting_ids)))
        .order_by(col(Answer.sitting_id), col(Answer.item), col(Answer.revision))
    )
    found: dict[UUID, dict[str, Answer]] = {}
    for row in rows:
        found.setdefault(row.sitting_id, {})[row.item] = row
    return found


def find_sittings(session: Session, candidate_ids: Iterable[UUID]) -> dict[UUID, Sitting]:
    """The newest sitting of each candidate, by candidate."""
    rows = session.exec(
        select(Sitting)
        .where(col(Sitting.candidate_id).in_(list(candidate_ids)))
        .order_by(col(Sitting.candidate_id), col(Sitting.attempt))
    )
    return {row.candidate_id: row for row in rows}
