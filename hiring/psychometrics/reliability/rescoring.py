"""What scoring again would do: how far scores move, and which words about pairs change.

Two columns of totals of the same people, before and after, each with the precision that goes with
it. A word about two people is the one that ``differences`` allows: "higher", "probably higher" or
nothing. It is looked at with the threshold for two people, since who will be compared with whom
cannot be known.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.psychometrics.arrays import FloatArray, as_floats, exact_mean, sample_variance
from hiring.psychometrics.reliability.differences import PROBABLY_FROM, higher_from, sed
from hiring.psychometrics.reliability.precision import Z_90, Precision

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MAX_PEOPLE = 1000  # half a million pairs

_LOWEST, _HIGHEST = 0.0, 100.0
_ROUNDING = 1e-9
_PROBABLY, _HIGHER = 1, 2


@dataclass(frozen=True, slots=True)
class Moves:
    """How scores move, new minus old, in points.

    Attributes:
        n: People with a number before and after; the figures below are theirs.
        n_moved: Those whose score is another one.
        n_dependable: Those whose old estimate lies outside their new 90 % interval.
        n_number_lost: People who had a number and would have none.
        n_number_gained: People who had none and would have one.
        mean: Of all moves; None with nobody.
        sd: Likewise; None with fewer than two.
        largest: The move furthest from 0, with its sign; None with nobody.
        quantiles: At ``QUANTILES``; empty with nobody.
    """

    n: int
    n_moved: int
    n_dependable: int
    n_number_lost: int
    n_number_gained: int
    mean: float | None
    sd: float | None
    largest: float | None
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PairChanges:
    """How many words about pairs change.

    Attributes:
        n_pairs: Pairs looked at.
        n_lost: A word could be said before, and none after.
        n_gained: No word before, one after.
        n_reversed: The other one of the two would be called higher.
        n_weight: The same order, but "higher" becomes "probably higher" or the other way round.
        n_left_out: People beyond the cap, who are in no pair.
    """

    n_pairs: int
    n_lost: int
    n_gained: int
    n_reversed: int
    n_weight: int
    n_left_out: int

    @property
    def n_changed(self) -> int:
        """Pairs about which something else would be said."""
        return self.n_lost + self.n_gained + self.n_reversed + self.n_weight

    def __add__(self, other: "PairChanges") -> "PairChanges":
        return PairChanges(
            self.n_pairs + other.n_pairs,
            self.n_lost + other.n_lost,
            self.n_gained + other.n_gained,
            self.n_reversed + other.n_reversed,
            self.n_weight + other.n_weight,
            self.n_left_out + other.n_left_out,
        )


NO_PAIRS = PairChanges(0, 0, 0, 0, 0, 0)


def moves(
    old: ArrayLike, new: ArrayLike, old_precision: Precision, new_precision: Precision
) -> Moves:
    """Sum up how the scores of the same people move.

    Args:
        old: Shape (n_people,), points 0..100 before; NaN = no number.
        new: The same people in the same order, after.
        old_precision: What the old scores are shown with.
        new_precision: What the new ones would be shown with.

    Raises:
        ValueError: The two do not hold the same people.
    """
    before, after = _pair(old, new)
    has_old, has_new = ~np.isnan(before), ~np.isnan(after)
    steps = (after - before)[has_old & has_new]
    return Moves(
        n=steps.size,
        n_moved=int((np.abs(steps) > _ROUNDING).sum()),
        n_dependable=int(moved_dependably(before, after, old_precision, new_precision).sum()),
        n_number_lost=int((has_old & ~has_new).sum()),
        n_number_gained=int((~has_old & has_new).sum()),
        mean=exact_mean(steps) if steps.size else None,
        sd=math.sqrt(sample_variance(steps)) if steps.size > 1 else None,
        largest=_largest(steps) if steps.size else None,
        quantiles=tuple(np.quantile(steps, QUANTILES).tolist()) if steps.size else (),
    )


def moved_dependably(
    old: ArrayLike, new: ArrayLike, old_precision: Precision, new_precision: Precision
) -> NDArray[np.bool_]:
    """Whose old estimate lies outside the new 90 % interval; False without both numbers.

    A band with fixed edges was rejected: whoever stands near an edge would cross it by a hair.

    Arguments and errors as in ``moves``; shape (n_people,).
    """
    before, after = _pair(old, new)
    gap = np.abs(_estimates(before, old_precision) - _estimates(after, new_precision))
    return np.asarray(gap > Z_90 * new_precision.error, dtype=np.bool_)


def pair_changes(
    old: ArrayLike, new: ArrayLike, old_precision: Precision, new_precision: Precision
) -> PairChanges:
    """Count the pairs within one group of people about whom another word would be said.

    People without both numbers are in no pair. Of more than ``MAX_PEOPLE`` only so many first ones
    are looked at, and the others are counted as left out: the caller hands them over in an order
    that has nothing to do with their scores.

    Arguments and errors as in ``moves``.
    """
    before, after = _pair(old, new)
    is_known = ~np.isnan(before) & ~np.isnan(after)
    before, after = before[is_known], after[is_known]
    n_left_out = max(0, before.size - MAX_PEOPLE)
    said = _words(before[:MAX_PEOPLE], old_precision)
    says = _words(after[:MAX_PEOPLE], new_precision)
    return PairChanges(
        n_pairs=said.size,
        n_lost=int(((said != 0) & (says == 0)).sum()),
        n_gained=int(((said == 0) & (says != 0)).sum()),
        n_reversed=int((said * says < 0).sum()),
        n_weight=int(((said * says > 0) & (said != says)).sum()),
        n_left_out=n_left_out,
    )


def _words(totals: FloatArray, precision: Precision) -> NDArray[np.int_]:
    """The word about each pair, with the sign of who is higher: 0, ±1 probably, ±2 higher."""
    first, second = np.triu_indices(totals.size, 1)
    error = sed(precision.sem, precision.sem)
    z = math.sqrt(precision.r) * (totals[first] - totals[second]) / error
    probably, higher = (NormalDist().inv_cdf(p) for p in (PROBABLY_FROM, higher_from(2)))
    weight = np.where(np.abs(z) >= higher, _HIGHER, np.where(np.abs(z) >= probably, _PROBABLY, 0))
    return np.asarray(np.sign(z).astype(np.int_) * weight, dtype=np.int_)


def _estimates(totals: FloatArray, precision: Precision) -> FloatArray:
    """As ``precision.estimate``, for many at once; NaN stays NaN."""
    if precision.mean is None:
        return totals
    return as_floats(precision.mean + precision.r * (totals - precision.mean))


def _largest(steps: FloatArray) -> float:
    """Of two equally far from 0, the one upwards: the order of people must not decide."""
    furthest = float(np.abs(steps).max())
    return furthest if bool(np.any(steps == furthest)) else -furthest


def _pair(old: ArrayLike, new: ArrayLike) -> tuple[FloatArray, FloatArray]:
    before, after = as_floats(old), as_floats(new)
    if before.shape != after.shape or before.ndim != 1:
        raise ValueError("old and new scores must be of the same people, in the same order")
    for totals, name in ((before, "old"), (after, "new")):
        is_off = (totals < _LOWEST) | (totals > _HIGHEST)
        if is_off.any():
            rows = ", ".join(map(str, np.flatnonzero(is_off).tolist()))
            raise ValueError(f"the {name} scores of rows {rows} lie off 0..100; hand over points")
    return before, after
