"""Tables of ratings: answers in rows, raters in columns, NaN where nobody rated.

Everything about agreement takes its ratings this way round. A fault is told
once, with all the rows and columns it concerns, counted from 0 as in the table.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import FloatArray, as_floats

_MIN_OF_EACH = 2
_MAX_NAMED = 20


def rating_table(ratings: ArrayLike) -> FloatArray:
    """A table of answers by raters in which ratings may be missing.

    Raises:
        ValueError: Fewer than two rows or columns, or a rating that is infinite.
    """
    table = as_floats(ratings)
    if table.ndim != _MIN_OF_EACH or min(table.shape) < _MIN_OF_EACH:
        raise ValueError("agreement needs a table of at least two answers (rows) by two raters")
    is_infinite = np.isinf(table)
    if is_infinite.any():
        rows = named(np.flatnonzero(is_infinite.any(axis=1)))
        raise ValueError(f"ratings are numbers: give a finite one or leave it out in rows {rows}")
    return table


def complete_table(ratings: ArrayLike, instead: str) -> FloatArray:
    """A table of answers by raters without a gap.

    Args:
        ratings: Shape (n_answers, k_raters).
        instead: What serves ratings with gaps, for the message.

    Raises:
        ValueError: As ``rating_table``, or ratings are missing: every row is named.
    """
    table = rating_table(ratings)
    is_gap = np.isnan(table).any(axis=1)
    if is_gap.any():
        rows = named(np.flatnonzero(is_gap))
        raise ValueError(f"ratings are missing in rows {rows}: leave these out, or use {instead}")
    return table


def named(labels: Iterable[object]) -> str:
    """Labels in a message: the first twenty, and how many more there are."""
    words = [str(label) for label in labels]
    more = len(words) - _MAX_NAMED
    return ", ".join(words[:_MAX_NAMED]) + (f" and {more} more" if more > 0 else "")
