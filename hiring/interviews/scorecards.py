"""Scorecards: kept as a draft at every step, filed once; a correction is a card of its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.errors import InterviewFaultError, NotAllowedError
from hiring.interviews.cards import (
    Card,
    Mark,
    from_draft,
    require_whole,
    to_draft,
)
from hiring.interviews.faults import InterviewFault
from hiring.interviews.plan import freeze, plan_questions
from hiring.interviews.records import (
    Interview,
    PlanQuestion,
    QuestionRating,
    Recommendation,
    Scorecard,
)
from hiring.openings.records import Candidate

FILED = "scorecard.filed"
CORRECTED = "scorecard.corrected"


def open_card(session: Session, interview_id: UUID) -> Scorecard | None:
    """The card that is being written, or None."""
    return session.exec(
        select(Scorecard)
        .where(Scorecard.interview_id == interview_id, col(Scorecard.filed_at).is_(None))
        .order_by(col(Scorecard.number).desc())
    ).first()


def filed_cards(session: Session, interview_id: UUID) -> list[Scorecard]:
    """The filed cards of an interview, newest first; the first one counts."""
    return list(
        session.exec(
            select(Scorecard)
            .where(Scorecard.interview_id == interview_id, col(Scorecard.filed_at).is_not(None))
            .order_by(col(Scorecard.number).desc())
        )
    )


def card_of(session: Session, row: Scorecard) -> Card:
    """What stands on a stored card."""
    if row.filed_at is None:
        return from_draft(row.draft)
    ratings = session.exec(select(QuestionRating).where(QuestionRating.scorecard_id == row.id))
    marks = {
        one.question_id: Mark(one.points, one.points is not None, one.evidence) for one in ratings
    }
    advice = None if row.recommendation is None else Recommendation(row.recommendation)
    return Card(marks, advice, row.summary, row.correction_reason or "")


def next_number(session: Session, interview_id: UUID) -> int:
    """The number of the card that is being written, or would be."""
    return 1 + max((row.number for row in filed_cards(session, interview_id)), default=0)


def keep_draft(
    session: Session, interview: Interview, card: Card, *, number: int, staff: Staff, now: datetime
) -> Scorecard:
    """Keep what is written so far, whole or not. Flushes; the caller commits.

    ``number`` is that of the card that the page was about. A page from before the filing is
    refused, so that it does not begin a correction by itself.

    Raises:
        NotAllowedError: Only the interviewer writes here.
        InterviewFaultError: The interview was called off, or this card is filed.
    """
    row = _card_to_write(session, interview, number, staff, now)
    row.draft = to_draft(card)
    session.add(row)
    session.flush()
    return row


def file_card(
    session: Session, interview: Interview, card: Card, *, number: int, staff: Staff, now: datetime
) -> Scorecard:
    """File the card that is being written; a correction, once there is a filed one. Flushes.

    Filing says that the interview took place, and freezes the core questions of the opening.

    Raises:
        NotAllowedError: Only the interviewer files here.
        InterviewFaultError: Something is not marked, or this card was filed in another window.
    """
    row = _card_to_write(session, interview, number, staff, now)
    is_correction = row.number > 1
    questions = _questions(session, interview, now)
    require_whole(card, [one.id for one in questions], is_correction=is_correction)
    row.correction_reason = card.reason.strip() if is_correction else None
    _write(session, interview, row, card, questions, now=now)
    _note(session, CORRECTED if is_correction else FILED, interview, row, staff, now)
    return row


def type_card(
    session: Session, interview: Interview, card: Card, *, typist: Staff, now: datetime
) -> Scorecard:
    """File a card that was written on paper; who typed it is stored. Flushes.

    Raises:
        NotAllowedError: Only owners and recruiters type for somebody else.
        InterviewFaultError: Something is not marked, or the interviewer has begun or filed a card.
    """
    if typist.role not in {Role.OWNER, Role.RECRUITER} or typist.id == interview.interviewer_id:
        raise NotAllowedError("a recruiter or owner types what somebody else wrote on paper")
    _lock(session, interview)
    require_no_card(session, interview)
    questions = _questions(session, interview, now)
    require_whole(card, [one.id for one in questions], is_typed=True)
    row = Scorecard(interview_id=interview.id, number=1, typed_by_id=typist.id, started_at=now)
    _write(session, interview, row, card, questions, now=now)
    _note(session, "scorecard.typed", interview, row, typist, now)
    return row


def confirm_typed(
    session: Session, interview: Interview, *, staff: Staff, now: datetime
) -> Scorecard:
    """The interviewer has read what was typed from paper and found it right. Flushes.

    Raises:
        NotAllowedError: Only the interviewer can say so.
        InterviewFaultError: The newest card was not typed, or is confirmed already.
    """
    _require_interviewer(interview, staff)
    newest = next(iter(filed_cards(session, interview.id)), None)
    if newest is None or newest.typed_by_id is None or newest.confirmed_at is not None:
        raise InterviewFaultError(InterviewFault.NOTHING_TO_CONFIRM)
    newest.confirmed_at = now
    session.add(newest)
    session.flush()
    _note(session, "scorecard.confirmed", interview, newest, staff, now)
    return newest


def require_no_card(session: Session, interview: Interview) -> None:
    """Nothing was filed or begun, and the interview stands.

    Raises:
        InterviewFaultError: It is not so.
    """
    if interview.cancelled_at is not None:
        raise InterviewFaultError(InterviewFault.CANCELLED)
    if filed_cards(session, interview.id):
        raise InterviewFaultError(InterviewFault.ALREADY_FILED)
    if open_card(session, interview.id) is not None:
        raise InterviewFaultError(InterviewFault.DRAFT_EXISTS)


def _card_to_write(
    session: Session, interview: Interview, number: int, staff: Staff, now: datetime
) -> Scorecard:
    _require_interviewer(interview, staff)
    _lock(session, interview)
    if interview.cancelled_at is not None:
        raise InterviewFaultError(InterviewFault.CANCELLED)
    if number != next_number(session, interview.id):
        raise InterviewFaultError(InterviewFault.ALREADY_FILED)
    found = open_card(session, interview.id)
    return found or Scorecard(interview_id=interview.id, number=number, started_at=now)


def _lock(session: Session, interview: Interview) -> None:
    """One window at a time; what was read before the lock is read again."""
    session.execute(
        update(Interview)
        .where(col(Interview.id) == interview.id)
        .values(assigned_at=col(Interview.assigned_at))
    )
    session.expire_all()


def _write(
    session: Session,
    interview: Interview,
    row: Scorecard,
    card: Card,
    questions: list[PlanQuestion],
    *,
    now: datetime,
) -> None:
    """From a draft to a filed card."""
    row.recommendation = None if card.advice is None else card.advice.value
    row.summary, row.draft, row.filed_at = card.summary.strip(), {}, now
    session.add(row)
    session.flush()
    for question in questions:
        mark = card.marks[question.id]
        session.add(
            QuestionRating(
                scorecard_id=row.id,
                question_id=question.id,
                points=mark.points,
                evidence=mark.evidence.strip(),
            )
        )
    _settle(session, interview, now)


def _settle(session: Session, interview: Interview, now: datetime) -> None:
    """A filed card says that they have met."""
    if interview.held_at is None:
        is_past = interview.planned_at is not None and interview.planned_at <= now
        interview.held_at = interview.planned_at if is_past else now
        session.add(interview)
    session.flush()


def _questions(session: Session, interview: Interview, now: datetime) -> list[PlanQuestion]:
    """The core questions, frozen before they are read: nobody changes them between."""
    freeze(session, _opening_id(session, interview), now=now)
    found = plan_questions(session, _opening_id(session, interview))
    if not found:
        raise InterviewFaultError(InterviewFault.NO_PLAN)
    return found


def _require_interviewer(interview: Interview, staff: Staff) -> None:
    if interview.interviewer_id != staff.id:
        raise NotAllowedError("only the interviewer writes this scorecard")


def _opening_id(session: Session, interview: Interview) -> UUID:
    return session.get_one(Candidate, interview.candidate_id).opening_id


def _note(
    session: Session, act: str, interview: Interview, row: Scorecard, staff: Staff, now: datetime
) -> None:
    audit.record(
        session,
        act,
        actor=staff.id,
        object_id=interview.candidate_id,
        now=now,
        chain=_opening_id(session, interview),
        interview_id=str(interview.id),
        number=row.number,
    )
