"""Comparing ratings with the mean ratings of a panel.

These rules are for analysis. Raw distance rewards not committing oneself: who
answers "3" throughout beats many an informed candidate (case S-04). The silent
second score of a sitting is ``standardised_consensus``, which looks only at the
shape of the ratings and not at how boldly somebody uses the scale.

Shapes, missing values and sums as in ``keying``. Key: shape (n_options,), in
scale points, same columns as the ratings.

Source of all formulas: scoring reference, sections 3.2 to 3.7 and 3.10.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.answer_checks import (
    check_columns,
    check_keyed,
    check_range,
    check_steps,
)
from hiring.psychometrics.arrays import (
    BoolArray,
    FloatArray,
    as_floats,
    keep_missing,
    mean_last_axis,
    places,
)

MIN_STANDARDISABLE_RATINGS = 20
MIN_STANDARDISABLE_STEPS = 3
_NO_SHAPE = 1e-9  # what rounding leaves of profiles that cancel out


class Distance(StrEnum):
    """How a rating's distance from the key is measured."""

    L1 = "l1"  # scale points
    L2 = "l2"  # squared scale points


@dataclass(frozen=True, slots=True)
class ProfileDistance:
    """The mean squared distance of ratings from the key, in its three parts.

    Each part has one value per sitting, in squared scale points. Only ``shape``
    is judgement; the other two are the way somebody uses the scale.
    """

    elevation: FloatArray
    scatter: FloatArray
    shape: FloatArray

    @property
    def total(self) -> FloatArray:
        """Mean squared distance."""
        return as_floats(self.elevation + self.scatter + self.shape)


def consensus_distance(ratings: ArrayLike, key: ArrayLike, distance: Distance) -> FloatArray:
    """Distance of every rating from the panel's mean.

    Returns:
        Shape (..., n_options), in (squared) scale points; NaN where unanswered.

    Raises:
        ValueError: The columns do not match the key.

    Source: case S-02.
    """
    given, keyed = _pair(ratings, key)
    return _measured(np.abs(given - keyed), distance)


def mean_consensus(
    ratings: ArrayLike, key: ArrayLike, scale: tuple[float, float], distance: Distance
) -> FloatArray:
    """Closeness of every rating to the panel's mean: 1 at the mean, 0 at the farther end.

    Args:
        ratings: Shape (..., n_options), in scale points; NaN = unanswered.
        key: Shape (n_options,), the panel's mean ratings.
        scale: Lowest and highest point of the scale.
        distance: L2 forgives small distances and punishes large ones.

    Returns:
        Shape (..., n_options), 0..1; NaN where unanswered.

    Raises:
        ValueError: A rating or a key lies off the scale, or shapes disagree.

    Source: case S-03.
    """
    given, keyed = _pair(ratings, key)
    lowest, highest = _check_scale(given, keyed, scale)
    farthest = np.maximum(keyed - lowest, highest - keyed)
    return as_floats(1 - _measured(np.abs(given - keyed) / farthest, distance))


def elevation_scatter_shape(ratings: ArrayLike, key: ArrayLike) -> ProfileDistance:
    """Mean squared distance from the key, split after Cronbach and Gleser.

    Returns:
        Parts of shape (...,); NaN where any rating of the sitting is missing.

    Raises:
        ValueError: The columns do not match the key.

    Source: case S-05.
    """
    given, keyed = _pair(ratings, key)
    spread, key_spread = _population_sd(given), _population_sd(keyed)
    # Written without the correlation, which does not exist for equal ratings.
    shape = 2 * (spread * key_spread - _covariance(given, keyed))
    lift = mean_last_axis(given) - mean_last_axis(keyed)
    widening = spread - key_spread
    return ProfileDistance(as_floats(lift * lift), as_floats(widening * widening), as_floats(shape))


def profile_correlation(ratings: ArrayLike, key: ArrayLike) -> FloatArray:
    """Correlation of a sitting's ratings with the key.

    Returns:
        Shape (...,), -1..1. NaN where a rating is missing, and where all ratings
        are the same: such a profile has no shape to compare.

    Raises:
        ValueError: The columns do not match the key, or the key does not vary.
    """
    given, keyed = _pair(ratings, key)
    if np.ptp(keyed) == 0:
        raise ValueError("the key does not vary")
    is_flat = given.max(axis=-1) == given.min(axis=-1)
    spread = np.where(is_flat, np.nan, _population_sd(given))
    correlation = _covariance(given, keyed) / (spread * _population_sd(keyed))
    return as_floats(np.clip(correlation, -1.0, 1.0))


def standardised_consensus(ratings: ArrayLike, key: ArrayLike) -> FloatArray:
    """Agreement with the key after level and boldness of the ratings are taken out.

    Args:
        ratings: Shape (..., n_options), all rated options of the form.
        key: Shape (n_options,); standardised here, so any linear scale will do.

    Returns:
        Shape (...,), 1 - D² / 4 = (1 + r) / 2, 0..1, where 0.5 = no relation.
        NaN as in ``profile_correlation``: a flat profile is not scorable, never 0.5.

    Raises:
        ValueError: As in ``profile_correlation``.

    Source: case S-06. Ask ``is_standardisable`` before reading anything into it.
    """
    return as_floats((1 + profile_correlation(ratings, key)) / 2)


