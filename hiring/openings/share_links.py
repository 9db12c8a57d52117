"""Links that let a hiring manager without an account read about named candidates, for a while.

The secret part of a link is derived, as a candidate's is, so that nothing in the table opens a
page. A link that ran out, one that was withdrawn and one that never was look alike from outside.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff, hash_token
from hiring.db import Record, UtcDateTime
from hiring.errors import NotAllowedError, NotFoundError
from hiring.openings.records import Candidate, Opening

USUAL_DAYS = 7
MAX_DAYS = 60
MAX_SHARED = 50
_PURPOSE = b"share link"


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

    def is_open(self, now: datetime) -> bool:
        """Whether it opens anything now."""
        return self.revoked_at is None and now < self.expires_at


class SharedCandidate(Record, table=True):
    """A candidate whom a link names."""

    __tablename__ = "shared_candidate"
    __table_args__ = (UniqueConstraint("link_id", "candidate_id"),)

    link_id: UUID = Field(foreign_key="share_link.id", ondelete="CASCADE")
    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", index=True)


@dataclass(frozen=True, slots=True)
class ShareTerms:
    """For whom a link is, which kinds of page it opens, by name or code, and for how long."""

    made_for: str
    shows_brief: bool = True
    shows_comparison: bool = False
    is_blind: bool = False
    days: int = USUAL_DAYS


def share(
    session: Session,
    opening: Opening,
    candidates: Sequence[Candidate],
    *,
    terms: ShareTerms,
    staff: Staff,
    secret: str,
    now: datetime,
) -> ShareLink:
    """Make a link to these candidates of one opening. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters share.
        ValueError: Nobody is named, somebody is of another opening, or the days are out of bounds.
    """
    _require_recruiting(staff)
    if not 1 <= terms.days <= MAX_DAYS or not 1 <= len(candidates) <= MAX_SHARED:
        raise ValueError(f"a link names 1 to {MAX_SHARED} people for 1 to {MAX_DAYS} days")
    if any(one.opening_id != opening.id for one in candidates):
        raise ValueError("a link names people of one opening")
    link_id = uuid4()
    link = ShareLink(
        id=link_id,
        opening_id=opening.id,
        made_for=terms.made_for.strip(),
        token_hash=hash_token(share_token(link_id, secret)),
        shows_brief=terms.shows_brief,
        shows_comparison=terms.shows_comparison,
        is_blind=terms.is_blind,
        made_by_id=staff.id,
        made_at=now,
        expires_at=now + timedelta(days=terms.days),
    )
    session.add(link)
    session.flush()
    session.add_all(SharedCandidate(link_id=link.id, candidate_id=one.id) for one in candidates)
    session.flush()
    ids = [one.id for one in candidates]
    audit.record_each(
        session, "candidate.shared", actor=staff.id, object_ids=ids, now=now, chain=opening.id
    )
    return link


def share_token(link_id: UUID, secret: str) -> str:
    """The secret part of a link's address."""
    digest = hmac.new(secret.encode(), _PURPOSE + link_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def get_open_link(session: Session, token: str, *, now: datetime) -> ShareLink:
    """The link of this token, while it is open.

    Raises:
        NotFoundError: There is none, it ran out, was withdrawn, or who made it has left: all look
            alike.
    """
    link = session.exec(
        select(ShareLink)
        .join(Staff, col(Staff.id) == col(ShareLink.made_by_id))
        .where(ShareLink.token_hash == hash_token(token), col(Staff.is_active))
    ).first()
    if link is None or not link.is_open(now):
        raise NotFoundError("no such page")
    return link


def shared_candidates(session: Session, link: ShareLink) -> list[Candidate]:
    """Whom a link names, in order of name."""
    return list(
        session.exec(
            select(Candidate)
            .join(SharedCandidate, col(SharedCandidate.candidate_id) == col(Candidate.id))
            .where(SharedCandidate.link_id == link.id)
            .order_by(col(Candidate.name), col(Candidate.id))
        )
    )


def list_links(session: Session, opening_id: UUID) -> list[ShareLink]:
    """The links of an opening, newest first."""
    return list(
        session.exec(
            select(ShareLink)
            .where(ShareLink.opening_id == opening_id)
            .order_by(col(ShareLink.made_at).desc(), col(ShareLink.id))
        )
    )


def withdraw_share(
    session: Session, opening: Opening, link_id: UUID, *, staff: Staff, now: datetime
) -> bool:
    """Make a link open nothing; whether this call did it. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters do.
        NotFoundError: The opening has no such link.
    """
    _require_recruiting(staff)
    link = session.get(ShareLink, link_id)
    if link is None or link.opening_id != opening.id:
        raise NotFoundError("no such link")
    if link.revoked_at is not None:
        return False
    _withdraw(session, opening, link, by=staff, now=now)
    return True


def withdraw_links_of(session: Session, staff: Staff, *, by: Staff, now: datetime) -> int:
    """Make every open link that somebody made open nothing; how many. Flushes.

    For the day on which an account is closed. Links stay closed when it is opened again.
    """
    links = session.exec(
        select(ShareLink).where(
            ShareLink.made_by_id == staff.id,
            col(ShareLink.revoked_at).is_(None),
            col(ShareLink.expires_at) > now,
        )
    ).all()
    for link in links:
        opening = session.get_one(Opening, link.opening_id)
        _withdraw(session, opening, link, by=by, now=now)
    return len(links)


def _withdraw(
    session: Session, opening: Opening, link: ShareLink, *, by: Staff, now: datetime
) -> None:
    link.revoked_at, link.revoked_by_id = now, by.id
    session.flush()
    audit.record(
        session,
        "opening.share_withdrawn",
        actor=by.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        link_id=str(link.id),
    )


def _require_recruiting(staff: Staff) -> None:
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters share what candidates sent")
