"""What every rule asks of answers and keys before it counts them.

Answers were checked at the border already. These checks are for callers who
mixed up their columns, their key or their scale, and they name every place.
"""

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats, places


def check_columns(answers: FloatArray, key_shape: tuple[int, ...]) -> None:
    """Raises ValueError unless answers have one column for each option of the key."""
    if len(key_shape) != 1 or answers.shape[-1:] != key_shape:
        raise ValueError(
            f"the columns do not match the key: answers of shape {answers.shape}, "
            f"key of shape {key_shape}"
        )


def check_keyed(key: FloatArray) -> None:
    """Raises ValueError where an option has no key."""
    if np.isnan(key).any():
        raise ValueError(f"an option has no key: fill in {places(np.isnan(key), 'option')}")


def check_steps(
    values: FloatArray, lowest: int, highest: int, what: str, axis: str = "column"
) -> None:
    """Raises ValueError unless known values are whole numbers within the ends.

    ``axis`` says what a list holds, see ``places``.
    """
    check_range(values, lowest, highest, what, axis)
    is_odd = np.asarray(np.where(np.isnan(values), 0.0, values) % 1 != 0)
    if is_odd.any():
        raise ValueError(f"a {what} must be a whole number: check {places(is_odd, axis)}")


def check_range(
    values: FloatArray, lowest: float, highest: float, what: str, axis: str = "column"
) -> None:
    """Raises ValueError where a known value lies beyond the ends."""
    is_off = np.asarray((values < lowest) | (values > highest))
    if is_off.any():
        where = places(is_off, axis)
        raise ValueError(f"a {what} lies outside {lowest}..{highest}: check {where}")


def rank_pair(ranks: ArrayLike, ideal: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Ranks given and keyed, each in 1..n; the keyed ones without ties, and at least two."""
    given, keyed = as_floats(ranks), as_floats(ideal)
    check_columns(given, keyed.shape)
    check_steps(given, 1, keyed.size, "rank")
    if sorted(keyed.tolist()) != list(range(1, keyed.size + 1)) or keyed.size == 1:
        raise ValueError("the ideal order must give two or more options the ranks 1..n")
    return given, keyed


def check_untied(ranks: FloatArray) -> None:
    """Raises ValueError where two options of one order share a rank."""
    if is_tied(ranks).any():
        raise ValueError(f"two options share a rank: ask again for {places(is_tied(ranks))}")


def is_tied(ranks: FloatArray) -> BoolArray:
    """Shape (..., n_options): whether another option of the same order has the same rank."""
    n_sharing = (ranks[..., :, np.newaxis] == ranks[..., np.newaxis, :]).sum(axis=-1)
    return np.asarray(n_sharing > 1)
