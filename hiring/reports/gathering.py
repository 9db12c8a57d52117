"""Stored sittings become arrays: one statement, one row for each sitting, a block at a time.

A sitting's answers come glued together as one text, since a row for every answer costs several
times as much on both databases. Each different line of that text is read once: few people rate
four responses in a way that nobody else does. Everything is then scored at once by the road that
every score takes, and held against the totals as stored: to read ten thousand score documents
takes longer, and would not have shown a score that no longer follows from its answers.

What is kept of a sitting is a row of numbers; texts are dropped with their block.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Text, cast, func
from sqlmodel import Session, col, select

from hiring.db import whole_tables
from hiring.psychometrics.arrays import BoolArray, FloatArray
from hiring.psychometrics.keying.aggregation import UnitState
from hiring.ratings.settling import settled_table
from hiring.scoring.documents import UNIT_STATES
from hiring.scoring.plan import Encoded, ScoringPlan, SittingScores, encode, score_encoded
from hiring.scoring.records import Score, ScoredForm
from hiring.scoring.snapshots import stands
from hiring.sittings.answers import AnswerState
from hiring.sittings.records import Answer, Sitting

BLOCK_ROWS = 1000
_FIELD, _LINE = "\t", "\n"
_ANSWERED = int(UnitState.ANSWERED)

IntArray: TypeAlias = NDArray[np.int64]
Points: TypeAlias = Mapping[UUID, Mapping[str, Mapping[str, float]]]  # by sitting, item, criterion
Note: TypeAlias = Callable[[int], None]  # is told how many sittings have been read


@dataclass(frozen=True, slots=True)
class Gathered:
    """Every sitting whose newest score stands under the key. Axis 0 is the sitting, in order of id.

    Attributes:
        plan: What they were scored by.
        ids: The sittings.
        totals: Shape (n,), points 0..100, as stored; NaN = too few answers for a number.
        scores: Computed again from the answers; see ``SittingScores``.
        states: Shape (n, k_items), numbers of ``UnitState``.
        codes: Shape (n, k_items), which of the item's ``answers`` was given; -1 = none.
        answers: For each item the different stored answers, by code.
    """

    plan: ScoringPlan
    ids: tuple[UUID, ...]
    totals: FloatArray
    scores: SittingScores
    states: IntArray
    codes: IntArray
    answers: tuple[tuple[Any, ...], ...]

    @property
    def has_total(self) -> BoolArray:
        """Who has a number, shape (n,)."""
        return ~np.isnan(self.totals)

    @property
    def is_complete(self) -> BoolArray:
        """Who has a number and answered every scenario, shape (n,)."""
        return self.has_total & ~np.isnan(self.scores.scenarios).any(axis=1)

    @property
    def n_differing(self) -> int:
        """Stored totals that do not follow from the stored answers."""
        same = np.array_equal(self.totals, self.scores.totals, equal_nan=True)
        both = np.stack([self.totals, self.scores.totals])
        is_same = (both[0] == both[1]) | np.isnan(both).all(axis=0)
        return 0 if same else int((~is_same).sum())


def gather(
    session: Session,
    plan: ScoringPlan,
    subject: ScoredForm,
    note: Note = lambda _n: None,
) -> Gathered:
    """Read every sitting of the form whose newest score stands under the key.

    Args:
        session: Only read from.
        plan: The form's scoring plan under that key.
        subject: Form, key and which of the two kinds of people.
        note: Told after each block how many sittings have been read.
    """
    reader = _Reader([item.ref for item in plan.items])
    # Options of the statement: those of a connection would hold for whatever comes after.
    with whole_tables(session):
        rows = session.connection().execute(
            _statement(plan, subject), execution_options={"yield_per": BLOCK_ROWS}
        )
    for block in rows.partitions():
        reader.read(block)
        note(reader.n)
    return reader.gathered(plan, _points_of(session, plan, subject))


def _points_of(session: Session, plan: ScoringPlan, subject: ScoredForm) -> Points:
    """What people gave the open answers, where all of a sitting's are settled."""
    if not plan.rated_refs:
        return {}
    return settled_table(session, _statement(plan, subject).with_only_columns(col(Sitting.id)))


