"""From the votes of a key group to the weights of the options.

Votes are handed in as an array of shape (n_options,): how many of the key group
chose each option. There is at least one vote, and each number is finite and not
below zero; otherwise every function here raises ``ValueError`` and names the
options at fault. What comes back has the same shape, 0..1, and goes into
``keying.weighted_choice``.

Source of all formulas: scoring reference, section 3.1.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import FloatArray, as_floats, places


def mode_weights(votes: ArrayLike) -> FloatArray:
    """One for the option with most votes, and for each option tied with it; else nothing.

    Source: case S-01.
    """
    counts = _votes(votes)
    return as_floats(np.where(counts == counts.max(), 1.0, 0.0))


def proportion_weights(votes: ArrayLike) -> FloatArray:
    """Share of the votes. A disputed item can then give less than 1 even to its best option."""
    counts = _votes(votes)
    return as_floats(counts / counts.sum())


def normalised_weights(votes: ArrayLike) -> FloatArray:
    """Votes over those of the best option, so that every item can reach 1."""
    counts = _votes(votes)
    return as_floats(counts / counts.max())


def smoothed_weights(votes: ArrayLike, prior: float = 0.5) -> FloatArray:
    """Share of the votes after ``prior`` more for each option: no option gets exactly nothing.

    For key groups below about thirty people.

    Raises:
        ValueError: As everywhere here, or the prior is not a finite number above 0.
    """
    if not 0 < prior < math.inf:
        raise ValueError(f"the prior must be a finite number above zero, not {prior:g}")
    counts = _votes(votes) + prior
    return as_floats(counts / counts.sum())


def _votes(votes: ArrayLike) -> FloatArray:
    counts = as_floats(votes)
    is_off = ~(np.isfinite(counts) & (counts >= 0))
    if is_off.any():
        where = places(is_off, "option")
        raise ValueError(f"votes are finite numbers of people, none below 0: check {where}")
    if counts.sum() == 0:
        raise ValueError("somebody must have voted: every option has 0 votes")
    return counts
