"""The bias audit table of New York City's Local Law 144, for a tool that gives scores.

A scoring rate is the share of a category above the median of everybody. The
table is made for each characteristic and for all pairs of them (for sex and
ethnicity: the intersections the law asks for), with the refusals of ``impact``:
the law's counts are always given, rates only where a group is large enough. Where a
small group could be worked out from the others, figures of others are kept back,
too: see ``Withheld`` and ``withholding``. How many lie above the median counts as
known to everybody (without ties it is half), whether or not it is shown.

Scores are compared after rounding to nine digits, for equal totals may differ in
their last one. Scores at the median count as not above it. With coarse scores the rate of all
can then lie far from one half, so it is reported.

Whether a test is covered by the law is a question for counsel, and an audit
needs an independent auditor.

Source: scoring reference, sections 6.2 and 6.4.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats
from hiring.psychometrics.impact.floors import LOWEST, GroupFloors
from hiring.psychometrics.impact.rate_tables import (
    CategoryTable,
    Labels,
    Pairs,
    counts,
    rate_tables,
)
from hiring.psychometrics.impact.report import Label
from hiring.psychometrics.impact.selection_rates import impact_ratios
from hiring.psychometrics.rating_tables import named

_SAME_SCORE_DIGITS = 9  # scores that differ beyond are the same but for rounding


@dataclass(frozen=True, slots=True)
class ScoringRates:
    """Scoring rates as the formula has them, whatever the size of a category.

    ``ratio`` is relative to the highest rate, and None throughout where nobody
    lies above the median.
    """

    median: float
    rate: dict[Label, float]
    ratio: dict[Label, float | None]


@dataclass(frozen=True, slots=True)
class ScoringRateReport:
    """The whole audit table; ``median`` and ``overall_rate`` None where that tells too much."""

    tables: tuple[CategoryTable, ...]
    n_scored: int
    n_unscored: int
    median: float | None
    overall_rate: float | None


def scoring_rates(scores: ArrayLike, labels: Labels) -> ScoringRates:
    """Median, scoring rates and ratios of categories of any size, for analysis.

    Args:
        scores: Shape (n_people,); NaN = not scored, left out.
        labels: One per person; None counts towards the median only.

    Raises:
        ValueError: Not one label per score, or nobody has both.

    Source: case F-06.
    """
    given = _scores(scores, {"labels": labels})
    is_scored = ~np.isnan(given)
    counted = counts(_above(given), list(compress(labels, is_scored)))
    known = {label: group for label, group in counted.items() if label is not None}
    if not known:
        raise ValueError("give at least one person with a score and a label")
    rate = {
        label: group.rate for label, group in sorted(known.items(), key=lambda one: str(one[0]))
    }
    ratios = impact_ratios(list(rate.values()))
    ratio = {
        label: None if math.isnan(one) else float(one)
        for label, one in zip(rate, ratios, strict=True)
    }
    return ScoringRates(_median(given), rate, ratio)


def scoring_rate_report(
    scores: ArrayLike,
    characteristics: Mapping[str, Labels],
    level: float = 0.95,
    pairs: Pairs | None = None,
    floors: GroupFloors = LOWEST,
) -> ScoringRateReport:
    """Scoring rates by characteristic and by pairs of them, fit to be shown.

    Args:
        scores: Shape (n_people,), any points; NaN = not scored, counted and left out.
        characteristics: By name, one label per person; None = not known.
        level: Of the intervals.
        pairs: Names of the characteristics to cross; None = all pairs.
        floors: How many people the house asks for.

    Raises:
        ValueError: Not one label per score, a score is infinite, or the level lies
            outside 0..1.
    """
    given = _scores(scores, characteristics)
    is_scored = ~np.isnan(given)
    known = {name: list(compress(one, is_scored)) for name, one in characteristics.items()}
    found = rate_tables(_above(given), known, level, pairs, floors)
    n_scored = found.n_people
    return ScoringRateReport(
        tables=found.tables,
        n_scored=n_scored,
        n_unscored=given.size - n_scored,
        median=_median(given) if n_scored >= floors.show else None,
        overall_rate=found.overall_rate,
    )


def _scores(scores: ArrayLike, characteristics: Mapping[str, Labels]) -> FloatArray:
    given = as_floats(scores)
    odd = [name for name, labels in characteristics.items() if len(labels) != given.size]
    if given.ndim != 1 or odd:
        raise ValueError(f"give one label per score: see {named(odd) or 'the scores'}")
    if np.isinf(given).any():
        raise ValueError(f"scores are finite: see rows {named(np.flatnonzero(np.isinf(given)))}")
    return as_floats(np.round(given, _SAME_SCORE_DIGITS))


def _above(scores: FloatArray) -> BoolArray:
    """Of those who have a score, who lies above the median."""
    known = scores[~np.isnan(scores)]
    return np.asarray(known > _median(scores)) if known.size else np.zeros(0, dtype=np.bool_)


def _median(scores: FloatArray) -> float:
    return float(np.median(scores[~np.isnan(scores)]))
