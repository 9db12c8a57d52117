"""Differential functioning of right-or-wrong items by logistic regression.

Three nested models of being right: the matching score; with the group; with
match times group. The second against the first tells uniform differences (the
item is harder for one group throughout), the third against the second those that
change with the matching score, the third against the first both.

With many people everything is significant, hence two scales of effect, both on
the gain in Nagelkerke's R². They disagree by a factor of four; decide beforehand
which one governs. Purification goes by Jodoin and Gierl, the stricter one.

Where answers are separated (a model fits without exception) weights run away and
there are no models to show. Their likelihood still has a limit, so how much the
group adds is known, and an item that only one group gets right is not overlooked.

The matching score enters as a number, not cut into strata. People with the same
score and group are taken together first, so the work hardly grows with people.

Source: scoring reference, section 5.4; case I-13.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, expit

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats
from hiring.psychometrics.items.dif_matching import (
    Correction,
    DifClass,
    DifScreen,
    Purification,
    Refusal,
    Undefined,
    check_right_or_wrong,
    examinees_of,
    find_refusal,
    screen,
)
from hiring.psychometrics.items.mantel_haenszel import LEVEL
from hiring.psychometrics.rating_tables import named

ZUMBO_THOMAS = (0.13, 0.26)  # gains in R² from which a difference is moderate, and large
JODOIN_GIERL = (0.035, 0.070)
_MAX_STEPS = 30  # an existing maximum is reached within ten
_MAX_HALVINGS = 20
_CLOSE = 1e-9
_ROUNDING = 1e-14
_COLUMNS = 4  # constant, match, group, match times group


class DifKind(StrEnum):
    """Which difference a screen goes by."""

    UNIFORM = "uniform"
    NON_UNIFORM = "non_uniform"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class ModelGain:
    """What one model says beyond a simpler one."""

    chi2: float  # twice the gain in log likelihood
    df: int
    p: float
    r2_gain: float  # in Nagelkerke's R²

    @property
    def zumbo_thomas(self) -> DifClass:
        """A, B or C on the lenient scale; A where not significant."""
        return self._class(ZUMBO_THOMAS)

    @property
    def jodoin_gierl(self) -> DifClass:
        """A, B or C on the strict scale; A where not significant."""
        return self._class(JODOIN_GIERL)

    def _class(self, bounds: tuple[float, float]) -> DifClass:
        moderate, large = bounds
        if self.p >= LEVEL or self.r2_gain < moderate:
            return DifClass.A
        return DifClass.C if self.r2_gain >= large else DifClass.B


@dataclass(frozen=True, slots=True)
class LogisticFit:
    """The three models of an item that has them."""

    null_log_likelihood: float
    log_likelihoods: tuple[float, float, float]
    nagelkerke: tuple[float, float, float]
    uniform: ModelGain
    non_uniform: ModelGain
    both: ModelGain
    ln_odds_focal: float  # of the second model; below 0: harder for the focal group

    def gain(self, kind: DifKind) -> ModelGain:
        """The one that is asked for."""
        match kind:
            case DifKind.UNIFORM:
                return self.uniform
            case DifKind.NON_UNIFORM:
                return self.non_uniform
            case DifKind.BOTH:
                return self.both
            case _:
                assert_never(kind)


@dataclass(frozen=True, slots=True)
class LogisticDif:
    """One item: its models, or why there are none.

    ``limit`` is the gain at endless weights of an item that is ``SEPARATED``.
    """

    fit: LogisticFit | None
    kind: DifKind
    undefined: Undefined | None = None
    limit: ModelGain | None = None

    @property
    def p(self) -> float | None:
        """Of the difference the screen goes by."""
        return None if self.fit is None else self.fit.gain(self.kind).p

    @property
    def is_large(self) -> bool:
        """Whether it is in class C of Jodoin and Gierl, or separated by group and not by chance."""
        if self.limit is not None:
            return self.limit.p < LEVEL
        return self.fit is not None and self.fit.gain(self.kind).jodoin_gierl is DifClass.C

    @property
    def magnitude(self) -> float:
        """The gain in R², 0 where undefined."""
        gain = self.limit if self.fit is None else self.fit.gain(self.kind)
        return 0.0 if gain is None else gain.r2_gain


def logistic_screen(
    scores: ArrayLike,
    is_focal: ArrayLike,
    *,
    kind: DifKind = DifKind.BOTH,
    correction: Correction = Correction.BENJAMINI_HOCHBERG,
    purification: Purification | None = None,
) -> DifScreen[LogisticDif] | Refusal:
    """Examine every item of a form.

    Args:
        scores: Shape (n_people, k_items), 0, 1 or NaN = missing. People with a
            missing score are left out and counted.
        is_focal: Shape (n_people,), 0, 1 or NaN = not known.
        kind: Which difference gives the p values and drops items.
        correction: How p values allow for many items.
        purification: How the matching score is cleaned of large differences.

    Returns:
        Figures for every item, or the reason why there are none.

    Raises:
        ValueError: A score is neither 0 nor 1, or shapes do not match.
    """
    people = examinees_of(scores, is_focal)
    check_right_or_wrong(people)
    refusal = find_refusal(people)
    if refusal is not None:
        return refusal

    def examine(item: int, is_matching: BoolArray) -> LogisticDif:
        matching = people.matching_score(item, is_matching)
        return logistic_dif(people.scores[:, item], matching, people.is_focal, kind)

    return screen(people, examine, correction, purification or Purification())


def logistic_dif(
    is_right: ArrayLike, matching: ArrayLike, is_focal: ArrayLike, kind: DifKind = DifKind.BOTH
) -> LogisticDif:
    """The figures of one item, whatever the number of people.

    Args:
        is_right: Shape (n_people,), 0 or 1.
        matching: Shape (n_people,), any points.
        is_focal: Shape (n_people,), 0 or 1.
        kind: Which difference ``p`` and ``is_large`` go by.

    Returns:
        ``NO_CONTRAST`` where all are right, all wrong, all in one group, or all
        match; ``SEPARATED`` where a model has no maximum, with its ``limit``.

    Raises:
        ValueError: Shapes do not match, a value is missing, or an answer or a group
            is neither 0 nor 1.

    Source: case I-13.
    """
    right, match, focal = (as_floats(values) for values in (is_right, matching, is_focal))
    if not right.shape == match.shape == focal.shape == right.shape[:1]:
        raise ValueError("expected one answer, one matching score and one group per person")
    _check_people(right, match, focal)
    if any(values.size == 0 or np.ptp(values) == 0 for values in (right, match, focal)):
        return LogisticDif(None, kind, Undefined.NO_CONTRAST)
    fit, is_separated = _fit(*_grouped(right, match, focal))
    if is_separated:
        return LogisticDif(None, kind, Undefined.SEPARATED, fit.gain(kind))
    return LogisticDif(fit, kind)


def _check_people(right: FloatArray, match: FloatArray, focal: FloatArray) -> None:
    is_missing = ~(np.isfinite(right) & np.isfinite(match) & np.isfinite(focal))
    if is_missing.any():
        rows = named(np.flatnonzero(is_missing).tolist())
        raise ValueError(
            f"leave out people whose answer, matching score or group is missing: rows {rows}"
        )
    is_off = ~(np.isin(right, [0, 1]) & np.isin(focal, [0, 1]))
    if is_off.any():
        rows = named(np.flatnonzero(is_off).tolist())
        raise ValueError(f"groups and answers must be 0 or 1: correct rows {rows}")


def _grouped(
    right: FloatArray, match: FloatArray, focal: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Predictors, people and right answers of each matching score and group."""
    values, places = np.unique(match, return_inverse=True)
    cells = 2 * places + (focal > 0)
    n = np.bincount(cells, minlength=2 * len(values))
    n_right = np.bincount(cells, weights=right, minlength=2 * len(values))
    mean = math.fsum(match.tolist()) / len(match)
    # Centred and of unit reach, so that the steps below are well conditioned.
    scaled = np.repeat((values - mean) / np.ptp(values), 2)
    group = np.tile([0.0, 1.0], len(values))
    predictors = np.column_stack([np.ones(len(scaled)), scaled, group, scaled * group])
    has_people = n > 0
    return (
        as_floats(predictors[has_people]),
        as_floats(n[has_people]),
        as_floats(n_right[has_people]),
    )


