"""Two groups over several openings: a ratio that does not mix the openings up.

Adding up the people of all openings can turn a result round, when one group
applies more often where few are selected. So rates are compared within each
opening, and the comparisons are put together after Mantel and Haenszel.

The first group is compared with the second; an undefined figure is None.

Source: scoring reference, section 6.1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.selection_rates import Selected, ZTest, z_test


@dataclass(frozen=True, slots=True)
class CommonRates:
    """Two groups over several openings; undefined figures are None."""

    ratio: float | None  # Mantel-Haenszel
    pooled_ratio: float | None  # of the plain sums, which mixes openings with different rates
    test: ZTest | None
    n_openings: int  # those in which both groups applied


def common_rates(openings: Sequence[tuple[Selected, Selected]]) -> CommonRates:
    """The ratio and test of two groups within openings, after Mantel and Haenszel.

    Openings in which only one group applied compare nothing: leave them out.

    Args:
        openings: First and second group of each opening.

    Raises:
        ValueError: There is no opening.

    Source: case F-10. No continuity correction; the variance divides by N - 1.
    """
    if not openings:
        raise ValueError("give at least one opening in which both groups applied")
    cells = [(a.n_selected, a.n_applicants, b.n_selected, b.n_applicants) for a, b in openings]
    x1, n1, x2, n2 = as_floats(cells).T
    n_all, selected = n1 + n2, x1 + x2
    top, bottom = _exact(x1 * n2 / n_all), _exact(x2 * n1 / n_all)
    spread = n1 * n2 * selected * (n_all - selected) / (n_all * n_all * (n_all - 1))
    variance = _exact(as_floats(spread))
    lead = _exact(x1 - n1 * selected / n_all)
    return CommonRates(
        ratio=top / bottom if bottom > 0 else None,
        pooled_ratio=_find_pooled_ratio(x1, n1, x2, n2),
        test=z_test(lead / math.sqrt(variance)) if variance > 0 else None,
        n_openings=len(openings),
    )


def _find_pooled_ratio(
    x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray
) -> float | None:
    bottom = float(x2.sum()) * float(n1.sum())
    return float(x1.sum()) * float(n2.sum()) / bottom if bottom > 0 else None


def _exact(values: FloatArray) -> float:
    return math.fsum(values.tolist())
