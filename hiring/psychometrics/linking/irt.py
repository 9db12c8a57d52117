"""Linking the scales of two IRT calibrations by the items they share.

Parameters are those of the two-parameter logistic model: discrimination ``a`` and
difficulty ``b``, one per shared item, in the same order. A scale is carried over by
theta_old = A · theta_new + B, so a_new becomes a / A and b_new becomes A · b + B.

Stocking-Lord is the method to use: one drifting item wrecks the cheap ones.

Source of all formulas: scoring reference, section 5.6; case I-25.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import FloatArray, as_floats, exact_mean, sample_variance, varies

_MIN_ITEMS = 2
_CLOSE_ENOUGH = 1e-10


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """theta_old = ``a`` · theta_new + ``b``."""

    a: float
    b: float


@dataclass(frozen=True, slots=True)
class ItemParameters:
    """Shared items as one calibration sees them.

    Attributes:
        a: Shape (n_items,), above 0.
        b: Shape (n_items,).
    """

    a: FloatArray
    b: FloatArray


def item_parameters(a: ArrayLike, b: ArrayLike) -> ItemParameters:
    """Checked parameters.

    Raises:
        ValueError: There are fewer than two items, the lengths differ, a figure is
            missing, or a discrimination is not above 0.
    """
    slopes, places = as_floats(a), as_floats(b)
    if slopes.ndim != 1 or slopes.shape != places.shape or slopes.size < _MIN_ITEMS:
        raise ValueError("expected one a and one b for each of at least two shared items")
    is_wrong = ~np.isfinite(slopes) | ~np.isfinite(places) | ~(slopes > 0)
    if is_wrong.any():
        items = ", ".join(map(str, np.flatnonzero(is_wrong).tolist()))
        raise ValueError(f"items {items} have no usable a and b; leave them out of the anchor")
    return ItemParameters(slopes, places)


def mean_sigma(new: ItemParameters, old: ItemParameters) -> ScaleLine:
    """From means and spreads of the difficulties.

    Raises:
        ValueError: The items differ in number, or the new difficulties are alike.
    """
    _check_same_items(new, old)
    if not varies(new.b):
        raise ValueError("the shared items are equally difficult; share easy and hard ones")
    a = float(np.sqrt(sample_variance(old.b) / sample_variance(new.b)))
    return ScaleLine(a, exact_mean(old.b) - a * exact_mean(new.b))


def mean_mean(new: ItemParameters, old: ItemParameters) -> ScaleLine:
    """From means of discriminations and difficulties.

    Raises:
        ValueError: The items differ in number.
    """
    _check_same_items(new, old)
    a = exact_mean(new.a) / exact_mean(old.a)
    return ScaleLine(a, exact_mean(old.b) - a * exact_mean(new.b))


def stocking_lord(
    new: ItemParameters,
    old: ItemParameters,
    grid: tuple[float, float, int] = (-4.0, 4.0, 41),
) -> ScaleLine:
    """The line that brings the expected scores on the shared items closest together.

    Args:
        new: From the new calibration.
        old: The same items from the old one.
        grid: Lowest and highest theta of the old scale, and number of points; they
            are weighted by the standard normal density.

    Raises:
        ValueError: The items differ in number, or no line is found.
    """
    start = mean_mean(new, old)
    thetas = np.linspace(*grid)
    weights = np.exp(-thetas * thetas / 2)
    weights = weights / weights.sum()
    wanted = _expected_scores(old.a, old.b, thetas)

    def misfit(line: FloatArray) -> float:
        a = float(np.exp(line[0]))  # the search may go anywhere and A stays above 0
        gap = wanted - _expected_scores(new.a / a, a * new.b + line[1], thetas)
        return float(weights @ (gap * gap))

    from scipy.optimize import minimize  # noqa: PLC0415 - slow to import

    options = {"xatol": _CLOSE_ENOUGH, "fatol": _CLOSE_ENOUGH**2, "maxiter": 4000}
    found = minimize(misfit, (np.log(start.a), start.b), method="Nelder-Mead", options=options)
    if not found.success:
        raise ValueError("no line brings the two calibrations together; look for drifting items")
    return ScaleLine(float(np.exp(found.x[0])), float(found.x[1]))


def _expected_scores(a: FloatArray, b: FloatArray, thetas: FloatArray) -> FloatArray:
    return as_floats((1 / (1 + np.exp(-a * (thetas[:, None] - b)))).sum(axis=1))


def _check_same_items(new: ItemParameters, old: ItemParameters) -> None:
    if new.a.size != old.a.size:
        raise ValueError(
            f"{new.a.size} items are set against {old.a.size}; name the shared items, in one order"
        )
