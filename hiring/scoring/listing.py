"""The list of an opening, narrowed, ordered and turned page by page where it is stored.

Pages go on behind the last person shown, not after a number of rows: somebody who is added in the
meantime shifts nobody onto the wrong page. The place is named by an id alone, since what the list
is ordered by may be a name, and addresses are written down in more places than one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, case, func, literal, null, select, tuple_
from sqlmodel import Session, col

from hiring.openings.decisions import Outcome
from hiring.openings.notes import CandidateTag
from hiring.openings.records import Candidate, Opening
from hiring.openings.whereabouts import STAYS, Whereabouts
from hiring.psychometrics.reliability.cut_groups import CutGroup
from hiring.scoring.cut_bounds import CutBounds, group_of, number_on
from hiring.scoring.looks import Look, is_in
from hiring.scoring.narrowing import Span, answered_bank
from hiring.scoring.records import ScoredForm
from hiring.scoring.roster import Progress
from hiring.scoring.searching import matches
from hiring.scoring.whereabouts import last_activity, progress_of

PAGE_ROWS = 50
NOBODY_DECIDED = "none"


class Sort(StrEnum):
    """The order of a list. By score and by group only where somebody asks."""

    NAME = "name"
    ADDED = "added"
    ACTIVITY = "activity"
    GROUP = "group"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of an opening.

    Attributes:
        words: What is searched for in names, codes and mail addresses.
        state: The state, or None for all.
        tag: A tag, or nothing for all.
        outcome: What the newest decision says, ``NOBODY_DECIDED``, or nothing for all.
        group: The place to the cut score, or None for all.
        look: Why somebody should look, or None for all.
        span: The days on which something happened, or None for all.
        bank: The version of the bank that was answered, or None for all.
        sort: The order.
        after: The last person of the page before, or None at the beginning.
        before: The first person of the page behind, when turning back.
    """

    words: str = ""
    state: Progress | None = None
    tag: str = ""
    outcome: str = ""
    group: CutGroup | None = None
    look: Look | None = None
    span: Span | None = None
    bank: UUID | None = None
    sort: Sort = Sort.NAME
    after: UUID | None = None
    before: UUID | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anybody may be left out."""
        texts = (self.words, self.tag, self.outcome, self.state, self.group, self.look)
        return any(texts) or self.span is not None or self.bank is not None

    @property
    def asks_whereabouts(self) -> bool:
        """Whether more is asked than who a person is, and which words stand there."""
        narrowed = (self.state, self.outcome, self.group, self.look, self.span, self.bank)
        return any(narrowed) or self.sort not in {Sort.NAME, Sort.ADDED}

    @property
    def asks_names(self) -> bool:
        """Whether people are found or put in order by who they are."""
        return bool(self.words) or self.sort in {Sort.NAME, Sort.ADDED, Sort.GROUP}

    @property
    def shows_groups(self) -> bool:
        """Whether the list says something that comes from scores, though no score."""
        return self.group is not None or self.sort is Sort.GROUP

    @property
    def from_start(self) -> "Asked":
        """The same list, from its beginning."""
        return replace(self, after=None, before=None)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a list rests on beside the question.

    ``form`` is the key and form whose scores may be put in an order, ``bounds`` the cut score where
    one holds; without ``sees_names`` people are found and ordered by their code.
    """

    opening: Opening
    form: ScoredForm
    bounds: CutBounds | None
    sees_names: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list: the people's ids in order, and whether there are more either way."""

    ids: tuple[UUID, ...]
    has_more: bool
    has_earlier: bool


