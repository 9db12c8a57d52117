"""Where one attempt stands: a closed set of states, and which may follow which.

The state is read from what is stored and stored nowhere itself, so that it cannot disagree with the
rows. The verbs refuse whatever the table below does not hold.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, select

from hiring.openings.invitations import InvitationState, get_invitation_of, state_of
from hiring.openings.records import Candidate, Invitation
from hiring.sittings.records import CandidateAccess, Sitting, find_sitting


class AttemptState(StrEnum):
    """Where an attempt stands. A break belongs to "started", being scored to "submitted"."""

    INVITED = "invited"
    OPENED = "opened"
    EXPIRED = "expired"
    STARTED = "started"
    SUBMITTED = "submitted"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"


# A new link makes an attempt that was not started "invited" again. Whoever withdrew stays so.
TRANSITIONS: Mapping[AttemptState, frozenset[AttemptState]] = {
    AttemptState.INVITED: frozenset(
        {
            AttemptState.OPENED,
            AttemptState.EXPIRED,
            AttemptState.WITHDRAWN,
            AttemptState.DELETED,
        }
    ),
    AttemptState.OPENED: frozenset(
        {
            AttemptState.INVITED,
            AttemptState.EXPIRED,
            AttemptState.STARTED,
            AttemptState.WITHDRAWN,
            AttemptState.DELETED,
        }
    ),
    AttemptState.EXPIRED: frozenset(
        {AttemptState.INVITED, AttemptState.WITHDRAWN, AttemptState.DELETED}
    ),
    AttemptState.STARTED: frozenset(
        {AttemptState.SUBMITTED, AttemptState.WITHDRAWN, AttemptState.DELETED}
    ),
    AttemptState.SUBMITTED: frozenset(
        {AttemptState.VOIDED, AttemptState.WITHDRAWN, AttemptState.DELETED}
    ),
    AttemptState.VOIDED: frozenset({AttemptState.WITHDRAWN, AttemptState.DELETED}),
    AttemptState.WITHDRAWN: frozenset({AttemptState.DELETED}),
    AttemptState.DELETED: frozenset(),
}


def attempt_state(session: Session, candidate: Candidate, *, now: datetime) -> AttemptState:
    """Where a candidate's newest attempt stands."""
    if candidate.withdrawn_at is not None:
        return AttemptState.WITHDRAWN
    sitting = find_sitting(session, candidate.id)
    if sitting is not None:
        return _of_sitting(sitting)
    invitation = get_invitation_of(session, candidate.id)
    if state_of(invitation, now) is not InvitationState.USABLE:
        return AttemptState.EXPIRED
    was_opened = _was_opened(session, invitation)
    return AttemptState.OPENED if was_opened else AttemptState.INVITED


def _of_sitting(sitting: Sitting) -> AttemptState:
    if sitting.voided_at is not None:
        return AttemptState.VOIDED
    return AttemptState.STARTED if sitting.submitted_at is None else AttemptState.SUBMITTED


def _was_opened(session: Session, invitation: Invitation) -> bool:
    """Whether the link, as it is now, was exchanged in some browser."""
    query = select(CandidateAccess.id).where(
        CandidateAccess.candidate_id == invitation.candidate_id,
        CandidateAccess.generation == invitation.generation,
    )
    return session.exec(query).first() is not None
