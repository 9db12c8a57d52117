"""Simulated interviews: a panel of two has met some people, and has more of them to meet."""

from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, select

from hiring.accounts import Staff
from hiring.interviews import Interview, PlanQuestion, Recommendation
from hiring.interviews.assigning import assign, hold
from hiring.interviews.cards import Card, Mark
from hiring.interviews.plan import plan_questions
from hiring.interviews.scorecards import file_card, keep_draft
from hiring.openings.records import Candidate, Opening
from hiring.sittings import Sitting

N_MET, N_WAITING = 9, 2
SAID = {
    1: "Stayed general although asked twice; no example of what they did themselves.",
    2: "Named a situation, but mostly what colleagues did.",
    3: "A clear example with the outcome; little about how the customer saw it.",
    4: "Described the customer's side first, then the steps, and what came of it.",
    5: "Named own part, what they said word for word, and how they checked that it held.",
}
ADVICE = {1: Recommendation.NO, 2: Recommendation.MAYBE, 3: Recommendation.RESERVED}


def let_them_meet(
    session: Session,
    opening: Opening,
    recruiter: Staff,
    interviewer: Staff,
    *,
    rng: np.random.Generator,
    now: datetime,
) -> None:
    """Nine panels are complete; then a card is missing, one is begun, and a day is planned."""
    people = _scored(session, opening)
    for number, candidate in enumerate(people[:N_MET]):
        met_at = now - timedelta(days=N_MET - number)
        middle = float(rng.uniform(2, 4.6))
        for staff in (interviewer, recruiter):
            interview = _meeting(session, opening, candidate, staff, recruiter, met_at)
            card = _card(plan_questions(session, opening.id), middle, rng)
            file_card(session, interview, card, number=1, staff=staff, now=met_at)
    for place, candidate in enumerate(people[N_MET : N_MET + N_WAITING]):
        met_at = now - timedelta(days=place + 1)
        interview = _meeting(session, opening, candidate, interviewer, recruiter, met_at)
        hold(session, interview, held_at=met_at, staff=recruiter, now=now)
        if place:
            half = Card(marks=_half(plan_questions(session, opening.id)))
            keep_draft(session, interview, half, number=1, staff=interviewer, now=met_at)
    later = people[N_MET + N_WAITING]
    _meeting(session, opening, later, interviewer, recruiter, now + timedelta(days=3))


def _scored(session: Session, opening: Opening) -> list[Candidate]:
    """Who has sent answers and has not withdrawn, in the order in which they were invited."""
    return list(
        session.exec(
            select(Candidate)
            .join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
            .where(
                Candidate.opening_id == opening.id,
                col(Sitting.submitted_at).is_not(None),
                col(Sitting.voided_at).is_(None),
                col(Candidate.withdrawn_at).is_(None),
            )
            .order_by(col(Candidate.added_at), col(Candidate.id))
            .limit(N_MET + N_WAITING + 1)
        )
    )


def _meeting(
    session: Session,
    opening: Opening,
    candidate: Candidate,
    interviewer: Staff,
    recruiter: Staff,
    day: datetime,
) -> Interview:
    assigned_at = day - timedelta(days=4)
    return assign(
        session, opening, candidate, interviewer, planned_at=day, staff=recruiter, now=assigned_at
    )


def _card(questions: list[PlanQuestion], middle: float, rng: np.random.Generator) -> Card:
    given = [int(np.clip(round(middle + rng.normal(0, 0.8)), 1, 5)) for _ in questions]
    marks = {
        question.id: Mark(points=points, evidence=SAID[points])
        for question, points in zip(questions, given, strict=True)
    }
    if rng.random() < 1 / 4:
        marks[questions[-1].id] = Mark(is_asked=False)
    advice = ADVICE.get(round(float(np.mean(given))), Recommendation.YES)
    return Card(marks=marks, advice=advice, summary="Simulated interview.")


def _half(questions: list[PlanQuestion]) -> dict[UUID, Mark]:
    return {questions[0].id: Mark(points=4, evidence=SAID[4])}
