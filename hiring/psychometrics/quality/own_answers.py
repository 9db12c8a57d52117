"""What the figures about a sitting's own answers share: items, gaps and spread.

Items stand on the last axis; NaN = no answer.
"""

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import (
    BoolArray,
    FloatArray,
    as_floats,
    mean_of_known,
    sum_last_axis,
)
from hiring.psychometrics.rating_tables import named

_ROUNDING = 1e-9


def paired(values: ArrayLike, by_item: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Values of sittings by items, and one known value for each item.

    Raises:
        ValueError: The columns do not match, or an item has no value.
    """
    given, items = as_floats(values), as_floats(by_item)
    if items.ndim != 1 or given.shape[-1:] != items.shape or np.isnan(items).any():
        raise ValueError("every item (column) needs its own known value in the norm sample")
    return given, items


def known_squares(values: FloatArray) -> FloatArray:
    """Sum of squared distances from the mean; 0 where only rounding is left."""
    differences = values - mean_of_known(values)[..., None]
    squares = sum_last_axis(as_floats(np.where(np.isnan(values), 0.0, differences**2)))
    sizes = sum_last_axis(as_floats(np.where(np.isnan(values), 0.0, values**2)))
    return as_floats(np.where(squares > _ROUNDING**2 * sizes, squares, 0.0))


def refuse_items(is_faulty: BoolArray, rule: str) -> None:
    """Raise for items at fault in any sitting, and name them all.

    Raises:
        ValueError: There is one.
    """
    if np.any(is_faulty):
        columns = np.atleast_2d(is_faulty).reshape(-1, np.shape(is_faulty)[-1]).any(axis=0)
        raise ValueError(f"{rule}: see items {named(np.flatnonzero(columns))}")
