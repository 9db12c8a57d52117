"""From an answer to a score: one rule for each answer format.

Every rule takes the answers of one sitting, or of many along leading axes, and
gives each sitting the same score, bit for bit, in either case (see ``arrays``).
A missing answer is NaN and its score is NaN: no score, which is not a low one.
What becomes of it is decided once, in ``aggregation``.

Answers arrive here already checked at the border; the errors below are for
callers who mixed up their columns or their key.

Source of all formulas: scoring reference, sections 3.1 and 3.8 to 3.12.
"""

import numpy as np
from numpy.typing import ArrayLike

from hiring.psychometrics.answer_checks import (
    check_columns,
    check_keyed,
    check_range,
    check_steps,
    check_untied,
    is_tied,
    rank_pair,
)
from hiring.psychometrics.arrays import (
    BoolArray,
    FloatArray,
    as_floats,
    keep_missing,
    places,
    sum_last_axis,
)


def half_credit(ratings: ArrayLike, key: ArrayLike, n_steps: int = 4) -> FloatArray:
    """One for the keyed step, half for its neighbour on the same side of the middle.

    Args:
        ratings: Shape (..., n_options), whole steps 1..n_steps; NaN = unanswered.
        key: Shape (n_options,), whole steps 1..n_steps.
        n_steps: An even number, so that nobody can sit on the middle.

    Returns:
        Shape (..., n_options): 0, 0.5 or 1; NaN where unanswered.

    Raises:
        ValueError: The scale is odd, a value lies off it, or shapes disagree.

    Source:
        The rule of a large admissions test (PREview); case S-08. Credit for the
        neighbour across the middle, as in ``near_miss``, was rejected: it rewards
        taking a harmful response for a helpful one.
    """
    if n_steps < 2 or n_steps % 2:  # noqa: PLR2004 - the smallest scale with two sides
        raise ValueError(f"half credit needs an even number of steps, not {n_steps}")
    steps, keyed = _rating_pair(ratings, key, n_steps)
    middle = (n_steps + 1) / 2
    is_same_side = (steps > middle) == (keyed > middle)
    is_neighbour = np.abs(steps - keyed) == 1
    credit = np.where(is_neighbour & is_same_side, 0.5, 0.0)
    return keep_missing(steps, np.where(steps == keyed, 1.0, credit))


def near_miss(ratings: ArrayLike, key: ArrayLike, n_steps: int) -> FloatArray:
    """Credit that falls by the same amount with every step away from the key.

    For analysis only; ``half_credit`` says why. Arguments, result and errors as
    there, except that the scale may be odd and scores take n_steps values in
    0..1. Source: case S-09.
    """
    if n_steps < 2:  # noqa: PLR2004 - one step leaves nothing to miss
        raise ValueError("a rating scale needs at least two steps")
    steps, keyed = _rating_pair(ratings, key, n_steps)
    return as_floats(1 - np.abs(steps - keyed) / (n_steps - 1))


