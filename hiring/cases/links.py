"""A link stands still while its candidate waits for an answer about adjustments.

Who has not started and asks for other conditions must not run out of days because we take ours.
The link is held far longer than an answer may take, and gets back, once everything is answered, the
days that passed, each one that had begun as a whole: pages name its last day, which must end as the
day that was set did. Started sittings need none of this: their links go on opening them.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from hiring.cases.listing import cases_of, open_cases_of
from hiring.cases.records import Case, CaseKind
from hiring.openings.invitations import InvitationState, get_invitation_of, state_of
from hiring.openings.whereabouts import note_link
from hiring.sittings import find_sitting

HELD_FOR = timedelta(days=365)
LINK_UNTIL = "link_until"
LINK_SINCE = "link_since"


def hold_link(session: Session, case: Case, *, now: datetime) -> None:
    """Keep the link of a candidate who has not started from expiring. Flushes.

    The case remembers the day that was set.
    """
    invitation = get_invitation_of(session, case.candidate_id)
    is_usable = state_of(invitation, now) is InvitationState.USABLE
    if not is_usable or _holder(session, case) or find_sitting(session, case.candidate_id):
        return
    marks = {LINK_UNTIL: invitation.expires_at.isoformat(), LINK_SINCE: now.isoformat()}
    case.details = case.details | marks
    invitation.expires_at += HELD_FOR
    session.add_all([case, invitation])
    session.flush()
    note_link(session, invitation)


def hold_new_link(session: Session, candidate_id: UUID, *, now: datetime) -> None:
    """Hold a link that was made anew while its candidate waits for an answer. Flushes."""
    waiting = [
        one for one in open_cases_of(session, candidate_id) if one.kind == CaseKind.ADJUSTMENT
    ]
    if not waiting:
        return
    holder = _holder(session, waiting[0])
    if holder is not None:
        _forget(session, holder)
    hold_link(session, waiting[0], now=now)


def release_link(session: Session, case: Case, *, now: datetime) -> None:
    """Let the days go on, with what was left of them, unless another case is still open. Flushes.

    A link whose day was set in the meantime keeps that day.
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
        since = holder.details.get(LINK_SINCE, holder.asked_at.isoformat())
        invitation.expires_at = set_day + _whole_days(now - datetime.fromisoformat(since))
    session.add(invitation)
    _forget(session, holder)
    note_link(session, invitation)


def _whole_days(passed: timedelta) -> timedelta:
    one = timedelta(days=1)
    return -(-passed // one) * one


def _forget(session: Session, holder: Case) -> None:
    marks = (LINK_UNTIL, LINK_SINCE)
    holder.details = {name: fact for name, fact in holder.details.items() if name not in marks}
    session.add(holder)
    session.flush()


def set_day_of(session: Session, candidate_id: UUID) -> datetime | None:
    """The day that was set for a link that is held; None where it is not held."""
    return set_days_of(session, [candidate_id]).get(candidate_id)


def set_days_of(session: Session, candidate_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """The same for several candidates whose links are held, in one query."""
    found = session.exec(select(Case).where(col(Case.candidate_id).in_(candidate_ids)))
    return {
        one.candidate_id: datetime.fromisoformat(one.details[LINK_UNTIL])
        for one in found
        if LINK_UNTIL in one.details
    }


def _holder(session: Session, case: Case) -> Case | None:
    """The case that holds the link of the same candidate."""
    found = cases_of(session, case.candidate_id)
    return next((one for one in found if LINK_UNTIL in one.details), None)
