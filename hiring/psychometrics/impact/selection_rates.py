"""Two groups and their rates of selection: the formulas, whatever the numbers.

These functions answer for worked cases and for people who know what four
against ten can tell. Pages and reports use ``impact``, which refuses to show
what is too small to show.

The first group is compared with the second: a ratio below 1 and a negative
difference mean that fewer of the first are selected. An undefined figure is
None. Nothing here adjusts a score or a cut for anybody's group.

Source of all formulas: scoring reference, section 6.1.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats
from hiring.psychometrics.rating_tables import named
from hiring.psychometrics.reliability.standard_errors import Interval

_STANDARD = NormalDist()


@dataclass(frozen=True, slots=True)
class Selected:
    """How many of a group applied and how many of them were selected."""

    n_selected: int
    n_applicants: int

    def __post_init__(self) -> None:
        if not 0 <= self.n_selected <= self.n_applicants or self.n_applicants < 1:
            raise ValueError(
                f"{self.n_selected} of {self.n_applicants}: of at least one applicant, "
                "none to all can be selected"
            )

    @property
    def rate(self) -> float:
        """Share selected, 0..1."""
        return self.n_selected / self.n_applicants


@dataclass(frozen=True, slots=True)
class ZTest:
    """A standard normal statistic and its two-sided p value."""

    z: float
    p: float


@dataclass(frozen=True, slots=True)
class ExactTest:
    """Fisher's exact test; the one-sided values ask for so few or fewer of the first group."""

    two_sided: float
    one_sided: float
    mid_p: float  # Lancaster's: one-sided less half of the observed table


@dataclass(frozen=True, slots=True)
class RatioInterval(Interval):
    """The interval of an impact ratio.

    Where half a person was added to every cell, the interval belongs to the ratio of
    those counts, which the ratio of the people as they are may lie outside of.
    """

    has_halves_added: bool = False


@dataclass(frozen=True, slots=True)
class TwoRates:
    """All that is usually asked about two rates of selection.

    Tests can disagree about the same numbers: all are given, and which of them
    decides is settled beforehand.
    """

    ratio: float | None
    ratio_interval: RatioInterval
    is_below_four_fifths: bool
    difference: ZTest | None
    ratio_test: ZTest | None
    exact: ExactTest
    phi: float | None
    cohen_h: float
    shortfall_pooled: float  # people; at the rate of both groups together
    shortfall_other: float  # people; at the rate of the second group
    flips_with_one_person: bool


def compare_rates(first: Selected, second: Selected, level: float = 0.95) -> TwoRates:
    """Every figure of section 6.1 for two groups. Source: cases F-02 to F-05."""
    pooled = (first.n_selected + second.n_selected) / (first.n_applicants + second.n_applicants)
    return TwoRates(
        ratio=find_impact_ratio(first, second),
        ratio_interval=impact_ratio_interval(first, second, level),
        is_below_four_fifths=is_below_four_fifths(first, second),
        difference=find_difference_test(first, second),
        ratio_test=find_ratio_test(first, second),
        exact=exact_test(first, second),
        phi=_find_phi(first, second),
        cohen_h=2 * math.asin(math.sqrt(first.rate)) - 2 * math.asin(math.sqrt(second.rate)),
        shortfall_pooled=pooled * first.n_applicants - first.n_selected,
        shortfall_other=second.rate * first.n_applicants - first.n_selected,
        flips_with_one_person=flips_with_one_person(first, second),
    )


def impact_ratios(rates: ArrayLike) -> FloatArray:
    """Every rate divided by the highest.

    Returns:
        Shape as given; NaN throughout where nobody was selected.

    Raises:
        ValueError: There is no rate, or one is missing or lies outside 0..1.

    Source: case F-01.
    """
    given = as_floats(rates)
    if given.size == 0:
        raise ValueError("give at least one rate")
    is_off = np.asarray(~((given >= 0) & (given <= 1))).ravel()
    if is_off.any():
        raise ValueError(f"rates lie between 0 and 1: correct groups {_numbers(is_off)}")
    highest = float(given.max())
    return as_floats(given / highest) if highest > 0 else np.full(given.shape, np.nan)


def find_impact_ratio(first: Selected, second: Selected) -> float | None:
    """Rate of the first group over that of the second; None where none of the second are in."""
    if second.n_selected == 0:
        return None
    return first.n_selected * second.n_applicants / (second.n_selected * first.n_applicants)


def is_below_four_fifths(first: Selected, second: Selected) -> bool:
    """Whether the first group's rate is less than four fifths of the second's.

    A rule of thumb, not a finding of law. Compared in whole numbers: exactly .80,
    such as 4 of 25 against 5 of 25, is not below, which a division gets wrong.
    """
    return 5 * first.n_selected * second.n_applicants < 4 * second.n_selected * first.n_applicants


def impact_ratio_interval(first: Selected, second: Selected, level: float = 0.95) -> RatioInterval:
    """Interval of the impact ratio, on the logarithm.

    Where a cell of the two-by-two table is 0, half a person is added to all four,
    so that every table has an interval. ``has_halves_added`` then says so: such
    an interval never holds a ratio of 0, and may not hold another one either.

    Raises:
        ValueError: The level lies outside 0..1.

    Source: cases F-04 and F-05.
    """
    x1, n1, x2, n2 = _cells_for_logarithms(first, second)
    middle = math.log(x1 * n2 / (x2 * n1))
    reach = critical_z(level) * math.sqrt((1 - x1 / n1) / x1 + (1 - x2 / n2) / x2)
    has_halves = (x1, x2) != (first.n_selected, second.n_selected)
    return RatioInterval(math.exp(middle - reach), math.exp(middle + reach), has_halves)


