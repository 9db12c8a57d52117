"""Arrays of numbers, and sums that come out the same for one person as for many.

Arrays keep what is added (options, items, scenarios) on their last axis. The
axes before it, if any, hold the sittings. NaN is a missing value.

``np.sum``, ``mean`` and ``@`` choose their order of addition by the shape of the
array. A sitting scored alone could then differ in its last bit from the same
sitting scored among a hundred thousand, and a stored score could not be
recomputed byte for byte. So the last axis is added here column by column.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_MAX_NAMED = 20


def as_floats(values: ArrayLike) -> FloatArray:
    """The values as an array of 64-bit floats."""
    return np.asarray(values, dtype=np.float64)


def sum_last_axis(values: FloatArray) -> FloatArray:
    """Shape (..., n) to shape (...,); NaN where any of the n is NaN."""
    total = np.zeros(values.shape[:-1])
    for index in range(values.shape[-1]):
        total = np.add(total, values[..., index])
    return as_floats(total)


def mean_last_axis(values: FloatArray) -> FloatArray:
    """Shape (..., n) to shape (...,); NaN where any of the n is NaN.

    Raises:
        ValueError: There is nothing to take the mean of.
    """
    if values.shape[-1] == 0:
        raise ValueError("a mean needs at least one value")
    return as_floats(sum_last_axis(values) / values.shape[-1])


def mean_of_known(values: FloatArray) -> FloatArray:
    """Shape (..., n) to shape (...,), leaving NaN out; NaN where nothing is known."""
    is_known = ~np.isnan(values)
    n_known = is_known.sum(axis=-1)
    total = sum_last_axis(np.where(is_known, values, 0.0))
    return as_floats(np.where(n_known > 0, total / np.maximum(n_known, 1), np.nan))


def keep_missing(answers: FloatArray, scores: ArrayLike) -> FloatArray:
    """The scores, but NaN wherever the answer is NaN."""
    return as_floats(np.where(np.isnan(answers), np.nan, scores))


def places(is_at_fault: BoolArray, axis: str = "column") -> str:
    """Where a mask is true, in words for a refusal: "row 0 column 3, row 2 column 1".

    Counted from 0, like the array; of more than two axes only the last two are
    named. After the first twenty only their number is given.

    Args:
        is_at_fault: Shape (...,).
        axis: What a place is called where there is one axis only. A list of people
            has rows, even though numpy would hold it for a row of columns.
    """
    found = np.argwhere(np.atleast_1d(is_at_fault))[:, -2:]
    axes = (axis,) if found.shape[-1] == 1 else ("row", "column")
    named = [
        " ".join(f"{axis} {index}" for axis, index in zip(axes, place, strict=True))
        for place in found[:_MAX_NAMED].tolist()
    ]
    more = len(found) - _MAX_NAMED
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def exact_mean(values: FloatArray) -> float:
    """Mean of a list of numbers, whatever their order."""
    return math.fsum(values.tolist()) / values.size


def sample_variance(values: FloatArray) -> float:
    """Variance with n - 1, whatever the order; at least two values."""
    middle = exact_mean(values)
    return math.fsum((value - middle) ** 2 for value in values.tolist()) / (values.size - 1)


def sample_covariance(left: FloatArray, right: FloatArray) -> float:
    """Covariance with n - 1, whatever the order of the pairs; at least two pairs."""
    left_mean, right_mean = exact_mean(left), exact_mean(right)
    products = (left - left_mean) * (right - right_mean)
    return math.fsum(products.tolist()) / (left.size - 1)


def varies(values: FloatArray) -> bool:
    """Whether numbers differ by more than the rounding of their last digits."""
    return bool(np.ptp(values) > 1e-9 * np.abs(values).max())
