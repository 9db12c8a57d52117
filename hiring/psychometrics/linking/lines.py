"""Linking by a straight line, from means, variances and a covariance.

Every figure may be an array: the lines of two hundred resamples come out of the
same formulas at once. New and old form, anchor and scores as in
``linking_designs``. The group of the new form is P, that of the old form is Q.

``gamma`` says how many points of the total one point of the anchor is worth.
Levine's gamma for an external anchor depends on the length of the two, and the
printed formula holds for sums. Scores here are means, so the formula carries the
number of anchor scenarios per scenario of the total; 1 gives the printed one.

Sources: mean, linear, Tucker, chained and Levine's observed-score method, scoring
reference, section 5.6; Levine's true-score method, Kolen and Brennan, Test Equating,
Scaling, and Linking.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.linking.designs import AnchorKind, FormSample, Method

EQUAL_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class FormMoments:
    """What a line needs to know of the people on one form.

    Attributes (shape (...,), points or squared points; NaN without an anchor):
        mean: Of the totals.
        variance: Of the totals, with n - 1.
        anchor_mean: Of the anchor scores.
        anchor_variance: Likewise.
        covariance: Of totals and anchor scores.
        anchor_ratio: Anchor scenarios per scenario of the total; 1 for sums.
    """

    mean: FloatArray
    variance: FloatArray
    anchor_mean: FloatArray
    anchor_variance: FloatArray
    covariance: FloatArray
    anchor_ratio: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """y = slope · x + intercept, from the new form to the old one; shape (...,)."""

    slope: FloatArray
    intercept: FloatArray

    def at(self, scores: ArrayLike) -> FloatArray:
        """Shape (..., n_scores): the old form's scores for some of the new form's."""
        return as_floats(self.slope[..., None] * as_floats(scores) + self.intercept[..., None])


def summary_moments(
    mean: ArrayLike,
    sd: ArrayLike,
    anchor_mean: ArrayLike = np.nan,
    anchor_sd: ArrayLike = np.nan,
    covariance: ArrayLike = np.nan,
) -> FormMoments:
    """Moments as a paper prints them: standard deviations in place of variances."""
    return FormMoments(
        as_floats(mean),
        as_floats(as_floats(sd) ** 2),
        as_floats(anchor_mean),
        as_floats(as_floats(anchor_sd) ** 2),
        as_floats(covariance),
    )


def form_moments(sample: FormSample) -> FormMoments:
    """The moments of a sample, one set per resample."""
    mean, variance = _mean_and_variance(sample.totals)
    if sample.anchors is None:
        unknown = as_floats(np.full_like(mean, np.nan))
        return FormMoments(mean, variance, unknown, unknown, unknown)
    anchor_mean, anchor_variance = _mean_and_variance(sample.anchors)
    products = (sample.totals - mean[..., None]) * (sample.anchors - anchor_mean[..., None])
    covariance = as_floats(products.sum(axis=-1) / (sample.n_people - 1))
    ratio = sample.anchor_ratio
    return FormMoments(mean, variance, anchor_mean, anchor_variance, covariance, ratio)


def line_of(
    method: Method,
    new: FormMoments,
    old: FormMoments,
    kind: AnchorKind = AnchorKind.INTERNAL,
    weight_new: float = EQUAL_WEIGHT,
) -> Line:
    """The line of a linear method.

    Args:
        method: Any whose ``is_linear`` is true.
        new: Group P on the new form.
        old: Group Q on the old form.
        kind: Of the anchor; only Levine's methods ask.
        weight_new: Share of group P in the synthetic population, 0..1; Tucker's
            and Levine's observed-score method ask. Equal by default: a share by
            numbers would move the line whenever one form is sat more often.

    Returns:
        The line. NaN or infinite where a spread is 0: look before you use it.

    Raises:
        ValueError: The method is not linear, or the weight lies off 0..1.

    Source: cases I-21 to I-23.
    """
    if method not in _LINES:
        raise ValueError(f"{method} is no straight line; choose a linear method")
    if not 0 <= weight_new <= 1:
        raise ValueError("the weight of the new form's group must lie between 0 and 1")
    with np.errstate(divide="ignore", invalid="ignore"):
        return _LINES[method](new, old, kind, weight_new)


def tucker_gamma(moments: FormMoments) -> FloatArray:
    """Regression of the total on the anchor. Source: case I-22."""
    return as_floats(moments.covariance / moments.anchor_variance)


def levine_gamma(moments: FormMoments, kind: AnchorKind) -> FloatArray:
    """Ratio of the true-score spreads of total and anchor; NaN unless they rise together.

    Source: case I-22.
    """
    # An anchor that runs against the total shares no true score with it.
    shared = np.where(moments.covariance > 0, moments.covariance, np.nan)
    match kind:
        case AnchorKind.INTERNAL:
            return as_floats(moments.variance / shared)
        case AnchorKind.EXTERNAL:
            ratio = moments.anchor_ratio
            above = moments.variance + ratio * shared
            return as_floats(above / (ratio * moments.anchor_variance + shared))


def _mean(new: FormMoments, old: FormMoments, _kind: AnchorKind, _weight: float) -> Line:
    return _through(new.mean, old.mean, as_floats(np.ones_like(new.mean)))


def _linear(new: FormMoments, old: FormMoments, _kind: AnchorKind, _weight: float) -> Line:
    return _through(new.mean, old.mean, _ratio_of_sds(old.variance, new.variance))


def _chained_mean(new: FormMoments, old: FormMoments, _kind: AnchorKind, _weight: float) -> Line:
    at = as_floats(old.mean + new.anchor_mean - old.anchor_mean)
    return _through(new.mean, at, as_floats(np.ones_like(new.mean)))


def _chained(new: FormMoments, old: FormMoments, _kind: AnchorKind, _weight: float) -> Line:
    to_anchor = _ratio_of_sds(new.anchor_variance, new.variance)
    from_anchor = _ratio_of_sds(old.variance, old.anchor_variance)
    at = old.mean + from_anchor * (new.anchor_mean - old.anchor_mean)
    return _through(new.mean, as_floats(at), as_floats(from_anchor * to_anchor))


def _tucker(new: FormMoments, old: FormMoments, _kind: AnchorKind, weight: float) -> Line:
    return _synthetic(new, old, tucker_gamma(new), tucker_gamma(old), weight)


def _levine_observed(new: FormMoments, old: FormMoments, kind: AnchorKind, weight: float) -> Line:
    return _synthetic(new, old, levine_gamma(new, kind), levine_gamma(old, kind), weight)


def _levine_true(new: FormMoments, old: FormMoments, kind: AnchorKind, _weight: float) -> Line:
    gamma_new, gamma_old = levine_gamma(new, kind), levine_gamma(old, kind)
    at = old.mean + gamma_old * (new.anchor_mean - old.anchor_mean)
    return _through(new.mean, as_floats(at), as_floats(gamma_old / gamma_new))


def _synthetic(
    new: FormMoments, old: FormMoments, gamma_new: FloatArray, gamma_old: FloatArray, weight: float
) -> Line:
    """Both forms as one mixed population would have sat them."""
    apart = new.anchor_mean - old.anchor_mean
    wider = new.anchor_variance - old.anchor_variance
    mixed = weight * (1 - weight) * apart * apart
    new_mean = new.mean - (1 - weight) * gamma_new * apart
    old_mean = old.mean + weight * gamma_old * apart
    new_variance = new.variance + gamma_new**2 * (mixed - (1 - weight) * wider)
    old_variance = old.variance + gamma_old**2 * (mixed + weight * wider)
    slope = _ratio_of_sds(as_floats(old_variance), as_floats(new_variance))
    return _through(as_floats(new_mean), as_floats(old_mean), slope)


def _through(x: FloatArray, y: FloatArray, slope: FloatArray) -> Line:
    return Line(slope, as_floats(y - slope * x))


def _ratio_of_sds(above: FloatArray, below: FloatArray) -> FloatArray:
    return as_floats(np.sqrt(above / below))


def _mean_and_variance(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    mean = as_floats(values.mean(axis=-1))
    return mean, as_floats(values.var(axis=-1, ddof=1))


_LINES: dict[Method, Callable[[FormMoments, FormMoments, AnchorKind, float], Line]] = {
    Method.MEAN: _mean,
    Method.LINEAR: _linear,
    Method.CHAINED_MEAN: _chained_mean,
    Method.CHAINED_LINEAR: _chained,
    Method.TUCKER: _tucker,
    Method.LEVINE_OBSERVED: _levine_observed,
    Method.LEVINE_TRUE: _levine_true,
}