def find_difference_test(first: Selected, second: Selected) -> ZTest | None:
    """Test of the difference of two rates; None where all or none were selected.

    Source: cases F-02 and F-05.
    """
    error = _find_pooled_error(first, second)
    if error is None:
        return None
    rate = (first.n_selected + second.n_selected) / (first.n_applicants + second.n_applicants)
    return z_test((first.rate - second.rate) / (rate * error))


def find_ratio_test(first: Selected, second: Selected) -> ZTest | None:
    """Test of the logarithm of the ratio; None where a rate is 0 or all were selected.

    Source: cases F-04 and F-05.
    """
    error = _find_pooled_error(first, second)
    if error is None or first.n_selected == 0 or second.n_selected == 0:
        return None
    return z_test(math.log(first.rate / second.rate) / error)


def exact_test(first: Selected, second: Selected) -> ExactTest:
    """Fisher's exact test and Lancaster's mid-p. Source: cases F-02 and F-05."""
    from scipy.stats import fisher_exact, hypergeom  # noqa: PLC0415 - slow to import

    groups = (first, second)
    table = [[g.n_selected, g.n_applicants - g.n_selected] for g in groups]
    n_all = first.n_applicants + second.n_applicants
    chance = hypergeom(n_all, first.n_selected + second.n_selected, first.n_applicants)
    one_sided = min(1.0, float(chance.cdf(first.n_selected)))
    two_sided = min(1.0, float(fisher_exact(table).pvalue))
    return ExactTest(two_sided, one_sided, one_sided - float(chance.pmf(first.n_selected)) / 2)


def flips_with_one_person(first: Selected, second: Selected) -> bool:
    """Whether one selection more in one group and less in the other turns the result round.

    Equal rates have no direction that could turn. Source: case F-03.
    """
    if first.n_selected * second.n_applicants > second.n_selected * first.n_applicants:
        first, second = second, first
    elif first.n_selected * second.n_applicants == second.n_selected * first.n_applicants:
        return False
    moved = (first.n_selected + 1) * second.n_applicants
    return moved > (second.n_selected - 1) * first.n_applicants


def false_alarm_chance(n_first: int, n_second: int, rate: float) -> float:
    """Chance that two groups with the same true rate look unequal by four fifths.

    Either group may come out lower; nobody selected at all raises no alarm.

    Raises:
        ValueError: A group is empty, or the rate lies outside 0..1.

    Source: case F-09.
    """
    if min(n_first, n_second) < 1 or not 0 <= rate <= 1:
        raise ValueError("give two groups of at least one person and a rate between 0 and 1")
    return _chance_first_is_low(n_first, n_second, rate) + _chance_first_is_low(
        n_second, n_first, rate
    )


def z_test(z: float) -> ZTest:
    """A normal statistic with its two-sided p value."""
    return ZTest(z, math.erfc(abs(z) / math.sqrt(2)))


def critical_z(level: float) -> float:
    """How many standard errors a two-sided interval of this level reaches.

    Raises:
        ValueError: The level lies outside 0..1.
    """
    if not 0 < level < 1:
        raise ValueError("the level of an interval lies between 0 and 1, for example 0.95")
    return _STANDARD.inv_cdf(1 - (1 - level) / 2)


def _find_pooled_error(first: Selected, second: Selected) -> float | None:
    """Standard error of the logarithm of a ratio under one common rate."""
    n_selected = first.n_selected + second.n_selected
    n_all = first.n_applicants + second.n_applicants
    if n_selected in {0, n_all}:
        return None
    odds_against = (n_all - n_selected) / n_selected
    return math.sqrt(odds_against * (1 / first.n_applicants + 1 / second.n_applicants))


def _find_phi(first: Selected, second: Selected) -> float | None:
    a, b = first.n_selected, first.n_applicants - first.n_selected
    c, d = second.n_selected, second.n_applicants - second.n_selected
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    return (a * d - b * c) / math.sqrt(margins) if margins else None


def _cells_for_logarithms(first: Selected, second: Selected) -> tuple[float, float, float, float]:
    x1, n1, x2, n2 = first.n_selected, first.n_applicants, second.n_selected, second.n_applicants
    if 0 in {x1, n1 - x1, x2, n2 - x2}:
        return x1 + 0.5, n1 + 1.0, x2 + 0.5, n2 + 1.0
    return x1, n1, x2, n2


def _numbers(is_off: BoolArray) -> str:
    return named(np.flatnonzero(is_off).tolist())


def _chance_first_is_low(n_first: int, n_second: int, rate: float) -> float:
    from scipy.stats import binom  # noqa: PLC0415 - slow to import

    others = np.arange(1, n_second + 1)
    # The most the first group may have and still be below: 5 x1 n2 < 4 x2 n1.
    most = (4 * others * n_first - 1) // (5 * n_second)
    return float(binom.pmf(others, n_second, rate) @ binom.cdf(most, n_first, rate))
