"""Omega total: the reliability of a sum of units that one factor explains.

Alpha takes all units to measure equally well; omega weighs each by its loading.
It rests on a model, and where the model does not hold there is no omega, but a
reason why: a forced figure (a loading of one, a weight below zero) would look
like a good test.

The model is fitted by least squares on the correlations off the diagonal
(minres), then put back into points. Maximum likelihood was rejected: a small
sample whose units determine each other has no likelihood, and such samples are
what a new house has.

Source of the formula: scoring reference, section 4.2.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import FloatArray, as_floats, places
from hiring.psychometrics.moments import moments_of
from hiring.psychometrics.reliability.coefficients import complete_scores, covariance_of_units

_MIN_UNITS = 3  # with two, every pair of loadings of the right product fits
_MIN_PEOPLE = 2
_HEYWOOD = 1 - 1e-6  # a loading from here on leaves a unit no error at all
_NOTHING = 1e-12
_FLAT = 1e-6  # a curvature below this: other loadings fit as well
_NEWTON_STEPS = 4


class NoOmega(StrEnum):
    """Why there is no omega."""

    TOO_FEW_UNITS = "too_few_units"  # fewer than three
    TOO_FEW_PEOPLE = "too_few_people"  # fewer than two
    NO_SPREAD = "no_spread"  # a unit on which all are alike
    NO_SINGLE_FIT = "no_single_fit"  # the search did not end, or other loadings fit as well
    HEYWOOD = "heywood"  # a unit without any error of its own
    NEGATIVE_LOADING = "negative_loading"  # a unit that runs against the others


@dataclass(frozen=True, slots=True)
class Omega:
    """The fitted model. ``value`` is None exactly where ``reason`` is not.

    Attributes:
        value: Omega total, 0..1.
        loadings: Correlation of each unit with the factor; empty where nothing was fitted.
        uniquenesses: Share of each unit's variance that the factor leaves, 0..1; below 0
            in a Heywood case.
        reason: Why there is no value.
    """

    value: float | None
    loadings: tuple[float, ...]
    uniquenesses: tuple[float, ...]
    reason: NoOmega | None


def omega_total(loadings: ArrayLike, uniquenesses: ArrayLike) -> float | None:
    """Omega total of a one-factor model that is already known.

    Args:
        loadings: Shape (k_units,), in the points of the units.
        uniquenesses: Shape (k_units,), variance of each unit that the factor leaves.

    Returns:
        0..1; None where the sum has neither a factor nor error in it.

    Raises:
        ValueError: Shapes differ, or a uniqueness is missing or below 0.

    Source: case R-03.
    """
    weights, left = as_floats(loadings), as_floats(uniquenesses)
    if weights.ndim != 1 or weights.shape != left.shape or not np.isfinite(weights).all():
        raise ValueError("each unit needs one loading and one uniqueness")
    if not np.all(left >= 0):
        raise ValueError(f"a uniqueness is at least 0: check {places(~(left >= 0), 'unit')}")
    explained = math.fsum(weights.tolist()) ** 2
    total = explained + math.fsum(left.tolist())
    return explained / total if total > 0 else None


def fitted_omega(covariance: ArrayLike) -> Omega:
    """Omega total of a sum of units, from a one-factor model fitted to their covariances.

    Args:
        covariance: Shape (k_units, k_units), in squared points.

    Returns:
        Omega with its model, or the reason why there is none.

    Raises:
        ValueError: As in ``reliability.alpha_from_covariance``.
    """
    matrix = covariance_of_units(covariance)
    sd = as_floats(np.sqrt(np.diag(matrix)))
    if len(matrix) < _MIN_UNITS:
        return _none(NoOmega.TOO_FEW_UNITS)
    if not np.all(sd > _NOTHING * sd.max()) or not sd.max() > 0:
        return _none(NoOmega.NO_SPREAD)
    loadings = _find_loadings(as_floats(matrix / np.outer(sd, sd)))
    return _none(NoOmega.NO_SINGLE_FIT) if loadings is None else _judged(loadings, sd)


def omega_of_scores(scores: ArrayLike) -> Omega:
    """The same from a complete table of people by units. Errors as in ``reliability.alpha``."""
    table = complete_scores(scores, "omega")
    if len(table) < _MIN_PEOPLE:
        return _none(NoOmega.TOO_FEW_PEOPLE)
    return fitted_omega(moments_of(table).covariance())


def _find_loadings(correlations: FloatArray) -> FloatArray | None:
    from scipy.optimize import least_squares  # noqa: PLC0415 - slow to import

    above = np.triu_indices(len(correlations), 1)
    found = least_squares(
        lambda loadings: np.outer(loadings, loadings)[above] - correlations[above],
        _first_component(correlations),
    )
    loadings = _find_polished(as_floats(found.x), correlations) if found.success else None
    if loadings is None:
        return None
    # A factor and its opposite fit alike; most units are meant to point upwards.
    return as_floats(loadings if loadings.sum() >= 0 else -loadings)


def _find_polished(loadings: FloatArray, correlations: FloatArray) -> FloatArray | None:
    # The search stops where it hardly gains, some eight digits in. Newton's steps find
    # the rest, without which the order of people would show in the result.
    for _ in range(_NEWTON_STEPS):
        fitted = np.outer(loadings, loadings)
        curvature = 2 * fitted - correlations
        np.fill_diagonal(curvature, loadings @ loadings - loadings * loadings)
        values, vectors = np.linalg.eigh(curvature)
        if values.min() <= _FLAT:
            return None
        misfit = fitted - correlations
        np.fill_diagonal(misfit, 0.0)
        loadings = as_floats(loadings - vectors @ (vectors.T @ (misfit @ loadings) / values))
    return loadings


def _first_component(correlations: FloatArray) -> FloatArray:
    values, vectors = np.linalg.eigh(correlations)
    return as_floats(vectors[:, -1] * math.sqrt(max(float(values[-1]), 0.0)))


def _judged(loadings: FloatArray, sd: FloatArray) -> Omega:
    left = 1 - loadings * loadings
    fitted = tuple(loadings.tolist()), tuple(left.tolist())
    if np.any(np.abs(loadings) >= _HEYWOOD):
        return Omega(None, *fitted, NoOmega.HEYWOOD)
    if np.any(loadings < 0):
        return Omega(None, *fitted, NoOmega.NEGATIVE_LOADING)
    return Omega(omega_total(loadings * sd, left * sd * sd), *fitted, None)


def _none(reason: NoOmega) -> Omega:
    return Omega(None, (), (), reason)