def find_people(session: Session, asked: Asked, basis: Basis) -> Found:
    """One page of the list. Two queries at most, however many people there are."""
    is_back = asked.before is not None
    order = _order(session, asked, basis)
    query = _narrowed(_people((_id(asked),), asked), asked, basis)
    place = asked.before or asked.after
    start = None if place is None else _place(session, order, asked, place)
    if start is not None:
        query = query.where(_beyond(order, start, is_back=is_back))
    query = query.order_by(*_directed(order, is_back=is_back))
    found = list(session.scalars(query.limit(PAGE_ROWS + 1)))
    ids, is_cut_off = found[:PAGE_ROWS], len(found) > PAGE_ROWS
    if is_back:
        return Found(tuple(reversed(ids)), has_more=True, has_earlier=is_cut_off)
    return Found(tuple(ids), has_more=is_cut_off, has_earlier=start is not None)


def count_people(session: Session, asked: Asked, basis: Basis) -> int:
    """How many people the whole list holds."""
    # In an order for which nobody's name is read; by score stand those alone who have one.
    same = asked if asked.sort is Sort.SCORE else replace(asked, sort=Sort.ACTIVITY)
    query = _narrowed(_people((func.count(),), same), same, basis)
    return int(session.scalars(query).one())


def everybody_in(asked: Asked, basis: Basis) -> Any:
    """A query of the ids of the whole list, for what is done to all of them."""
    return _narrowed(_people((_id(asked),), asked), asked, basis)


@dataclass(frozen=True, slots=True)
class LiveCounts:
    """How many people are in each state that occurs, and in each group where a cut score holds."""

    states: dict[Progress, int]
    groups: dict[CutGroup, int]


def live_counts(session: Session, basis: Basis) -> LiveCounts:
    """What a list says above its people. One query, which goes through them once."""
    people = _state_and_group(basis).subquery()
    state, group = people.c
    rows = session.execute(select(state, group, func.count()).group_by(state, group)).all()
    states, groups = Counter[str](), Counter[str]()
    for its_state, its_group, n in rows:
        states[its_state] += n
        groups[its_group] += n
    return LiveCounts(
        states={one: states[one.value] for one in Progress if one.value in states},
        groups={one: groups[one.value] for one in CutGroup} if basis.bounds else {},
    )


def tag_counts(session: Session, opening: Opening) -> dict[str, int]:
    """How many people of an opening carry each tag, by tag. One query."""
    everybody = select(col(Candidate.id)).where(col(Candidate.opening_id) == opening.id)
    query = (
        select(col(CandidateTag.word), func.count())
        .where(col(CandidateTag.candidate_id).in_(everybody))
        .group_by(col(CandidateTag.word))
    )
    return dict(sorted((word, n) for word, n in session.execute(query)))


def totals(session: Session, basis: Basis) -> list[float]:
    """The totals of everybody in the opening who stands on one scale, in ascending order."""
    number = number_on(basis.form)
    mine = col(Whereabouts.opening_id) == basis.opening.id
    query = select(number).where(mine, STAYS, number.is_not(None))
    return sorted(session.scalars(query))


@dataclass(frozen=True, slots=True)
class _Order:
    """What a list is ordered by; all columns go one way."""

    columns: tuple[Any, ...]
    is_descending: bool = False


def _people(what: Sequence[Any], asked: Asked) -> Any:
    """The tables that the question needs and no more: most lists read one alone."""
    if not asked.asks_whereabouts:
        return select(*what).select_from(Candidate)
    query = select(*what).select_from(Whereabouts)
    mine = col(Candidate.id) == col(Whereabouts.candidate_id)
    return query.join(Candidate, mine) if asked.asks_names else query


def _id(asked: Asked) -> Any:
    """The people's ids, from a table that the question reads."""
    return col(Whereabouts.candidate_id if asked.asks_whereabouts else Candidate.id)


def _narrowed(query: Any, asked: Asked, basis: Basis) -> Any:
    opening_id = basis.opening.id
    if asked.asks_whereabouts:
        query = query.where(col(Whereabouts.opening_id) == opening_id)
    if asked.asks_names or not asked.asks_whereabouts:
        query = query.where(col(Candidate.opening_id) == opening_id)
    return query.where(*_filters(asked, basis))


