"""Intraclass correlations: how much of what ratings differ by belongs to the answers.

Six coefficients in the notation of Shrout and Fleiss. The first number is the
design: 1 means other raters for every answer, 2 the same raters, who stand for
more like them (absolute agreement), 3 the same raters and no others
(consistency: a rater who is always one step stricter costs nothing). The second
is what is used afterwards: one rating, or the mean of k.

A coefficient is None where ratings leave nothing to divide by.

Source: scoring reference, sections 5.2 and 8.2; intervals after Shrout and
Fleiss (1979) and McGraw and Wong (1996), with Satterthwaite's degrees of
freedom for design 2.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri

from hiring.psychometrics.arrays import FloatArray, as_floats, exact_mean, mean_last_axis
from hiring.psychometrics.rating_tables import complete_table, rating_table

_ROUNDING = 1e-18  # of squared ratings: what is left of a difference that is none
_CANCELLED = 1e-9  # of the terms: what is left where they cancel


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Mean squares of answers by raters, in squared scale points."""

    between: float  # answers (BMS)
    raters: float  # raters (JMS)
    error: float  # what neither explains (EMS)
    within: float  # raters and error together (WMS)
    n_answers: int
    k_raters: int

    def sem_of_mean(self, n_raters: int) -> float:
        """Standard error of the mean of so many raters, in scale points. Source: case H-02.

        Raises:
            ValueError: There is no rater.
        """
        if n_raters < 1:
            raise ValueError("a mean needs at least one rater")
        severity = max(0.0, (self.raters - self.error) / self.n_answers)
        return math.sqrt((self.error + severity) / n_raters)


@dataclass(frozen=True, slots=True)
class IccInterval:
    """Where the coefficient of all such answers and raters may lie.

    ``low`` is None where the lower end of one rating's interval cannot be stepped up
    to a mean of k: it is undefined there, and no number however low would be right.
    """

    low: float | None
    high: float


@dataclass(frozen=True, slots=True)
class Icc:
    """One coefficient, up to 1 and possibly below 0, with its interval.

    The interval is None where answers do not differ in their means, so that F is 0
    or 0 / 0 and both ends would fall on one point as if nothing were in doubt; and
    where a negative coefficient of design 2 leaves hardly any degrees of freedom to
    compute one with.
    """

    value: float
    interval: IccInterval | None


@dataclass(frozen=True, slots=True)
class IccTable:
    """The six coefficients of one table of ratings."""

    mean_squares: MeanSquares
    icc_1_1: Icc | None
    icc_2_1: Icc | None
    icc_3_1: Icc | None
    icc_1_k: Icc | None
    icc_2_k: Icc | None
    icc_3_k: Icc | None


@dataclass(frozen=True, slots=True)
class OneWayIcc:
    """Design 1 with gaps: any raters for any answer.

    ``k_raters`` is the number of ratings per answer, averaged so that the
    variances come out right; it need not be whole.
    """

    icc_1_1: Icc | None
    icc_1_k: Icc | None
    n_answers: int
    n_ratings: int
    k_raters: float


def intraclass_correlations(ratings: ArrayLike, level: float = 0.95) -> IccTable:
    """All six intraclass correlations with their intervals.

    Args:
        ratings: Shape (n_answers, k_raters), complete.
        level: Of the intervals.

    Raises:
        ValueError: Fewer than two answers or raters, ratings are missing, or the
            level lies outside 0..1.

    Source: cases I-06 and H-02.
    """
    table = complete_table(ratings, "one_way_icc, krippendorff_alpha or rater_severities")
    tail = _tail(level)
    squares = _mean_squares(table)
    n, k = table.shape
    one = _from_f(squares.between, squares.within, k, (n - 1, n * (k - 1)), tail)
    consistency = _consistency(squares, tail)
    agreement = _agreement(squares, tail)
    return IccTable(
        squares, one[0], agreement[0], consistency[0], one[1], agreement[1], consistency[1]
    )


def one_way_icc(ratings: ArrayLike, level: float = 0.95) -> OneWayIcc:
    """Intraclass correlations of design 1, for tables with gaps.

    Which rater stands in which column does not matter. Rows without a rating
    are left out. Without gaps the figures are those of ``intraclass_correlations``;
    with gaps the intervals are approximate, since k is an average.

    Args:
        ratings: Shape (n_answers, k_raters); NaN = not rated.
        level: Of the intervals.

    Returns:
        Coefficients None where fewer than two answers were rated, or none twice.

    Raises:
        ValueError: The table is too small, or the level lies outside 0..1.
    """
    table, tail = rating_table(ratings), _tail(level)
    table = table[~np.isnan(table).all(axis=1)]
    counts = (~np.isnan(table)).sum(axis=1)
    n, n_ratings = len(table), int(counts.sum())
    if n < 2 or n_ratings == n:  # noqa: PLR2004 - one answer has nothing to differ from
        return OneWayIcc(None, None, n, n_ratings, float(n_ratings / n) if n else 0.0)
    k = (n_ratings - int((counts * counts).sum()) / n_ratings) / (n - 1)
    between, within = _gappy_mean_squares(table, counts)
    single, mean = _from_f(between, within, k, (n - 1, n_ratings - n), tail)
    return OneWayIcc(single, mean, n, n_ratings, k)