def footrule_score(ranks: ArrayLike, ideal: ArrayLike) -> FloatArray:
    """How close an order comes to the ideal one: 1 the same, 0 as far off as can be.

    Args:
        ranks: Shape (..., n_options), the rank 1..n given to each option; NaN =
            not ranked, which leaves the whole order without a score.
        ideal: Shape (n_options,), the keyed rank of each option, same columns.

    Returns:
        Shape (...,), 1 - F / floor(n² / 2) with F = sum of |given - ideal|.

    Raises:
        ValueError: Two options share a rank, a rank lies off 1..n, or shapes disagree.

    Source:
        Spearman's footrule; case S-10. The marks of ``ranking_marks`` say the
        same on five options but give a random order 60 % of the maximum.
    """
    given, keyed = rank_pair(ranks, ideal)
    check_untied(given)
    displacement = sum_last_axis(np.abs(given - keyed))
    return as_floats(1 - displacement / (given.shape[-1] ** 2 // 2))


def ranking_marks(ranks: ArrayLike, ideal: ArrayLike) -> FloatArray:
    """Marks out of n·(n-1): each option has n-1 and loses one per place of displacement.

    Options that share a rank get nothing. Arguments as in ``footrule_score``.

    Returns:
        Shape (...,), whole marks; NaN where an option is unranked.

    Raises:
        ValueError: A rank lies off 1..n, or shapes disagree.

    Source:
        UK Foundation Programme tables; cases S-10 to S-12. Kept for comparison
        with published results.
    """
    given, keyed = rank_pair(ranks, ideal)
    marks = given.shape[-1] - 1 - np.abs(given - keyed)
    return sum_last_axis(keep_missing(given, np.where(is_tied(given), 0.0, marks)))


def best_worst(
    best: ArrayLike, worst: ArrayLike, key_best: int, key_worst: int, n_options: int
) -> FloatArray:
    """A point for each mark in the right place, one off for each mark in the opposite place.

    Args:
        best: Shape (...,), column of the option marked best; NaN = unmarked.
        worst: Shape (...,), column of the option marked worst; NaN = unmarked.
        key_best: Column keyed best.
        key_worst: Column keyed worst.
        n_options: How many options the item has.

    Returns:
        Shape (...,): the sum -2..2 rescaled to 0..1. NaN where a mark is missing.

    Raises:
        ValueError: One option is both best and worst, in the key or in an answer,
            or a mark or the key names no option.

    Source: case S-14.
    """
    top, bottom = as_floats(best), as_floats(worst)
    keyed = as_floats([key_best, key_worst])
    check_keyed(keyed)
    check_steps(keyed, 0, n_options - 1, "key")
    for marks in (top, bottom):
        check_steps(marks, 0, n_options - 1, "mark", "row")
    if key_best == key_worst:
        raise ValueError("in the key, one option cannot be both best and worst")
    if np.any(top == bottom):
        where = places(np.asarray(top == bottom), "row")
        raise ValueError(f"one option cannot be both best and worst: ask again for {where}")
    gained = (top == key_best).astype(float) + (bottom == key_worst)
    lost = (top == key_worst).astype(float) + (bottom == key_best)
    return keep_missing(top + bottom, (gained - lost + 2) / 4)


def weighted_choice(choices: ArrayLike, weights: ArrayLike) -> FloatArray:
    """The weight of the option chosen.

    Args:
        choices: Shape (...,), column of the option chosen; NaN = no choice.
        weights: Shape (n_options,), each 0..1; 1 for the best option, see
            ``vote_weights``.

    Returns:
        Shape (...,), 0..1; NaN where nothing was chosen.

    Raises:
        ValueError: A weight is missing or lies off 0..1, or a choice names no option.
    """
    chosen, worth = as_floats(choices), as_floats(weights)
    check_keyed(worth)
    check_range(worth, 0, 1, "weight", "option")
    check_steps(chosen, 0, worth.size - 1, "choice", "row")
    columns = np.where(np.isnan(chosen), 0, chosen).astype(np.intp)
    return keep_missing(chosen, worth[columns])


def members(chosen: ArrayLike, is_member: ArrayLike) -> FloatArray:
    """Share of the keyed options that were picked; picking too many scores nothing.

    Args:
        chosen: Shape (..., n_options), 1 picked, 0 not; NaN anywhere in a row
            leaves that row without a score.
        is_member: Shape (n_options,), true or 1 for the keyed options, false or 0
            for the others. As many are to be picked as are keyed.

    Returns:
        Shape (...,), 0..1. Picking too few is no error: each right pick counts.

    Raises:
        ValueError: No option is keyed, one is neither keyed nor not, a pick is
            neither 0 nor 1, or shapes disagree.

    Source: UK Foundation Programme; case S-16.
    """
    picks, keyed = as_floats(chosen), _membership(is_member)
    check_columns(picks, keyed.shape)
    check_steps(picks, 0, 1, "pick")
    n_keyed = int(keyed.sum())
    if n_keyed == 0:
        raise ValueError("the key names no option")
    n_picked = sum_last_axis(picks)
    n_right = sum_last_axis(np.where(keyed, picks, 0.0))
    return keep_missing(n_picked, np.where(n_picked > n_keyed, 0.0, n_right / n_keyed))


def exactly_members(chosen: ArrayLike, is_member: ArrayLike) -> FloatArray:
    """As ``members``, for forms that take exactly as many picks as are keyed.

    Raises:
        ValueError: As there, or a row has more or fewer picks: such an answer
            should have been sent back where it was given.
    """
    picks, n_keyed = as_floats(chosen), int(_membership(is_member).sum())
    n_picked = sum_last_axis(picks)
    is_odd = np.atleast_1d(~np.isnan(n_picked) & (n_picked != n_keyed))
    if is_odd.any():
        rows = ", ".join(str(row) for row in np.flatnonzero(is_odd)[:20].tolist())
        raise ValueError(f"exactly {n_keyed} are to be picked: check {is_odd.sum()} rows ({rows})")
    return members(picks, is_member)


def formula_score(n_right: ArrayLike, n_wrong: ArrayLike, n_options: int) -> FloatArray:
    """Right answers less the number that guessing would have given, R - W / (m - 1).

    Not for use on candidates: it rewards those who like to take a risk.
    Source: case S-17.
    """
    return as_floats(as_floats(n_right) - as_floats(n_wrong) / (_guessable(n_options) - 1))


def chance_corrected(proportion: ArrayLike, n_options: int) -> FloatArray:
    """A proportion right put on a scale where 0 is chance and 1 is everything right.

    Range -1/(m-1)..1. For analysts who compare formats. Source: case S-17.
    """
    chance = 1 / _guessable(n_options)
    return as_floats((as_floats(proportion) - chance) / (1 - chance))


def _rating_pair(ratings: ArrayLike, key: ArrayLike, n_steps: int) -> tuple[FloatArray, FloatArray]:
    steps, keyed = as_floats(ratings), as_floats(key)
    check_columns(steps, keyed.shape)
    check_steps(steps, 1, n_steps, "rating")
    check_steps(keyed, 1, n_steps, "key", "option")
    check_keyed(keyed)
    return steps, keyed


def _membership(is_member: ArrayLike) -> BoolArray:
    keyed = as_floats(is_member)
    check_keyed(keyed)
    check_steps(keyed, 0, 1, "key", "option")
    return np.asarray(keyed == 1)


def _guessable(n_options: int) -> int:
    if n_options < 2:  # noqa: PLR2004 - with one option there is nothing to guess
        raise ValueError("guessing needs at least two options")
    return n_options
