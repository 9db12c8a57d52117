"""Whether a sitting's answers hang together: signs of answering without reading.

Shapes, gaps and meaning as in ``quality``: items on the last axis, NaN = no
answer, a figure that is not defined is NaN, and none of them is a score.

Source of all formulas: scoring reference, section 7.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import FloatArray, as_floats, mean_of_known, sum_last_axis
from hiring.psychometrics.quality.own_answers import known_squares, paired, refuse_items

MIN_HALF_SCORES = 3  # two points always lie on a line
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class PersonFit:
    """How likely a pattern of answers is; each part has one value per sitting."""

    log_likelihood: FloatArray
    expected: FloatArray
    variance: FloatArray

    @property
    def l_z(self) -> FloatArray:
        """Standardised log-likelihood; NaN where every pattern is equally likely."""
        is_defined = self.variance > _ROUNDING
        spread = np.sqrt(np.where(is_defined, self.variance, np.nan))
        return as_floats((self.log_likelihood - self.expected) / spread)


def person_total_correlation(scores: ArrayLike, item_means: ArrayLike) -> FloatArray:
    """Correlation of a sitting's item scores with how easy the items are.

    Args:
        scores: Shape (..., n_items); NaN = not answered.
        item_means: Shape (n_items,), mean scores of a norm sample.

    Returns:
        Shape (...,), -1..1. NaN where either does not vary over the items answered.

    Raises:
        ValueError: The columns do not match.

    Source: case Q-05.
    """
    given, means = paired(scores, item_means)
    return _correlation(given, as_floats(np.where(np.isnan(given), np.nan, means)))


def guttman_errors(scores: ArrayLike, item_means: ArrayLike) -> FloatArray:
    """Pairs of items of which the easier was missed and the harder passed.

    Two items that are equally easy make no error either way.

    Args:
        scores: Shape (..., n_items), 0 or 1; NaN = not answered.
        item_means: Shape (n_items,), mean scores of a norm sample.

    Returns:
        Shape (...,), number of pairs; NaN where nothing was answered.

    Raises:
        ValueError: The columns do not match, or a score is not 0 or 1: the items
            are named.

    Source: case Q-06.
    """
    given, means = paired(scores, item_means)
    refuse_items(~np.isin(given, (0, 1)) & ~np.isnan(given), "Guttman errors need scores of 0 or 1")
    is_easier = as_floats(np.greater.outer(means, means))
    n_easier_missed = as_floats(given == 0) @ is_easier
    n_errors = sum_last_axis(as_floats(np.where(given == 1, n_easier_missed, 0.0)))
    return as_floats(np.where(np.isnan(given).all(axis=-1), np.nan, n_errors))


def normalised_guttman_errors(scores: ArrayLike, item_means: ArrayLike) -> FloatArray:
    """Guttman errors as a share of all pairs of a passed and a missed item.

    Returns:
        Shape (...,), 0..1. NaN where everything or nothing was passed: such
        patterns cannot have an error.

    Raises:
        ValueError: As ``guttman_errors``.

    Source: case Q-06.
    """
    given = as_floats(scores)
    n_errors = guttman_errors(given, item_means)
    n_pairs = (given == 1).sum(axis=-1) * (given == 0).sum(axis=-1)
    return as_floats(np.where(n_pairs > 0, n_errors / np.maximum(n_pairs, 1), np.nan))


def person_fit(
    scores: ArrayLike, discriminations: ArrayLike, difficulties: ArrayLike, theta: ArrayLike
) -> PersonFit:
    """How likely a pattern is in a two-parameter logistic model of known ability.

    With an estimated ``theta``, l_z is narrower than a standard normal: a hint only.

    Args:
        scores: Shape (..., n_items), 0 or 1; NaN = not answered.
        discriminations: Shape (n_items,), without the factor 1.7.
        difficulties: Shape (n_items,).
        theta: Shape (...,), one ability per sitting.

    Raises:
        ValueError: The columns do not match, or a score is not 0 or 1.

    Source: case Q-07.
    """
    given, slopes = paired(scores, discriminations)
    refuse_items(~np.isin(given, (0, 1)) & ~np.isnan(given), "l_z needs scores of 0 or 1")
    logit = slopes * (as_floats(theta)[..., None] - paired(given, difficulties)[1])
    log_pass, log_miss = -np.logaddexp(0, -logit), -np.logaddexp(0, logit)
    chance = np.exp(log_pass)

    def total(values: FloatArray) -> FloatArray:
        return sum_last_axis(as_floats(np.where(np.isnan(given), 0.0, values)))

    return PersonFit(
        log_likelihood=total(given * log_pass + (1 - given) * log_miss),
        expected=total(chance * log_pass + (1 - chance) * log_miss),
        variance=total(chance * (1 - chance) * logit * logit),
    )


def even_odd_consistency(even: ArrayLike, odd: ArrayLike) -> FloatArray:
    """How alike a sitting's facet scores are in the two halves of the form.

    A correlation of 0 or more is stepped up to the whole form. One below 0 is
    returned as it is: the step has no meaning there and runs off to minus infinity.

    Args:
        even: Shape (..., n_facets), scores from the even items; NaN = no score.
        odd: Shape (..., n_facets), scores from the odd items.

    Returns:
        Shape (...,), -1..1. NaN with fewer than three facets scored in both
        halves, or where one half does not vary.

    Raises:
        ValueError: The shapes differ.

    Source: case Q-09.
    """
    one, other = as_floats(even), as_floats(odd)
    if one.shape != other.shape:
        raise ValueError("both halves need the same facets of the same sittings")
    is_known = ~np.isnan(one) & ~np.isnan(other)
    r = _correlation(
        as_floats(np.where(is_known, one, np.nan)), as_floats(np.where(is_known, other, np.nan))
    )
    r = np.where(is_known.sum(axis=-1) >= MIN_HALF_SCORES, r, np.nan)
    return as_floats(np.where(r < 0, r, 2 * r / (1 + np.maximum(r, 0.0))))


def _correlation(left: FloatArray, right: FloatArray) -> FloatArray:
    """Over the last axis; both NaN in the same places. NaN without spread."""
    one, other = left - mean_of_known(left)[..., None], right - mean_of_known(right)[..., None]
    products = sum_last_axis(as_floats(np.where(np.isnan(left), 0.0, one * other)))
    left_squares, right_squares = known_squares(left), known_squares(right)
    is_defined = (left_squares > 0) & (right_squares > 0)
    spread = np.sqrt(np.where(is_defined, left_squares * right_squares, 1.0))
    return as_floats(np.where(is_defined, np.clip(products / spread, -1, 1), np.nan))
