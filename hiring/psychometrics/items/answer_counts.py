"""Counting answers: how many people with this total chose that option of the item.

That small table is all an item analysis needs, for any number of people. Counts
are whole numbers, so neither the order of people nor the way they were cut into
blocks can change a figure, and parts counted on several machines add up to the
whole.

Totals are counted on the grid of the key: with scores of 0, .5 and 1 forty items
give 81 possible totals. Keeping every person's total and reading the answers a
second time was rejected: a stream of blocks can be read only once.

Options are numbered from 0; -1 or NaN is no answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.moments import BLOCK_ROWS, as_table, blocks_of

IntArray = NDArray[np.int64]

FINEST_STEP = 1000  # scores are told apart to a thousandth
MAX_CELLS = 25_000_000  # 200 MB
_ON_THE_GRID = 1e-9
_NONE = 1  # columns of the counts before the first option: no answer
_NAMED_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """What each option of each item scores.

    ``scores`` has shape (k_items, m_options); items with fewer options are filled
    up with NaN. ``no_answer`` is what an unanswered item scores; None leaves
    people who skipped one out of the analysis and counts them.
    """

    scores: FloatArray
    no_answer: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "scores", as_floats(self.scores))
        if np.isinf(self.scores).any():
            at_fault = ", ".join(map(str, np.flatnonzero(np.isinf(self.scores).any(axis=-1))))
            raise ValueError(f"scores must be finite; correct items: {at_fault}")
        is_option = ~np.isnan(self.scores)
        if self.scores.ndim != 2 or not is_option.any():  # noqa: PLR2004 - items by options
            raise ValueError("expected a table of items by options, with at least one option")
        without = ~is_option[:, 0] | (is_option[:, 1:] & ~is_option[:, :-1]).any(axis=1)
        if without.any():
            at_fault = ", ".join(map(str, np.flatnonzero(without)))
            raise ValueError(f"number options from 0 without gaps; correct items: {at_fault}")

    @classmethod
    def pick_best(
        cls, keyed: ArrayLike, n_options: ArrayLike, no_answer: float | None = None
    ) -> Self:
        """One for the keyed option of each item, nothing for the others.

        Raises:
            ValueError: A keyed option is none of its item's.
        """
        best = np.asarray(keyed, dtype=np.int64)
        sizes = np.broadcast_to(np.asarray(n_options, dtype=np.int64), best.shape)
        if ((best < 0) | (best >= sizes)).any():
            at_fault = ", ".join(map(str, np.flatnonzero((best < 0) | (best >= sizes))))
            raise ValueError(f"the keyed option is not one of the item's; correct: {at_fault}")
        options = np.arange(sizes.max())
        scores = np.where(options == best[:, np.newaxis], 1.0, 0.0)
        return cls(np.where(options < sizes[:, np.newaxis], scores, np.nan), no_answer)

    @property
    def n_options(self) -> IntArray:
        """How many options each item has, shape (k_items,)."""
        return np.asarray((~np.isnan(self.scores)).sum(axis=1), dtype=np.int64)

    @property
    def padded(self) -> FloatArray:
        """Scores with no answer in front, shape (k_items, 1 + m_options); NaN = no such thing."""
        k_items = len(self.scores)
        unanswered = np.full((k_items, 1), np.nan if self.no_answer is None else self.no_answer)
        return np.hstack([unanswered, self.scores])


@dataclass(frozen=True, slots=True)
class AnswerCounts:
    """How many people with each total chose each option.

    ``counts`` has shape (n_totals, k_items, 1 + m_options), the first column for
    no answer. Total number t lies t steps above the lowest there can be.
    """

    table: ScoreTable
    steps: IntArray  # what each column scores above its item's lowest; 0 where there is none
    steps_per_point: int
    counts: IntArray
    n_dropped: int  # people left out because an answer was missing

    @property
    def n(self) -> int:
        """People counted."""
        return int(self.counts[:, 0].sum())

    @property
    def of_totals(self) -> IntArray:
        """How many people have each total, shape (n_totals,)."""
        return np.asarray(self.counts[:, 0].sum(axis=1), dtype=np.int64)

    def merge(self, other: "AnswerCounts") -> "AnswerCounts":
        """Both parts together.

        Raises:
            ValueError: They were not scored with the same table.
        """
        same = np.array_equal(self.table.padded, other.table.padded, equal_nan=True)
        if not same:
            raise ValueError("parts scored with different keys do not merge; count one again")
        counts = self.counts + other.counts
        n_dropped = self.n_dropped + other.n_dropped
        return AnswerCounts(self.table, self.steps, self.steps_per_point, counts, n_dropped)


def count_answers(answers: ArrayLike, table: ScoreTable) -> AnswerCounts:
    """Count a table of answers in memory, a block of people at a time.

    Args:
        answers: Shape (n_people, k_items), the number of the option chosen, in
            any numeric type from int8 to float64; -1 or NaN = no answer.
        table: What each option scores.

    Raises:
        ValueError: Answers name an option the item does not have, the columns do
            not match the key, the key's scores share no step of a thousandth, or
            there would be too many different totals to count.
    """
    return count_answer_blocks([answers], table)


def count_answer_blocks(blocks: Iterable[ArrayLike], table: ScoreTable) -> AnswerCounts:
    """The same for answers that arrive in blocks; rows are counted from the first block on."""
    tally = _Tally(table)
    for block in blocks:
        answers = as_table(block)
        if answers.shape[1] != len(table.scores):
            n_given, n_keyed = answers.shape[1], len(table.scores)
            raise ValueError(f"answers to {n_given} items, but a key for {n_keyed}")
        for _start, rows in blocks_of(answers, BLOCK_ROWS):
            tally.add(rows)
    return tally.result()


def as_steps(scores: FloatArray, steps_per_point: int) -> IntArray:
    """Points to whole steps, NaN to 0."""
    return np.asarray(np.rint(np.nan_to_num(scores) * steps_per_point), dtype=np.int64)


def steps_per_point_of(scores: FloatArray) -> int:
    """The least number of steps in a point with which every score is a whole number of steps.

    Raises:
        ValueError: There is none up to ``FINEST_STEP``.
    """
    given = scores[~np.isnan(scores)]
    for steps in range(1, FINEST_STEP + 1):
        inside = given * steps
        if (np.abs(inside - np.rint(inside)) <= _ON_THE_GRID * steps).all():
            return steps
    raise ValueError("the key's scores share no step of a thousandth; round them to three decimals")


class _Tally:
    """Counts that grow block by block."""

    def __init__(self, table: ScoreTable) -> None:
        padded = table.padded
        above = padded - np.nanmin(padded, axis=1, keepdims=True)
        self.table, self.n_dropped, self.n_seen = table, 0, 0
        self.steps_per_point = steps_per_point_of(above)
        self.steps = steps = as_steps(above, self.steps_per_point)
        # As floats, which add up to whole numbers just as well, and quicker.
        self.scores, self.width = as_floats(steps.ravel()), steps.size
        self.ones = np.ones(len(steps))
        self.n_options, self.fewest = table.n_options, table.n_options.min()
        self.first_cells = np.arange(len(steps)) * steps.shape[1] + _NONE
        n_totals = int(steps.max(axis=1).sum()) + 1
        if n_totals * steps.size > MAX_CELLS:
            raise ValueError("the key is too fine for so many items; round its scores")
        self.shape = (n_totals, *steps.shape)
        self.cells = np.zeros(n_totals * steps.size, dtype=np.int64)

    def add(self, answers: NDArray[Any]) -> None:
        codes = self._checked(answers)
        cells = np.add(codes, self.first_cells, dtype=np.int64, casting="unsafe")
        totals = (self.scores.take(cells) @ self.ones).astype(np.int64)
        cells += (totals * self.width)[:, np.newaxis]
        np.add.at(self.cells, cells.ravel(), 1)  # quicker here than np.bincount, and in place
        self.n_seen += len(answers)

    def result(self) -> AnswerCounts:
        counts = self.cells.reshape(self.shape)
        return AnswerCounts(self.table, self.steps, self.steps_per_point, counts, self.n_dropped)

    def _checked(self, answers: NDArray[Any]) -> NDArray[Any]:
        """Numbers of existing options, -1 for none, without the people who are left out."""
        is_floating = answers.dtype.kind == "f"
        has_nan = is_floating and bool(np.isnan(answers.min(initial=0)))
        known = np.where(np.isnan(answers), -1, answers) if has_nan else answers
        lowest, highest = known.min(initial=0), known.max(initial=0)
        # Two extremes are quicker than those of every item, and nearly always enough.
        if lowest < -1 or (highest >= self.fewest and (known >= self.n_options).any()):
            self._refuse(known)
        if is_floating and (known != np.floor(known)).any():
            self._refuse(known)
        if lowest < 0 and self.table.no_answer is None:
            is_complete = (known >= 0).all(axis=1)
            self.n_dropped += int((~is_complete).sum())
            known = known[is_complete]
        return known

    def _refuse(self, known: NDArray[Any]) -> None:
        is_off = (known < -1) | (known >= self.n_options) | (known != np.floor(known))
        rows, items = np.nonzero(is_off)
        cells = zip((rows + self.n_seen).tolist(), items.tolist(), strict=True)
        named = [f"row {row} item {item}" for row, item in cells][:_NAMED_AT_MOST]
        more = f" and {len(rows) - len(named)} more" if len(rows) > len(named) else ""
        places = ", ".join(named) + more
        raise ValueError(f"no such option: {places}; number options from 0, -1 is no answer")
