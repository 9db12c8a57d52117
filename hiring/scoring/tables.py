"""The stored answers of many sittings as one table, ready to be scored by any key.

Ten thousand sittings are a quarter of a million answers. As objects of the mapper they would take
longer to build than to score, so plain columns are read here, and every distinct answer of an item
is decoded once, however many people gave it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import String, Text, cast
from sqlmodel import Session, col, select

from hiring.banks.schema import Method
from hiring.db import whole_tables
from hiring.openings.records import Candidate
from hiring.psychometrics.keying.aggregation import UnitState
from hiring.ratings.settling import settled_table
from hiring.scoring.documents import UNIT_STATES
from hiring.scoring.plan import Encoded, FloatArray, ItemPlan, ScoringPlan, answer_numbers
from hiring.scoring.records import Score
from hiring.scoring.snapshots import HasForm, stands
from hiring.sittings.answers import AnswerState
from hiring.sittings.records import Answer, Sitting

_NO_ANSWER = -1


@dataclass(frozen=True, slots=True)
class ScoredSittings:
    """The sittings whose score counts now, of one form under one key, in order of score id.

    Attributes:
        codes: The candidates' codes, by row.
        candidates: Their ids.
        openings: The opening of each.
        totals: Shape (n,), the stored points 0..100; NaN = too few answers for a number.
        names: The sittings' ids as the database writes them.
    """

    codes: tuple[str, ...]
    candidates: tuple[UUID, ...]
    openings: tuple[UUID, ...]
    totals: FloatArray
    names: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.names)


def scored_sittings(session: Session, form: HasForm) -> ScoredSittings:
    """Everybody whose newest score is by this key on this form."""
    columns = (
        col(Candidate.code),
        col(Candidate.id),
        col(Candidate.opening_id),
        col(Score.total),
        cast(col(Score.sitting_id), String),
    )
    query: Any = select(*columns).select_from(Score)  # type: ignore[call-overload]
    query = query.join(Sitting, col(Sitting.id) == col(Score.sitting_id))
    query = query.join(Candidate, col(Candidate.id) == col(Sitting.candidate_id))
    with whole_tables(session):
        rows = session.exec(query.where(*_counting(form)).order_by(col(Score.id))).all()
    codes, candidates, openings, totals, names = zip(*rows, strict=True) if rows else ((),) * 5
    points = [np.nan if total is None else total for total in totals]
    return ScoredSittings(codes, candidates, openings, np.array(points, dtype=np.float64), names)


def encode_stored(
    session: Session, form: HasForm, sittings: ScoredSittings, plan: ScoringPlan
) -> Encoded:
    """The newest answers of these sittings as numbers, one row each in their order."""
    places = {name: row for row, name in enumerate(sittings.names)}
    columns = {item.ref: _Column(item, sittings.n) for item in plan.items}
    with whole_tables(session):
        points = _points_of(session, form, plan)
        answers = session.exec(_answers_query(form))
    for name, item, state, value in answers:
        column, row = columns.get(item), places.get(name)
        if column is not None and row is not None:
            column.put(row, state, points.get((name, item)) if column.is_open else value)
    found = [columns[item.ref] for item in plan.items]
    return Encoded(tuple(one.numbers() for one in found), _side_by_side(found))


@dataclass(slots=True)
class _Column:
    """One item: who gave which of its distinct answers."""

    item: ItemPlan
    n: int
    states: list[int] = field(init=False)
    choices: list[int] = field(init=False)
    known: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.states = [int(UnitState.NOT_REACHED)] * self.n
        self.choices = [_NO_ANSWER] * self.n

    @property
    def is_open(self) -> bool:
        """Whether people give the points."""
        return self.item.method is Method.HUMAN_RATING

    def put(self, row: int, state: str, value: str | None) -> None:
        """Revisions arrive in order: the last one stays."""
        self.states[row] = _STATES[state]
        is_answer = value is not None and state == AnswerState.ANSWERED.value
        self.choices[row] = (
            self.known.setdefault(str(value), len(self.known)) if is_answer else _NO_ANSWER
        )

    def numbers(self) -> FloatArray:
        """Shape (n, width of the item); NaN = none."""
        nothing = np.full((1, self.item.width), np.nan)
        given = [answer_numbers(self.item, json.loads(text)) for text in self.known]
        table = np.array(given, dtype=np.float64).reshape(len(given), self.item.width)
        # Place -1, "no answer", is the last row.
        return np.asarray(np.concatenate([table, nothing])[self.choices], dtype=np.float64)


def _points_of(session: Session, form: HasForm, plan: ScoringPlan) -> dict[tuple[str, str], str]:
    """Settled points by sitting and item, written like a stored answer."""
    if not plan.rated_refs:
        return {}
    query = _of_form(form, col(Sitting.id), cast(col(Sitting.id), String).label("name"))
    names: dict[UUID, str] = dict(session.exec(query).all())
    found = settled_table(session, _of_form(form, col(Sitting.id)))
    return {
        (names[sitting_id], item): json.dumps(points)
        for sitting_id, items in found.items()
        for item, points in items.items()
    }


def _of_form(form: HasForm, *columns: Any) -> Any:
    query: Any = select(*columns).select_from(Sitting)
    return query.join(Score, col(Score.sitting_id) == col(Sitting.id)).where(*_counting(form))


_STATES = {state.value: int(unit) for state, unit in UNIT_STATES.items()}


def _side_by_side(columns: Sequence[_Column]) -> Any:
    return np.column_stack([np.array(one.states, dtype=np.int_) for one in columns])


def _answers_query(form: HasForm) -> Any:
    columns = (
        cast(col(Answer.sitting_id), String),
        col(Answer.item),
        col(Answer.state),
        cast(col(Answer.value), Text),
    )
    query: Any = select(*columns).select_from(Answer)
    query = query.join(Sitting, col(Sitting.id) == col(Answer.sitting_id))
    query = query.join(Score, col(Score.sitting_id) == col(Sitting.id))
    return query.where(*_counting(form)).order_by(
        col(Answer.sitting_id), col(Answer.item), col(Answer.revision)
    )


def _counting(form: HasForm) -> Iterable[Any]:
    return (
        col(Score.key_version_id) == form.key_version_id,
        col(Sitting.form_id) == form.form_id,
        col(Sitting.is_simulated) == form.is_simulated,
        stands(),
        col(Sitting.voided_at).is_(None),
    )
