"""From item scores to the scores of a sitting, and what becomes of missing ones.

The scenario is the unit: the total is the mean of scenario scores, not of
options, or scenarios with many options would weigh more.

A unit is missing for one of three reasons, and they are kept apart because they
are not the candidate's doing to the same degree. Skipped was the candidate's
choice and counts as 0 under every policy. Void was ours and never counts as 0.
Not reached lies between, and the policy decides.

Source of all formulas: scoring reference, sections 3.14 and 3.16.
"""

from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.psychometrics.answer_checks import check_range
from hiring.psychometrics.arrays import (
    BoolArray,
    FloatArray,
    as_floats,
    mean_last_axis,
    mean_of_known,
    places,
    sum_last_axis,
)

MIN_FACET_UNITS = 4
StateArray = NDArray[np.int_]


class UnitState(IntEnum):
    """What happened to a unit; numbers, so that they fit in an array."""

    ANSWERED = 0
    SKIPPED = 1  # shown and left
    NOT_REACHED = 2  # never shown
    VOID = 3  # taken out by us: a technical fault or an accommodation


class MissingPolicy(StrEnum):
    """What stands for a unit that has no score."""

    ZERO = "zero"  # not reached counts as 0, void is left out
    PRORATE = "prorate"  # both are left out of the mean
    ADJUSTED = "adjusted"  # both are left out, and the mean allows for how hard they were


def unit_mean(scores: ArrayLike) -> FloatArray:
    """Mean over the last axis: options to an item, items to a scenario.

    Returns:
        Shape (...,) from shape (..., n), same unit. NaN where any of the n is NaN.

    Raises:
        ValueError: There is nothing to take the mean of.
    """
    return mean_last_axis(as_floats(scores))


def total_scores(
    scores: ArrayLike,
    states: ArrayLike,
    policy: MissingPolicy,
    difficulties: ArrayLike | None = None,
) -> FloatArray:
    """Mean of a sitting's scenario scores times 100.

    Args:
        scores: Shape (..., n_units), 0..1. The value of a unit that was not
            answered is not read.
        states: Shape (..., n_units), numbers of ``UnitState``.
        policy: What stands for units not reached and void.
        difficulties: Shape (n_units,), mean score 0..1 of each unit in the norm
            sample; needed for ``ADJUSTED`` and not read otherwise.

    Returns:
        Shape (...,), points 0..100. NaN where fewer than 80 % were answered.

    Raises:
        ValueError: Shapes disagree, an answered unit has no score, a score lies
            off 0..1, or difficulties are missing.

    Source: cases S-20 and S-22.
    """
    known = fill_missing(scores, states, policy)
    match policy:
        case MissingPolicy.ZERO | MissingPolicy.PRORATE:
            means = mean_of_known(known)
        case MissingPolicy.ADJUSTED:
            means = _adjusted_mean(known, difficulties)
    return as_floats(np.where(is_scorable(states), 100 * means, np.nan))


def fill_missing(scores: ArrayLike, states: ArrayLike, policy: MissingPolicy) -> FloatArray:
    """The scores with 0 where missing counts as 0, and NaN where it is left out.

    Arguments and errors as in ``total_scores``; shape (..., n_units) returned.
    """
    given, happened = _unit_pair(scores, states)
    left_out = np.where(happened == UnitState.ANSWERED, given, np.nan)
    return as_floats(np.where(_counts_as_zero(happened, policy), 0.0, left_out))


def is_scorable(states: ArrayLike) -> BoolArray:
    """Whether at least 80 % of the units were answered; skipped ones were not.

    Returns:
        Shape (...,) from states of shape (..., n_units).
    """
    happened = np.asarray(states)
    n_answered = (happened == UnitState.ANSWERED).sum(axis=-1)
    # Whole numbers: four fifths of twenty must not depend on how 0.8 is rounded.
    return np.asarray((n_answered > 0) & (5 * n_answered >= 4 * happened.shape[-1]))


def facet_scores(
    scores: ArrayLike, weights: ArrayLike, min_units: int = MIN_FACET_UNITS
) -> FloatArray:
    """Weighted mean of the items that feed a facet, times 100.

    Args:
        scores: Shape (..., n_items), 0..1; NaN = left out, see ``fill_missing``.
        weights: Shape (n_items,), each item's loading on the facet: 0, 0.5 or 1.
        min_units: With fewer known items the facet has no score.

    Returns:
        Shape (...,), points 0..100. NaN where too few items are known.

    Raises:
        ValueError: Shapes disagree, a score lies off 0..1, a weight is missing or
            below zero, or min_units below one.

    Source: case S-20.
    """
    given, loadings = as_floats(scores), as_floats(weights)
    _check_facet(given, loadings)
    if min_units < 1:
        raise ValueError("a facet rests on at least one item")
    is_counted = ~np.isnan(given) & (loadings > 0)
    weight = sum_last_axis(as_floats(np.where(is_counted, loadings, 0.0)))
    total = sum_last_axis(as_floats(np.where(is_counted, loadings * given, 0.0)))
    is_enough = is_counted.sum(axis=-1) >= min_units
    return as_floats(np.where(is_enough, 100 * total / np.where(is_enough, weight, 1.0), np.nan))


def _check_facet(given: FloatArray, loadings: FloatArray) -> None:
    if loadings.ndim != 1 or given.shape[-1:] != loadings.shape:
        raise ValueError("each item needs one weight")
    is_off = ~(np.isfinite(loadings) & (loadings >= 0))
    if is_off.any():
        where = places(is_off, "item")
        raise ValueError(f"a weight is a number, and none below zero: check {where}")
    check_range(given, 0, 1, "score", "item")


def _unit_pair(scores: ArrayLike, states: ArrayLike) -> tuple[FloatArray, StateArray]:
    given, happened = as_floats(scores), np.asarray(states, dtype=np.int_)
    if given.shape != happened.shape:
        raise ValueError("every score needs a state")
    is_unknown = ~np.isin(happened, list(UnitState))
    if is_unknown.any():
        raise ValueError(f"unknown state of a unit: check {places(is_unknown, 'unit')}")
    is_off = (happened == UnitState.ANSWERED) & ~((given >= 0) & (given <= 1))
    if np.any(is_off):
        where = places(np.asarray(is_off), "unit")
        raise ValueError(f"an answered unit needs a score in 0..1: check {where}")
    return given, happened


def _counts_as_zero(states: StateArray, policy: MissingPolicy) -> BoolArray:
    is_skipped = np.asarray(states == UnitState.SKIPPED)
    match policy:
        case MissingPolicy.ZERO:
            return np.asarray(is_skipped | (states == UnitState.NOT_REACHED))
        case MissingPolicy.PRORATE | MissingPolicy.ADJUSTED:
            return is_skipped


def _adjusted_mean(known: FloatArray, difficulties: ArrayLike | None) -> FloatArray:
    if difficulties is None:
        raise ValueError("this policy needs the difficulty of every unit")
    expected = as_floats(difficulties)
    if expected.shape != known.shape[-1:]:
        raise ValueError("every unit needs a difficulty, and only one")
    is_off = ~((expected >= 0) & (expected <= 1))
    if is_off.any():
        raise ValueError(f"every unit needs a difficulty in 0..1: check {places(is_off, 'unit')}")
    lead = mean_of_known(as_floats(known - expected))
    # A good sitting whose easy units are missing would pass 1: the scale ends there.
    return as_floats(np.clip(mean_last_axis(expected) + lead, 0.0, 1.0))
