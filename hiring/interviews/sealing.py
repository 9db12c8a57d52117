"""Whether an opening keeps scores from interviewers until they have filed what they saw.

It can only be changed while nobody has filed a scorecard: later, some would have judged with the
numbers before them and some without, and nobody could tell their ratings apart.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.errors import NotAllowedError
from hiring.interviews.records import Interview, Scorecard
from hiring.openings.records import Candidate, Opening


def may_change_seal(session: Session, opening: Opening) -> bool:
    """Whether nobody has filed a scorecard about a candidate of the opening yet."""
    filed = (
        select(Scorecard.id)
        .join(Interview, col(Interview.id) == col(Scorecard.interview_id))
        .join(Candidate, col(Candidate.id) == col(Interview.candidate_id))
        .where(Candidate.opening_id == opening.id, col(Scorecard.filed_at).is_not(None))
    )
    return session.exec(filed.limit(1)).first() is None


def set_sealed(
    session: Session, opening: Opening, *, is_sealed: bool, staff: Staff, now: datetime
) -> bool:
    """Set it; whether that changed anything. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners and recruiters do, and only before the first scorecard.
    """
    if opening.is_sealed == is_sealed:
        return False
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters seal the scores of an opening")
    if not may_change_seal(session, opening):
        raise NotAllowedError("a scorecard has been filed")
    opening.is_sealed = is_sealed
    session.add(opening)
    session.flush()
    audit.record(
        session,
        "opening.setting_changed",
        actor=staff.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        setting="is_sealed",
        before=not is_sealed,
        after=is_sealed,
    )
    return True
