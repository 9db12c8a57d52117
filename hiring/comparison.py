"""Scores of a few people side by side, or the reason why not.

People stand in order of name. Two of them are said to differ only where the library's probability
says so; everything else is no dependable difference. Such ties are not transitive, so nobody is
ranked: each dependable pair is a statement of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from sqlmodel import Session

from hiring.errors import NotComparableError
from hiring.openings.records import Candidate
from hiring.psychometrics.differences import (
    Difference,
    difference_of,
    higher_from,
    probability_true_higher,
    sed,
)
from hiring.psychometrics.precision import Precision, estimate, interval_90
from hiring.psychometrics.standard_errors import Interval, equally_likely_points
from hiring.scoring import (
    PrecisionSnapshot,
    Score,
    ScoreDocument,
    current_snapshot,
    find_scores,
    precision_of,
)
from hiring.sittings.records import Sitting, find_sittings

MIN_PEOPLE = 2
MAX_PEOPLE = 5


class WhyNot(StrEnum):
    """Why people cannot stand side by side."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    OTHER_OPENING = "other_opening"
    NOT_SCORED = "not_scored"
    OTHER_VERSION = "other_version"
    SIMULATED_WITH_REAL = "simulated_with_real"


@dataclass(frozen=True, slots=True)
class ScoredPerson:
    """A candidate with a score, its error, and where both come from.

    ``estimate_points`` and ``interval`` are None where too few answers allow no number.
    """

    candidate: Candidate
    sitting: Sitting
    score: Score
    document: ScoreDocument
    snapshot: PrecisionSnapshot
    estimate_points: float | None
    interval: Interval | None
    likely_points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people and what may be said about them; ``first`` is the higher one where they differ."""

    first: ScoredPerson
    second: ScoredPerson
    difference: Difference
    probability: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to five people of one opening on one precision snapshot, in order of name."""

    people: tuple[ScoredPerson, ...]
    pairs: tuple[Pair, ...]
    snapshot: PrecisionSnapshot
    higher_from: float

    @property
    def dependable(self) -> tuple[Pair, ...]:
        """Pairs about which something may be said."""
        return tuple(p for p in self.pairs if p.difference is not Difference.NONE_DEPENDABLE)


def find_scored(session: Session, candidate: Candidate) -> ScoredPerson | None:
    """The candidate with the newest score, or None when there is none yet."""
    return scored_people(session, [candidate]).get(candidate.id)


def scored_people(session: Session, candidates: Sequence[Candidate]) -> dict[UUID, ScoredPerson]:
    """The candidates that have a score, by id. The number of queries does not grow with them."""
    sittings = find_sittings(session, [candidate.id for candidate in candidates])
    scores = find_scores(session, [sitting.id for sitting in sittings.values()])
    snapshots: dict[tuple[UUID, str, bool], PrecisionSnapshot | None] = {}
    found = {}
    for candidate in candidates:
        sitting = sittings.get(candidate.id)
        score = None if sitting is None else scores.get(sitting.id)
        if sitting is None or score is None:
            continue
        snapshot = _snapshot(session, sitting, snapshots)
        if snapshot is not None:
            found[candidate.id] = _person(candidate, sitting, score, snapshot)
    return found


def compare(session: Session, candidates: Sequence[Candidate]) -> Comparison:
    """Hold two to five candidates of one opening side by side.

    Raises:
        NotComparableError: They cannot be compared; ``code`` is a ``WhyNot``.
    """
    _require_few(candidates)
    found = scored_people(session, candidates)
    people = sorted(
        found.values(), key=lambda person: (person.candidate.name, person.candidate.code)
    )
    _require_alike(people, n_wanted=len(candidates))
    snapshot = people[0].snapshot
    threshold = higher_from(len(people))
    pairs = tuple(
        pair_of(a, b, precision_of(snapshot), threshold) for a, b in combinations(people, 2)
    )
    return Comparison(tuple(people), pairs, snapshot, threshold)


def pair_of(a: ScoredPerson, b: ScoredPerson, precision: Precision, threshold: float) -> Pair:
    """What may be said about two people on one snapshot."""
    first, second = (a, b) if _total(a) >= _total(b) else (b, a)
    probability = probability_true_higher(
        _total(first), _total(second), precision.r, sed(precision.sem, precision.sem)
    )
    return Pair(first, second, difference_of(probability, threshold), probability)


def _person(
    candidate: Candidate, sitting: Sitting, score: Score, snapshot: PrecisionSnapshot
) -> ScoredPerson:
    document = ScoreDocument.from_text(score.document)
    if score.total is None:
        return ScoredPerson(candidate, sitting, score, document, snapshot, None, None, ())
    precision = precision_of(snapshot)
    middle = estimate(score.total, precision)
    return ScoredPerson(
        candidate=candidate,
        sitting=sitting,
        score=score,
        document=document,
        snapshot=snapshot,
        estimate_points=middle,
        interval=interval_90(score.total, precision),
        likely_points=equally_likely_points(middle, precision.error),
    )


def _snapshot(
    session: Session,
    sitting: Sitting,
    seen: dict[tuple[UUID, str, bool], PrecisionSnapshot | None],
) -> PrecisionSnapshot | None:
    name = (sitting.key_version_id, sitting.form_id, sitting.is_simulated)
    if name not in seen:
        seen[name] = current_snapshot(
            session,
            key_version_id=sitting.key_version_id,
            form_id=sitting.form_id,
            is_simulated=sitting.is_simulated,
        )
    return seen[name]


def _require_few(candidates: Sequence[Candidate]) -> None:
    if len(candidates) < MIN_PEOPLE:
        raise NotComparableError(WhyNot.TOO_FEW)
    if len(candidates) > MAX_PEOPLE:
        raise NotComparableError(WhyNot.TOO_MANY)
    if len({candidate.opening_id for candidate in candidates}) > 1:
        raise NotComparableError(WhyNot.OTHER_OPENING)


def _require_alike(people: list[ScoredPerson], *, n_wanted: int) -> None:
    if len(people) < n_wanted or any(person.score.total is None for person in people):
        raise NotComparableError(WhyNot.NOT_SCORED)
    if len({person.sitting.is_simulated for person in people}) > 1:
        raise NotComparableError(WhyNot.SIMULATED_WITH_REAL)
    if len({_version(person) for person in people}) > 1:
        raise NotComparableError(WhyNot.OTHER_VERSION)


def _version(person: ScoredPerson) -> tuple[str, str, str]:
    return (person.document.content_digest, person.document.scoring_digest, person.document.form)


def _total(person: ScoredPerson) -> float:
    if person.score.total is None:
        raise NotComparableError(WhyNot.NOT_SCORED)
    return person.score.total
