"""Scores made of other scores: what a part adds to the whole.

Source of all formulas: scoring reference, sections 3.15 and 4.6.
"""


def prmse_total(r: float, variance: float, covariance_with_total: float, total: float) -> float:
    """How well the total predicts a facet's true score (Haberman).

    A facet is worth reporting only if its own ``r`` is larger than this.

    Args:
        r: Reliability of the facet, above 0.
        variance: Observed variance of the facet, above 0.
        covariance_with_total: Observed covariance of the facet with the total it is part of.
        total: Observed variance of the total, above 0.

    Returns:
        Proportion of the true variance, 0 upwards.

    Raises:
        ValueError: One of the three that must be is not above 0.

    Source: case R-26. The facet's error is part of the total too, and is taken out.
    """
    if not (r > 0 and variance > 0 and total > 0):
        raise ValueError("reliability and variances must be above 0")
    true_variance = r * variance
    true_covariance = covariance_with_total - (variance - true_variance)
    return true_covariance * true_covariance / (true_variance * total)
