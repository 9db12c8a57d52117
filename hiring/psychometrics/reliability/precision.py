"""The precision ladder: which error a score is shown with.

How exact a score is can only be learned from sittings, and a new house has none.
So there are three rungs, and every page and brief names the one it stands on.

======== ==================================== ================ =====================
rung     stands on                            interval about   r
======== ==================================== ================ =====================
measured 100 complete sittings or more        true score       alpha over scenarios
pooled   10 sittings or more                  observed score   1 - SEM² / SD², to .80
planned  nothing of our own                   observed score   .65, less if short
======== ==================================== ================ =====================

Waiting for a hundred sittings without any interval was rejected: a bare number
would look exact. Planning values are those of the scoring reference, 4.1: 10 points
and .65 for a form of two dozen scenarios or more. A shorter form is planned as a
part of that one, with scenarios that correlate by .08. One figure for every length
was rejected: simulated forms of six scenarios held the true score in six ranges of
ten, where the range says nine.

Where the pooled rung caps r at .80, the SEM goes up with it, to SD · √(1 - .80).
Capping r alone was rejected: a comparison takes its error from the SEM, so it
would still be as bold as the reliability that we have just refused to believe,
and r, SD and SEM would contradict each other. Below the cap nothing changes.
Errors of nothing are looked for before the SEM is raised: scenarios that never
disagree come from a trial run or a broken key, and must not pass for .80.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.answer_checks import check_range
from hiring.psychometrics.arrays import (
    FloatArray,
    as_floats,
    exact_mean,
    mean_last_axis,
    mean_of_known,
    sample_variance,
)
from hiring.psychometrics.reliability.coefficients import alpha, spearman_brown
from hiring.psychometrics.reliability.composites import facet_reports
from hiring.psychometrics.reliability.standard_errors import (
    Interval,
    estimated_true_score,
    observed_interval,
    person_level_csem,
    see,
    sem,
)

MIN_MEASURED_SITTINGS = 100
MIN_POOLED_SITTINGS = 10
MAX_POOLED_R = 0.80  # a few dozen sittings cannot show more
PLANNED_SD = 10.0
PLANNED_R = 0.65
PLANNED_SCENARIOS = 24  # what the two above are planned for
PLANNED_SCENARIO_R = 0.08  # mean correlation of two scenarios
Z_90 = 1.645

_LOWEST, _HIGHEST = 0.0, 100.0
_NO_SPREAD_POINTS = 1e-6  # what rounding leaves of a spread of nothing


class Rung(StrEnum):
    """What the precision of a score stands on."""

    MEASURED = "measured"
    POOLED = "pooled"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Precision:
    """How exact the scores of one form are; scale 0..100.

    Attributes:
        rung: What the figures stand on.
        n: Sittings they were computed from; when planned, those there were.
        mean: Mean of the sittings, only when measured. The other rungs do not
            draw scores towards a mean, and a figure that is there gets used.
        sd: Spread of the sittings, in points.
        r: Reliability, 0..1.
        sem: Standard error of measurement, in points.
    """

    rung: Rung
    n: int
    mean: float | None
    sd: float
    r: float
    sem: float

    def __post_init__(self) -> None:
        if (self.rung is Rung.MEASURED) != (self.mean is not None):
            raise ValueError("a mean belongs to the measured rung, and only there")
        if not (self.sd > 0 and self.sem > 0 and 0 <= self.r <= 1):
            raise ValueError("spread and error must be above 0, and r in 0..1")

    @property
    def error(self) -> float:
        """Error of ``estimate``, in points: SEE when measured, SEM otherwise."""
        match self.rung:
            case Rung.MEASURED:
                return see(self.sd, self.r)
            case Rung.POOLED | Rung.PLANNED:
                return self.sem


def precision(scenario_scores: ArrayLike) -> Precision:
    """The highest rung that the sittings of one form can carry.

    Args:
        scenario_scores: Shape (n_sittings, n_scenarios), points 0..100; NaN =
            missing. Only submitted, scored sittings of one form belong here.

    Returns:
        The precision of that form's totals. It does not depend on the order of
        the sittings.

    Raises:
        ValueError: The table is not two-dimensional, or a score lies off 0..100.
    """
    table = as_floats(scenario_scores)
    if table.ndim != 2:  # noqa: PLR2004 - sittings by scenarios
        raise ValueError("expected a table of sittings by scenarios")
    check_range(table, 0, 100, "score")
    return _find_measured(table) or _find_pooled(table) or _planned(table)


def estimate(score: float, precision: Precision) -> float:
    """The middle of the interval: the estimated true score when measured, else the score.

    Raises:
        ValueError: The score lies off 0..100 or is NaN: without a score there is
            nothing to estimate.
    """
    if not _LOWEST <= score <= _HIGHEST:
        raise ValueError("a score lies in 0..100")
    if precision.mean is None:
        return score
    return estimated_true_score(score, precision.mean, precision.r)


def interval_90(score: float, precision: Precision) -> Interval:
    """The 90 % interval shown with a score, cut off at the ends of the scale.

    Returns:
        ``estimate`` ± 1.645 · ``precision.error``, within 0..100.

    Raises:
        ValueError: As in ``estimate``.
    """
    middle = estimate(score, precision)
    return observed_interval(middle, precision.error, Z_90).clipped(_LOWEST, _HIGHEST)


def reportable_clusters(
    scenario_scores: ArrayLike, clusters: Sequence[Sequence[int]], precision: Precision
) -> tuple[bool, ...]:
    """Which clusters say something that the total does not say better.

    Args:
        scenario_scores: As in ``precision``; only complete sittings are used.
        clusters: For each cluster the columns of its scenarios.
        precision: The precision of the totals of these sittings.

    Returns:
        One flag per cluster. Below the measured rung none is reportable: there
        is nothing yet to test them with.
    """
    complete = _complete(as_floats(scenario_scores))
    if precision.rung is not Rung.MEASURED or len(complete) < MIN_MEASURED_SITTINGS:
        return (False,) * len(clusters)
    return tuple(report.is_reportable for report in facet_reports(complete, clusters))


def _find_measured(table: FloatArray) -> Precision | None:
    complete = _complete(table)
    if len(complete) < MIN_MEASURED_SITTINGS:
        return None
    r = alpha(complete)
    if r is None or r <= 0:
        # At r = 0 the true-score interval shrinks to nothing at the mean, and
        # everybody would look alike, exactly. One rung down it stays as wide as it is.
        return None
    totals = mean_last_axis(complete)
    sd = math.sqrt(sample_variance(totals))
    r = min(r, 1.0)  # rounding
    return _checked(Rung.MEASURED, len(complete), exact_mean(totals), sd, r, sem(sd, r))


def _find_pooled(table: FloatArray) -> Precision | None:
    errors = person_level_csem(table)
    is_usable = ~np.isnan(errors)
    n = int(is_usable.sum())
    if n < MIN_POOLED_SITTINGS:
        return None
    variance = sample_variance(mean_of_known(table[is_usable]))
    error_variance = exact_mean(errors[is_usable] ** 2)
    r = max(0.0, 1 - error_variance / variance) if variance > 0 else 0.0
    found = _checked(Rung.POOLED, n, None, math.sqrt(variance), r, math.sqrt(error_variance))
    return None if found is None else _capped(found)


def _capped(found: Precision) -> Precision:
    if found.r <= MAX_POOLED_R:
        return found
    # r above the cap means an SEM below this one: it is only ever raised.
    return replace(found, r=MAX_POOLED_R, sem=sem(found.sd, MAX_POOLED_R))


def _planned(table: FloatArray) -> Precision:
    n = int((~np.isnan(table)).any(axis=-1).sum())
    sd, r = _planned_figures(table.shape[1])
    # 10 · √.35 = 5.916, said as 5.92 in prose. Not rounded here, so that SD, r
    # and SEM keep agreeing with each other.
    return Precision(Rung.PLANNED, n, None, sd, r, sem(sd, r))


def _planned_figures(k_scenarios: int) -> tuple[float, float]:
    """Spread and reliability of a form of so many scenarios, before anybody has sat it."""
    k = min(max(k_scenarios, 1), PLANNED_SCENARIOS)
    r = spearman_brown(PLANNED_SCENARIO_R, k)
    times_the_variance = _variance_of_mean(k) / _variance_of_mean(PLANNED_SCENARIOS)
    return PLANNED_SD * math.sqrt(times_the_variance), min(r, PLANNED_R)


def _variance_of_mean(k: int) -> float:
    """Variance of the mean of k scenarios that correlate as planned, each of variance 1."""
    return (1 + (k - 1) * PLANNED_SCENARIO_R) / k


def _checked(
    rung: Rung, n: int, mean: float | None, sd: float, r: float, error: float
) -> Precision | None:
    # Sittings that are all alike, or scenarios that never disagree, come from a
    # trial run or a broken key, not from people. An error of nothing would call
    # every difference certain, so such data carry no rung of their own.
    if sd <= _NO_SPREAD_POINTS or error <= _NO_SPREAD_POINTS:
        return None
    return Precision(rung, n, mean, sd, r, error)


def _complete(table: FloatArray) -> FloatArray:
    return as_floats(table[~np.isnan(table).any(axis=-1)])
