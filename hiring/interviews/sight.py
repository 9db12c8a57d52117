"""Who may see what was filed: nobody's card before one's own, no score before it where sealed."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.errors import NotAllowedError
from hiring.interviews.records import Interview, Scorecard
from hiring.openings.records import Candidate, Opening

CARDS_READ = "scorecards.read"
CARD_TYPED = "scorecard.typed"


def has_filed(session: Session, candidate_id: UUID, staff: Staff) -> bool:
    """Whether this person has filed a scorecard about the candidate."""
    found = session.exec(
        select(Scorecard.id)
        .join(Interview, col(Interview.id) == col(Scorecard.interview_id))
        .where(
            Interview.candidate_id == candidate_id,
            Interview.interviewer_id == staff.id,
            col(Scorecard.filed_at).is_not(None),
        )
    ).first()
    return found is not None


def is_interviewing(session: Session, candidate_id: UUID, staff: Staff) -> bool:
    """Whether this person is to interview the candidate, or has."""
    found = session.exec(
        select(Interview.id).where(
            Interview.candidate_id == candidate_id,
            Interview.interviewer_id == staff.id,
            col(Interview.cancelled_at).is_(None),
        )
    ).first()
    return found is not None


def may_see_cards(session: Session, candidate_id: UUID, staff: Staff) -> bool:
    """Whether colleagues' scorecards and the panel's result are open to this person.

    Recruiters and owners who do not interview the candidate see what is filed. Everybody else
    files first.
    """
    if has_filed(session, candidate_id, staff):
        return True
    recruits = staff.role in {Role.OWNER, Role.RECRUITER}
    return recruits and not is_interviewing(session, candidate_id, staff)


def note_cards_read(session: Session, candidate: Candidate, *, staff: Staff, now: datetime) -> None:
    """Note that somebody reads what colleagues filed about a candidate, if anything is. Flushes."""
    found = session.exec(
        select(Scorecard.id)
        .join(Interview, col(Interview.id) == col(Scorecard.interview_id))
        .where(
            Interview.candidate_id == candidate.id,
            Interview.interviewer_id != staff.id,
            col(Scorecard.filed_at).is_not(None),
        )
    ).first()
    if found is not None:
        audit.record(
            session,
            CARDS_READ,
            actor=staff.id,
            object_id=candidate.id,
            now=now,
            chain=candidate.opening_id,
        )


def has_read_cards(session: Session, candidate_id: UUID, staff: Staff) -> bool:
    """Whether this person has read or copied what a colleague filed about the candidate."""
    acts = (CARDS_READ, CARD_TYPED)
    found = (
        audit.find_latest(session, act, actor=staff.id, object_id=candidate_id) for act in acts
    )
    return any(entry is not None for entry in found)


def require_sight(session: Session, candidate_id: UUID, staff: Staff) -> None:
    """Colleagues' scorecards are open to this person.

    Raises:
        NotAllowedError: One's own scorecard is not filed yet.
    """
    if not may_see_cards(session, candidate_id, staff):
        raise NotAllowedError("colleagues' scorecards open once your own is filed")


def is_sealed_for_programs(session: Session, opening: Opening, candidate_id: UUID) -> bool:
    """Whether the screen's result stays here until every interview's scorecard is filed.

    Who reads along in another program may be about to interview; nobody here can tell.
    """
    if not opening.is_sealed:
        return False
    rows = session.exec(
        select(Interview.id, Scorecard.filed_at)
        .join(Scorecard, col(Scorecard.interview_id) == col(Interview.id), isouter=True)
        .where(Interview.candidate_id == candidate_id, col(Interview.cancelled_at).is_(None))
    ).all()
    planned = {interview for interview, _filed_at in rows}
    filed = {interview for interview, filed_at in rows if filed_at is not None}
    return not planned or planned != filed


def is_score_sealed(session: Session, opening: Opening, candidate_id: UUID, staff: Staff) -> bool:
    """Whether the screen's result is kept from this person until they have filed a scorecard."""
    if not opening.is_sealed or staff.role != Role.INTERVIEWER:
        return False
    return not has_filed(session, candidate_id, staff)
