"""Comparing ratings with the mean ratings of a panel.

These rules are for analysis. Raw distance rewards not committing oneself: who
answers "3" throughout beats many an informed candidate (case S-04). The silent
second score of a sitting is ``standardised_consensus``, which looks only at the
shape of the ratings and not at how boldly somebody uses the scale.

Shapes, missing values and sums as in ``keying``. Key: shape (n_options,), in
scale points, same columns as the ratings.

Source of all formulas: scoring reference, sections 3.2 to 3.7.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import (
    BoolArray,
    FloatArray,
    as_floats,
    keep_missing,
    mean_last_axis,
)

MIN_STANDARDISABLE_RATINGS = 20
MIN_STANDARDISABLE_STEPS = 3


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
    if keyed.ndim != 1 or given.shape[-1:] != keyed.shape:
        raise ValueError("the columns do not match the key")
    if np.isnan(keyed).any():
        raise ValueError("an option has no key")
    return given, keyed


def _check_scale(
    given: FloatArray, keyed: FloatArray, scale: tuple[float, float]
) -> tuple[float, float]:
    lowest, highest = scale
    if lowest >= highest:
        raise ValueError("the response scale has no width")
    for values in (given, keyed):
        if np.any((values < lowest) | (values > highest)):
            raise ValueError(f"a rating or key lies outside {lowest}..{highest}")
    return lowest, highest
