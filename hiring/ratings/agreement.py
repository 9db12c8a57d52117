"""How far raters agree over one question, how strict each is, and whether anybody drifts.

Agreement is told for each criterion and pair of raters over the answers that both rated first or
second. A third rating is left out: it was asked for because two lay apart, and would make raters
look worse than they are. Fewer than ten answers give counts only.

Source of the figures: scoring reference, sections 8.2 and 8.3.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from math import isnan
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from hiring.accounts import Role, Staff
from hiring.psychometrics.agreement.icc import intraclass_correlations
from hiring.psychometrics.agreement.kappa import PairAgreement, cross_table, pair_agreement
from hiring.psychometrics.agreement.severity import MIN_SHARED_RATINGS, rater_severities
from hiring.ratings.asking import Prompt
from hiring.ratings.calibration import (
    Closeness,
    Standing,
    checks_in_between,
    closeness,
    practice_of,
)
from hiring.ratings.records import RatedAnswer, Rating
from hiring.ratings.settling import FIRST_TWO
from hiring.ratings.turns import STEPS

MIN_SHOWN = 10
NEWEST_CHECKS = 5


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Two raters on one criterion. Figures are None below ten answers."""

    criterion: str
    first: UUID
    second: UUID
    n: int
    agreement: PairAgreement | None
    icc_mean: float | None  # ICC(2,k) of the mean of the two


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """All pairs of one month on one criterion. Shares are None below ten pairs."""

    criterion: str
    month: str
    n: int
    exact: float | None
    adjacent: float | None


@dataclass(frozen=True, slots=True)
class Severity:
    """How lenient one rater is on one criterion, in points; above 0 is more lenient.

    ``points`` is None below thirty shared ratings, or where raters share no answers.
    """

    criterion: str
    rater: UUID
    n_shared: int
    points: float | None
    standard_error: float | None


@dataclass(frozen=True, slots=True)
class RaterFigures:
    """One rater on one question.

    Attributes:
        standing: Whether the rater may rate.
        n_filed: Live ratings.
        checks: Against agreed points since the rater started.
        newest: The same over the newest few checks: what lies apart from ``checks`` is drift.
    """

    rater: Staff
    standing: Standing
    n_filed: int
    checks: Closeness
    newest: Closeness


@dataclass(frozen=True, slots=True)
class Progress:
    """How many answers to a question there are, and how far their rating has come."""

    n_answers: int
    n_settled: int
    n_third: int
    n_beside: int

    @property
    def n_waiting(self) -> int:
        """Answers that need more ratings."""
        return self.n_answers - self.n_settled


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """Everything that is told about the rating of one question."""

    progress: Progress
    pairs: tuple[PairFigures, ...]
    months: tuple[MonthFigures, ...]
    severities: tuple[Severity, ...]
    raters: tuple[RaterFigures, ...]


def progress_of(session: Session, key_version_id: UUID, item: str) -> Progress:
    """How far the rating of a question has come."""
    where = (RatedAnswer.key_version_id == key_version_id, RatedAnswer.item == item)
    query: Any = select(func.count(col(RatedAnswer.id)), func.count(col(RatedAnswer.settled_at)))
    n_answers, n_settled = session.exec(query.where(*where)).one()
    rows = _filed(session, key_version_id, item)
    numbers = [(rating.answer_id, rating.number) for rating in rows]
    return Progress(
        n_answers=n_answers,
        n_settled=n_settled,
        n_third=len({answer for answer, number in numbers if number not in FIRST_TWO}),
        n_beside=len(numbers) - len(set(numbers)),
    )


def question_figures(session: Session, key_version_id: UUID, prompt: Prompt) -> QuestionFigures:
    """Agreement, severity and drift on one question."""
    rows = _filed(session, key_version_id, prompt.ref)
    firsts = [row for row in rows if row.number in FIRST_TWO]
    shared = _shared(firsts)
    return QuestionFigures(
        progress=progress_of(session, key_version_id, prompt.ref),
        pairs=tuple(one for name in prompt.facets for one in _pairs(name, shared)),
        months=tuple(one for name in prompt.facets for one in _months(name, shared)),
        severities=tuple(one for name in prompt.facets for one in _severities(name, firsts)),
        raters=tuple(_raters(session, key_version_id, prompt.ref, rows)),
    )


def _filed(session: Session, key_version_id: UUID, item: str) -> list[Rating]:
    """Filed ratings of the wording that counts, in order of filing."""
    query = (
        select(Rating)
        .join(RatedAnswer, col(RatedAnswer.id) == col(Rating.answer_id))
        .where(
            RatedAnswer.key_version_id == key_version_id,
            RatedAnswer.item == item,
            col(Rating.filed_at) >= col(RatedAnswer.asked_at),
        )
        .order_by(col(Rating.filed_at), col(Rating.id))
    )
    return list(session.exec(query))