def is_standardisable(ratings: ArrayLike) -> BoolArray:
    """Whether a sitting has enough ratings, on enough different steps, for a shape.

    Returns:
        Shape (...,): at least 20 ratings given and 3 distinct steps used.
    """
    ordered = np.sort(as_floats(ratings), axis=-1)  # NaN goes last
    n_given = (~np.isnan(ordered)).sum(axis=-1)
    n_distinct = (n_given > 0) + (np.diff(ordered, axis=-1) > 0).sum(axis=-1)
    is_enough = n_given >= MIN_STANDARDISABLE_RATINGS
    return np.asarray(is_enough & (n_distinct >= MIN_STANDARDISABLE_STEPS))


def dichotomous(ratings: ArrayLike, key: ArrayLike, scale: tuple[float, float]) -> FloatArray:
    """One where a rating lies on the key's side of the middle, else nothing.

    A rating or key exactly on the middle of an odd scale takes no side and scores
    nothing. Arguments and errors as in ``mean_consensus``.

    Returns:
        Shape (..., n_options), 0 or 1; NaN where unanswered.

    Source: case S-07.
    """
    given, keyed = _pair(ratings, key)
    lowest, highest = _check_scale(given, keyed, scale)
    middle = (lowest + highest) / 2
    is_agreed = (given - middle) * (keyed - middle) > 0
    return keep_missing(given, np.where(is_agreed, 1.0, 0.0))


def weighted_best_worst(best: ArrayLike, worst: ArrayLike, effectiveness: ArrayLike) -> FloatArray:
    """How far apart the panel sees the options marked best and worst.

    Args:
        best: Shape (...,), column of the option marked best; NaN = unmarked.
        worst: Shape (...,), column of the option marked worst; NaN = unmarked.
        effectiveness: Shape (n_options,), the panel's mean ratings.

    Returns:
        Shape (...,), -1..1: 1 for the panel's own best and worst, -1 for both
        the wrong way round. NaN where a mark is missing.

    Raises:
        ValueError: One option is both best and worst, a mark names no option, or
            the panel sees no difference between the options.

    Source: (M_best - M_worst) / (max M - min M); case S-15.
    """
    top, bottom, means = as_floats(best), as_floats(worst), as_floats(effectiveness)
    check_keyed(means)
    if np.ptp(means) == 0:
        raise ValueError("the panel sees no difference between the options")
    for marks in (top, bottom):
        check_steps(marks, 0, means.size - 1, "mark", "row")
    if np.any(top == bottom):
        where = places(np.asarray(top == bottom), "row")
        raise ValueError(f"one option is both best and worst: {where}")
    is_unmarked = np.isnan(top + bottom)
    columns = [np.where(is_unmarked, 0, marks).astype(np.intp) for marks in (top, bottom)]
    spans = (means[columns[0]] - means[columns[1]]) / np.ptp(means)
    return keep_missing(as_floats(top + bottom), spans)


def standardised_key(panel: ArrayLike) -> FloatArray:
    """A key of shape only: the mean of the experts' own profiles, standardised again.

    Each expert's level and boldness are taken out first. Averaging the ratings
    as they are was rejected: experts who like the ends of the scale would decide.

    Args:
        panel: Shape (n_experts, n_options), complete: all rated options of the form.

    Returns:
        Shape (n_options,), mean 0 and population standard deviation 1.

    Raises:
        ValueError: A rating is missing, an expert rated all options alike, or
            the profiles cancel each other out.

    Source: K of section 3.6.
    """
    ratings = as_floats(panel)
    if ratings.ndim != 2 or not ratings.size:  # noqa: PLR2004 - experts by options
        raise ValueError("a panel is a table of experts by options, with at least one of each")
    if np.isnan(ratings).any():
        raise ValueError(f"a rating is missing: ask for, or leave out, {places(np.isnan(ratings))}")
    is_flat = np.ptp(ratings, axis=1) == 0
    if is_flat.any():
        rows = ", ".join(map(str, np.flatnonzero(is_flat).tolist()))
        raise ValueError(f"experts who rated all options alike have no profile: leave out {rows}")
    key = mean_last_axis(as_floats(_standardised(ratings).T))
    if not np.ptp(key) > _NO_SHAPE:
        raise ValueError("the experts' profiles cancel each other out: there is no key in them")
    return _standardised(key)


def _standardised(profiles: FloatArray) -> FloatArray:
    centred = profiles - mean_last_axis(profiles)[..., np.newaxis]
    return as_floats(centred / _population_sd(profiles)[..., np.newaxis])


def _measured(deviations: FloatArray, distance: Distance) -> FloatArray:
    match distance:
        case Distance.L1:
            return deviations
        case Distance.L2:
            return as_floats(deviations * deviations)


def _population_sd(values: FloatArray) -> FloatArray:
    return as_floats(np.sqrt(_covariance(values, values)))


def _covariance(left: FloatArray, right: FloatArray) -> FloatArray:
    left_deviations = left - mean_last_axis(left)[..., np.newaxis]
    right_deviations = right - mean_last_axis(right)[..., np.newaxis]
    return mean_last_axis(as_floats(left_deviations * right_deviations))


def _pair(ratings: ArrayLike, key: ArrayLike) -> tuple[FloatArray, FloatArray]:
    given, keyed = as_floats(ratings), as_floats(key)
    check_columns(given, keyed.shape)
    check_keyed(keyed)
    return given, keyed


def _check_scale(
    given: FloatArray, keyed: FloatArray, scale: tuple[float, float]
) -> tuple[float, float]:
    lowest, highest = scale
    if lowest >= highest:
        raise ValueError("the response scale has no width")
    check_range(given, lowest, highest, "rating")
    check_range(keyed, lowest, highest, "key")
    return lowest, highest
