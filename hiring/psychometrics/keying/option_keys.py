"""Weights of options learned from a criterion, and mixed with a key that people reasoned out.

An empirical key learns from how people were judged at work, and learns the bias
of those judgements with it. It needs some two hundred people with a criterion,
a second sample to check it in, a look at its impact on groups, and a reason in
words for every weight. Nothing here does that for you, and no candidate is
scored by such a key without it.

Source of all formulas: scoring reference, section 3.13.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.answer_checks import check_keyed, check_range
from hiring.psychometrics.arrays import FloatArray, as_floats, places

Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class EmpiricalKey:
    """What a criterion says of each option; both of shape (n_options,).

    Attributes:
        z: Distance of the two groups' shares, in standard errors. NaN where
            nobody, or everybody, chose the option: it separates no one.
        weights: 1, 0 or -1; 0 also where z is NaN.
    """

    z: FloatArray
    weights: FloatArray


def empirical_key(high: ArrayLike, low: ArrayLike, n_high: int, n_low: int) -> EmpiricalKey:
    """Weights by which options people do well at work choose, and which the others.

    Args:
        high: Shape (n_options,), how many high performers chose each option.
        low: Shape (n_options,), the same of low performers.
        n_high: How many high performers there are, 1 or more.
        n_low: How many low performers, 1 or more.

    Returns:
        1 where high performers choose it more often than chance explains, -1
        where less often, else 0.

    Raises:
        ValueError: A count lies outside its group, or shapes differ.

    Source: case S-18; pooled variance, no correction for continuity.
    """
    often, seldom = as_floats(high), as_floats(low)
    if often.ndim != 1 or often.shape != seldom.shape or min(n_high, n_low) < 1:
        raise ValueError("both groups need people, and one count for each option")
    for counts, n_people in ((often, n_high), (seldom, n_low)):
        check_keyed(counts)
        check_range(counts, 0, n_people, "count", "option")
    pooled = (often + seldom) / (n_high + n_low)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n_high + 1 / n_low))
    gap = often / n_high - seldom / n_low
    z = as_floats(np.where(spread > 0, gap / np.where(spread > 0, spread, 1), np.nan))
    return EmpiricalKey(z, as_floats((z > Z_95) * 1.0 - (z < -Z_95) * 1.0))


def hybrid_weights(rational: ArrayLike, empirical: ArrayLike, rational_share: float) -> FloatArray:
    """A reasoned key and a learned one, mixed.

    Where the two do not point the same way, the learned weight counts as 0: what
    nobody can explain does not get to overrule what somebody has. A weight of 0
    points nowhere.

    Args:
        rational: Shape (n_options,), the reasoned weights.
        empirical: Shape (n_options,), the learned ones.
        rational_share: Share of the reasoned key, 0..1.

    Returns:
        Shape (n_options,).

    Raises:
        ValueError: Shapes differ, a weight is missing, or the share is off 0..1.

    Source: case S-19.
    """
    reasoned, learned = as_floats(rational), as_floats(empirical)
    if reasoned.ndim != 1 or reasoned.shape != learned.shape or not 0 <= rational_share <= 1:
        raise ValueError("each option needs two weights, and the share lies in 0..1")
    is_gap = np.isnan(reasoned + learned)
    if is_gap.any():
        raise ValueError(f"a weight is missing: fill in {places(is_gap, 'option')}")
    agreed = np.where(np.sign(reasoned) == np.sign(learned), learned, 0.0)
    return as_floats(rational_share * reasoned + (1 - rational_share) * agreed)
