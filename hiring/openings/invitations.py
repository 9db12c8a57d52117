"""Candidates' links: derived tokens of 144 bits, of which the database keeps only the hash.

The token is a keyed hash of the invitation's id and generation, so staff can copy the link again
without anybody having stored it. Opening a link changes nothing; mail scanners open links.
"""

import base64
import hashlib
import hmac
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, select

from hiring import audit
from hiring.accounts import ApiKey, Staff, hash_token
from hiring.errors import InvitationClosedError, NotFoundError
from hiring.openings.closing import require_open
from hiring.openings.records import Candidate, Invitation, Opening, new_code
from hiring.openings.whereabouts import note_added, note_link

TOKEN_BYTES = 18


class InvitationState(StrEnum):
    """Whether a link still opens something."""

    USABLE = "usable"
    EXPIRED = "expired"
    REVOKED = "revoked"


def add_candidate(
    session: Session,
    opening: Opening,
    *,
    name: str,
    email: str | None,
    actor: Staff | ApiKey,
    secret: str,
    expires_at: datetime,
    now: datetime,
) -> Candidate:
    """Add a candidate with an invitation, by a person or a program. Flushes; the caller commits.

    Raises:
        OpeningClosedError: The opening takes nobody any more.
    """
    require_open(opening)
    candidate = Candidate(
        opening_id=opening.id,
        code=new_code(),
        name=name,
        email=email or None,
        is_simulated=opening.is_simulated,
        added_at=now,
    )
    session.add(candidate)
    session.flush()
    invitation = Invitation(candidate_id=candidate.id, token_hash="", expires_at=expires_at)
    stamp_token(invitation, secret)
    session.add(invitation)
    session.flush()
    audit.record(
        session,
        "candidate.added",
        actor=actor.id,
        object_id=candidate.id,
        now=now,
        chain=opening.id,
    )
    note_added(session, [(candidate, invitation)])
    return candidate


def invitation_token(invitation: Invitation, secret: str) -> str:
    """The secret part of a candidate's link."""
    message = f"invitation:{invitation.id}:{invitation.generation}".encode()
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()


def find_invitation(session: Session, token: str) -> Invitation | None:
    """The invitation behind a link, whatever its state, or None."""
    return session.exec(
        select(Invitation).where(Invitation.token_hash == hash_token(token))
    ).first()


def get_invitation_of(session: Session, candidate_id: UUID) -> Invitation:
    """The invitation of a candidate.

    Raises:
        NotFoundError: There is none.
    """
    found = session.exec(select(Invitation).where(Invitation.candidate_id == candidate_id)).first()
    if found is None:
        raise NotFoundError("no such invitation")
    return found


def state_of(invitation: Invitation, now: datetime) -> InvitationState:
    """Whether the link opens something at ``now``."""
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.USABLE if now < invitation.expires_at else InvitationState.EXPIRED


def require_usable(session: Session, token: str, now: datetime) -> Invitation:
    """The invitation behind a link that is neither expired nor withdrawn.

    Raises:
        InvitationClosedError: Unknown, expired and withdrawn links get one and the same answer.
    """
    invitation = find_invitation(session, token)
    if invitation is None or state_of(invitation, now) is not InvitationState.USABLE:
        raise InvitationClosedError("this link opens nothing")
    return invitation


def reissue(
    session: Session,
    invitation: Invitation,
    *,
    opening: Opening,
    actor: Staff,
    secret: str,
    expires_at: datetime,
    now: datetime,
) -> None:
    """Replace a link by a new one; the old one is dead from now on."""
    invitation.generation += 1
    invitation.revoked_at, invitation.expires_at = None, expires_at
    stamp_token(invitation, secret)
    session.flush()
    _note(session, "invitation.reissued", invitation, opening, actor, now)


def revoke(
    session: Session, invitation: Invitation, *, opening: Opening, actor: Staff, now: datetime
) -> None:
    """Withdraw a link."""
    invitation.revoked_at = now
    session.flush()
    _note(session, "invitation.revoked", invitation, opening, actor, now)


def stamp_token(invitation: Invitation, secret: str) -> None:
    """Give an invitation the hash of its link as its generation has it."""
    invitation.token_hash = hash_token(invitation_token(invitation, secret))


def _note(
    session: Session,
    act: str,
    invitation: Invitation,
    opening: Opening,
    actor: Staff,
    now: datetime,
) -> None:
    audit.record(
        session,
        act,
        actor=actor.id,
        object_id=invitation.candidate_id,
        now=now,
        chain=opening.id,
        generation=invitation.generation,
    )
    note_link(session, invitation)
