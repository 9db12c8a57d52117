"""Scores of a few people side by side, or the reason why not.

Two of them are said to differ only where the library's probability says so; everything else is no
dependable difference. Such ties are not transitive, so nobody is ranked: each dependable pair is a
statement of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from sqlmodel import Session

from hiring.comparison.people import ScoredPerson, scored_people
from hiring.comparison.scale import OnScale, on_other_scale, on_own_scale
from hiring.comparison.versions import Ties, find_ties, version_of, what_parts
from hiring.errors import NotComparableError
from hiring.openings.records import Candidate
from hiring.psychometrics.reliability.differences import (
    Difference,
    difference_of,
    higher_from,
    probability_true_higher,
    sed,
)
from hiring.psychometrics.reliability.precision import Precision
from hiring.scoring import PrecisionSnapshot

MIN_PEOPLE = 2
MAX_PEOPLE = 5


class WhyNot(StrEnum):
    """Why people cannot stand side by side."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    OTHER_OPENING = "other_opening"
    NOT_SCORED = "not_scored"
    OTHER_BANK = "other_bank"
    OTHER_FORM = "other_form"
    OTHER_KEY = "other_key"
    OTHER_VERSION = "other_version"
    SIMULATED_WITH_REAL = "simulated_with_real"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people and what may be said about them; ``first`` is the higher one where they differ."""

    first: ScoredPerson
    second: ScoredPerson
    difference: Difference
    probability: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to five people of one opening on one scale, in order of name.

    ``snapshot`` is the precision of the base form, and of everybody where all are alike. ``ties``
    say how the scores of other forms came to stand on its scale.
    """

    people: tuple[ScoredPerson, ...]
    pairs: tuple[Pair, ...]
    snapshot: PrecisionSnapshot
    higher_from: float
    ties: Ties

    @property
    def dependable(self) -> tuple[Pair, ...]:
        """Pairs about which something may be said."""
        return tuple(p for p in self.pairs if p.difference is not Difference.NONE_DEPENDABLE)


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
    ties = _require_ties(session, people)
    placed = [_placed(person, ties) for person in people]
    threshold = higher_from(len(people))
    return Comparison(
        people=tuple(one.person for one in placed),
        pairs=tuple(_pair(a, b, threshold) for a, b in combinations(placed, 2)),
        snapshot=next(one.snapshot for one in people if _is_base(one, people, ties)),
        higher_from=threshold,
        ties=ties,
    )


def pair_of(a: ScoredPerson, b: ScoredPerson, precision: Precision, threshold: float) -> Pair:
    """What may be said about two people of one form, on one snapshot."""
    return _said(
        OnScale(a, _total(a), precision.sem, precision.r),
        OnScale(b, _total(b), precision.sem, precision.r),
        threshold,
    )


def _pair(a: OnScale, b: OnScale, threshold: float) -> Pair:
    """Two people of one form are compared on their own scale, whoever else is looked at."""
    if version_of(a.person) == version_of(b.person):
        return _said(_own(a), _own(b), threshold)
    return _said(a, b, threshold)


def _own(one: OnScale) -> OnScale:
    own = on_own_scale(one.person)
    return OnScale(one.person, own.total, own.sem, own.r)


def _said(a: OnScale, b: OnScale, threshold: float) -> Pair:
    """By the smaller reliability of the two, with the errors of linking in the difference's own."""
    high, low = (a, b) if a.total >= b.total else (b, a)
    error = sed(a.sem, b.sem, sed(a.linking_error, b.linking_error))
    probability = probability_true_higher(high.total, low.total, min(a.r, b.r), error)
    difference = difference_of(probability, threshold)
    return Pair(high.person, low.person, difference, probability)


def _placed(person: ScoredPerson, ties: Ties) -> OnScale:
    study = ties.of(person.form).study
    return on_own_scale(person) if study is None else on_other_scale(person, study)


def _is_base(person: ScoredPerson, people: Sequence[ScoredPerson], ties: Ties) -> bool:
    base = next(one for one in people if one.form == ties.base)
    return version_of(person) == version_of(base)


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


def _require_ties(session: Session, people: list[ScoredPerson]) -> Ties:
    ties = find_ties(session, people)
    if ties is None:
        raise NotComparableError(WhyNot(what_parts(session, people)))
    return ties


def _total(person: ScoredPerson) -> float:
    if person.score.total is None:
        raise NotComparableError(WhyNot.NOT_SCORED)
    return person.score.total
