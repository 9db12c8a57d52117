"""Item analysis from the options people chose: who takes which option, and how they do.

Thirds are cut as told in ``choices``: people with the same total stay together.

Undefined figures are None, as in ``items``. Source of all formulas: scoring
reference, section 5.1.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.items.analysis import ItemAnalysis, Spread, analysis_of
from hiring.psychometrics.items.answer_counts import (
    AnswerCounts,
    IntArray,
    ScoreTable,
    count_answers,
)
from hiring.psychometrics.items.choices import thirds_of_counts

_MIN_FOR_SPREAD = 2
_ROUND_NUMBERS = np.array([1.0, 2.0, 3.0])  # the thirds


@dataclass(frozen=True, slots=True)
class OptionTrace:
    """One option of an item. Rates lie in 0..1, correlations in -1..1."""

    option: int | None  # None: no answer
    score: float
    n: int  # people who chose it
    rate: float | None  # share of everybody counted; None where nobody is
    r_total: float | None  # point-biserial of choosing it with the total
    r_rest: float | None  # likewise with the total without this item
    r_third: float | None  # likewise with the number of the third, 1 to 3
    rate_by_third: tuple[float | None, float | None, float | None]  # low, middle, high


@dataclass(frozen=True, slots=True)
class AnswerAnalysis:
    """All items of a form with the traces of their options."""

    scores: ItemAnalysis
    traces: tuple[tuple[OptionTrace, ...], ...]  # by item, then option
    n_by_third: tuple[int, int, int]  # low, middle, high


def analyse_answers(
    answers: ArrayLike | AnswerCounts,
    table: ScoreTable | None = None,
    lowest: ArrayLike = 0.0,
    highest: ArrayLike = 1.0,
) -> AnswerAnalysis:
    """The complete analysis: alpha, every item, every option.

    Args:
        answers: Shape (n_people, k_items), the number of the option chosen, -1 or
            NaN = no answer; or such answers counted elsewhere.
        table: What each option scores; counted answers know theirs.
        lowest: The least an item can be scored, one number or shape (k_items,).
        highest: The most, likewise.

    Returns:
        Figures over everybody counted. The trace of no answer comes first where
        the table scores it, and is absent where such people are left out.

    Raises:
        ValueError: As in ``count_answers`` and ``analyse_items``; or answers came
            without their table, or counts with a second one.

    Source: cases I-01 to I-03.
    """
    counts = _counted(answers, table)
    spread = _spread(counts)
    scores = analysis_of(spread, lowest, highest)
    n_by_third, by_third = _thirds(counts)
    columns = _trace_columns(counts, spread, by_third)
    sizes = n_by_third.tolist()
    return AnswerAnalysis(scores, _traces(counts, columns), (sizes[0], sizes[1], sizes[2]))


def third_correlations(chosen: ArrayLike) -> FloatArray:
    """How choosing each option goes with the number of the score third.

    Args:
        chosen: Shape (3, ..., m_options): how many people of the low, middle and
            high third chose each option. Everybody chose one.

    Returns:
        Shape (..., m_options), -1..1; NaN where nobody or everybody chose the
        option, or all people are in one third.

    Raises:
        ValueError: There are not three rows.

    Source: case I-03.
    """
    table = as_floats(chosen)
    if table.ndim < 2 or len(table) != len(_ROUND_NUMBERS):  # noqa: PLR2004 - thirds by options
        raise ValueError("expected three rows, the low, middle and high third")
    by_third = table.sum(axis=-1, keepdims=True)
    n, n_chosen = by_third.sum(axis=0), table.sum(axis=0)
    numbers = _ROUND_NUMBERS.reshape(-1, *[1] * (table.ndim - 1))
    first, squares = (numbers * by_third).sum(axis=0), (numbers**2 * by_third).sum(axis=0)
    # All whole numbers: no rounding until the root.
    product = n * (numbers * table).sum(axis=0) - n_chosen * first
    spread = (n * squares - first**2) * n_chosen * (n - n_chosen)
    return _ratio(product, np.sqrt(spread))


def _counted(answers: ArrayLike | AnswerCounts, table: ScoreTable | None) -> AnswerCounts:
    if isinstance(answers, AnswerCounts):
        if table is not None:
            raise ValueError("counted answers already have their table; give no second one")
        return answers
    if table is None:
        raise ValueError("give the table of what each option scores")
    return count_answers(answers, table)


def _spread(counts: AnswerCounts) -> Spread:
    """Variances in points, from counts alone."""
    padded, n, per_point = counts.table.padded, counts.n, counts.steps_per_point
    lowest = np.nanmin(padded, axis=1)
    if n < _MIN_FOR_SPREAD:
        unknown = np.full(len(lowest), np.nan)
        mean = _mean_steps(counts) / per_point + lowest if n else lowest
        return Spread(n, counts.n_dropped, as_floats(mean), unknown, unknown, np.nan)
    chosen = counts.counts.sum(axis=0)
    mean = _mean_steps(counts)
    apart = counts.steps - mean[:, np.newaxis]
    unit = per_point * per_point * (n - 1)
    return Spread(
        n=n,
        n_dropped=counts.n_dropped,
        mean=as_floats(mean / per_point + lowest),
        variance=as_floats((chosen * apart * apart).sum(axis=1) / unit),
        with_total=as_floats((_total_sums(counts) * counts.steps).sum(axis=1) / unit),
        total_variance=float((counts.of_totals * _distances(counts) ** 2).sum() / unit),
    )


def _mean_steps(counts: AnswerCounts) -> FloatArray:
    chosen = counts.counts.sum(axis=0)
    return as_floats((chosen * counts.steps).sum(axis=1) / counts.n)


def _distances(counts: AnswerCounts) -> FloatArray:
    """Each total's distance from the mean total, in steps."""
    totals, n_people = np.arange(len(counts.counts)), counts.of_totals
    return as_floats(totals - (totals * n_people).sum() / counts.n)