def _filters(asked: Asked, basis: Basis) -> list[ColumnElement[bool]]:
    found = [matches(word, sees_names=basis.sees_names) for word in asked.words.split()]
    if asked.state is not None:
        found.append(progress_of(basis.now) == asked.state.value)
    if asked.tag:
        found.append(_has_tag(asked))
    if asked.outcome:
        found.append(_has_outcome(asked.outcome))
    if asked.look is not None:
        found.append(is_in(asked.look, basis.now))
    if asked.span is not None:
        found.append(asked.span.holds())
    if asked.bank is not None:
        found.append(answered_bank(asked.bank))
    if asked.group is not None:
        found += [_group(basis) == asked.group.value, STAYS]
    if asked.sort is Sort.SCORE:
        found += [number_on(basis.form).is_not(None), STAYS]
    return found


def _has_tag(asked: Asked) -> ColumnElement[bool]:
    tagged = select(col(CandidateTag.candidate_id)).where(
        col(CandidateTag.candidate_id) == _id(asked), col(CandidateTag.word) == asked.tag
    )
    return tagged.exists()


def _has_outcome(outcome: str) -> ColumnElement[bool]:
    newest = col(Whereabouts.outcome)
    nobody = outcome == NOBODY_DECIDED
    return newest.is_(None) if nobody else newest == Outcome(outcome).value


def _order(session: Session, asked: Asked, basis: Basis) -> _Order:
    """What the list is ordered by; the id last, so that no two people share a place."""
    name = col(Candidate.name if basis.sees_names else Candidate.code)
    last = _id(asked)
    match asked.sort:
        case Sort.NAME:
            return _Order((name, last))
        case Sort.ADDED:
            return _Order((col(Candidate.added_at), last), is_descending=True)
        case Sort.ACTIVITY:
            return _Order((last_activity(session), last), is_descending=True)
        case Sort.GROUP:
            return _Order((_group_number(basis), name, last))
        case Sort.SCORE:
            return _Order((number_on(basis.form), last), is_descending=True)
        case _:
            assert_never(asked.sort)


def _state_and_group(basis: Basis) -> Any:
    """Both of everybody in the opening; who withdrew stands in no group."""
    state = progress_of(basis.now).label("state")
    group = null() if basis.bounds is None else case((STAYS, group_of(basis.bounds)))
    mine = col(Whereabouts.opening_id) == basis.opening.id
    return select(state, group.label("place")).where(mine)


def _group(basis: Basis) -> ColumnElement[Any]:
    return null() if basis.bounds is None else group_of(basis.bounds)


def _group_number(basis: Basis) -> ColumnElement[int]:
    """From the top; who stands in no group comes last."""
    group, places = _group(basis), list(CutGroup)
    return case(
        *((and_(group == one.value, STAYS), n) for n, one in enumerate(places)),
        else_=len(places),
    )


def _place(session: Session, order: _Order, asked: Asked, who: UUID) -> tuple[Any, ...] | None:
    """Where somebody stands in the list; None where that person is no longer there."""
    query = _people(order.columns, asked).where(_id(asked) == who)
    found = session.execute(query).first()
    return None if found is None else tuple(found)


def _beyond(order: _Order, start: tuple[Any, ...], *, is_back: bool) -> ColumnElement[bool]:
    """That somebody stands behind this place, or before it."""
    kinds = (Uuid() if isinstance(value, UUID) else None for value in start)
    pairs = zip(start, order.columns, kinds, strict=True)
    place = tuple_(*(literal(value, kind or column.type) for value, column, kind in pairs))
    own = tuple_(*order.columns)
    return own < place if order.is_descending != is_back else own > place


def _directed(order: _Order, *, is_back: bool) -> Iterator[Any]:
    goes_down = order.is_descending != is_back
    return (column.desc() if goes_down else column.asc() for column in order.columns)
