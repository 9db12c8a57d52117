"""Interviews for tests: who meets whom, and scorecards that say what a test needs."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from hiring.accounts import Role, Staff
from hiring.interviews import Interview, PlanQuestion, Recommendation
from hiring.interviews.assigning import assign
from hiring.interviews.cards import Card, Mark
from hiring.interviews.plan import QuestionDraft, plan_questions
from hiring.interviews.scorecards import file_card, next_number
from hiring.openings import Candidate, Opening
from tests.builders import NOW, House

OWN = QuestionDraft(
    guide_question=None,
    facets=(),
    text="What do you do when two customers need you at once?",
    probe="Whom did you tell what?",
    weak="Serves whoever is louder.",
    fair="Serves one and tells the other to wait.",
    strong="Sees both, says when, and keeps to it.",
)


def assigned(
    session: Session,
    house: House,
    opening: Opening,
    candidate: Candidate,
    interviewer: Staff,
    *,
    planned_at: datetime | None = None,
) -> Interview:
    """An interview that the owner has assigned and committed."""
    owner = house.staff[Role.OWNER]
    interview = assign(
        session, opening, candidate, interviewer, planned_at=planned_at, staff=owner, now=NOW
    )
    session.commit()
    return interview


def card(
    questions: Sequence[PlanQuestion],
    points: Sequence[int | None],
    *,
    advice: Recommendation | None = Recommendation.YES,
    reason: str = "",
) -> Card:
    """A card with these points in order; None is a question that was not asked."""
    marks = {
        question.id: Mark(given, given is not None, "Said so." if given else "")
        for question, given in zip(questions, points, strict=True)
    }
    return Card(marks=marks, advice=advice, summary="In short.", reason=reason)


def file_points(
    session: Session,
    interview: Interview,
    opening: Opening,
    staff: Staff,
    points: Sequence[int | None],
    *,
    reason: str = "",
    now: datetime = NOW,
) -> None:
    """File and commit a card with these points, or a correction where one is filed."""
    written = card(plan_questions(session, opening.id), points, reason=reason)
    number = next_number(session, interview.id)
    file_card(session, interview, written, number=number, staff=staff, now=now)
    session.commit()


def filed(
    session: Session,
    house: House,
    opening: Opening,
    candidate: Candidate,
    interviewer: Staff,
    points: Sequence[int | None] = (4, 3, 4, 5),
    *,
    now: datetime = NOW,
) -> Interview:
    """An interview with a filed scorecard."""
    interview = assigned(session, house, opening, candidate, interviewer)
    file_points(session, interview, opening, interviewer, points, now=now)
    return interview
