"""How far interviewers of an opening agree: per question, by month, and who rates how strictly.

A pair is two interviewers who rated the same question of the same candidate, each on the card that
was filed first: with it colleagues' cards open, so a correction may follow from reading them and
would make people seem to agree. Which of the two stands first means nothing, so each pair is
counted both ways round before a kappa is taken. Below ten pairs only counts are told. Source:
scoring reference, 8.2 and 8.3.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, groupby
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, select

from hiring.interviews.plan import plan_questions
from hiring.interviews.records import (
    HIGHEST,
    LOWEST,
    Interview,
    PlanQuestion,
    QuestionRating,
    Scorecard,
)
from hiring.openings.records import Candidate
from hiring.psychometrics.agreement.kappa import Weighting, cross_table, weighted_kappa
from hiring.psychometrics.agreement.severity import MIN_SHARED_RATINGS, rater_severities

MIN_PAIRS = 10
STEPS = tuple(range(LOWEST, HIGHEST + 1))


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Pairs of ratings: how many, how many the same, how many within one step.

    ``kappa`` (quadratic weights) is None below ten pairs, and where everybody gave the same step.
    """

    n: int
    n_exact: int
    n_adjacent: int
    kappa: float | None

    @property
    def is_enough(self) -> bool:
        """Whether there are enough pairs for more than counts."""
        return self.n >= MIN_PAIRS


@dataclass(frozen=True, slots=True)
class Severity:
    """One interviewer against the panel's mean, in steps; above 0 is more lenient.

    None with too few shared ratings, or where nothing is left to estimate an error from.
    """

    interviewer_id: UUID
    steps: float | None
    standard_error: float | None
    n_shared: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement in an opening: all questions together, each question, each month of filing."""

    overall: PairCounts
    by_question: tuple[tuple[PlanQuestion, PairCounts], ...]
    by_month: tuple[tuple[datetime, PairCounts], ...]
    severities: tuple[Severity, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """One rating with whose it is and of whom."""

    candidate_id: UUID
    question_id: UUID
    interviewer_id: UUID
    points: int
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class _Pair:
    question_id: UUID
    month: datetime
    first: int
    second: int


def agreement_in(session: Session, opening_id: UUID) -> Agreement:
    """How far the interviewers of an opening agree. Two queries, however many there are."""
    given = _ratings(session, opening_id)
    pairs = list(_pairs(given))
    questions = plan_questions(session, opening_id)
    months = sorted({pair.month for pair in pairs})
    return Agreement(
        overall=count_pairs([(pair.first, pair.second) for pair in pairs]),
        by_question=tuple((one, _counted(pairs, question=one.id)) for one in questions),
        by_month=tuple((month, _counted(pairs, month=month)) for month in months),
        severities=_severities(given),
    )


def count_pairs(pairs: Sequence[tuple[int, int]]) -> PairCounts:
    """Exact and adjacent agreement of pairs of steps 1..5, and kappa from ten pairs on."""
    apart = [abs(first - second) for first, second in pairs]
    return PairCounts(
        n=len(pairs),
        n_exact=sum(gap == 0 for gap in apart),
        n_adjacent=sum(gap <= 1 for gap in apart),
        kappa=_kappa(pairs) if len(pairs) >= MIN_PAIRS else None,
    )


def _kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    table = cross_table([one for one, _ in pairs], [other for _, other in pairs], STEPS)
    return weighted_kappa(np.asarray(table + table.T), Weighting.QUADRATIC)


def _counted(
    pairs: Sequence[_Pair], *, question: UUID | None = None, month: datetime | None = None
) -> PairCounts:
    chosen = [
        (pair.first, pair.second)
        for pair in pairs
        if question in (None, pair.question_id) and month in (None, pair.month)
    ]
    return count_pairs(chosen)


def _ratings(session: Session, opening_id: UUID) -> list[_Given]:
    """The card of each interview that was filed first, without what was not asked."""
    rows = session.exec(
        select(Interview, Scorecard, QuestionRating)
        .join(Scorecard, col(Scorecard.interview_id) == col(Interview.id))
        .join(QuestionRating, col(QuestionRating.scorecard_id) == col(Scorecard.id))
        .join(Candidate, col(Candidate.id) == col(Interview.candidate_id))
        .where(
            Candidate.opening_id == opening_id,
            Scorecard.number == 1,
            col(Scorecard.filed_at).is_not(None),
        )
    ).all()
    return sorted(
        (
            _Given(one.candidate_id, rating.question_id, one.interviewer_id, rating.points, at)
            for one, card, rating in rows
            for at in [card.filed_at]
            if rating.points is not None and at is not None
        ),
        key=_place,
    )


def _place(given: _Given) -> tuple[UUID, UUID, UUID]:
    return given.candidate_id, given.question_id, given.interviewer_id


def _pairs(given: Iterable[_Given]) -> Iterable[_Pair]:
    """Every two ratings of the same question of the same candidate; given in their order."""
    for _shared, group in groupby(given, key=lambda one: _place(one)[:2]):
        for first, second in combinations(list(group), 2):
            yield _Pair(
                first.question_id,
                _month(max(first.filed_at, second.filed_at)),
                first.points,
                second.points,
            )


def _month(moment: datetime) -> datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _severities(given: Sequence[_Given]) -> tuple[Severity, ...]:
    """One figure for each who shares candidates; nothing where groups share none."""
    if not given:
        return ()
    answers = [f"{one.candidate_id}/{one.question_id}" for one in given]
    raters = [str(one.interviewer_id) for one in given]
    try:
        found = rater_severities(answers, raters, [float(one.points) for one in given])
    except ValueError:  # interviewers of different groups share no candidate
        return ()
    return tuple(
        _severity(UUID(str(rater)), float(steps), float(error), int(n))
        for rater, steps, error, n in zip(
            found.raters, found.severity, found.standard_error, found.n_shared, strict=True
        )
    )


def _severity(rater: UUID, steps: float, error: float, n_shared: int) -> Severity:
    if n_shared < MIN_SHARED_RATINGS or np.isnan(error):
        return Severity(rater, None, None, n_shared)
    return Severity(rater, steps, error, n_shared)