def _shared(rows: Sequence[Rating]) -> list[tuple[Rating, Rating]]:
    """Every two ratings of one answer, the rater with the smaller id first."""
    by_answer: dict[UUID, list[Rating]] = {}
    for row in rows:
        by_answer.setdefault(row.answer_id, []).append(row)
    return [
        pair
        for found in by_answer.values()
        for pair in combinations(sorted(found, key=lambda row: str(row.rater_id)), 2)
    ]


def _pairs(criterion: str, shared: Sequence[tuple[Rating, Rating]]) -> Iterator[PairFigures]:
    by_pair: dict[tuple[UUID, UUID], list[tuple[int, int]]] = {}
    for one, other in shared:
        points = (one.points[criterion], other.points[criterion])
        by_pair.setdefault((one.rater_id, other.rater_id), []).append(points)
    for (first, second), points_of_both in sorted(by_pair.items(), key=lambda item: str(item[0])):
        n = len(points_of_both)
        yield PairFigures(
            criterion=criterion,
            first=first,
            second=second,
            n=n,
            agreement=_agreement(points_of_both) if n >= MIN_SHOWN else None,
            icc_mean=_icc(points_of_both) if n >= MIN_SHOWN else None,
        )


def _agreement(points: Sequence[tuple[int, int]]) -> PairAgreement:
    first, second = zip(*points, strict=True)
    return pair_agreement(cross_table(first, second, list(STEPS)))


def _icc(points: Sequence[tuple[int, int]]) -> float | None:
    found = intraclass_correlations(points).icc_2_k
    return None if found is None else found.value


def _months(criterion: str, shared: Sequence[tuple[Rating, Rating]]) -> Iterator[MonthFigures]:
    by_month: dict[str, list[tuple[int, int]]] = {}
    for one, other in shared:
        month = f"{_later(one, other):%Y-%m}"
        by_month.setdefault(month, []).append((one.points[criterion], other.points[criterion]))
    for month, points in sorted(by_month.items()):
        found = _agreement(points) if len(points) >= MIN_SHOWN else None
        yield MonthFigures(
            criterion=criterion,
            month=month,
            n=len(points),
            exact=None if found is None else found.exact,
            adjacent=None if found is None else found.adjacent,
        )


def _later(one: Rating, other: Rating) -> datetime:
    return max(row.filed_at for row in (one, other) if row.filed_at is not None)


def _severities(criterion: str, rows: Sequence[Rating]) -> Iterator[Severity]:
    """The additive model over raters with enough shared ratings; of the others counts only.

    Its zero is the mean of all raters in it: one who has shared five ratings would move it for
    everybody, and one who has shared none would leave nothing to compare.
    """
    found = _fitted(criterion, _well_known(rows))
    for rater, n_shared in sorted(_n_shared(rows).items(), key=lambda one: str(one[0])):
        yield Severity(criterion, rater, n_shared, *found.get(rater, (None, None)))


def _n_shared(rows: Sequence[Rating]) -> dict[UUID, int]:
    """How many answers of each rater somebody else has rated as well."""
    n_ratings = Counter(row.answer_id for row in rows)
    found = dict.fromkeys((row.rater_id for row in rows), 0)
    for row in rows:
        found[row.rater_id] += n_ratings[row.answer_id] > 1
    return found


def _well_known(rows: Sequence[Rating]) -> Sequence[Rating]:
    """Ratings by people who share enough of them with each other."""
    n_shared = _n_shared(rows)
    kept = [row for row in rows if n_shared[row.rater_id] >= MIN_SHARED_RATINGS]
    return kept if len(kept) == len(rows) else _well_known(kept)


def _fitted(criterion: str, rows: Sequence[Rating]) -> dict[UUID, tuple[float, float]]:
    """Points and standard error by rater; empty where groups of raters share no answer."""
    if not rows:
        return {}
    answers = [str(row.answer_id) for row in rows]
    raters = [str(row.rater_id) for row in rows]
    try:
        found = rater_severities(answers, raters, [row.points[criterion] for row in rows])
    except ValueError:
        return {}
    figures = zip(found.raters, found.severity, found.standard_error, strict=True)
    return {
        UUID(str(rater)): (float(points), float(error))
        for rater, points, error in figures
        if not isnan(error)
    }


def _raters(
    session: Session, key_version_id: UUID, item: str, rows: Sequence[Rating]
) -> Iterator[RaterFigures]:
    """Everybody who may rate now, or has rated this question, by name."""
    known = {row.rater_id for row in rows}
    is_rater = (col(Staff.role) == Role.RATER.value) & col(Staff.is_active)
    query = select(Staff).where(is_rater | col(Staff.id).in_(known))
    for rater in session.exec(query.order_by(col(Staff.name), col(Staff.id))):
        checks = checks_in_between(session, rater, key_version_id, item)
        yield RaterFigures(
            rater=rater,
            standing=practice_of(session, rater, key_version_id, item).standing,
            n_filed=sum(row.rater_id == rater.id for row in rows),
            checks=closeness(checks),
            newest=closeness(checks[-NEWEST_CHECKS:]),
        )
