"""What a contest asks of those who decide: fresh eyes, and deeds before words about them."""

from sqlmodel import Session, col, select

from hiring.accounts import Staff
from hiring.cases.codes import CaseFault, CaseOutcome
from hiring.cases.listing import barred_from, open_cases_of
from hiring.cases.records import Case, CaseKind
from hiring.errors import CaseFaultError, DecisionFaultError
from hiring.openings.decisions import Decision
from hiring.openings.records import Candidate
from hiring.scoring import Score
from hiring.sittings import Sitting


def require_free_to_decide(session: Session, candidate: Candidate, staff: Staff) -> None:
    """Refuse a new decision by somebody whose decision is being looked at again.

    Raises:
        DecisionFaultError: A contest is open that this person may not handle.
    """
    for case in open_cases_of(session, candidate.id):
        if staff.id in barred_from(session, case):
            raise DecisionFaultError("second_look_open")


def require_shown(session: Session, case: Case, outcome: CaseOutcome, staff: Staff) -> None:
    """Refuse to tell a candidate of a change that nobody made since they asked.

    Raises:
        CaseFaultError: No newer decision by this person, or no newer score.
    """
    if case.kind != CaseKind.CONTEST:
        return
    if outcome is CaseOutcome.OVERTURNED and not _has_decided_since(session, case, staff):
        raise CaseFaultError(CaseFault.DECIDE_FIRST)
    if outcome is CaseOutcome.RESCORED and not _was_scored_since(session, case):
        raise CaseFaultError(CaseFault.SCORE_FIRST)


def _has_decided_since(session: Session, case: Case, staff: Staff) -> bool:
    newer = select(Decision.id).where(
        Decision.candidate_id == case.candidate_id,
        Decision.staff_id == staff.id,
        col(Decision.decided_at) > case.asked_at,
    )
    return session.exec(newer).first() is not None


def _was_scored_since(session: Session, case: Case) -> bool:
    newer = (
        select(Score.id)
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .where(
            Sitting.candidate_id == case.candidate_id,
            col(Score.replaces_id).is_not(None),
            col(Score.scored_at) > case.asked_at,
        )
    )
    return session.exec(newer).first() is not None
