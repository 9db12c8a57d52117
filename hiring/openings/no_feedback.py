"""Turning feedback off for the candidates of an opening: one person asks, a second one agrees.

Until then everything stays as it is. What was turned off, one owner turns on again.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.accounts.proposals import (
    Proposal,
    ProposalKind,
    Wish,
    agree,
    drop,
    find_proposal,
    propose,
)
from hiring.errors import NotAllowedError, NotFoundError
from hiring.openings.records import FeedbackTime, Opening

MIN_REASON_CHARS = 10
MAX_REASON_CHARS = 500


def propose_no_feedback(
    session: Session, opening: Opening, *, reason: str, staff: Staff, now: datetime
) -> Proposal:
    """Ask that candidates get no feedback. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters ask for that.
        ValueError: The reason is missing or too long.
        ProposalFaultError: It is asked for already.
    """
    _require_recruiter(staff)
    if not MIN_REASON_CHARS <= len(reason.strip()) <= MAX_REASON_CHARS:
        raise ValueError(
            f"no feedback needs a reason of {MIN_REASON_CHARS} to {MAX_REASON_CHARS} characters"
        )
    wish = Wish(ProposalKind.FEEDBACK_OFF, str(opening.id), reason, chain=opening.id)
    return propose(session, wish, staff=staff, now=now)


def find_no_feedback(session: Session, opening: Opening) -> Proposal | None:
    """What waits for a second person, or None."""
    return find_proposal(session, ProposalKind.FEEDBACK_OFF, str(opening.id))


def get_no_feedback(session: Session, opening: Opening, proposal_id: UUID) -> Proposal:
    """What waits for a second person under this id.

    Raises:
        NotFoundError: Nothing of this opening does.
    """
    proposal = find_no_feedback(session, opening)
    if proposal is None or proposal.id != proposal_id:
        raise NotFoundError("no such proposal about this opening")
    return proposal


def turn_feedback_off(
    session: Session, opening: Opening, proposal: Proposal, *, staff: Staff, now: datetime
) -> None:
    """Agree as the second person: from now on there is no feedback. Flushes; the caller commits.

    Raises:
        NotAllowedError: It is the person who asked, or neither of the two is an owner.
        ProposalFaultError: Somebody has settled it meanwhile.
    """
    _require_recruiter(staff)
    agree(session, proposal, staff=staff, now=now, chain=opening.id)
    opening.feedback, opening.feedback_from = FeedbackTime.OFF.value, None
    opening.feedback_off_reason = proposal.reason
    session.add(opening)
    session.flush()
    note_feedback_set(session, opening, staff=staff, now=now)


def note_feedback_set(session: Session, opening: Opening, *, staff: Staff, now: datetime) -> None:
    """Record when candidates see their feedback from now on, or that they see none."""
    starts_at = opening.feedback_from
    audit.record(
        session,
        "feedback.set",
        actor=staff.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        when=opening.feedback,
        starts_at=None if starts_at is None else starts_at.isoformat(),
    )


def leave_feedback_on(
    session: Session, opening: Opening, proposal: Proposal, *, staff: Staff, now: datetime
) -> None:
    """Take the proposal back, or do not agree to it. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters do.
        ProposalFaultError: Somebody has settled it meanwhile.
    """
    _require_recruiter(staff)
    drop(session, proposal, staff=staff, now=now, chain=opening.id)


def _require_recruiter(staff: Staff) -> None:
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters decide on feedback")
