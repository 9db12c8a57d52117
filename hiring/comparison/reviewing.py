"""Whether people decide for themselves or wave the score through: figures about each reviewer.

For each opening the figures ask what the order of scores alone would have done, had it been given
as many places as the person gave: the share of decisions that agree with that, and how long the
page had been open. Agreement is no fault. Full agreement, time after time, is worth a question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from uuid import UUID

from sqlmodel import Session, col, select

from hiring.openings.decisions import Decision, Outcome
from hiring.openings.records import Candidate
from hiring.scoring.records import Score
from hiring.sittings.records import Sitting

MIN_DECISIONS = 10
FOLLOWS_FROM = 0.95
QUICK_SECONDS = 60.0


class ReviewSign(StrEnum):
    """What is worth a question."""

    FOLLOWS_SCORE = "follows_score"
    QUICK = "quick"


@dataclass(frozen=True, slots=True)
class Review:
    """One decision: about whom in which opening, the score then known, and how long it took.

    ``points`` is None where there was no score.
    """

    group: UUID
    goes_on: bool
    points: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """How one person decides.

    Attributes:
        n: Decisions, the newest about each candidate.
        n_ordered: Those in openings where somebody with a score went on and somebody did not: only
            there does an order say anything.
        agreement: Share of those that agree with the order of scores; None below ``MIN_DECISIONS``.
        by_chance: The share that would agree if scores had nothing to do with it.
        median_seconds: From opening the page to deciding; None below ``MIN_DECISIONS``.
    """

    n: int
    n_ordered: int
    agreement: float | None
    by_chance: float | None
    median_seconds: float | None

    @property
    def is_too_few(self) -> bool:
        """Whether there are too few decisions to say anything."""
        return self.n < MIN_DECISIONS

    @property
    def signs(self) -> tuple[ReviewSign, ...]:
        """What is worth a question; mostly nothing."""
        follows = self.agreement is not None and self.agreement >= FOLLOWS_FROM
        quick = self.median_seconds is not None and self.median_seconds < QUICK_SECONDS
        found = ((ReviewSign.FOLLOWS_SCORE, follows), (ReviewSign.QUICK, quick))
        return tuple(sign for sign, is_found in found if is_found)


def figures_of(reviews: Sequence[Review]) -> ReviewFigures:
    """The figures of one person; the order of the reviews does not matter."""
    groups = [group for group in _by_group(reviews) if _is_ordered(group)]
    n_ordered = sum(map(len, groups))
    says_order = n_ordered >= MIN_DECISIONS
    seconds = [one.seconds for one in reviews]
    return ReviewFigures(
        n=len(reviews),
        n_ordered=n_ordered,
        agreement=sum(map(_n_agreeing, groups)) / n_ordered if says_order else None,
        by_chance=sum(map(_n_by_chance, groups)) / n_ordered if says_order else None,
        median_seconds=median(seconds) if len(reviews) >= MIN_DECISIONS else None,
    )


def reviews_by_staff(session: Session, *, is_simulated: bool = False) -> dict[UUID, list[Review]]:
    """The newest decision of every person about every candidate, by person.

    Decisions to wait are left out: they neither follow an order nor go against one.
    """
    newest: dict[tuple[UUID, UUID], tuple[Decision, UUID]] = {}
    for decision, opening_id in _decisions(session, is_simulated=is_simulated):
        newest[decision.staff_id, decision.candidate_id] = (decision, opening_id)
    totals = _totals(session)
    found: dict[UUID, list[Review]] = {}
    for decision, opening_id in newest.values():
        if decision.outcome == Outcome.HOLD.value:
            continue
        review = Review(
            group=opening_id,
            goes_on=decision.outcome == Outcome.ADVANCE.value,
            points=totals.get(decision.candidate_id),
            seconds=decision.review_seconds,
        )
        found.setdefault(decision.staff_id, []).append(review)
    return found


def _by_group(reviews: Iterable[Review]) -> list[list[Review]]:
    found: dict[UUID, list[Review]] = {}
    for one in reviews:
        if one.points is not None:
            found.setdefault(one.group, []).append(one)
    return list(found.values())


def _is_ordered(group: Sequence[Review]) -> bool:
    return len({one.goes_on for one in group}) > 1


def _n_agreeing(group: Sequence[Review]) -> int:
    """How many stand where the order of scores alone would put them.

    As many go on as the person let go on. Of people with the same score at the edge, any may: there
    the order says nothing, so the person counts as agreeing.
    """
    scores = sorted((one.points or 0.0 for one in group), reverse=True)
    edge = scores[sum(one.goes_on for one in group) - 1]
    after = scores[sum(one.goes_on for one in group)]
    if edge > after:
        return sum(one.goes_on == ((one.points or 0.0) >= edge) for one in group)
    n_above_out = sum(not one.goes_on and (one.points or 0.0) > edge for one in group)
    n_below_in = sum(one.goes_on and (one.points or 0.0) < edge for one in group)
    return len(group) - 2 * max(n_above_out, n_below_in)


def _n_by_chance(group: Sequence[Review]) -> float:
    n, n_on = len(group), sum(one.goes_on for one in group)
    return (n_on**2 + (n - n_on) ** 2) / n


def _decisions(session: Session, *, is_simulated: bool) -> list[tuple[Decision, UUID]]:
    return list(
        session.exec(
            select(Decision, Candidate.opening_id)
            .join(Candidate, col(Candidate.id) == col(Decision.candidate_id))
            .where(Candidate.is_simulated == is_simulated)
            .order_by(col(Decision.decided_at), col(Decision.id).desc())
        )
    )


def _totals(session: Session) -> dict[UUID, float]:
    """The newest total of everybody who was decided about."""
    decided = select(Decision.candidate_id)
    rows = session.exec(
        select(Sitting.candidate_id, Score.total)
        .join(Score, col(Score.sitting_id) == col(Sitting.id))
        .where(
            col(Sitting.candidate_id).in_(decided),
            col(Sitting.voided_at).is_(None),
            col(Score.total).is_not(None),
        )
        .order_by(col(Score.scored_at))
    )
    return {candidate_id: total for candidate_id, total in rows if total is not None}
