"""Krippendorff's alpha: agreement of any number of raters, with gaps.

Computed from the coincidence matrix, which holds every pair of ratings of one
answer, divided by how many others that answer got. Summing the pairs of raters
instead is right for two raters only.

Source: scoring reference, section 5.2.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.rating_tables import named, rating_table

_MIN_PAIRABLE = 2


class Metric(StrEnum):
    """What the distance between two ratings means."""

    NOMINAL = "nominal"  # the same or not
    ORDINAL = "ordinal"  # how many ratings lie between them
    INTERVAL = "interval"  # their difference, squared
    RATIO = "ratio"  # their difference relative to their sum, squared


@dataclass(frozen=True, slots=True)
class KrippendorffAlpha:
    """Alpha, and what it rests on: answers rated at least twice and their ratings.

    ``value`` is up to 1 and possibly below 0. It is None where no answer was
    rated twice, or where all ratings are the same and nothing could disagree.
    """

    value: float | None
    n_answers: int
    n_ratings: int


def krippendorff_alpha(ratings: ArrayLike, metric: Metric) -> KrippendorffAlpha:
    """Agreement of raters who need not have rated everything.

    Args:
        ratings: Shape (n_answers, k_raters), points of a rating scale or codes of
            categories; NaN = not rated. Answers rated once are left out.
        metric: Codes of categories need ``NOMINAL``.

    Raises:
        ValueError: The table is too small, a rating is infinite, or it is below 0
            on a ratio scale: the rows are named.

    Source: cases I-08 and I-09.
    """
    table = rating_table(ratings)
    if metric is Metric.RATIO:
        _check_not_negative(table)
    table = table[(~np.isnan(table)).sum(axis=1) >= _MIN_PAIRABLE]
    values, counts = _counts_of_values(table)
    coincidences = _coincidences(counts)
    totals = as_floats(counts.sum(axis=0))
    distances = _distances(values, totals, metric)
    return KrippendorffAlpha(_alpha(coincidences, totals, distances), len(table), int(totals.sum()))


def _check_not_negative(table: FloatArray) -> None:
    is_below = (table < 0).any(axis=1)
    if is_below.any():
        rows = named(np.flatnonzero(is_below))
        raise ValueError(f"a ratio scale starts at 0: see rows {rows}, or use another metric")


def _counts_of_values(table: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The values used, and how often each answer got each of them."""
    values, codes = np.unique(table[~np.isnan(table)], return_inverse=True)
    rows = np.nonzero(~np.isnan(table))[0]
    counts = np.bincount(rows * values.size + codes, minlength=len(table) * values.size)
    return as_floats(values), as_floats(counts.reshape(len(table), values.size))


def _coincidences(counts: FloatArray) -> FloatArray:
    shares = counts / (counts.sum(axis=1, keepdims=True) - 1)
    return as_floats(counts.T @ shares - np.diag(shares.sum(axis=0)))


def _distances(values: FloatArray, totals: FloatArray, metric: Metric) -> FloatArray:
    match metric:
        case Metric.NOMINAL:
            return as_floats(np.not_equal.outer(values, values))
        case Metric.ORDINAL:
            # Halves at both ends: the middle ranks of the tied values.
            middles = np.cumsum(totals) - totals / 2
            return as_floats(np.subtract.outer(middles, middles) ** 2)
        case Metric.INTERVAL:
            return as_floats(np.subtract.outer(values, values) ** 2)
        case Metric.RATIO:
            sums = np.add.outer(values, values)
            return as_floats((np.subtract.outer(values, values) / np.where(sums > 0, sums, 1)) ** 2)


def _alpha(coincidences: FloatArray, totals: FloatArray, distances: FloatArray) -> float | None:
    expected = math.fsum((np.outer(totals, totals) * distances).ravel().tolist())
    if expected == 0:
        return None
    observed = math.fsum((coincidences * distances).ravel().tolist())
    return 1 - observed * (float(totals.sum()) - 1) / expected
