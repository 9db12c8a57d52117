"""Smoothing how many people have which score, by log-linear models.

A model with degree d keeps the number of people and the first d moments of their
scores exactly, and draws the smoothest curve through the rest. A pair of scores
(total and anchor) has a degree for each and a cross degree c, which keeps the sums
of (z · w), ..., (z · w)^c as well, with z and w the two scores standardised. Cross
moments of the scores as they are, from the second on, are not kept: they would take
products of uneven powers, too.

The models are Poisson regressions, fitted by Newton's method. Kernel smoothing
was rejected: it widens the spread, and linking is about spreads.

Powers of the score are taken about the mean and in standard deviations, then made
orthogonal; raw powers of 0..100 leave Newton's equations without correct digits.

Source: Holland and Thayer's log-linear models (1987, 2000), as told in Kolen and Brennan,
Test Equating, Scaling, and Linking; what is kept is kept exactly, and tested.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.psychometrics.arrays import BoolArray, FloatArray, as_floats, places

MIN_DEGREE, MAX_DEGREE = 2, 6
DEGREES = range(MIN_DEGREE, MAX_DEGREE + 1)
CROSS_DEGREES = range(1, 3)

_MAX_STEPS = 60
_MAX_HALVINGS = 30
_CLOSE_ENOUGH = 1e-10  # of the people, in each kept moment
_MAX_START_CORRELATION = 0.9
_LOWEST_LOG = -500.0


@dataclass(frozen=True, slots=True)
class LogLinearModel:
    """A family of smooth counts: one row per possible cell, one column per kept moment."""

    basis: FloatArray
    cells: NDArray[np.intp]
    shape: tuple[int, ...]
    degrees: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Smooth counts.

    Attributes:
        model: The family they come from.
        coefficients: Of the model's columns; the start of the next fit.
        expected: Shape of the counts: how many people are expected in each cell.
        aic: Misfit plus twice the number of kept moments; the lowest is best.
    """

    model: LogLinearModel
    coefficients: FloatArray
    expected: FloatArray
    aic: float

    @property
    def probabilities(self) -> FloatArray:
        """Share of people expected in each cell; adds up to 1."""
        return as_floats(self.expected / self.expected.sum())


def smooth(counts: ArrayLike, degree: int | None = None) -> Smoothed:
    """Smooth counts of one score.

    Args:
        counts: Shape (n_points,): people at each of equally distant score points.
        degree: Moments to keep; None takes the best of 2 to 6 by AIC.

    Raises:
        ValueError: Counts are missing or below 0 (the points are named), none is
            above, the degree is below 1, or people have too few different scores
            for it.
    """
    table = _checked(counts, n_axes=1)
    if degree is not None:
        return _smooth_one(table, degree)
    return _best(_smooth_one(table, d) for d in DEGREES if d < np.count_nonzero(table))


def smooth_pair(
    counts: ArrayLike,
    degrees: tuple[int, int] | None = None,
    cross_degree: int | None = None,
    possible: BoolArray | None = None,
) -> Smoothed:
    """Smooth counts of pairs of scores.

    Args:
        counts: Shape (n_points, n_anchor_points).
        degrees: Moments to keep of total and anchor; None chooses each by AIC from
            its own counts.
        cross_degree: Cross moments to keep; None takes 1 or 2 by AIC.
        possible: Same shape; False where no person can be, whose total contains
            the anchor. Such cells stay at 0.

    Raises:
        ValueError: As in ``smooth``, or somebody is where nobody can be.
    """
    table = _checked(counts, n_axes=2)
    is_possible = np.ones(table.shape, bool) if possible is None else possible
    if np.any(table[~is_possible] > 0):
        raise ValueError("some people have a total that their anchor score does not allow")
    kept = degrees or (_margin_degree(table.sum(axis=1)), _margin_degree(table.sum(axis=0)))
    crosses = CROSS_DEGREES if cross_degree is None else (cross_degree,)
    models = (pair_model(table, kept, cross, is_possible) for cross in crosses)
    return _best(fit(model, table, _pair_start(model, table)) for model in models)


