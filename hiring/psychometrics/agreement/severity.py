"""How strict raters are, told apart from which answers they happened to see.

Model: rating = answer + severity of the rater, severities adding up to 0, by
least squares over whatever was rated. A rater's mean alone would call strict
whoever was handed the poorer answers. Positive means lenient.

Prefer training to adjusting. ``severity_adjustment`` holds the rule for the
cases that remain; raw and adjusted scores are kept side by side.

Source: scoring reference, section 8.3.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.psychometrics.arrays import FloatArray, as_floats, places
from hiring.psychometrics.rating_tables import named

MIN_SHARED_RATINGS = 30
MIN_STANDARD_ERRORS = 2
LARGEST_ADJUSTMENT_POINTS = 0.75

Label = str | int
Codes = NDArray[np.int_]


@dataclass(frozen=True, slots=True)
class Severities:
    """Severity per rater and score per answer, in scale points.

    Labels are sorted, numbers before words; arrays stand in their order. ``fair`` is
    an answer's score by raters of average severity, ``raw`` the plain mean. Standard
    errors are NaN where no rating is left to estimate them from.
    """

    raters: tuple[Label, ...]
    severity: FloatArray
    standard_error: FloatArray
    n_shared: Codes  # ratings of answers that someone else rated too
    answers: tuple[Label, ...]
    fair: FloatArray
    raw: FloatArray
    n_ratings: Codes  # per answer


@dataclass(frozen=True, slots=True)
class SeverityAdjustment:
    """What to take off each rater's ratings, in scale points, and what then results.

    Both None where raters have too few shared ratings: ``too_few`` names them.
    """

    by_rater: FloatArray | None
    too_few: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class _Design:
    raters: tuple[Label, ...]
    rater_of: Codes
    answers: tuple[Label, ...]
    answer_of: Codes
    scores: FloatArray


def rater_severities(
    answers: Sequence[Label], raters: Sequence[Label], ratings: ArrayLike
) -> Severities:
    """Severity of raters and fair scores of answers from an incomplete design.

    Args:
        answers: One label per rating.
        raters: One label per rating, in the same order.
        ratings: Shape (n_ratings,), in scale points; NaN = not rated, left out.

    Raises:
        ValueError: The lists differ in length, hold nothing, a rating is infinite
            (it is named), a rater rated the same answer twice, or raters fall into
            groups that share no answer, so that their severities cannot be compared:
            the groups are named.

    Source: case H-05.
    """
    design = _design(answers, raters, as_floats(ratings))
    _check_not_twice(design)
    _check_connected(design)
    counts = np.bincount(design.answer_of)
    raw = np.bincount(design.answer_of, weights=design.scores) / counts
    inverse = _inverse_of_normal_equations(design, counts)
    lead = np.bincount(design.rater_of, weights=design.scores - raw[design.answer_of])
    severity = as_floats(inverse @ lead)
    corrected = design.scores - severity[design.rater_of]
    fair = as_floats(np.bincount(design.answer_of, weights=corrected) / counts)
    residuals = corrected - fair[design.answer_of]
    return Severities(
        raters=design.raters,
        severity=severity,
        standard_error=_standard_errors(inverse, residuals, counts.size),
        n_shared=np.bincount(design.rater_of, weights=counts[design.answer_of] > 1).astype(np.int_),
        answers=design.answers,
        fair=fair,
        raw=as_floats(raw),
        n_ratings=counts,
    )


def severity_adjustment(found: Severities) -> SeverityAdjustment:
    """What may be taken off each rater's ratings.

    Nothing unless every rater has at least 30 shared ratings; nothing for a rater
    whose severity is not more than two standard errors from 0, or whose standard
    error is unknown; never more than three quarters of a scale point.
    """
    is_short = found.n_shared < MIN_SHARED_RATINGS
    if is_short.any():
        short = tuple(rater for rater, few in zip(found.raters, is_short, strict=True) if few)
        return SeverityAdjustment(None, short)
    is_clear = np.abs(found.severity) > MIN_STANDARD_ERRORS * found.standard_error
    kept = np.clip(found.severity, -LARGEST_ADJUSTMENT_POINTS, LARGEST_ADJUSTMENT_POINTS)
    return SeverityAdjustment(as_floats(np.where(is_clear, kept, 0.0)), ())


def _design(answers: Sequence[Label], raters: Sequence[Label], ratings: FloatArray) -> _Design:
    if ratings.ndim != 1 or not len(answers) == len(raters) == ratings.size:
        raise ValueError("every rating needs its answer and its rater, in the same order")
    is_known = ~np.isnan(ratings)
    if not is_known.any():
        raise ValueError("give at least one rating")
    if np.isinf(ratings).any():
        where = places(np.isinf(ratings), "row")
        raise ValueError(f"ratings are finite numbers: correct, or leave out, {where}")
    rater_labels, rater_of = _coded(compress(raters, is_known))
    answer_labels, answer_of = _coded(compress(answers, is_known))
    # One order of ratings, so that sums come out the same whatever the order given.
    order = np.lexsort((ratings[is_known], rater_of, answer_of))
    scores = as_floats(ratings[is_known][order])
    return _Design(rater_labels, rater_of[order], answer_labels, answer_of[order], scores)


def _coded(labels: Iterable[Label]) -> tuple[tuple[Label, ...], Codes]:
    """The different labels in order, and the number of each one given.

    Not by ``np.unique``: an array holds one type, and the label 1 would become "1".
    """
    given = [label.item() if isinstance(label, np.generic) else label for label in labels]
    distinct = sorted(set(given), key=lambda label: (isinstance(label, str), label))
    number = {label: index for index, label in enumerate(distinct)}
    return tuple(distinct), np.array([number[label] for label in given], dtype=np.int_)


def _check_not_twice(design: _Design) -> None:
    n_raters = len(design.raters)
    pairs = design.answer_of * n_raters + design.rater_of
    again = np.unique(pairs[1:][pairs[1:] == pairs[:-1]])
    if again.size:
        both = named(
            f"{design.raters[pair % n_raters]} on {design.answers[pair // n_raters]}"
            for pair in again.tolist()
        )
        raise ValueError(f"one rating per rater and answer: keep one of those by {both}")


def _check_connected(design: _Design) -> None:
    from scipy.sparse import coo_array  # noqa: PLC0415 - slow to import, like the next
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    n_raters = len(design.raters)
    n_nodes = n_raters + len(design.answers)
    links = (np.ones(design.scores.size), (design.rater_of, n_raters + design.answer_of))
    n_groups, group = connected_components(
        coo_array(links, shape=(n_nodes, n_nodes)), directed=False
    )
    if n_groups > 1:
        groups = [
            named(compress(design.raters, group[:n_raters] == one)) for one in range(n_groups)
        ]
        raise ValueError(
            "raters of different groups share no answer: let all rate a common set. "
            f"Groups: {named(f'({members})' for members in groups)}"
        )


def _inverse_of_normal_equations(design: _Design, counts: Codes) -> FloatArray:
    """The answers drop out of the equations; what is left has one row per rater."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - slow to import

    shape = (len(design.answers), len(design.raters))
    weights = 1 / np.sqrt(counts[design.answer_of])
    seen = coo_array((weights, (design.answer_of, design.rater_of)), shape=shape).tocsr()
    system = np.diag(np.bincount(design.rater_of)) - (seen.T @ seen).toarray()
    # Severities add up to 0: the one direction without information is filled in and taken off.
    level = np.full(system.shape, 1 / len(design.raters))
    return as_floats(np.linalg.inv(system + level) - level)


def _standard_errors(inverse: FloatArray, residuals: FloatArray, n_answers: int) -> FloatArray:
    df = residuals.size - n_answers - len(inverse) + 1
    if df < 1:
        return np.full(len(inverse), np.nan)
    variance = float(residuals @ residuals) / df
    return as_floats(np.sqrt(variance * np.maximum(np.diag(inverse), 0.0)))
