"""Two groups over several openings: a ratio that does not mix the openings up.

Adding up the people of all openings can turn a result round, when one group
applies more often where few are selected. So rates are compared within each
opening, and the comparisons are put together after Mantel and Haenszel.

The first group is compared with the second; an undefined figure is None. What can
be settled in whole numbers (which group stands lower, four fifths, whether one
person decides) is settled in fractions, which a division would get wrong at the edge.

Source: scoring reference, section 6.1; the interval after Greenland and Robins
(1985), Biometrics 41, 55-68.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.impact.selection_rates import Selected, ZTest, critical_z, z_test
from hiring.psychometrics.reliability.standard_errors import Interval

Pairs = Sequence[tuple[Selected, Selected]]
_FOUR_FIFTHS = Fraction(4, 5)


class Direction(StrEnum):
    """Where the first group stands, within openings."""

    LOWER = "lower"
    EQUAL = "equal"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True)
class CommonRates:
    """Two groups over several openings; undefined figures are None."""

    ratio: float | None  # Mantel-Haenszel
    interval: Interval | None  # of the ratio
    pooled_ratio: float | None  # of the plain sums, which mixes openings with different rates
    test: ZTest | None
    n_openings: int  # those in which both groups applied
    direction: Direction
    is_below_four_fifths: bool  # the group that stands lower, of the other
    flips_with_one_person: bool


def common_rates(openings: Pairs, level: float = 0.95) -> CommonRates:
    """The ratio and test of two groups within openings, after Mantel and Haenszel.

    Openings in which only one group applied compare nothing: leave them out.

    Args:
        openings: First and second group of each opening.
        level: Of the interval.

    Returns:
        ``ratio`` is None where nobody of the second group was selected; the
        ``interval``, on the logarithm, where one of the groups has nobody selected or
        both have everybody. Nothing is added to empty cells: one opening without a
        selection is no reason to change the others.

    Raises:
        ValueError: There is no opening, or the level lies outside 0..1.

    Source: case F-10. No continuity correction; the variance of the test divides by N - 1.
    """
    _check_any(openings)
    cells = [(a.n_selected, a.n_applicants, b.n_selected, b.n_applicants) for a, b in openings]
    x1, n1, x2, n2 = as_floats(cells).T
    n_all, selected = n1 + n2, x1 + x2
    top, bottom = _exact(x1 * n2 / n_all), _exact(x2 * n1 / n_all)
    spread = n1 * n2 * selected * (n_all - selected) / (n_all * n_all * (n_all - 1))
    variance = _exact(as_floats(spread))
    lead = _exact(x1 - n1 * selected / n_all)
    of_log = _exact(as_floats((n1 * n2 * selected - x1 * x2 * n_all) / (n_all * n_all)))
    first, second = _sums(openings)
    return CommonRates(
        ratio=top / bottom if bottom > 0 else None,
        interval=_find_interval(top, bottom, of_log, level),
        pooled_ratio=_find_pooled_ratio(x1, n1, x2, n2),
        test=z_test(lead / math.sqrt(variance)) if variance > 0 else None,
        n_openings=len(openings),
        direction=direction_of(openings),
        is_below_four_fifths=min(first, second) < _FOUR_FIFTHS * max(first, second),
        flips_with_one_person=_flips_with_one_person(openings),
    )


def direction_of(openings: Pairs) -> Direction:
    """Which of two groups stands lower within openings, without rounding.

    Raises:
        ValueError: There is no opening.
    """
    _check_any(openings)
    first, second = _sums(openings)
    if first == second:
        return Direction.EQUAL
    return Direction.LOWER if first < second else Direction.HIGHER


def _check_any(openings: Pairs) -> None:
    if not openings:
        raise ValueError("give at least one opening in which both groups applied")


def _sums(openings: Pairs) -> tuple[Fraction, Fraction]:
    """Above and below the line of the common ratio."""
    above, below = Fraction(0), Fraction(0)
    for first, second in openings:
        n_all = first.n_applicants + second.n_applicants
        above += Fraction(first.n_selected * second.n_applicants, n_all)
        below += Fraction(second.n_selected * first.n_applicants, n_all)
    return above, below


def _flips_with_one_person(openings: Pairs) -> bool:
    """Whether exchanging one person for another, in any one opening, turns the result round."""
    above, below = _sums(openings)
    if above == below:
        return False
    if above > below:
        return _flips_with_one_person([(second, first) for first, second in openings])
    return any(
        above + Fraction(second.n_applicants, n_all) > below - Fraction(first.n_applicants, n_all)
        for first, second in openings
        if (n_all := first.n_applicants + second.n_applicants)
        and first.n_selected < first.n_applicants
        and second.n_selected > 0
    )


def _find_interval(top: float, bottom: float, spread: float, level: float) -> Interval | None:
    z = critical_z(level)
    if top <= 0 or bottom <= 0 or spread <= 0:
        return None
    middle, reach = math.log(top / bottom), z * math.sqrt(spread / (top * bottom))
    return Interval(math.exp(middle - reach), math.exp(middle + reach))


def _find_pooled_ratio(
    x1: FloatArray, n1: FloatArray, x2: FloatArray, n2: FloatArray
) -> float | None:
    bottom = float(x2.sum()) * float(n1.sum())
    return float(x1.sum()) * float(n2.sum()) / bottom if bottom > 0 else None


def _exact(values: FloatArray) -> float:
    return math.fsum(values.tolist())