def margin_model(counts: FloatArray, degree: int) -> LogLinearModel:
    """The model of one score, centred on these counts."""
    z = _standardised(counts)
    powers = np.column_stack([z**power for power in range(degree + 1)])
    return _model(powers, np.arange(counts.size), counts.shape, (degree,), np.exp(-z * z / 2))


def pair_model(
    counts: FloatArray, degrees: tuple[int, int], cross_degree: int, possible: BoolArray
) -> LogLinearModel:
    """The model of a pair of scores, centred on these counts."""
    cells = np.flatnonzero(possible)
    z, v = _standardised_pair(counts, cells)
    columns = [np.ones_like(z)]
    columns += [z**power for power in range(1, degrees[0] + 1)]
    columns += [v**power for power in range(1, degrees[1] + 1)]
    columns += [(z * v) ** power for power in range(1, cross_degree + 1)]
    weights = np.exp(-(z * z + v * v) / 2)
    return _model(np.column_stack(columns), cells, counts.shape, (*degrees, cross_degree), weights)


def fit(model: LogLinearModel, counts: FloatArray, start: FloatArray) -> Smoothed:
    """The member of the family that keeps the moments of the counts.

    Args:
        model: From ``margin_model`` or ``pair_model``, perhaps of other counts.
        counts: Shape ``model.shape``.
        start: Coefficients to start from.

    Raises:
        ValueError: No member keeps the moments: people have too few different
            scores for so many.
    """
    observed = counts.ravel()[model.cells]
    coefficients = start
    for _ in range(_MAX_STEPS):
        expected = _expected(model.basis, coefficients)
        gap = model.basis.T @ (observed - expected)
        if np.abs(gap).max() <= _CLOSE_ENOUGH * observed.sum():
            return _smoothed(model, observed, expected, coefficients)
        coefficients = _improved(model.basis, observed, coefficients, expected, gap)
    raise _not_smoothable(model.degrees)


def _smooth_one(counts: FloatArray, degree: int) -> Smoothed:
    if degree < 1:
        raise ValueError("a degree is at least 1")
    if np.count_nonzero(counts) <= degree:
        raise _not_smoothable((degree,))
    model, z = margin_model(counts, degree), _standardised(counts)
    slope = -z * z / 2 if degree >= MIN_DEGREE else np.zeros_like(z)
    return fit(model, counts, _start(model, counts, slope))


def _pair_start(model: LogLinearModel, counts: FloatArray) -> FloatArray:
    """Start from the bivariate normal distribution with the moments of the counts."""
    z, v = _standardised_pair(counts, model.cells)
    r = float((counts.ravel()[model.cells] * z * v).sum() / counts.sum())
    r = min(max(r, -_MAX_START_CORRELATION), _MAX_START_CORRELATION)
    return _start(model, counts, as_floats(-(z * z - 2 * r * z * v + v * v) / (2 - 2 * r * r)))


def _start(model: LogLinearModel, counts: FloatArray, slope: FloatArray) -> FloatArray:
    logs = slope + math.log(counts.sum() / np.exp(slope).sum())
    weights = np.exp(slope / 2)[:, None]
    return as_floats(np.linalg.lstsq(model.basis * weights, logs * weights[:, 0], rcond=None)[0])


def _improved(
    basis: FloatArray,
    observed: FloatArray,
    coefficients: FloatArray,
    expected: FloatArray,
    gap: FloatArray,
) -> FloatArray:
    """One Newton step, halved until the fit is no worse."""
    step = _newton_step(basis, expected, gap)
    before = _log_likelihood(basis, observed, coefficients)
    slack = 1e-12 * abs(before)
    for halving in range(_MAX_HALVINGS):
        candidate = as_floats(coefficients + step / 2**halving)
        if _log_likelihood(basis, observed, candidate) >= before - slack:
            return candidate
    return coefficients


