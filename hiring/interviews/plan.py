"""The core questions of an opening: chosen once, the same for everybody, frozen by the first card.

Until somebody chooses, the first four questions of the bank's guide stand; whoever is the first to
assign an interviewer takes them over. Own questions need a probe and three anchors like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.banks.schema import CoreQuestion
from hiring.banks.versions import guide_document
from hiring.errors import InterviewFaultError, NotAllowedError
from hiring.interviews.faults import InterviewFault
from hiring.interviews.records import InterviewPlan, PlanQuestion, QuestionOrigin
from hiring.openings.records import Opening, get_administration

MIN_QUESTIONS, MAX_QUESTIONS = 3, 4
MAX_TEXT_CHARS, MAX_PART_CHARS = 600, 400


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A core question before it stands in a plan. ``guide_question`` is None for an own one."""

    guide_question: str | None
    facets: tuple[str, ...]
    text: str
    probe: str
    weak: str
    fair: str
    strong: str

    @property
    def origin(self) -> QuestionOrigin:
        """Where it comes from."""
        return QuestionOrigin.OWN if self.guide_question is None else QuestionOrigin.GUIDE

    @property
    def parts(self) -> tuple[str, ...]:
        """Its probe and its anchors."""
        return (self.probe, self.weak, self.fair, self.strong)


def guide_questions(session: Session, opening: Opening) -> tuple[QuestionDraft, ...]:
    """The questions of the bank's guide in the language of the opening; none without a guide."""
    terms = get_administration(session, opening.id)
    guide = guide_document(session, terms.bank_version_id, opening.language)
    return () if guide is None else tuple(map(_from_guide, guide.questions))


def find_plan(session: Session, opening_id: UUID) -> InterviewPlan | None:
    """The plan of an opening, or None where nobody has chosen yet."""
    return session.exec(
        select(InterviewPlan).where(InterviewPlan.opening_id == opening_id)
    ).one_or_none()


def plan_questions(session: Session, opening_id: UUID) -> list[PlanQuestion]:
    """The questions of the plan in order; none where nobody has chosen yet."""
    return list(
        session.exec(
            select(PlanQuestion)
            .join(InterviewPlan, col(InterviewPlan.id) == col(PlanQuestion.plan_id))
            .where(InterviewPlan.opening_id == opening_id)
            .order_by(col(PlanQuestion.position))
        )
    )


def make_plan(
    session: Session,
    opening: Opening,
    questions: Sequence[QuestionDraft],
    *,
    staff: Staff,
    now: datetime,
) -> InterviewPlan:
    """Choose the core questions, or others in place of those chosen before. Flushes.

    A question whose words stay keeps its row, so that what an interviewer has already noted about
    it stays with it.

    Raises:
        NotAllowedError: Only owners and recruiters choose.
        InterviewFaultError: A scorecard was filed, or the questions are not whole.
    """
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters choose the core questions")
    _require_whole(questions)
    plan = _plan_to_fill(session, opening, staff, now)
    kept = {question.text: question.id for question in plan_questions(session, opening.id)}
    _drop_questions(session, plan)
    for position, draft in enumerate(questions, start=1):
        session.add(_row(plan, position, draft, kept.get(draft.text.strip()) or uuid4()))
    session.flush()
    audit.record(
        session,
        "interview_plan.made",
        actor=staff.id,
        object_id=plan.id,
        now=now,
        chain=opening.id,
        n_questions=len(questions),
        n_own=sum(draft.guide_question is None for draft in questions),
    )
    return plan


def ensure_plan(session: Session, opening: Opening, *, staff: Staff, now: datetime) -> None:
    """Take over the guide's first four questions where nobody has chosen. Flushes.

    Raises:
        InterviewFaultError: There is no guide to take them from.
    """
    if find_plan(session, opening.id) is not None:
        return
    usual = guide_questions(session, opening)[:MAX_QUESTIONS]
    if len(usual) < MIN_QUESTIONS:
        raise InterviewFaultError(InterviewFault.NO_PLAN)
    make_plan(session, opening, usual, staff=staff, now=now)


def freeze(session: Session, opening_id: UUID, *, now: datetime) -> None:
    """From now on the questions stay as they are. Freezing twice changes nothing."""
    session.execute(
        update(InterviewPlan)
        .where(col(InterviewPlan.opening_id) == opening_id, col(InterviewPlan.frozen_at).is_(None))
        .values(frozen_at=now)
    )


def _from_guide(question: CoreQuestion) -> QuestionDraft:
    anchors = question.anchors
    return QuestionDraft(
        guide_question=question.id,
        facets=tuple(question.facets),
        text=question.text,
        probe=question.probe,
        weak=anchors.weak,
        fair=anchors.fair,
        strong=anchors.strong,
    )


def _plan_to_fill(session: Session, opening: Opening, staff: Staff, now: datetime) -> InterviewPlan:
    """The plan with its row locked, so that no scorecard is filed while questions change."""
    session.execute(
        update(InterviewPlan)
        .where(col(InterviewPlan.opening_id) == opening.id, col(InterviewPlan.frozen_at).is_(None))
        .values(made_at=now, made_by_id=staff.id)
    )
    plan = find_plan(session, opening.id)
    if plan is None:
        plan = InterviewPlan(opening_id=opening.id, made_by_id=staff.id, made_at=now)
        session.add(plan)
        session.flush()
    session.refresh(plan)
    if plan.frozen_at is not None:
        raise InterviewFaultError(InterviewFault.PLAN_FROZEN)
    return plan


def _drop_questions(session: Session, plan: InterviewPlan) -> None:
    session.execute(delete(PlanQuestion).where(col(PlanQuestion.plan_id) == plan.id))


def _row(plan: InterviewPlan, position: int, draft: QuestionDraft, row_id: UUID) -> PlanQuestion:
    return PlanQuestion(
        id=row_id,
        plan_id=plan.id,
        position=position,
        origin=draft.origin.value,
        guide_question=draft.guide_question,
        facets=list(draft.facets),
        text=draft.text.strip(),
        probe=draft.probe.strip(),
        weak=draft.weak.strip(),
        fair=draft.fair.strip(),
        strong=draft.strong.strip(),
    )


def _require_whole(questions: Sequence[QuestionDraft]) -> None:
    if not MIN_QUESTIONS <= len(questions) <= MAX_QUESTIONS:
        raise InterviewFaultError(InterviewFault.NUMBER_OF_QUESTIONS)
    seen: set[str] = set()
    for number, draft in enumerate(questions, start=1):
        if not draft.text.strip() or not all(part.strip() for part in draft.parts):
            raise InterviewFaultError(InterviewFault.QUESTION_INCOMPLETE, number)
        if _is_too_long(draft):
            raise InterviewFaultError(InterviewFault.TEXT_TOO_LONG, number)
        if draft.text.strip() in seen:
            raise InterviewFaultError(InterviewFault.QUESTION_TWICE, number)
        seen.add(draft.text.strip())


def _is_too_long(draft: QuestionDraft) -> bool:
    is_part_long = any(len(part.strip()) > MAX_PART_CHARS for part in draft.parts)
    return len(draft.text.strip()) > MAX_TEXT_CHARS or is_part_long
