"""Standard errors that depend on how high a score is.

A score near an end of the scale strays less than one in the middle. Three ways
to say by how much: for right-or-wrong units, from the number right alone; for
any units, each person's own (``standard_errors.person_level_csem``); and that
one pooled over the bottom, middle and top third of the people. One person's own
figure is too shaky to print, so the product uses one SEM for all, and thirds
from five hundred people on.

Source of all formulas: scoring reference, section 4.5.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import FloatArray, as_floats, exact_mean, mean_last_axis, places
from hiring.psychometrics.reliability.standard_errors import person_level_csem

MIN_FOR_THIRDS = 500
_MIN_UNITS = 2


@dataclass(frozen=True, slots=True)
class ThirdErrors:
    """One error for each third of the people.

    Attributes:
        bottom: Error of means up to ``lower_cut``, in the points of the means.
        middle: Error of means above it, up to ``upper_cut``.
        top: Error of means above that.
        lower_cut: Highest mean of the bottom third.
        upper_cut: Highest mean of the middle third.
        n: People, each with every unit known.
    """

    bottom: float
    middle: float
    top: float
    lower_cut: float
    upper_cut: float
    n: int

    def at(self, mean: float) -> float:
        """The error that belongs to a mean.

        Raises:
            ValueError: The mean is NaN.
        """
        if math.isnan(mean):
            raise ValueError("without a score there is no error")
        if mean <= self.lower_cut:
            return self.bottom
        return self.middle if mean <= self.upper_cut else self.top


def binomial_csem(n_right: ArrayLike, k_units: int) -> FloatArray:
    """Error of a number-right score (Lord).

    Args:
        n_right: Shape (...,), 0..k_units; NaN = no score.
        k_units: How many units, each right or wrong; two or more.

    Returns:
        Shape (...,), in units; NaN without a score. 0 for all right or all
        wrong: the formula sees no error there, which does not mean there is none.

    Raises:
        ValueError: Fewer than two units, or a score off 0..k_units.

    Source: case R-13.
    """
    right = as_floats(n_right)
    if k_units < _MIN_UNITS:
        raise ValueError("this error needs at least two units")
    is_off = (right < 0) | (right > k_units)
    if np.any(is_off):
        where = places(np.asarray(is_off), "row")
        raise ValueError(f"a number right lies outside 0..{k_units}: {where}")
    return as_floats(np.sqrt(right * (k_units - right) / (k_units - 1)))


def keats_csem(n_right: ArrayLike, k_units: int, r: float, kr21: float) -> FloatArray:
    """The binomial error shrunk until it agrees with the reliability found (Keats).

    Args:
        n_right: As in ``binomial_csem``.
        k_units: As there.
        r: Reliability of the score, 0..1.
        kr21: Reliability it would have if all units were equally hard, below 1;
            see ``reliability.kr21``.

    Returns:
        As ``binomial_csem``.

    Raises:
        ValueError: As in ``binomial_csem``, or a reliability is out of range.

    Source: case R-13.
    """
    if not (0 <= r <= 1 and kr21 < 1):
        raise ValueError("a reliability lies between 0 and 1, and KR-21 below 1")
    return as_floats(binomial_csem(n_right, k_units) * math.sqrt((1 - r) / (1 - kr21)))


def errors_by_third(scores: ArrayLike) -> ThirdErrors | None:
    """Person-level errors, pooled over the bottom, middle and top third of the means.

    Args:
        scores: Shape (n_people, k_units), any points; people with a gap (NaN)
            are left out, because their mean is not of the same units.

    Returns:
        None with fewer than 500 complete people or two units, and where so many
        means are equal that a third would be empty.

    Raises:
        ValueError: The table is not two-dimensional.
    """
    table = as_floats(scores)
    if table.ndim != 2:  # noqa: PLR2004 - people by units
        raise ValueError("expected a table of people by units")
    complete = as_floats(table[~np.isnan(table).any(axis=-1)])
    if len(complete) < MIN_FOR_THIRDS or complete.shape[1] < _MIN_UNITS:
        return None
    # Equal means must fall into one third, also where they differ in their last digit.
    means = np.round(mean_last_axis(complete), 9)
    return _pooled(means, as_floats(person_level_csem(complete) ** 2))


def _pooled(means: FloatArray, error_variances: FloatArray) -> ThirdErrors | None:
    ordered, n = np.sort(means), len(means)
    lower, upper = float(ordered[math.ceil(n / 3) - 1]), float(ordered[math.ceil(2 * n / 3) - 1])
    thirds = [means <= lower, (means > lower) & (means <= upper), means > upper]
    if not all(third.any() for third in thirds):
        return None
    bottom, middle, top = (math.sqrt(exact_mean(error_variances[third])) for third in thirds)
    return ThirdErrors(bottom, middle, top, lower, upper, n)
