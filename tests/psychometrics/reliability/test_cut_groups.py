"""Where people stand to a cut score, and who is tied with whom."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.reliability.cut_groups import (
    CutGroup,
    crossings,
    probability_reaches,
)
from hiring.psychometrics.reliability.differences import (
    Difference,
    difference_of,
    higher_from,
    probability_true_higher,
    sed,
)
from hiring.psychometrics.reliability.precision import Precision, Rung
from hiring.psychometrics.reliability.ties import n_tied, tie_width

MEASURED = Precision(Rung.MEASURED, 200, 50.0, 10.0, 0.84, 4.0)
POOLED = Precision(Rung.POOLED, 40, None, 10.0, 0.7, 5.0)
points = st.floats(0, 100)


def test_the_worked_case_comes_out(get_case):
    """Score 65 in a group of mean 50: an estimate of 62.6."""
    case = get_case("R-24")

    assert MEASURED.error == pytest.approx(case.given["see"])
    assert case.is_expected(probability_reaches(65, case.given["cut"], MEASURED), "p")


@pytest.mark.parametrize("precision", [MEASURED, POOLED], ids=["measured", "pooled"])
def test_at_the_crossings_the_chances_are_nine_and_one_in_ten(precision):
    found = crossings(60, precision)

    assert probability_reaches(found.high, 60, precision) == pytest.approx(0.9)
    assert probability_reaches(found.low, 60, precision) == pytest.approx(0.1)


@settings(max_examples=40)
@given(points, points, points)
def test_a_higher_total_is_never_in_a_lower_group(cut, one, other):
    places = list(CutGroup)
    low, high = sorted((one, other))
    found = crossings(cut, MEASURED)

    assert places.index(found.group_of(high)) <= places.index(found.group_of(low))


def test_a_cut_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="cut score lies in"):
        crossings(101, POOLED)


def test_without_any_reliability_no_total_leads_to_a_true_score():
    with pytest.raises(ValueError, match="reliability"):
        crossings(60, Precision(Rung.MEASURED, 200, 50.0, 10.0, 0.0, 10.0))


@settings(max_examples=40)
@given(points, points)
def test_people_are_tied_exactly_where_a_comparison_finds_nothing(one, other):
    low, high = sorted((one, other))
    width = tie_width(POOLED, higher_from(2))
    chance = probability_true_higher(high, low, POOLED.r, sed(POOLED.sem, POOLED.sem))
    is_apart = difference_of(chance, higher_from(2)) is Difference.HIGHER

    if not math.isclose(high - low, width, rel_tol=1e-9):
        assert n_tied([low], [low, high], width) == ((0,) if is_apart else (1,))


def test_ties_do_not_hang_on_the_order_of_people():
    everybody = [70.0, 10.0, 40.0, 41.0, 39.0]

    assert n_tied([40.0, 70.0], everybody, 5) == (2, 0)
    assert n_tied([40.0, 70.0], sorted(everybody), 5) == (2, 0)


def test_without_any_reliability_everybody_is_tied():
    nothing = Precision(Rung.POOLED, 40, None, 10.0, 0.0, 10.0)

    assert n_tied([0.0, 100.0], [0.0, 100.0], tie_width(nothing, 0.95)) == (1, 1)