def _fit(predictors: FloatArray, n: FloatArray, n_right: FloatArray) -> tuple[LogisticFit, bool]:
    """The three models, and whether any of them has no maximum but a limit."""
    first, second, third = (
        _climbed(predictors[:, :width], n, n_right) for width in (2, 3, _COLUMNS)
    )
    people, right = math.fsum(n), math.fsum(n_right)
    null = right * math.log(right / people) + (people - right) * math.log1p(-right / people)
    # A larger model is never worse; what says otherwise is the last digit.
    one = first[0]
    two = max(second[0], one)
    three = max(third[0], two)
    r2 = tuple(_nagelkerke(value, null, people) for value in (one, two, three))
    fit = LogisticFit(
        null_log_likelihood=null,
        log_likelihoods=(one, two, three),
        nagelkerke=(r2[0], r2[1], r2[2]),
        uniform=_gain(two - one, 1, r2[1] - r2[0]),
        non_uniform=_gain(three - two, 1, r2[2] - r2[1]),
        both=_gain(three - one, 2, r2[2] - r2[0]),
        ln_odds_focal=float(second[1][2]),
    )
    return fit, not (first[2] and second[2] and third[2])


def _climbed(
    predictors: FloatArray, n: FloatArray, n_right: FloatArray
) -> tuple[float, FloatArray, bool]:
    """Log likelihood and weights where it is greatest (Newton), and whether that is a summit."""
    weights = np.zeros(predictors.shape[1])
    height = _log_likelihood(predictors @ weights, n, n_right)
    for _ in range(_MAX_STEPS):
        share = expit(predictors @ weights)
        slope = predictors.T @ (n_right - n * share)
        curve = (predictors * (n * share * (1 - share))[:, np.newaxis]).T @ predictors
        try:
            step = np.linalg.solve(curve, slope)
        except np.linalg.LinAlgError:
            break
        if np.abs(step).max() < _CLOSE * (1 + np.abs(weights).max()):
            return height, as_floats(weights), True
        before = height
        weights, height = _climb(predictors, n, n_right, weights, as_floats(step), height)
        if height < before - abs(before) * _ROUNDING:
            return before, as_floats(weights), False
    # A summit at infinity: weights grow with every step, and the height nears its limit.
    return height, as_floats(weights), False


def _climb(
    predictors: FloatArray,
    n: FloatArray,
    n_right: FloatArray,
    weights: FloatArray,
    step: FloatArray,
    height: float,
) -> tuple[FloatArray, float]:
    """The whole step, or so much of it as leads upwards."""
    for _ in range(_MAX_HALVINGS):
        tried = _log_likelihood(predictors @ (weights + step), n, n_right)
        if tried >= height - abs(height) * _ROUNDING:
            break
        step = step / 2
    return as_floats(weights + step), tried


def _log_likelihood(odds: FloatArray, n: FloatArray, n_right: FloatArray) -> float:
    """Of every single answer, without the binomial constant; ``odds`` are logarithms."""
    return math.fsum(n_right * odds - n * np.logaddexp(0.0, odds))


def _nagelkerke(log_likelihood: float, null: float, n: float) -> float:
    explained = -math.expm1(2 * (null - log_likelihood) / n)
    return explained / -math.expm1(2 * null / n)


def _gain(log_likelihood: float, df: int, r2_gain: float) -> ModelGain:
    chi2 = 2 * log_likelihood
    return ModelGain(chi2, df, float(chdtrc(df, chi2)), r2_gain)
