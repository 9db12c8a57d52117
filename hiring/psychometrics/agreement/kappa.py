"""Agreement beyond chance of raters who sort answers into categories.

``weighted_kappa`` is for the same two raters throughout, ``fleiss_kappa`` for
any raters as long as every answer has equally many. With gaps, use
Krippendorff's alpha. A kappa is None where chance alone would agree always:
everything went into one category, so agreement shows nothing.

Source: scoring reference, sections 5.2 and 8.2.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.rating_tables import named

_TWO_RATERS = 2

Counts = NDArray[np.int_]


class Weighting(StrEnum):
    """How much a disagreement counts, by how far apart the categories are."""

    NONE = "none"  # every disagreement alike
    LINEAR = "linear"  # in proportion to the distance
    QUADRATIC = "quadratic"  # in proportion to its square


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """How two raters agree over n answers; shares are 0..1, and None without answers."""

    n: int
    exact: float | None
    adjacent: float | None  # the same category or the next one
    kappa: float | None
    linear: float | None
    quadratic: float | None


@dataclass(frozen=True, slots=True)
class FleissKappa:
    """Agreement of several raters; ``kappa`` is None where ``expected`` is 1."""

    observed: float
    expected: float
    kappa: float | None


def cross_table(
    first: Sequence[object], second: Sequence[object], categories: Sequence[object]
) -> Counts:
    """Count the answers two raters sorted alike or apart.

    Args:
        first: One category per answer; None or NaN = not rated.
        second: The same answers in the same order.
        categories: All of them, also unused ones, from lowest to highest.

    Returns:
        Shape (m, m), first rater in rows. Answers that one of the two did not
        rate are left out.

    Raises:
        ValueError: The lists differ in length, or a rating is no category: the
            answers are named with what each rater gave.
    """
    if len(first) != len(second):
        raise ValueError("two raters need the same answers in the same order")
    place = {category: index for index, category in enumerate(categories)}
    if len(place) != len(categories):
        raise ValueError("each category may be named once only")
    _check_known({"first": first, "second": second}, place)
    pairs = [
        (place[a], place[b])
        for a, b in zip(first, second, strict=True)
        if a in place and b in place
    ]
    table = np.zeros((len(place), len(place)), dtype=np.int_)
    np.add.at(table, tuple(np.array(pairs, dtype=np.int_).reshape(-1, 2).T), 1)
    return table


def pair_agreement(table: ArrayLike) -> PairAgreement:
    """Exact and adjacent agreement and the three kappas of two raters.

    Args:
        table: Shape (m, m), how many answers each pair of categories was given,
            categories from lowest to highest.

    Raises:
        ValueError: The table is not square, or a cell is no count.

    Source: case H-03.
    """
    counts = _counts(table)
    n = int(counts.sum())
    apart = _steps_apart(len(counts))
    return PairAgreement(
        n=n,
        exact=int(counts[apart == 0].sum()) / n if n else None,
        adjacent=int(counts[apart <= 1].sum()) / n if n else None,
        kappa=weighted_kappa(counts, Weighting.NONE),
        linear=weighted_kappa(counts, Weighting.LINEAR),
        quadratic=weighted_kappa(counts, Weighting.QUADRATIC),
    )


def weighted_kappa(table: ArrayLike, weighting: Weighting) -> float | None:
    """Cohen's kappa of two raters, with weights for ordered categories.

    Args:
        table: Shape (m, m), see ``cross_table``.
        weighting: ``NONE`` for categories without order.

    Returns:
        Up to 1, possibly below 0. None where chance alone would always agree.

    Raises:
        ValueError: The table is not square, or a cell is no count.

    Source: case H-03.
    """
    counts = _counts(table)
    weights = _weights(len(counts), weighting)
    by_chance = np.outer(counts.sum(axis=1), counts.sum(axis=0))
    expected = math.fsum((weights * by_chance).ravel().tolist())
    if expected == 0:
        return None
    observed = math.fsum((weights * counts).ravel().tolist())
    return float(1 - observed * int(counts.sum()) / expected)


def fleiss_kappa(counts: ArrayLike) -> FleissKappa:
    """Fleiss' kappa: any raters, equally many per answer.

    Args:
        counts: Shape (n_answers, m), how many raters chose each category.

    Raises:
        ValueError: A cell is no count, or rows do not add up to the same number of
            at least two raters: the rows are named.

    Source: case I-10.
    """
    chosen = _whole(counts)
    k = _raters_per_row(chosen)
    n_pairs = len(chosen) * k * (k - 1)
    observed = int((chosen * (chosen - 1)).sum()) / n_pairs
    by_category = chosen.sum(axis=0)
    n_ratings = int(by_category.sum())
    expected = int((by_category * by_category).sum()) / n_ratings**2
    kappa = None if int(by_category.max()) == n_ratings else (observed - expected) / (1 - expected)
    return FleissKappa(observed, expected, kappa)


def _check_known(raters: Mapping[str, Sequence[object]], place: dict[object, int]) -> None:
    unknown = [
        f"{rating} (row {row}, {rater} rater)"
        for rater, ratings in raters.items()
        for row, rating in enumerate(ratings)
        if rating not in place and not _is_missing(rating)
    ]
    if unknown:
        raise ValueError(f"not among the categories: correct {named(unknown)}")


def _is_missing(rating: object) -> bool:
    return rating is None or (isinstance(rating, float) and math.isnan(rating))


def _counts(table: ArrayLike) -> Counts:
    counts = _whole(table)
    if counts.shape[0] != counts.shape[1]:
        raise ValueError("both raters need the same categories: give a square table")
    return counts


def _whole(table: ArrayLike) -> Counts:
    given = as_floats(table)
    if given.ndim != _TWO_RATERS or given.size == 0:
        raise ValueError("give a table of counts")
    is_count = (given >= 0) & (given == np.floor(given)) & np.isfinite(given)
    if not is_count.all():
        rows = named(np.flatnonzero(~is_count.all(axis=1)))
        raise ValueError(f"counts are whole numbers from 0: see rows {rows}")
    return given.astype(np.int_)


def _raters_per_row(chosen: Counts) -> int:
    totals = chosen.sum(axis=1)
    usual = int(np.bincount(totals).argmax())
    if usual < _TWO_RATERS:
        raise ValueError("agreement needs at least two raters for every answer")
    is_odd = totals != usual
    if is_odd.any():
        rows = named(np.flatnonzero(is_odd))
        raise ValueError(
            f"rows {rows} do not have {usual} ratings like the others: "
            "leave them out, or use krippendorff_alpha"
        )
    return usual


def _weights(m: int, weighting: Weighting) -> FloatArray:
    apart = _steps_apart(m)
    match weighting:
        case Weighting.NONE:
            return as_floats(apart > 0)
        case Weighting.LINEAR:
            return as_floats(apart / max(m - 1, 1))
        case Weighting.QUADRATIC:
            return as_floats((apart / max(m - 1, 1)) ** 2)


def _steps_apart(m: int) -> Counts:
    return np.abs(np.subtract.outer(np.arange(m), np.arange(m)))
