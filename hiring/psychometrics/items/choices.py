"""Who makes which choice within an item whose score is more than one right option.

``option_traces`` tells this for items with one option to choose, where the total is a sum of such
items. Here an answer may hold many choices at once (a rating for each of four options, a best and a
worst), and the total may be weighted in any way: what people answered comes as a code for the whole
answer, with a table that says which choices that answer holds.

**Thirds.** People with the same total stay together. A total belongs to the low third if the middle
of those who have it ranks below a third of all people, to the high third if it ranks above two
thirds, else to the middle. Thirds can thus be uneven and, with few different totals, empty; their
sizes are told. Cutting between people of the same total was rejected: who lands where would be
chance.

Source: scoring reference, section 5.1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.psychometrics.arrays import FloatArray, as_floats, exact_mean, places

N_THIRDS = 3
_SAME_TOTAL_DIGITS = 9
_MIN_FOR_SPREAD = 2
_NOTHING = 1e-12

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ChoiceTraces:
    """Every choice of one item, in the order of the table's columns.

    ``rate_by_third`` has shape (3, m_choices), the others (m_choices,); NaN where undefined.
    """

    n: int  # people who answered the item
    chosen: IntArray
    rate: FloatArray  # 0..1
    r_rest: FloatArray  # with the score on the rest of the form, -1..1
    rate_by_third: FloatArray  # low, middle, high


def thirds_of(totals: ArrayLike) -> IntArray:
    """The third that each person's total belongs to: 0 low, 1 middle, 2 high.

    Args:
        totals: Shape (n_people,), known throughout.

    Raises:
        ValueError: That is no list, or a total is missing: the rows are named.
    """
    given = as_floats(totals)
    if given.ndim != 1:
        raise ValueError("thirds need a list of totals without gaps, one for each person")
    if not np.isfinite(given).all():
        missing = places(~np.isfinite(given), "row")
        raise ValueError(f"thirds need totals without gaps: leave out {missing}")
    rounded = np.round(given, _SAME_TOTAL_DIGITS)
    _values, place, counts = np.unique(rounded, return_inverse=True, return_counts=True)
    return thirds_of_counts(counts)[place]


def thirds_of_counts(counts: NDArray[np.integer]) -> IntArray:
    """The third that each total belongs to, which never falls as totals rise.

    Args:
        counts: Shape (n_totals,), how many people have each total, the lowest first.
    """
    n_people = np.asarray(counts, dtype=np.int64)
    # Three times the doubled middle rank against n: whole numbers, so edges are exact.
    middle, n = 3 * (2 * np.cumsum(n_people) - n_people), int(n_people.sum())
    third = np.where(middle < 2 * n, 0, np.where(middle <= 4 * n, 1, 2))
    return np.asarray(third, dtype=np.int64)


def trace_choices(
    codes: ArrayLike, holds: ArrayLike, rest: ArrayLike, thirds: ArrayLike
) -> ChoiceTraces:
    """How often each choice is made, by third, and how it goes with the rest of the form.

    Args:
        codes: Shape (n_people,), which of the different answers each person gave, from 0;
            -1 = none: such people are left out.
        holds: Shape (n_answers, m_choices), whether the answer holds the choice.
        rest: Shape (n_people,), the score without this item, any points.
        thirds: Shape (n_people,), from ``thirds_of``.

    Raises:
        ValueError: Lists differ in length, or a code has no row in the table.
    """
    code, table = np.asarray(codes, dtype=np.int64), as_floats(holds)
    score, third = as_floats(rest), np.asarray(thirds, dtype=np.int64)
    if not code.shape == score.shape == third.shape or code.ndim != 1:
        raise ValueError("give one code, one rest score and one third for each person")
    if code.size and not (code.min() >= -1 and code.max() < len(table)):
        raise ValueError("a code has no row in the table of choices")
    keep = code >= 0
    code, score, third = code[keep], score[keep], third[keep]
    people = _by_answer(code, third, len(table))
    chosen = people.sum(axis=0) @ table
    return ChoiceTraces(
        n=int(code.size),
        chosen=np.rint(chosen).astype(np.int64),
        rate=_ratio(chosen, as_floats(code.size)),
        r_rest=_correlations(code, score, table, chosen),
        rate_by_third=_ratio(people @ table, as_floats(people.sum(axis=1, keepdims=True))),
    )


def _by_answer(code: IntArray, third: IntArray, n_answers: int) -> FloatArray:
    """How many people of each third gave each answer, shape (3, n_answers)."""
    cells = np.bincount(third * n_answers + code, minlength=N_THIRDS * n_answers)
    return as_floats(cells.reshape(N_THIRDS, n_answers))


def _correlations(
    code: IntArray, score: FloatArray, table: FloatArray, chosen: FloatArray
) -> FloatArray:
    n = code.size
    if n < _MIN_FOR_SPREAD:
        return np.full(table.shape[1], np.nan)
    away = score - exact_mean(score)
    squares = float((away * away).sum())
    apart = np.bincount(code, weights=away, minlength=len(table)) @ table
    spread = chosen * (1 - chosen / n)
    # What rounding leaves of a rest score that does not vary is no spread.
    is_flat = squares <= _NOTHING * n * max(1.0, float(np.abs(score).max()) ** 2)
    r = _ratio(apart, np.sqrt(spread * (0.0 if is_flat else squares)))
    return as_floats(np.clip(r, -1, 1))


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    bottom = np.broadcast_to(below, above.shape)
    is_some = bottom > 0
    return as_floats(np.where(is_some, above / np.where(is_some, bottom, 1.0), np.nan))
