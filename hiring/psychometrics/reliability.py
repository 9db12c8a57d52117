"""How consistent a score is: coefficients of reliability, one function each.

Words: ``r`` is a reliability; units are what a score is the sum or mean of. An
undefined coefficient is None, never NaN.

Sums over people use ``math.fsum``, which is exact: the order in which a database
hands out its rows cannot change a coefficient.

Source of all formulas: scoring reference, section 4.2.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import as_floats, sample_variance, sum_last_axis, varies

_MIN_FOR_VARIANCE = 2


def alpha(scores: ArrayLike) -> float | None:
    """Internal consistency of a sum or mean of units (Cronbach's alpha).

    Args:
        scores: Shape (n_people, k_units), complete. Hand in scenarios, not
            options: options of one scenario hang together and flatter the figure.

    Returns:
        Up to 1, possibly below 0. None where it is not defined: fewer than two
        people or units, or everybody has the same total.

    Raises:
        ValueError: The table is not two-dimensional, or a score is missing.

    Source: case R-01.
    """
    table = as_floats(scores)
    if table.ndim != 2 or not np.isfinite(table).all():  # noqa: PLR2004 - people by units
        raise ValueError("alpha needs a complete table of people by units")
    n_people, k_units = len(table), len(table.T)
    totals = sum_last_axis(table)
    if n_people < _MIN_FOR_VARIANCE or k_units < _MIN_FOR_VARIANCE or not varies(totals):
        return None
    unit_variances = math.fsum(sample_variance(table[:, unit]) for unit in range(k_units))
    return k_units / (k_units - 1) * (1 - unit_variances / sample_variance(totals))


def spearman_brown(r: float, times: float) -> float:
    """Reliability of a test made ``times`` as long with equally good units. Source: case R-06."""
    return times * r / (1 + (times - 1) * r)


def times_longer_needed(r: float, target: float) -> float:
    """How many times as long a test of reliability ``r`` must be to reach ``target``.

    Raises:
        ValueError: Either lies outside 0..1 or on its ends: no length would do.

    Source: case R-06.
    """
    if not (0 < r < 1 and 0 < target < 1):
        raise ValueError("both reliabilities must lie between 0 and 1")
    return target * (1 - r) / (r * (1 - target))
