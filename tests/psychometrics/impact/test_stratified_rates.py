import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from hiring.psychometrics.impact.selection_rates import (
    Selected,
    find_impact_ratio,
    flips_with_one_person,
    impact_ratio_interval,
    is_below_four_fifths,
)
from hiring.psychometrics.impact.stratified_rates import Direction, common_rates

quick = settings(deadline=None, max_examples=50)
groups = st.integers(1, 40).flatmap(lambda n: st.integers(0, n).map(lambda x: Selected(x, n)))
openings = st.lists(st.tuples(groups, groups), min_size=1, max_size=6)


def worked(case):
    return [
        (Selected(x1, n1), Selected(x2, n2)) for x1, n1, x2, n2 in case.given["strata_x1_n1_x2_n2"]
    ]


def test_three_openings_give_the_worked_figures(get_case):
    case = get_case("F-10")
    found = common_rates(worked(case))

    assert case.is_expected(found.ratio, "common_ratio")
    assert case.is_expected(found.pooled_ratio, "pooled_ratio")
    assert case.is_expected(found.test.z, "z")
    assert case.is_expected(found.test.p, "p")


def test_the_test_is_that_of_statsmodels_without_correction(get_case):
    strata = worked(get_case("F-10"))
    tables = [
        [[g.n_selected, g.n_applicants - g.n_selected] for g in stratum] for stratum in strata
    ]
    theirs = StratifiedTable(tables).test_null_odds(correction=False)
    found = common_rates(strata).test

    assert found.z**2 == pytest.approx(theirs.statistic, abs=1e-9)
    assert found.p == pytest.approx(theirs.pvalue, abs=1e-9)


def test_equal_rates_within_openings_are_equal_although_the_sums_differ():
    # The second group applies more where few are selected.
    found = common_rates([(Selected(40, 80), Selected(10, 20)), (Selected(2, 20), Selected(8, 80))])

    assert found.ratio == pytest.approx(1)
    assert found.test.z == pytest.approx(0)
    assert found.pooled_ratio == pytest.approx(2.333333, abs=1e-6)


def test_nobody_selected_leaves_everything_undefined():
    found = common_rates([(Selected(0, 5), Selected(0, 8))])

    assert (found.ratio, found.pooled_ratio, found.test) == (None, None, None)


def test_an_opening_in_which_everybody_is_selected_adds_no_test():
    assert common_rates([(Selected(5, 5), Selected(8, 8))]).test is None


def test_no_opening_is_refused():
    with pytest.raises(ValueError, match="at least one opening"):
        common_rates([])


def test_a_level_outside_its_range_is_refused():
    with pytest.raises(ValueError, match=r"0\.95"):
        common_rates([(Selected(2, 10), Selected(5, 10))], 95)


def test_the_interval_follows_the_formula_of_greenland_and_robins():
    # Two openings, 2 of 10 against 8 of 20 and 3 of 12 against 6 of 15, by hand.
    found = common_rates([(Selected(2, 10), Selected(8, 20)), (Selected(3, 12), Selected(6, 15))])
    above, below = 2 * 20 / 30 + 3 * 15 / 27, 8 * 10 / 30 + 6 * 12 / 27
    spread = (10 * 20 * 10 - 2 * 8 * 30) / 900 + (12 * 15 * 9 - 3 * 6 * 27) / 729
    reach = 1.959963984540054 * math.sqrt(spread / (above * below))

    assert found.ratio == pytest.approx(above / below)
    assert found.interval.low == pytest.approx(above / below * math.exp(-reach))
    assert found.interval.high == pytest.approx(above / below * math.exp(reach))


def test_the_interval_of_a_single_opening_is_the_plain_one():
    pair = Selected(8, 30), Selected(15, 40)
    found, plain = common_rates([pair]).interval, impact_ratio_interval(*pair)

    assert (found.low, found.high) == pytest.approx((plain.low, plain.high))


def test_four_times_the_openings_halve_the_interval():
    pair = Selected(8, 30), Selected(15, 40)
    one, four = common_rates([pair]).interval, common_rates([pair] * 4).interval

    assert math.log(one.high / one.low) == pytest.approx(2 * math.log(four.high / four.low))


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param((Selected(0, 10), Selected(5, 10)), id="none of the first"),
        pytest.param((Selected(5, 10), Selected(0, 10)), id="none of the second"),
        pytest.param((Selected(10, 10), Selected(12, 12)), id="everybody"),
    ],
)
def test_without_a_spread_there_is_no_interval(pair):
    assert common_rates([pair]).interval is None


@given(groups, groups)
@quick
def test_a_single_opening_has_the_plain_findings(first, second):
    found = common_rates([(first, second)])

    expected = is_below_four_fifths(first, second) or is_below_four_fifths(second, first)
    assert found.is_below_four_fifths == expected
    assert found.flips_with_one_person == flips_with_one_person(first, second)


def test_exactly_four_fifths_within_openings_is_not_below():
    pairs = [(Selected(4, 25), Selected(5, 25)), (Selected(8, 50), Selected(10, 50))]

    assert not common_rates(pairs).is_below_four_fifths


@pytest.mark.parametrize(
    ("x1", "direction"), [(3, Direction.LOWER), (6, Direction.EQUAL), (9, Direction.HIGHER)]
)
def test_the_direction_is_that_within_openings(x1, direction):
    # Equal at 6 of 30 against 4 of 20, and equal in the second opening.
    pairs = [(Selected(x1, 30), Selected(4, 20)), (Selected(9, 10), Selected(90, 100))]

    assert common_rates(pairs).direction is direction


def test_one_exchanged_person_turns_a_close_result_and_not_a_clear_one():
    close = [(Selected(9, 30), Selected(10, 30)), (Selected(12, 40), Selected(12, 40))]
    clear = [(Selected(9, 30), Selected(20, 30)), (Selected(12, 40), Selected(12, 40))]

    assert common_rates(close).flips_with_one_person
    assert not common_rates(clear).flips_with_one_person


@given(groups, groups)
@quick
def test_a_single_opening_has_the_plain_ratio(first, second):
    assert common_rates([(first, second)]).ratio == pytest.approx(find_impact_ratio(first, second))


@given(openings, st.randoms(use_true_random=False))
@quick
def test_the_order_of_openings_does_not_matter(strata, random):
    shuffled = list(strata)
    random.shuffle(shuffled)
    found, again = common_rates(strata), common_rates(shuffled)

    assert again.ratio == pytest.approx(found.ratio, abs=1e-12)
    assert (again.test is None) == (found.test is None)
    if found.test:
        assert again.test.z == pytest.approx(found.test.z, abs=1e-12)


@given(openings)
@quick
def test_swapping_the_groups_inverts_the_ratio_and_turns_the_sign(strata):
    found = common_rates(strata)
    swapped = common_rates([(second, first) for first, second in strata])

    if found.ratio and swapped.ratio:
        assert swapped.ratio == pytest.approx(1 / found.ratio)
    if found.test:
        assert swapped.test.z == pytest.approx(-found.test.z, abs=1e-9)
