"""What a cut score means for a crowd: groups, and how many true scores reach it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.reliability.cut_groups import (
    CutGroup,
    crossings,
    probability_reaches,
)
from hiring.psychometrics.reliability.cut_reach import (
    MIN_FOR_REACH,
    cut_reach,
    cuts_beside,
)
from hiring.psychometrics.reliability.precision import Precision, Rung

MEASURED = Precision(Rung.MEASURED, 200, 50.0, 10.0, 0.84, 4.0)
POOLED = Precision(Rung.POOLED, 40, None, 10.0, 0.7, 5.0)
BOTH = pytest.mark.parametrize("precision", [MEASURED, POOLED], ids=["measured", "pooled"])
CROWD = np.linspace(20, 95, 40)


@BOTH
def test_the_groups_are_those_of_each_person(precision):
    found, bounds = cut_reach(CROWD, 60, precision), crossings(60, precision)
    each = [bounds.group_of(total) for total in CROWD]

    counts = (found.n_above, found.n_around, found.n_below)
    assert counts == tuple(each.count(group) for group in CutGroup)
    assert sum(counts) == CROWD.size


@BOTH
def test_what_is_expected_is_the_sum_of_the_chances(precision):
    chances = [probability_reaches(total, 60, precision) for total in CROWD]

    assert cut_reach(CROWD, 60, precision).expected == pytest.approx(math.fsum(chances), rel=1e-12)


def test_the_range_holds_the_true_number_nine_times_in_ten():
    """Case of many draws: people whose true scores are drawn around their estimates."""
    rng = np.random.default_rng(7)
    middles = 50 + MEASURED.r * (CROWD - 50)
    drawn = rng.normal(middles, MEASURED.error, size=(4000, CROWD.size))
    n_reaching = (drawn >= 60).sum(axis=1)
    interval = cut_reach(CROWD, 60, MEASURED).interval

    inside = ((n_reaching >= interval.low) & (n_reaching <= interval.high)).mean()
    assert 0.85 < inside < 0.95


def test_fewer_than_thirty_people_are_not_summed_up():
    assert cut_reach(CROWD[: MIN_FOR_REACH - 1], 60, POOLED) is None
    assert cut_reach(CROWD[:MIN_FOR_REACH], 60, POOLED) is not None


@settings(max_examples=30)
@given(st.lists(st.floats(0, 100), min_size=30, max_size=40), st.randoms())
def test_the_order_of_people_changes_nothing(totals, random):
    shuffled = random.sample(totals, len(totals))

    one, other = cut_reach(totals, 55, MEASURED), cut_reach(shuffled, 55, MEASURED)
    assert (one.n_above, one.n_around) == (other.n_above, other.n_around)
    assert one.expected == pytest.approx(other.expected, rel=1e-12)


@settings(max_examples=30)
@given(st.lists(st.floats(0, 100), min_size=30, max_size=40), st.floats(0, 97.5))
def test_a_higher_cut_is_never_reached_by_more(totals, cut):
    low, high = (cut_reach(totals, one, POOLED) for one in (cut, cut + 2.5))

    assert high.expected <= low.expected
    assert 0 <= low.interval.low <= low.expected <= low.interval.high <= len(totals)


@pytest.mark.parametrize("bad", [math.nan, -1.0, 100.5])
def test_a_total_that_is_none_is_named(bad):
    with pytest.raises(ValueError, match="person 3"):
        cut_reach([*CROWD[:3], bad, *CROWD[3:]], 60, POOLED)


def test_an_error_of_nothing_is_refused():
    exact = Precision(Rung.MEASURED, 200, 50.0, 10.0, 1.0, 0.1)
    with pytest.raises(ValueError, match="error of 0"):
        cut_reach(CROWD, 60, exact)


@pytest.mark.parametrize(
    ("cut", "beside"), [(60, (57.5, 60, 62.5)), (1, (1, 3.5)), (100, (97.5, 100))]
)
def test_cuts_beside_stay_on_the_scale(cut, beside):
    assert cuts_beside(cut) == beside
