"""Whether the shared scenarios hold: enough of them, of every kind, and standing still.

An anchor scenario drifts when it has become easier or harder between two forms by
more than its fellows, say because it leaked or a product changed. A few scenarios
that drift pull every score. So drifting ones are dropped and the forms linked again;
they still count in the total, they just no longer carry the link.
Once is enough: dropping again and again shrinks the quartiles until little is left.

Shifts are differences new minus old in one unit, one per anchor scenario: points of
difficulty (``anchor_shifts``) or IRT difficulties.

Source of all formulas: scoring reference, section 5.6.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.arrays import (
    BoolArray,
    FloatArray,
    as_floats,
    exact_mean,
    sample_variance,
)

MIN_ANCHOR_SCENARIOS = 6
MIN_ANCHOR_SHARE = 0.20
MAX_ROBUST_Z = 1.645
MIN_SHIFTS = 4

_IQR_OF_SD = 0.74
_MIN_FOR_VARIANCE = 2
_ROUNDING = 1e-12


class AnchorFaultKind(StrEnum):
    """What an anchor lacks."""

    TOO_FEW_SCENARIOS = "too_few_scenarios"
    TOO_SMALL_SHARE_OF_NEW = "too_small_share_of_new"
    TOO_SMALL_SHARE_OF_OLD = "too_small_share_of_old"
    KIND_NOT_COVERED = "kind_not_covered"


@dataclass(frozen=True, slots=True)
class AnchorFault:
    """One thing an anchor lacks.

    Attributes:
        fault: What.
        n_found: Anchor scenarios there are (of the kind).
        n_needed: Anchor scenarios there should be.
        label: The kind of scenario, when one is not covered.
    """

    fault: AnchorFaultKind
    n_found: int
    n_needed: int
    label: Hashable = None


class Undefined(StrEnum):
    """Why drift cannot be judged."""

    TOO_FEW_SHIFTS = "too_few_shifts"  # fewer than four: no quartiles to speak of
    NO_SPREAD = "no_spread"  # the middle half is alike; look at the others yourself


@dataclass(frozen=True, slots=True)
class Drift:
    """Which anchor scenarios moved more than their fellows.

    Attributes:
        median: Of the shifts.
        iqr: Distance of their quartiles (linear interpolation).
        robust_z: Shape (n_anchor,); NaN when undefined.
        is_drifting: Shape (n_anchor,); None when undefined, which is not "none".
        undefined: Why, or None.
    """

    median: float
    iqr: float
    robust_z: FloatArray
    is_drifting: BoolArray | None
    undefined: Undefined | None

    @property
    def dropped(self) -> tuple[int, ...]:
        """Places of the drifting scenarios among the anchors, from 0.

        Raises:
            ValueError: Drift is undefined.
        """
        if self.is_drifting is None:
            raise ValueError(f"drift could not be judged ({self.undefined}); look at the shifts")
        return tuple(np.flatnonzero(self.is_drifting).tolist())


@dataclass(frozen=True, slots=True)
class AnchorShift:
    """The mean shift of the anchors, and how far other anchors would have moved it.

    Attributes:
        shift: In the unit of the shifts.
        standard_error: s(d) / √m; None with a single anchor.
        n: Anchors it stands on.
    """

    shift: float
    standard_error: float | None
    n: int


def anchor_faults(
    n_anchor: int,
    n_new: int,
    n_old: int,
    form_kinds: Sequence[Hashable] = (),
    anchor_kinds: Sequence[Hashable] = (),
) -> tuple[AnchorFault, ...]:
    """All that keeps a set of shared scenarios from being an anchor.

    Args:
        n_anchor: Shared scenarios.
        n_new: Scenarios on the new form.
        n_old: Scenarios on the old form.
        form_kinds: The kind (facet, format) of each scenario on either form; left
            out, kinds are not looked at.
        anchor_kinds: The kind of each anchor scenario.

    Returns:
        Every fault; empty when the anchor will do. That wording and place are the
        same on both forms is for the bank to check.
    """
    floor = MIN_ANCHOR_SCENARIOS
    few = [AnchorFault(AnchorFaultKind.TOO_FEW_SCENARIOS, n_anchor, floor)]
    faults = few if n_anchor < floor else []
    for fault, n in (
        (AnchorFaultKind.TOO_SMALL_SHARE_OF_NEW, n_new),
        (AnchorFaultKind.TOO_SMALL_SHARE_OF_OLD, n_old),
    ):
        needed = math.ceil(MIN_ANCHOR_SHARE * n - _ROUNDING)
        faults += [AnchorFault(fault, n_anchor, needed)] if n_anchor < needed else []
    absent = [kind for kind in dict.fromkeys(form_kinds) if kind not in set(anchor_kinds)]
    faults += [AnchorFault(AnchorFaultKind.KIND_NOT_COVERED, 0, 1, kind) for kind in absent]
    return tuple(faults)


def anchor_shifts(new: ArrayLike, old: ArrayLike) -> FloatArray:
    """How much easier each anchor scenario was for the people on the new form.

    Args:
        new: Shape (n_people_new, n_anchor), scores on the anchor scenarios; NaN =
            left out.
        old: Shape (n_people_old, n_anchor), the same scenarios in the same order.

    Returns:
        Shape (n_anchor,), difference of the means. It holds the difference between
        the groups too; the median, taken off by ``anchor_drift``, takes that off.

    Raises:
        ValueError: The columns do not match, or nobody has answered one of them.
    """
    ours, theirs = as_floats(new), as_floats(old)
    if ours.ndim != 2 or theirs.ndim != 2 or ours.shape[1] != theirs.shape[1]:  # noqa: PLR2004
        raise ValueError("both tables need the same anchor scenarios, in the same order")
    is_empty = np.isnan(ours).all(axis=0) | np.isnan(theirs).all(axis=0)
    if is_empty.any():
        columns = ", ".join(map(str, np.flatnonzero(is_empty).tolist()))
        raise ValueError(f"nobody has answered anchor columns {columns} on one form; drop them")
    return as_floats(_column_means(ours) - _column_means(theirs))


def anchor_drift(shifts: ArrayLike) -> Drift:
    """Which anchors moved away from the others.

    Args:
        shifts: Shape (n_anchor,), new minus old.

    Returns:
        Robust z = (d - median) / (0.74 · IQR), drifting beyond ±1.645. Undefined
        with fewer than four shifts, and when the middle half is alike: any other
        shift would then be infinitely far off. A standard deviation in its place
        was rejected, since the drift itself would widen it.

    Raises:
        ValueError: A shift is missing.

    Source: case I-26.
    """
    d = _known(shifts)
    median = float(np.median(d))
    low, high = np.quantile(d, (0.25, 0.75))
    iqr = float(high - low)
    if d.size < MIN_SHIFTS:
        return _undefined(d, median, iqr, Undefined.TOO_FEW_SHIFTS)
    if iqr <= _ROUNDING * float(np.abs(d).max()):
        return _undefined(d, median, iqr, Undefined.NO_SPREAD)
    z = as_floats((d - median) / (_IQR_OF_SD * iqr))
    return Drift(median, iqr, z, np.abs(z) > MAX_ROBUST_Z, None)


def linking_error(shifts: ArrayLike) -> AnchorShift:
    """The mean shift and its error from the choice of anchors.

    Raises:
        ValueError: A shift is missing, or there is none.

    Source: case I-27.
    """
    d = _known(shifts)
    error = math.sqrt(sample_variance(d) / d.size) if d.size >= _MIN_FOR_VARIANCE else None
    return AnchorShift(exact_mean(d), error, d.size)


def _column_means(table: FloatArray) -> FloatArray:
    columns = (table[:, i] for i in range(table.shape[1]))
    return as_floats([exact_mean(column[~np.isnan(column)]) for column in columns])


def _known(shifts: ArrayLike) -> FloatArray:
    d = as_floats(shifts)
    if d.ndim != 1 or d.size == 0:
        raise ValueError("expected one shift per anchor scenario, and at least one")
    if not np.isfinite(d).all():
        missing = ", ".join(map(str, np.flatnonzero(~np.isfinite(d)).tolist()))
        raise ValueError(f"the shifts of anchors {missing} are missing; leave those anchors out")
    return d


def _undefined(d: FloatArray, median: float, iqr: float, why: Undefined) -> Drift:
    return Drift(median, iqr, as_floats(np.full(d.size, np.nan)), None, why)
