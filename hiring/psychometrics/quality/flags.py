"""When signs of careless responding are worth a person's look.

Every single sign has innocent causes: long runs and even ratings can be what
somebody thinks. So two signs must speak, and they must be of different
families, since two measures of speed are one observation. The result names the
signs that spoke. It is not a score, does not lower one, turns nobody away, and
is not for interviewers.

Sittings with adjusted time are left out of everything to do with time.

Source: scoring reference, section 7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats
from hiring.psychometrics.rating_tables import named

MIN_FAMILIES = 2


class Family(StrEnum):
    """Signs of one family rest on the same observation."""

    TIME = "time"
    REPETITION = "repetition"
    CONSISTENCY = "consistency"
    ATTENTION = "attention"


class Indicator(StrEnum):
    """The signs there are; values as computed by ``quality``."""

    TIME_EFFORT = "time_effort"
    UNREAD_SCREENS = "unread_screens"
    LONGEST_RUN = "longest_run"
    VARIABILITY = "variability"
    PERSON_TOTAL = "person_total"
    GUTTMAN = "guttman"
    L_Z = "l_z"
    EVEN_ODD = "even_odd"
    INSTRUCTED = "instructed"

    @property
    def family(self) -> Family:
        """What the sign rests on."""
        match self:
            case Indicator.TIME_EFFORT | Indicator.UNREAD_SCREENS:
                return Family.TIME
            case Indicator.LONGEST_RUN | Indicator.VARIABILITY:
                return Family.REPETITION
            case Indicator.PERSON_TOTAL | Indicator.GUTTMAN | Indicator.L_Z | Indicator.EVEN_ODD:
                return Family.CONSISTENCY
            case Indicator.INSTRUCTED:
                return Family.ATTENTION


@dataclass(frozen=True, slots=True)
class Limits:
    """From where each sign speaks.

    The last two come from a norm sample, and without one those signs say less:
    variability speaks at 0 only, Guttman errors not at all.
    """

    min_time_effort: float = 0.90
    n_unread_screens: int = 3
    longest_run_items: int = 10  # longer than this, or than half the form
    min_person_total: float = 0.0
    min_l_z: float = -2.0
    min_even_odd: float = 0.30
    n_instructed_missed: int = 2
    low_variability: float | None = None  # its lowest 1 % lie below this
    high_guttman: float | None = None  # its top 2 % lie above this, normalised


@dataclass(frozen=True, slots=True)
class QualitySigns:
    """Which signs spoke, sitting by sitting.

    ``spoke`` has shape (n_sittings, n_indicators), columns as in ``indicators``.
    """

    indicators: tuple[Indicator, ...]
    spoke: BoolArray

    @property
    def is_worth_a_look(self) -> BoolArray:
        """Shape (n_sittings,): signs of at least two families spoke."""
        families = {indicator.family for indicator in self.indicators}
        heard = [self._heard(family) for family in families]
        return np.asarray(sum(heard, np.zeros(len(self.spoke), dtype=np.int_)) >= MIN_FAMILIES)

    def spoken_of(self, sitting: int) -> tuple[Indicator, ...]:
        """The signs that spoke in one sitting, whether or not they are enough."""
        pairs = zip(self.indicators, self.spoke[sitting], strict=True)
        return tuple(indicator for indicator, spoke in pairs if spoke)

    def _heard(self, family: Family) -> BoolArray:
        columns = [indicator.family is family for indicator in self.indicators]
        return np.asarray(self.spoke[:, columns].any(axis=1))


def quality_signs(
    values: Mapping[Indicator, ArrayLike],
    n_items: int,
    has_adjusted_time: ArrayLike,
    limits: Limits | None = None,
) -> QualitySigns:
    """Which signs of careless responding speak in which sittings.

    Args:
        values: Those that were computed, each of shape (n_sittings,); NaN = not
            defined for this sitting, and silent.
        n_items: Ratings in the form, for the longest run.
        has_adjusted_time: Shape (n_sittings,): signs of time never speak for these.
            It has no default, so that nobody forgets to ask.
        limits: Others than those of the reference.

    Raises:
        ValueError: There is no sign, the lengths differ, or the form has no item.
    """
    if not values or n_items < 1:
        raise ValueError("give at least one sign and a form of at least one item")
    is_adjusted = np.asarray(has_adjusted_time, dtype=np.bool_)
    given = {
        indicator: as_floats(values[indicator]) for indicator in Indicator if indicator in values
    }
    odd = [one.value for one, value in given.items() if value.shape != is_adjusted.shape]
    if odd or is_adjusted.ndim != 1:
        raise ValueError(f"one value per sitting, adjusted or not: see {named(odd)}")
    columns = [
        _speaks(one, value, n_items, limits or Limits())
        & ~(is_adjusted & (one.family is Family.TIME))
        for one, value in given.items()
    ]
    return QualitySigns(tuple(given), np.stack(columns, axis=1))


def _speaks(indicator: Indicator, value: FloatArray, n_items: int, limits: Limits) -> BoolArray:
    """NaN compares as false, so what is not defined is silent."""
    match indicator:
        case Indicator.TIME_EFFORT:
            return np.asarray(value < limits.min_time_effort)
        case Indicator.UNREAD_SCREENS:
            return np.asarray(value >= limits.n_unread_screens)
        case Indicator.LONGEST_RUN:
            return np.asarray((value > limits.longest_run_items) | (2 * value > n_items))
        case Indicator.VARIABILITY:
            return np.asarray((value == 0) | (value < _or(limits.low_variability, -np.inf)))
        case Indicator.PERSON_TOTAL:
            return np.asarray(value < limits.min_person_total)
        case Indicator.GUTTMAN:
            return np.asarray(value > _or(limits.high_guttman, np.inf))
        case Indicator.L_Z:
            return np.asarray(value < limits.min_l_z)
        case Indicator.EVEN_ODD:
            return np.asarray(value < limits.min_even_odd)
        case Indicator.INSTRUCTED:
            return np.asarray(value >= limits.n_instructed_missed)


def _or(limit: float | None, never: float) -> float:
    return never if limit is None else limit