def _newton_step(basis: FloatArray, expected: FloatArray, gap: FloatArray) -> FloatArray:
    # A matrix times itself takes half the work, and no threads that wait for each other.
    roots = np.sqrt(expected)[:, None] * basis
    return as_floats(np.linalg.lstsq(roots.T @ roots, gap, rcond=None)[0])


def _log_likelihood(basis: FloatArray, observed: FloatArray, coefficients: FloatArray) -> float:
    with np.errstate(over="ignore"):
        return float(observed @ (basis @ coefficients) - _expected(basis, coefficients).sum())


def _expected(basis: FloatArray, coefficients: FloatArray) -> FloatArray:
    # Below this, numbers lose digits and processors take twenty times as long.
    return as_floats(np.exp(np.maximum(basis @ coefficients, _LOWEST_LOG)))


def _smoothed(
    model: LogLinearModel, observed: FloatArray, expected: FloatArray, coefficients: FloatArray
) -> Smoothed:
    whole = np.zeros(math.prod(model.shape))
    whole[model.cells] = expected
    is_seen = observed > 0
    deviance = 2 * float(observed[is_seen] @ np.log(observed[is_seen] / expected[is_seen]))
    aic = deviance + 2 * model.basis.shape[1]
    return Smoothed(model, coefficients, as_floats(whole.reshape(model.shape)), aic)


def _model(
    powers: FloatArray,
    cells: NDArray[np.intp],
    shape: tuple[int, ...],
    degrees: tuple[int, ...],
    weights: FloatArray,
) -> LogLinearModel:
    triangle = np.linalg.qr(powers * np.sqrt(weights)[:, None])[1]
    basis = np.linalg.solve(triangle.T, powers.T).T * math.sqrt(len(powers))
    return LogLinearModel(as_floats(np.ascontiguousarray(basis)), cells, shape, degrees)


def _best(candidates: Iterable[Smoothed]) -> Smoothed:
    found = list(candidates)
    if not found:
        raise _not_smoothable((MIN_DEGREE,))
    return min(found, key=lambda smoothed: smoothed.aic)


def _margin_degree(counts: FloatArray) -> int:
    return smooth(counts).model.degrees[0]


def _standardised_pair(
    counts: FloatArray, cells: NDArray[np.intp]
) -> tuple[FloatArray, FloatArray]:
    rows, columns = np.unravel_index(cells, counts.shape)
    z, v = _standardised(counts.sum(axis=1)), _standardised(counts.sum(axis=0))
    return as_floats(z[rows]), as_floats(v[columns])


def _standardised(counts: FloatArray) -> FloatArray:
    points = np.arange(counts.size, dtype=np.float64)
    mean = points @ counts / counts.sum()
    sd = math.sqrt(float((points - mean) ** 2 @ counts / counts.sum()))
    if sd == 0:
        raise ValueError("everybody has the same score; there is no distribution to smooth")
    return as_floats((points - mean) / sd)


def _checked(counts: ArrayLike, n_axes: int) -> FloatArray:
    table = as_floats(counts)
    if table.ndim != n_axes:
        raise ValueError(
            f"counts are numbers of people per score, on {n_axes} axes and not {table.ndim}"
        )
    is_off = ~(np.isfinite(table) & (table >= 0))
    if is_off.any():
        where = places(is_off, "point")
        raise ValueError(f"counts are numbers of people, none below 0: check {where}")
    if table.sum() == 0:
        raise ValueError("nobody has been counted; smoothing needs people")
    return table


def _not_smoothable(degrees: tuple[int, ...]) -> ValueError:
    return ValueError(
        f"people have too few different scores to smooth with degrees {degrees}; "
        "choose lower degrees or a coarser grid"
    )
