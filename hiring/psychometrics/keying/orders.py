"""How well an order of options agrees with the ideal one: rank correlations.

These are for analysis, beside ``keying.footrule_score``, which scores. Shapes,
missing values and refusals as there; no two options may share a rank.

Source of all formulas: scoring reference, section 3.9.
"""

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.answer_checks import check_untied, rank_pair
from hiring.psychometrics.arrays import FloatArray, as_floats, keep_missing, sum_last_axis


def rank_correlation(ranks: ArrayLike, ideal: ArrayLike) -> FloatArray:
    """Spearman's rho of an order with the ideal one.

    Args:
        ranks: Shape (..., n_options), the rank 1..n given to each option; NaN =
            not ranked, which leaves the whole order without a figure.
        ideal: Shape (n_options,), the keyed rank of each option, same columns.

    Returns:
        Shape (...,), -1..1; 1 is the ideal order, -1 its reverse.

    Raises:
        ValueError: Two options share a rank, a rank lies off 1..n, or shapes disagree.

    Source: cases S-10. Far displacements weigh more than in the footrule.
    """
    given, keyed = rank_pair(ranks, ideal)
    check_untied(given)
    n_options, distances = keyed.size, given - keyed
    squared = sum_last_axis(as_floats(distances * distances))
    return as_floats(1 - 6 * squared / (n_options * (n_options**2 - 1)))


def pair_agreement(ranks: ArrayLike, ideal: ArrayLike) -> FloatArray:
    """Kendall's tau of an order with the ideal one: pairs in order less pairs out of order.

    Arguments, shape, range and errors as in ``rank_correlation``. (1 + tau) / 2
    is the share of pairs in order. Source: cases S-10.
    """
    given, keyed = rank_pair(ranks, ideal)
    check_untied(given)
    first, second = np.triu_indices(keyed.size, 1)
    is_swapped = (given[..., first] > given[..., second]) != (keyed[first] > keyed[second])
    share = as_floats(is_swapped.sum(axis=-1) / first.size)
    return keep_missing(sum_last_axis(given), 1 - 2 * share)