def _mean_squares(table: FloatArray) -> MeanSquares:
    n, k = table.shape
    rows = mean_last_axis(table)
    columns = as_floats([exact_mean(column) for column in table.T])
    grand = exact_mean(rows)
    between = k * _sum_of_squares(rows - grand, table)
    raters = n * _sum_of_squares(columns - grand, table)
    # From the differences themselves: total less the rest would leave rounding behind.
    error = _sum_of_squares(table - rows[:, None] - columns + grand, table)
    return MeanSquares(
        between=between / (n - 1),
        raters=raters / (k - 1),
        error=error / ((n - 1) * (k - 1)),
        within=(raters + error) / (n * (k - 1)),
        n_answers=n,
        k_raters=k,
    )


def _gappy_mean_squares(table: FloatArray, counts: FloatArray) -> tuple[float, float]:
    known = np.where(np.isnan(table), 0.0, table)
    rows = as_floats(known.sum(axis=1) / counts)
    grand = math.fsum(known.ravel().tolist()) / int(counts.sum())
    between = _sum_of_squares(np.sqrt(counts) * (rows - grand), known)
    within = _sum_of_squares(np.where(np.isnan(table), 0.0, table - rows[:, None]), known)
    return between / (len(table) - 1), within / int((counts - 1).sum())


def _sum_of_squares(differences: FloatArray, table: FloatArray) -> float:
    """Exact whatever the order; 0 where only rounding is left."""
    total = math.fsum((differences * differences).ravel().tolist())
    largest = float(np.abs(table).max())
    return total if total > _ROUNDING * largest * largest * table.size else 0.0


def _consistency(squares: MeanSquares, tail: float) -> tuple[Icc | None, Icc | None]:
    n, k = squares.n_answers, squares.k_raters
    return _from_f(squares.between, squares.error, k, (n - 1, (n - 1) * (k - 1)), tail)


def _from_f(
    between: float, rest: float, k: float, df: tuple[float, float], tail: float
) -> tuple[Icc | None, Icc | None]:
    """Designs 1 and 3, written without the ratio F, which a perfect table has not."""
    if between == 0 and rest == 0:
        return None, None
    down = float(fdtri(*df, tail))
    up = float(fdtri(df[1], df[0], tail))

    def single(high: float, low: float) -> float:
        return (high - low) / (high + (k - 1) * low)

    if between == 0:
        return Icc(single(between, rest), None), None
    one = _icc(single(between, rest), single(between, down * rest), single(up * between, rest))
    mean = _icc(1 - rest / between, 1 - down * rest / between, 1 - rest / (up * between))
    return one, mean


def _agreement(squares: MeanSquares, tail: float) -> tuple[Icc | None, Icc | None]:
    between, raters, error = squares.between, squares.raters, squares.error
    n, k = squares.n_answers, squares.k_raters
    scale = between + (k - 1) * error + k * (raters - error) / n
    if scale <= _CANCELLED * (between + raters + error):
        return None, None
    r = (between - error) / scale
    low, high = _agreement_ends(squares, r, tail)
    single = _icc(r, low, high)
    # More error than raters and answers explain can cancel to 0: no mean of k then.
    if n * between + raters - error <= _CANCELLED * (n * between + raters + error):
        return single, None
    # The value itself always steps up: what it divides by is what was compared above.
    mean = k * r / (1 + (k - 1) * r)
    if single.interval is None:
        return single, Icc(mean, None)
    ends = _find_stepped_up(single.interval.low, k), _find_stepped_up(single.interval.high, k)
    return single, _icc(mean, *ends)


def _agreement_ends(
    squares: MeanSquares, r: float, tail: float
) -> tuple[float | None, float | None]:
    between, raters, error = squares.between, squares.raters, squares.error
    n, k = squares.n_answers, squares.k_raters
    if between == 0:
        return None, None
    df = _satterthwaite(squares, r)
    down = float(fdtri(n - 1, df, tail))
    up = float(fdtri(df, n - 1, tail))
    rest = k * raters + (k * n - k - n) * error
    low = n * (between - down * error) / (down * rest + n * between)
    high = n * (up * between - error) / (rest + n * up * between)
    # Hardly any degrees of freedom: ends that are NaN, or leave out the coefficient itself.
    is_usable = low <= r + _CANCELLED and r <= high + _CANCELLED
    return (low, high) if is_usable else (None, None)


def _satterthwaite(squares: MeanSquares, r: float) -> float:
    n, k = squares.n_answers, squares.k_raters
    # Both weights times n (1 - r), which drops out and is 0 in a perfect table.
    a = k * r * squares.raters
    b = (n * (1 - r) + k * r * (n - 1)) * squares.error
    if a == 0 and b == 0:
        return float((n - 1) * (k - 1))
    return (a + b) ** 2 / (a * a / (k - 1) + b * b / ((n - 1) * (k - 1)))


def _find_stepped_up(single: float | None, k: int) -> float | None:
    """From one rating to the mean of k; None where there is nothing to divide by."""
    if single is None:
        return None
    shared = 1 + (k - 1) * single
    return k * single / shared if shared > _CANCELLED else None


def _icc(value: float, low: float | None, high: float | None) -> Icc:
    if high is None or not (low is None or low <= high):
        return Icc(value, None)
    return Icc(value, IccInterval(low, high))


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError("the level of an interval lies between 0 and 1, for example 0.95")
    return 1 - (1 - level) / 2