def _total_sums(counts: AnswerCounts) -> FloatArray:
    """Over people who chose an option, the sum of their totals' distances from the mean."""
    totals = np.arange(len(counts.counts))
    sums = np.tensordot(totals, counts.counts, axes=1)
    mean = (totals * counts.of_totals).sum() / counts.n
    return as_floats(sums - counts.counts.sum(axis=0) * mean)


def _thirds(counts: AnswerCounts) -> tuple[IntArray, IntArray]:
    """How many people each third has, and how many of them chose each option."""
    # Thirds never fall as totals rise, so each is a slice of the totals.
    first, last = np.searchsorted(thirds_of_counts(counts.of_totals), [1, 2])
    parts = (slice(None, first), slice(first, last), slice(last, None))
    sizes = np.array([counts.of_totals[part].sum() for part in parts])
    return sizes, np.stack([counts.counts[part].sum(axis=0) for part in parts])


def _trace_columns(
    counts: AnswerCounts, spread: Spread, by_third: IntArray
) -> tuple[FloatArray, ...]:
    """Rate, three correlations and three rates by third, each (k_items, 1 + m_options)."""
    chosen, n = counts.counts.sum(axis=0), counts.n
    rate = _ratio(chosen, np.full(chosen.shape, n))
    sizes = by_third[:, 0].sum(axis=-1)
    rates = [
        _ratio(third, np.full(chosen.shape, size))
        for third, size in zip(by_third, sizes, strict=True)
    ]
    if n < _MIN_FOR_SPREAD:
        unknown = np.full(chosen.shape, np.nan)
        return (rate, unknown, unknown, unknown, *rates)
    with_total = _total_sums(counts) / counts.steps_per_point
    own = counts.table.padded - spread.mean[:, np.newaxis]
    with_rest = with_total - np.nan_to_num(own) * chosen
    binary = np.sqrt(chosen * (1 - rate) * (n - 1))
    total_sd = np.sqrt(spread.total_variance if spread.total_varies else 0.0)
    rest_sd = np.sqrt(np.nan_to_num(spread.rest_variance))[:, np.newaxis]
    r_total = np.clip(_ratio(with_total, binary * total_sd), -1, 1)
    r_rest = np.clip(_ratio(with_rest, binary * rest_sd), -1, 1)
    return (rate, r_total, r_rest, third_correlations(by_third), *rates)


def _traces(
    counts: AnswerCounts, columns: tuple[FloatArray, ...]
) -> tuple[tuple[OptionTrace, ...], ...]:
    scores, chosen = counts.table.padded.tolist(), counts.counts.sum(axis=0).tolist()
    stacked = np.stack(columns, axis=-1)
    known = stacked.astype(object)
    known[np.isnan(stacked)] = None
    figures = known.tolist()
    return tuple(
        tuple(
            _trace(option - 1 if option else None, score, n, of_option)
            for option, (score, n, of_option) in enumerate(zip(*of_item, strict=True))
            if not math.isnan(score)  # else there is no such option
        )
        for of_item in zip(scores, chosen, figures, strict=True)
    )


def _trace(option: int | None, score: float, n: int, figures: list[Any]) -> OptionTrace:
    rate, r_total, r_rest, r_third, low, middle, high = figures
    return OptionTrace(option, score, n, rate, r_total, r_rest, r_third, (low, middle, high))


def _ratio(above: ArrayLike, below: ArrayLike) -> FloatArray:
    """The quotient, NaN where it has no denominator."""
    bottom = as_floats(below)
    is_some = bottom > 0
    return as_floats(np.where(is_some, np.divide(above, np.where(is_some, bottom, 1.0)), np.nan))
