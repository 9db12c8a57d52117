"""How far a conversion would stray, had other people sat the forms.

Two ways lead to a standard error. The delta method serves every straight line: it
takes how each person moves the moments, and how the moments move the line. It does
not take scores to be normally distributed, as the printed formulas do. The
bootstrap serves every method: people are drawn anew, within their group, and the
forms linked again.

Error from people only: which scenarios happened to be anchors is another source of
error, found by ``anchors.linking_error``.

Source: Kolen and Brennan, Test Equating, Scaling, and Linking, the chapter on standard
errors; the delta method is tested against their closed formulas for mean and linear
linking.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiring.psychometrics.arrays import FloatArray, as_floats
from hiring.psychometrics.linking.designs import Design, FormSample, Method
from hiring.psychometrics.linking.lines import FormMoments, form_moments, line_of

MIN_REPLICATIONS = 50
MIN_USABLE = 0.9

_RELATIVE_STEP = 1e-5
_DRAWS_AT_ONCE = 1_000_000

Convert = Callable[[FormSample, FormSample], FloatArray]
"""New and old sample, shape (..., n_people), to equated scores, shape (..., n_scores)."""


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How people are drawn anew; the same seed gives the same errors."""

    seed: int = 1
    replications: int = 200

    def __post_init__(self) -> None:
        if self.replications < MIN_REPLICATIONS:
            raise ValueError(f"a bootstrap needs at least {MIN_REPLICATIONS} replications")


def delta_errors(
    new: FormSample,
    old: FormSample,
    method: Method,
    design: Design,
    weight_new: float,
    scores: FloatArray,
) -> FloatArray:
    """Standard error of a linear conversion at each score, by the delta method.

    Args:
        new: Shape (n_people,) samples; for a single group in the same order.
        old: Likewise.
        method: A linear one.
        design: Whether the two samples are the same people.
        weight_new: As in ``line_of``.
        scores: Shape (n_scores,), on the new form.

    Returns:
        Shape (n_scores,), in points of the old form.
    """
    mine, yours = form_moments(new), form_moments(old)

    def moved(new_moments: FormMoments, old_moments: FormMoments) -> FloatArray:
        return line_of(method, new_moments, old_moments, new.kind, weight_new).at(scores)

    by_new = _gradient(mine, lambda moments: moved(moments, yours))
    by_old = _gradient(yours, lambda moments: moved(mine, moments))
    pulls_new, pulls_old = _pulls(new, mine), _pulls(old, yours)
    if design is Design.SINGLE_GROUP:
        joint = np.concatenate((by_new, by_old))
        return _spread(joint, np.concatenate((pulls_new, pulls_old)))
    return as_floats(np.hypot(_spread(by_new, pulls_new), _spread(by_old, pulls_old)))


def bootstrap_errors(
    new: FormSample, old: FormSample, design: Design, convert: Convert, bootstrap: Bootstrap
) -> tuple[FloatArray, int]:
    """Standard error of a conversion at each score, by drawing people anew.

    Args:
        new: Shape (n_people,) samples; for a single group in the same order.
        old: Likewise.
        design: Whether the two samples are the same people.
        convert: Links two samples; NaN where a drawn sample cannot be linked.
        bootstrap: Seed and number of replications.

    Returns:
        Shape (n_scores,), in points of the old form, and the replications used.

    Raises:
        ValueError: More than a tenth of the drawn samples cannot be linked.
    """
    rng = np.random.default_rng(bootstrap.seed)
    at_once = max(1, _DRAWS_AT_ONCE // max(new.n_people, old.n_people))
    blocks = []
    for start in range(0, bootstrap.replications, at_once):
        n_draws = min(at_once, bootstrap.replications - start)
        rows = _drawn(rng, n_draws, new.n_people)
        is_same = design is Design.SINGLE_GROUP
        others = rows if is_same else _drawn(rng, n_draws, old.n_people)
        blocks.append(convert(new.taken(rows), old.taken(others)))
    return _spread_of_usable(np.concatenate(blocks))


def _spread_of_usable(equated: FloatArray) -> tuple[FloatArray, int]:
    usable = equated[np.isfinite(equated).all(axis=-1)]
    if len(usable) < MIN_USABLE * len(equated):
        raise ValueError(
            f"{len(equated) - len(usable)} of {len(equated)} drawn samples could not be linked; "
            "wait for more people or choose a simpler method"
        )
    return as_floats(usable.std(axis=0, ddof=1)), len(usable)


def _drawn(rng: np.random.Generator, n_draws: int, n_people: int) -> NDArray[np.intp]:
    return rng.integers(0, n_people, size=(n_draws, n_people), dtype=np.intp)


def _gradient(moments: FormMoments, moved: Callable[[FormMoments], FloatArray]) -> FloatArray:
    """Shape (5, n_scores): change of the equated scores per unit of each moment."""
    base = _as_vector(moments)
    scale = math.sqrt(float(moments.variance))
    steps = np.where(np.isnan(base), 0.0, _RELATIVE_STEP * np.maximum(np.abs(base), scale))
    up, down = (moved(_from_columns(base + sign * np.diag(steps), moments)) for sign in (1.0, -1.0))
    widths = np.where(steps > 0, 2 * steps, 1.0)
    return as_floats((up - down) / widths[:, None])


def _as_vector(moments: FormMoments) -> FloatArray:
    return as_floats(
        [
            moments.mean,
            moments.variance,
            moments.anchor_mean,
            moments.anchor_variance,
            moments.covariance,
        ]
    )


def _from_columns(table: FloatArray, like: FormMoments) -> FormMoments:
    mean, variance, anchor_mean, anchor_variance, covariance = as_floats(table.T)
    ratio = like.anchor_ratio
    return FormMoments(mean, variance, anchor_mean, anchor_variance, covariance, ratio)


def _pulls(sample: FormSample, moments: FormMoments) -> FloatArray:
    """Shape (5, n_people): how each person pulls at each moment, once divided by n."""
    off = sample.totals - moments.mean
    if sample.anchors is None:
        nothing = np.zeros_like(off)
        return as_floats([off, off * off - moments.variance, nothing, nothing, nothing])
    anchor_off = sample.anchors - moments.anchor_mean
    return as_floats(
        [
            off,
            off * off - moments.variance,
            anchor_off,
            anchor_off * anchor_off - moments.anchor_variance,
            off * anchor_off - moments.covariance,
        ]
    )


def _spread(gradient: FloatArray, pulls: FloatArray) -> FloatArray:
    covariance = pulls @ pulls.T / pulls.shape[1] ** 2
    variance = ((gradient.T @ covariance) * gradient.T).sum(axis=1)
    return as_floats(np.sqrt(np.maximum(variance, 0.0)))
