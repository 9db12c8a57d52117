"""How far two scores must lie apart before one may be called higher, for a whole list at once.

Ties are not transitive: who is tied with two others need not have them tied with each other. So a
list says of each person how many others there is no dependable difference from, and gives no
places.
"""

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import as_floats
from hiring.psychometrics.reliability.differences import sed
from hiring.psychometrics.reliability.precision import Precision


def tie_width(precision: Precision, threshold: float) -> float:
    """The distance from which the higher of two scores of a form may be called so, in points.

    Args:
        precision: Of the form.
        threshold: From which probability "higher" may be said, above 0.5.

    Returns:
        The distance; infinite at a reliability of 0, where nothing tells two people apart.

    Raises:
        ValueError: The threshold does not lie between 0.5 and 1.

    Source: the way back through ``probability_true_higher``; cases R-09 and R-10.
    """
    if not 0.5 < threshold < 1:  # noqa: PLR2004 - even chances, and certainty
        raise ValueError("a threshold lies between 0.5 and 1")
    if precision.r <= 0:
        return math.inf
    error = sed(precision.sem, precision.sem)
    return NormalDist().inv_cdf(threshold) * error / math.sqrt(precision.r)


def n_tied(scores: ArrayLike, everybody: ArrayLike, width: float) -> tuple[int, ...]:
    """From how many others each score does not differ dependably.

    Args:
        scores: Shape (n,), scores that stand in ``everybody`` as well.
        everybody: Shape (m,), all scores of the form, in any order; no missing ones.
        width: As from ``tie_width``.

    Returns:
        n numbers; nobody is tied with themselves.
    """
    ordered = np.sort(as_floats(everybody))
    own = as_floats(scores)
    first = np.searchsorted(ordered, own - width, side="right")
    beyond = np.searchsorted(ordered, own + width, side="left")
    return tuple(int(n) for n in beyond - first - 1)
