"""Signs of careless responding, one figure each.

None of them says that somebody was careless, none changes a score, and a single
one is no reason to look: that rule is in ``quality_flags``.

Items stand on the last axis, in the order they were shown; the axes before it
hold the sittings. NaN = no answer: left out, never counted as wrong or quick. A
figure a sitting is too short or too even for is NaN.

Source of all formulas: scoring reference, section 7.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import (
    FloatArray,
    as_floats,
    mean_of_known,
)
from hiring.psychometrics.quality.own_answers import known_squares, paired, refuse_items

RAPID_SHARE = 0.10  # of an item's mean time
RAPID_CAP_SECONDS = 10.0
FASTEST_READING_WORDS_PER_SECOND = 10.0
_MIN_FOR_VARIANCE = 2
_ROUNDING = 1e-9


def rapid_thresholds(mean_seconds: ArrayLike) -> FloatArray:
    """Time under which an item was answered too fast to be worked on (NT10).

    Args:
        mean_seconds: Shape (n_items,), trimmed mean times of a norm sample.

    Returns:
        Shape (n_items,), a tenth of the mean, at most 10 seconds.

    Raises:
        ValueError: A time is not above 0: the items are named.

    Source: case Q-01.
    """
    given = as_floats(mean_seconds)
    refuse_items(~(given > 0), "every item needs a mean time above 0")
    return as_floats(np.minimum(RAPID_CAP_SECONDS, RAPID_SHARE * given))


def response_time_effort(seconds: ArrayLike, thresholds: ArrayLike) -> FloatArray:
    """Share of items with a time at or above their threshold (RTE).

    Args:
        seconds: Shape (..., n_items); NaN = not answered or not timed.
        thresholds: Shape (n_items,), see ``rapid_thresholds``.

    Returns:
        Shape (...,), 0..1; NaN where no item was timed.

    Raises:
        ValueError: The columns do not match, or a time is below 0.

    Source: case Q-01. A time equal to the threshold counts as working on the item.
    """
    given, floor = _times(seconds, thresholds)
    is_worked_on = given >= floor - _ROUNDING
    return mean_of_known(as_floats(np.where(np.isnan(given), np.nan, is_worked_on)))


def reading_floor_seconds(n_words: ArrayLike) -> FloatArray:
    """The least time in which a screen of so many words can be read. Source: case Q-02."""
    return as_floats(as_floats(n_words) / FASTEST_READING_WORDS_PER_SECOND)


def n_unread_screens(seconds: ArrayLike, n_words: ArrayLike) -> FloatArray:
    """Screens left before they could have been read.

    Args:
        seconds: Shape (..., n_screens); NaN = not shown or not timed.
        n_words: Shape (n_screens,).

    Returns:
        Shape (...,); NaN where no screen was timed.

    Raises:
        ValueError: The columns do not match, or a time is below 0.
    """
    given, floor = _times(seconds, reading_floor_seconds(n_words))
    n_quick = (given < floor - _ROUNDING).sum(axis=-1)
    return as_floats(np.where(np.isnan(given).all(axis=-1), np.nan, n_quick))


def longest_run(ratings: ArrayLike) -> FloatArray:
    """Length of the longest run of identical ratings; an item left out ends a run.

    Returns:
        Shape (...,) from shape (..., n_items); NaN where nothing was rated.

    Source: case Q-03.
    """
    given = as_floats(ratings)
    longest = current = np.zeros(given.shape[:-1])
    for item in range(given.shape[-1]):
        is_same = given[..., item] == given[..., item - 1] if item else False
        current = np.where(is_same, current + 1, ~np.isnan(given[..., item]))
        longest = np.maximum(longest, current)
    return as_floats(np.where(longest > 0, longest, np.nan))


def mean_run(ratings: ArrayLike) -> FloatArray:
    """Mean length of runs of identical ratings; an item left out ends a run.

    Returns:
        Shape (...,) from shape (..., n_items); NaN where nothing was rated.

    Source: case Q-03.
    """
    given = as_floats(ratings)
    n_known = (~np.isnan(given)).sum(axis=-1)
    n_joined = (given[..., 1:] == given[..., :-1]).sum(axis=-1)
    return as_floats(np.where(n_known > 0, n_known / np.maximum(n_known - n_joined, 1), np.nan))


def response_variability(ratings: ArrayLike) -> FloatArray:
    """Standard deviation (n - 1) of a sitting's own ratings (IRV).

    Returns:
        Shape (...,) from shape (..., n_items), in scale points; NaN with fewer than
        two ratings.

    Source: case Q-04.
    """
    given = as_floats(ratings)
    n_known = (~np.isnan(given)).sum(axis=-1)
    squares = known_squares(given)
    is_defined = n_known >= _MIN_FOR_VARIANCE
    return as_floats(np.where(is_defined, np.sqrt(squares / np.maximum(n_known - 1, 1)), np.nan))


def n_instructed_missed(answers: ArrayLike, instructed: ArrayLike) -> FloatArray:
    """Items that say which option to choose, and got another one.

    Args:
        answers: Shape (..., n_items), codes of options; NaN = not answered.
        instructed: Shape (n_items,), the codes asked for.

    Returns:
        Shape (...,); an item without an answer is not missed. NaN where none has one.

    Raises:
        ValueError: The columns do not match.
    """
    given, asked = paired(answers, instructed)
    is_known = ~np.isnan(given)
    n_missed = (is_known & (given != asked)).sum(axis=-1)
    return as_floats(np.where(is_known.any(axis=-1), n_missed, np.nan))


def chance_of_missing(n_items: int, p_miss: float) -> FloatArray:
    """Chance of missing at least 1, 2, ... of so many instructed items.

    Returns:
        Shape (n_items,).

    Raises:
        ValueError: There is no item, or the chance of one lies outside 0..1.

    Source: case Q-08.
    """
    if n_items < 1 or not 0 <= p_miss <= 1:
        raise ValueError("give at least one item and a chance between 0 and 1")
    exactly = [
        math.comb(n_items, m) * p_miss**m * (1 - p_miss) ** (n_items - m)
        for m in range(n_items + 1)
    ]
    return as_floats([math.fsum(exactly[least:]) for least in range(1, n_items + 1)])


def _times(seconds: ArrayLike, floors: ArrayLike) -> tuple[FloatArray, FloatArray]:
    given, floor = paired(seconds, floors)
    refuse_items(given < 0, "a time cannot be below 0 seconds")
    return given, floor
