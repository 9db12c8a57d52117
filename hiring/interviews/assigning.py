"""Who meets whom, when it is planned, whether it took place, and whether it was called off."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff, list_staff
from hiring.errors import InterviewFaultError, NotAllowedError, NotFoundError
from hiring.interviews.faults import InterviewFault
from hiring.interviews.plan import ensure_plan
from hiring.interviews.records import Interview, Scorecard
from hiring.interviews.sight import has_read_cards
from hiring.openings.members import is_member
from hiring.openings.records import Candidate, Opening

INTERVIEWING = frozenset({Role.INTERVIEWER, Role.RECRUITER, Role.OWNER})


def assign(
    session: Session,
    opening: Opening,
    candidate: Candidate,
    interviewer: Staff,
    *,
    planned_at: datetime | None,
    staff: Staff,
    now: datetime,
) -> Interview:
    """Let somebody interview a candidate; the first time, the core questions are set. Flushes.

    Somebody whose interview was called off can be assigned again: the row is the same.

    Raises:
        NotAllowedError: Only owners and recruiters assign.
        InterviewFaultError: This person may not interview here, does already, or has read what
            colleagues filed; the candidate has withdrawn; or there are no core questions to ask.
    """
    _require_recruiting(staff)
    _require_interviewer(session, opening, interviewer)
    if candidate.withdrawn_at is not None:
        raise InterviewFaultError(InterviewFault.CANDIDATE_WITHDREW)
    if has_read_cards(session, candidate.id, interviewer):
        raise InterviewFaultError(InterviewFault.HAS_READ_CARDS)
    ensure_plan(session, opening, staff=staff, now=now)
    interview = _free_row(session, candidate, interviewer) or Interview(
        candidate_id=candidate.id,
        interviewer_id=interviewer.id,
        assigned_by_id=staff.id,
        assigned_at=now,
    )
    interview.assigned_by_id, interview.assigned_at = staff.id, now
    interview.planned_at, interview.cancelled_at = planned_at, None
    session.add(interview)
    session.flush()
    _note(session, "interview.assigned", opening.id, interview, staff, now)
    return interview


def plan_for(
    session: Session,
    interview: Interview,
    *,
    planned_at: datetime | None,
    staff: Staff,
    now: datetime,
) -> None:
    """Set or take away the day on which they will meet. Flushes.

    Raises:
        InterviewFaultError: It was called off.
    """
    _require_standing(interview)
    interview.planned_at = planned_at
    session.add(interview)
    session.flush()
    _note(session, "interview.planned", _opening_id(session, interview), interview, staff, now)


def hold(
    session: Session, interview: Interview, *, held_at: datetime, staff: Staff, now: datetime
) -> None:
    """Note that they have met. From now on a missing scorecard is asked for. Flushes.

    Raises:
        InterviewFaultError: It was called off, or the time is still to come.
    """
    _require_standing(interview)
    if held_at > now:
        raise InterviewFaultError(InterviewFault.HELD_IN_FUTURE)
    interview.held_at = held_at
    session.add(interview)
    session.flush()
    _note(session, "interview.held", _opening_id(session, interview), interview, staff, now)


def cancel(session: Session, interview: Interview, *, staff: Staff, now: datetime) -> None:
    """Call an interview off; the panel then does without it. Flushes.

    Raises:
        NotAllowedError: Only owners and recruiters call off.
        InterviewFaultError: A scorecard is filed: it stays, and so does the interview.
    """
    _require_recruiting(staff)
    _require_standing(interview)
    if has_filed_card(session, interview.id):
        raise InterviewFaultError(InterviewFault.HAS_SCORECARD)
    interview.cancelled_at = now
    session.add(interview)
    session.flush()
    _note(session, "interview.cancelled", _opening_id(session, interview), interview, staff, now)


def interviewers_on_offer(session: Session, opening_id: UUID) -> list[Staff]:
    """Who may interview here, by name: members of these roles, and owners."""
    return [staff for staff in list_staff(session) if _may_interview(session, opening_id, staff)]


def get_interview(session: Session, interview_id: UUID) -> Interview:
    """The interview with this id.

    Raises:
        NotFoundError: There is none.
    """
    interview = session.get(Interview, interview_id)
    if interview is None:
        raise NotFoundError("no such interview")
    return interview


def get_own_interview(session: Session, interview_id: UUID, staff: Staff) -> Interview:
    """The interview, if this person is its interviewer and still works on the opening.

    Raises:
        NotFoundError: There is none, or it is somebody else's: the two look alike from outside.
    """
    interview = get_interview(session, interview_id)
    opening_id = _opening_id(session, interview)
    if interview.interviewer_id != staff.id or not _may_interview(session, opening_id, staff):
        raise NotFoundError("no such interview")
    return interview


def has_filed_card(session: Session, interview_id: UUID) -> bool:
    """Whether a scorecard about this interview was filed."""
    found = session.exec(
        select(Scorecard.id).where(
            Scorecard.interview_id == interview_id, col(Scorecard.filed_at).is_not(None)
        )
    ).first()
    return found is not None


def _may_interview(session: Session, opening_id: UUID, staff: Staff) -> bool:
    if staff.role not in INTERVIEWING:
        return False
    return staff.role == Role.OWNER or is_member(session, opening_id, staff)


def _require_interviewer(session: Session, opening: Opening, interviewer: Staff) -> None:
    if interviewer.role not in INTERVIEWING or not interviewer.is_active:
        raise InterviewFaultError(InterviewFault.MAY_NOT_INTERVIEW)
    if not _may_interview(session, opening.id, interviewer):
        raise InterviewFaultError(InterviewFault.NOT_A_MEMBER)


def _require_recruiting(staff: Staff) -> None:
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters say who meets whom")


def _require_standing(interview: Interview) -> None:
    if interview.cancelled_at is not None:
        raise InterviewFaultError(InterviewFault.CANCELLED)


def _free_row(session: Session, candidate: Candidate, interviewer: Staff) -> Interview | None:
    """An interview of the two that was called off, or None where there was never one."""
    found = session.exec(
        select(Interview).where(
            Interview.candidate_id == candidate.id, Interview.interviewer_id == interviewer.id
        )
    ).one_or_none()
    if found is not None and found.cancelled_at is None:
        raise InterviewFaultError(InterviewFault.ALREADY_ASSIGNED)
    return found


def _opening_id(session: Session, interview: Interview) -> UUID:
    return session.get_one(Candidate, interview.candidate_id).opening_id


def _note(
    session: Session, act: str, opening_id: UUID, interview: Interview, staff: Staff, now: datetime
) -> None:
    audit.record(
        session,
        act,
        actor=staff.id,
        object_id=interview.candidate_id,
        now=now,
        chain=opening_id,
        interview_id=str(interview.id),
        interviewer_id=str(interview.interviewer_id),
    )
