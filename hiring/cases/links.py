"""A link stands still while its candidate waits for an answer about adjustments.

Who has not started and asks for other conditions must not run out of days because we take ours. The
link is held far longer than an answer may take, and gets back, once everything is answered, exactly
the time that passed. Started sittings need none of this: their links go on opening them.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from hiring.cases.listing import cases_of, open_cases_of
from hiring.cases.records import Case, CaseKind
from hiring.openings.invitations import InvitationState, get_invitation_of, state_of
from hiring.sittings import find_sitting

HELD_FOR = timedelta(days=365)
LINK_UNTIL = "link_until"


def hold_link(session: Session, case: Case, *, now: datetime) -> None:
    """Keep the link of a candidate who has not started from expiring. Flushes.

    The case remembers the day that was set.
    """
    invitation = get_invitation_of(session, case.candidate_id)
    is_usable = state_of(invitation, now) is InvitationState.USABLE
    if not is_usable or _holder(session, case) or find_sitting(session, case.candidate_id):
        return
    case.details = case.details | {LINK_UNTIL: invitation.expires_at.isoformat()}
    invitation.expires_at += HELD_FOR
    session.add_all([case, invitation])
    session.flush()


def release_link(session: Session, case: Case, *, now: datetime) -> None:
    """Let the days go on, with what was left of them, unless another case is still open. Flushes.

    A link that was made anew in the meantime keeps its own day.
    """
    holder = _holder(session, case)
    is_waiting = any(
        one.kind == CaseKind.ADJUSTMENT for one in open_cases_of(session, case.candidate_id)
    )
    if holder is None or is_waiting:
        return
    set_day = datetime.fromisoformat(holder.details[LINK_UNTIL])
    invitation = get_invitation_of(session, case.candidate_id)
    if invitation.expires_at == set_day + HELD_FOR:
        invitation.expires_at = set_day + (now - holder.asked_at)
    holder.details = {name: fact for name, fact in holder.details.items() if name != LINK_UNTIL}
    session.add_all([holder, invitation])
    session.flush()


def _holder(session: Session, case: Case) -> Case | None:
    """The case that holds the link of the same candidate."""
    found = cases_of(session, case.candidate_id)
    return next((one for one in found if LINK_UNTIL in one.details), None)