def _statement(plan: ScoringPlan, subject: ScoredForm) -> Any:
    value = cast(Answer.__table__.c.value, Text)  # type: ignore[attr-defined]
    parts = (cast(col(Answer.revision), Text), col(Answer.item), col(Answer.state))
    line = parts[0] + _FIELD + parts[1] + _FIELD + parts[2] + _FIELD + func.coalesce(value, "")
    answers = (
        select(func.aggregate_strings(line, _LINE))
        .where(
            col(Answer.sitting_id) == col(Sitting.id),
            col(Answer.item).in_([item.ref for item in plan.items]),
        )
        .scalar_subquery()
    )
    return (
        select(col(Sitting.id), col(Score.total), answers)
        .join(Score, col(Sitting.id) == col(Score.sitting_id))
        .where(
            col(Score.key_version_id) == subject.key_version_id,
            col(Sitting.form_id) == subject.form_id,
            col(Sitting.is_simulated) == subject.is_simulated,
            stands(),
            col(Sitting.voided_at).is_(None),
        )
    )


class _Reader:
    """Turns rows into numbers, block by block."""

    def __init__(self, refs: list[str]) -> None:
        self.n = 0
        self._column = {ref: number for number, ref in enumerate(refs)}
        self._known: list[dict[str, int]] = [{} for _ in refs]
        self._lines: dict[str, tuple[int, int, int, int]] = {}
        self._ids: list[UUID] = []
        self._totals: list[float | None] = []
        # Two whole numbers for each item: the code of the answer and its state.
        self._blocks: list[IntArray] = [np.zeros((0, 2, len(refs)), dtype=np.int64)]

    def read(self, rows: Sequence[Any]) -> None:
        """Add a block of sittings, each with its stored total and its answers."""
        self._ids += [row[0] for row in rows]
        self._totals += [row[1] for row in rows]
        self._blocks.append(np.array([self._numbers(row[2] or "") for row in rows], dtype=np.int64))
        self.n += len(rows)

    def gathered(self, plan: ScoringPlan, points: Points) -> Gathered:
        """Everything read, in order of the sittings' ids: the database may hand them out in any."""
        order = sorted(range(self.n), key=self._ids.__getitem__)
        numbers = np.concatenate(self._blocks)[order]
        codes, states = numbers[:, 0], numbers[:, 1]
        for ref in plan.rated_refs:
            column = self._column[ref]
            codes[:, column] = self._rated(column, ref, points)[order]
        answers = tuple(tuple(map(json.loads, known)) for known in self._known)
        encoded = Encoded(tuple(_taken(_as_numbers(plan, answers), codes)), states)
        return Gathered(
            plan=plan,
            ids=tuple(self._ids[n] for n in order),
            totals=np.array(self._totals, dtype=np.float64)[order],
            scores=score_encoded(plan, encoded),
            states=states,
            codes=codes,
            answers=answers,
        )

    def _rated(self, column: int, ref: str, points: Points) -> IntArray:
        """Codes of what people gave in place of the words; -1 = not answered, or not settled."""
        given = (points.get(one, {}).get(ref) for one in self._ids)
        texts = [None if one is None else json.dumps(one, sort_keys=True) for one in given]
        known = self._known[column] = {}
        codes = [-1 if one is None else known.setdefault(one, len(known)) for one in texts]
        return np.array(codes, dtype=np.int64)

    def _numbers(self, answers: str) -> tuple[list[int], list[int]]:
        """Code and state of each item's answer; of several revisions the highest counts."""
        n_items = len(self._column)
        codes, states = [-1] * n_items, [int(UnitState.NOT_REACHED)] * n_items
        newest = [0] * n_items
        for line in answers.split(_LINE) if answers else ():
            revision, column, code, state = self._lines.get(line) or self._read_line(line)
            if revision > newest[column]:
                newest[column], codes[column], states[column] = revision, code, state
        return codes, states

    def _read_line(self, line: str) -> tuple[int, int, int, int]:
        revision, ref, word, value = line.split(_FIELD, 3)
        column, state = self._column[ref], int(UNIT_STATES[AnswerState(word)])
        known = self._known[column]
        code = known.setdefault(value, len(known)) if state == _ANSWERED else -1
        return self._lines.setdefault(line, (int(revision), column, code, state))


def _as_numbers(plan: ScoringPlan, answers: tuple[tuple[Any, ...], ...]) -> tuple[FloatArray, ...]:
    """For each item a row of numbers for each of its different answers, and one for none."""
    n_most = max((len(known) for known in answers), default=0)
    rows = [
        {
            item.ref: (UnitState.ANSWERED, known[at])
            for item, known in zip(plan.items, answers, strict=True)
            if at < len(known)
        }
        for at in range(n_most)
    ]
    return encode(plan, [*rows, {}]).answers  # the last row has no answer: code -1 finds it


def _taken(numbers: tuple[FloatArray, ...], codes: IntArray) -> list[FloatArray]:
    return [table[codes[:, column]] for column, table in enumerate(numbers)]
