"""How far scores move, whose move is dependable, and which words about pairs change."""

import math
import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.reliability.differences import (
    Difference,
    difference_of,
    higher_from,
    probability_true_higher,
    sed,
)
from hiring.psychometrics.reliability.precision import Precision, Rung, estimate, interval_90
from hiring.psychometrics.reliability.rescoring import (
    MAX_PEOPLE,
    NO_PAIRS,
    moved_dependably,
    moves,
    pair_changes,
)

POOLED = Precision(rung=Rung.POOLED, n=40, mean=None, sd=10, r=0.84, sem=4)
MEASURED = Precision(rung=Rung.MEASURED, n=200, mean=60, sd=10, r=0.75, sem=5)
POINTS = st.floats(0, 100, allow_nan=False).map(lambda points: round(points, 2))
PEOPLE = st.lists(st.tuples(POINTS, POINTS), min_size=1, max_size=8)


def test_the_mean_the_spread_and_the_largest_move_are_told():
    found = moves([50, 60, 70], [52, 60, 64], POOLED, POOLED)

    assert (found.n, found.n_moved, found.largest) == (3, 2, -6)
    assert found.mean == pytest.approx(-4 / 3)
    assert found.sd == pytest.approx(np.std([2, 0, -6], ddof=1))


def test_the_quantiles_of_the_moves_are_told():
    found = moves([50] * 5, [50, 51, 52, 53, 54], POOLED, POOLED)

    assert found.quantiles == pytest.approx((0.2, 1, 2, 3, 3.8))


def test_one_person_has_a_move_but_no_spread():
    assert moves([50], [51], POOLED, POOLED).sd is None


def test_nobody_has_neither():
    found = moves([], [], POOLED, POOLED)

    assert (found.n, found.mean, found.sd, found.largest, found.quantiles) == (
        0,
        None,
        None,
        None,
        (),
    )


def test_numbers_lost_and_gained_are_no_moves():
    found = moves([50, np.nan, 60], [np.nan, 55, 60], POOLED, POOLED)

    assert (found.n, found.n_moved) == (1, 0)
    assert (found.n_number_lost, found.n_number_gained) == (1, 1)


def test_rounding_is_no_move():
    assert moves([100 * (0.1 + 0.2)], [30], POOLED, POOLED).n_moved == 0


@pytest.mark.parametrize(("step", "is_dependable"), [(6.57, False), (6.59, True), (-6.59, True)])
def test_a_move_beyond_the_new_interval_is_dependable(step, is_dependable):
    # 1.645 · 4 points = 6.58.
    assert moved_dependably([50], [50 + step], POOLED, POOLED).tolist() == [is_dependable]


@pytest.mark.parametrize("precision", [POOLED, MEASURED])
@pytest.mark.parametrize("pair", [(60, 62), (40, 55), (80, 50), (60, 67)])
def test_a_dependable_move_is_the_old_estimate_outside_the_new_interval(precision, pair):
    old, new = pair
    band, middle = interval_90(new, precision), estimate(old, precision)

    expected = not band.low <= middle <= band.high
    assert moved_dependably([old], [new], precision, precision).tolist() == [expected]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        # With these errors "probably" begins at 5.195 points and "higher" at 10.152 (case R-10).
        ((50, 56), (50, 54), "n_lost"),
        ((50, 54), (50, 56), "n_gained"),
        ((50, 56), (56, 50), "n_reversed"),
        ((50, 56), (50, 61), "n_weight"),
        ((50, 61), (50, 56), "n_weight"),
    ],
)
def test_a_changed_word_is_counted_by_its_kind(old, new, field):
    found = pair_changes(old, new, POOLED, POOLED)

    assert (found.n_pairs, found.n_changed, getattr(found, field)) == (1, 1, 1)


def test_a_word_can_change_because_the_precision_does():
    wider = Precision(rung=Rung.POOLED, n=40, mean=None, sd=10, r=0.5, sem=7)

    assert pair_changes([50, 56], [50, 56], POOLED, wider).n_lost == 1


def test_who_has_no_number_is_in_no_pair():
    assert pair_changes([50, 60, np.nan], [50, 60, 70], POOLED, POOLED).n_pairs == 1


def test_beyond_the_cap_people_are_counted_as_left_out():
    totals = [50.0] * (MAX_PEOPLE + 3)
    found = pair_changes(totals, totals, POOLED, POOLED)

    assert (found.n_pairs, found.n_left_out) == (math.comb(MAX_PEOPLE, 2), 3)


def test_counts_of_openings_add_up():
    one = pair_changes([50, 56], [50, 54], POOLED, POOLED)

    assert (NO_PAIRS + one + one).n_lost == 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ([50], [50, 60], "same people"),
        ([[50]], [[50]], "same people"),
        ([50, 101], [50, 60], "old scores of rows 1"),
        ([50, 60], [-1, 101], "new scores of rows 0, 1"),
    ],
)
def test_bad_columns_are_refused_by_row(old, new, words):
    with pytest.raises(ValueError, match=words):
        moves(old, new, POOLED, POOLED)


def word(a, b, precision):
    """The word as the comparison of two people finds it, with the sign of who is higher."""
    high, low = max(a, b), min(a, b)
    error = sed(precision.sem, precision.sem)
    probability = probability_true_higher(high, low, precision.r, error)
    weight = list(Difference)[::-1].index(difference_of(probability, higher_from(2)))
    return weight * (1 if a >= b else -1)


@given(PEOPLE)
@settings(max_examples=60, deadline=None)
def test_changed_pairs_are_those_that_the_comparison_would_describe_otherwise(people):
    old, new = zip(*people, strict=True)
    expected = sum(
        word(old[i], old[j], POOLED) != word(new[i], new[j], MEASURED)
        for i, j in combinations(range(len(people)), 2)
    )

    assert pair_changes(old, new, POOLED, MEASURED).n_changed == expected


@given(PEOPLE, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_people_changes_nothing(people, rng):
    shuffled = rng.sample(people, len(people))
    found = [
        (moves(old, new, POOLED, MEASURED), pair_changes(old, new, POOLED, MEASURED))
        for old, new in (zip(*people, strict=True), zip(*shuffled, strict=True))
    ]

    assert found[0] == found[1]


def test_a_thousand_people_are_compared_within_half_a_second():
    rng = np.random.default_rng(1)
    old, new = rng.uniform(0, 100, (2, MAX_PEOPLE))
    start = time.process_time()
    pair_changes(old, new, POOLED, POOLED)

    assert time.process_time() - start < 0.5
