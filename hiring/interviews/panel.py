"""What the panel found, once everybody assigned has filed: means of independent ratings.

The screen's score stays out: the two are never added up here. Source: scoring reference, 9.2.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hiring.interviews.listing import InterviewLine, interviews_with
from hiring.interviews.plan import plan_questions
from hiring.interviews.records import PlanQuestion, QuestionRating, Recommendation, Scorecard
from hiring.psychometrics.agreement.adjudication import PanelMean, panel_mean


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One question: mean with its standard error and n; None where nobody asked it.

    ``given`` holds the points by interviewer, None where that one did not ask.
    """

    question: PlanQuestion
    mean: PanelMean | None
    given: Mapping[UUID, int | None]

    @property
    def n_not_asked(self) -> int:
        """How many did not ask it."""
        return sum(points is None for points in self.given.values())


@dataclass(frozen=True, slots=True)
class PanelResult:
    """The panel on one candidate.

    ``overall`` is the mean of each interviewer's own mean, so that who asked more questions does
    not weigh more. ``n_later`` counts cards corrected when a colleague's could be read: those are
    no longer independent.
    """

    lines: tuple[PanelLine, ...]
    overall: PanelMean
    advice: tuple[Recommendation, ...]
    n_later: int


@dataclass(frozen=True, slots=True)
class Panel:
    """Who is on the panel and, once all have filed, what it found."""

    members: tuple[InterviewLine, ...]
    result: PanelResult | None

    @property
    def n_filed(self) -> int:
        """How many have filed."""
        return sum(line.filed is not None for line in self.members)


def panel_of(session: Session, candidate_id: UUID) -> Panel:
    """The panel of a candidate; its result only once everybody assigned has filed."""
    members = tuple(
        line
        for line in interviews_with(session, candidate_id)
        if line.filed is not None or line.interview.cancelled_at is None
    )
    filed = [line.filed for line in members if line.filed is not None]
    if not filed or len(filed) < len(members):
        return Panel(members, None)
    return Panel(members, _result(session, members, filed))


def _result(
    session: Session, members: Sequence[InterviewLine], filed: Sequence[Scorecard]
) -> PanelResult:
    points = _points(session, filed)
    by_card = {card.id: card.interview_id for card in filed}
    person = {line.interview.id: line.interviewer.id for line in members}
    questions = plan_questions(session, members[0].opening.id)
    lines = tuple(
        _line(
            question, {person[by_card[card]]: marks[question.id] for card, marks in points.items()}
        )
        for question in questions
    )
    means = [_own_mean(marks) for marks in points.values()]
    return PanelResult(
        lines=lines,
        overall=panel_mean(means),
        advice=tuple(Recommendation(str(card.recommendation)) for card in filed),
        n_later=_n_later(session, filed),
    )


def _line(question: PlanQuestion, given: Mapping[UUID, int | None]) -> PanelLine:
    known = [points for points in given.values() if points is not None]
    return PanelLine(question, panel_mean(known) if known else None, given)


def _own_mean(marks: Mapping[UUID, int | None]) -> float:
    known = [points for points in marks.values() if points is not None]
    return panel_mean(known).mean  # a filed card has at least one


def _points(session: Session, filed: Sequence[Scorecard]) -> dict[UUID, dict[UUID, int | None]]:
    """Points by card and question."""
    rows = session.exec(
        select(QuestionRating).where(
            col(QuestionRating.scorecard_id).in_([card.id for card in filed])
        )
    )
    found: dict[UUID, dict[UUID, int | None]] = {card.id: {} for card in filed}
    for row in rows:
        found[row.scorecard_id][row.question_id] = row.points
    return found


def _n_later(session: Session, filed: Sequence[Scorecard]) -> int:
    """Cards corrected at a time when a colleague had already filed."""
    firsts = session.exec(
        select(Scorecard.interview_id, Scorecard.filed_at).where(
            col(Scorecard.interview_id).in_([card.interview_id for card in filed]),
            col(Scorecard.filed_at).is_not(None),
            Scorecard.number == 1,
        )
    ).all()
    return sum(card.number > 1 and _could_read(card, firsts) for card in filed)


def _could_read(card: Scorecard, firsts: Iterable[tuple[UUID, datetime | None]]) -> bool:
    """Whether a colleague's first card was there when this one was filed."""
    at = card.filed_at
    theirs = (filed_at for interview_id, filed_at in firsts if interview_id != card.interview_id)
    return at is not None and any(other is not None and other <= at for other in theirs)
