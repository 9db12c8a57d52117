import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from hiring.psychometrics.impact.selection_rates import (
    Selected,
    compare_rates,
    exact_test,
    false_alarm_chance,
    find_difference_test,
    find_impact_ratio,
    find_ratio_test,
    flips_with_one_person,
    impact_ratio_interval,
    impact_ratios,
    is_below_four_fifths,
)

quick = settings(deadline=None, max_examples=60)
groups = st.integers(1, 60).flatmap(
    lambda n: st.integers(0, n).map(lambda x: Selected(n_selected=x, n_applicants=n))
)


def pair(case):
    given_ = case.given
    return Selected(given_["x1"], given_["n1"]), Selected(given_["x2"], given_["n2"])


def test_ratios_to_the_highest_rate_are_the_published_ones(get_case):
    case = get_case("F-01")

    assert case.is_expected(impact_ratios(case.given["rates"]), "ir")


def test_the_published_rates_are_flagged_as_published(get_case):
    case = get_case("F-01")
    groups = [Selected(round(100 * rate), 100) for rate in case.given["rates"]]

    assert [is_below_four_fifths(group, groups[0]) for group in groups] == case.expected["flag"]


def test_two_groups_give_the_published_figures(get_case):
    case = get_case("F-02")
    found = compare_rates(*pair(case))

    assert case.is_expected(found.ratio, "ir")
    assert case.is_expected(found.difference.z, "z")
    assert case.is_expected(found.difference.p, "p")
    assert case.is_expected(found.phi, "phi")
    assert case.is_expected(found.cohen_h, "h")
    assert case.is_expected(found.shortfall_pooled, "shortfall_pooled")
    assert case.is_expected(found.shortfall_other, "shortfall_other")


def test_exact_tests_are_the_worked_ones(get_case):
    case = get_case("F-02")
    found = compare_rates(*pair(case)).exact

    assert case.is_expected(found.two_sided, "fisher_two")
    assert case.is_expected(found.one_sided, "fisher_one")
    assert case.is_expected(found.mid_p, "mid_p_one")


def test_one_person_turns_the_small_table_round_and_not_the_larger(get_case):
    case = get_case("F-03")
    small, larger = (
        flips_with_one_person(Selected(*case.given[name][:2]), Selected(*case.given[name][2:]))
        for name in "ab"
    )

    assert (small, larger) == (case.expected["flip_a"], case.expected["flip_b"])


def test_the_ratio_is_tested_as_worked(get_case):
    case = get_case("F-04")
    found = compare_rates(*pair(case))
    interval = found.ratio_interval

    assert case.is_expected(found.ratio_test.z, "z_ir")
    assert case.is_expected(found.ratio_test.p, "p")
    assert case.is_expected([interval.low, interval.high], "ci")
    width = math.log(interval.high / interval.low) / (2 * case.given["z"])
    assert case.is_expected(width, "se_ln")


@pytest.mark.parametrize("number", ["F-05a", "F-05b"])
def test_larger_tables_give_the_worked_figures(get_case, number):
    case = get_case(number)
    found = compare_rates(*pair(case))
    interval = found.ratio_interval

    assert case.is_expected(found.ratio, "ir")
    assert case.is_expected(found.difference.z, "z")
    assert case.is_expected(found.ratio_test.z, "z_ir")
    assert case.is_expected(found.exact.two_sided, "fisher_two")
    assert case.is_expected([interval.low, interval.high], "ci")


def test_equal_groups_raise_as_many_false_alarms_as_worked(get_case):
    case = get_case("F-09")
    found = [[false_alarm_chance(n, n, rate) for rate in case.given["p"]] for n in case.given["n"]]

    assert np.array(found) == pytest.approx(np.array(case.expected["prob"]), abs=1e-6)


@pytest.mark.parametrize(("n_first", "n_second"), [(7, 12), (12, 7), (1, 5)])
def test_false_alarms_of_unequal_groups_are_those_of_every_table(n_first, n_second):
    tables = [
        (Selected(a, n_first), Selected(b, n_second))
        for a in range(n_first + 1)
        for b in range(n_second + 1)
    ]
    chance = sum(
        binom.pmf(a.n_selected, n_first, 0.3) * binom.pmf(b.n_selected, n_second, 0.3)
        for a, b in tables
        if is_below_four_fifths(a, b) or is_below_four_fifths(b, a)
    )

    assert false_alarm_chance(n_first, n_second, 0.3) == pytest.approx(chance, abs=1e-12)


@pytest.mark.parametrize(("n", "rate"), [(0, 0.5), (10, 1.2), (10, -0.1)])
def test_false_alarms_need_people_and_a_rate(n, rate):
    with pytest.raises(ValueError, match="at least one person"):
        false_alarm_chance(n, 10, rate)


def test_exactly_four_fifths_is_not_below():
    assert (4 / 25) / (5 / 25) < 0.8
    assert not is_below_four_fifths(Selected(4, 25), Selected(5, 25))


def test_one_person_less_than_four_fifths_is_below():
    assert is_below_four_fifths(Selected(3999, 25000), Selected(5000, 25000))


def test_nobody_selected_anywhere_is_not_below():
    assert not is_below_four_fifths(Selected(0, 25), Selected(0, 25))


def test_a_ratio_to_a_rate_of_zero_is_undefined():
    assert find_impact_ratio(Selected(2, 10), Selected(0, 10)) is None


@pytest.mark.parametrize("x", [0, 10])
def test_all_or_nobody_selected_leaves_nothing_to_test(x):
    found = compare_rates(Selected(x, 10), Selected(x, 10))

    assert (found.difference, found.ratio_test, found.phi) == (None, None, None)
    assert found.exact.two_sided == 1


def test_a_rate_of_zero_has_a_difference_and_no_logarithm():
    table = Selected(0, 10), Selected(5, 10)

    assert find_difference_test(*table).z < 0
    assert find_ratio_test(*table) is None


def test_an_empty_cell_gets_half_a_person_in_all_four():
    # (.5 / 11) / (5.5 / 11) = 1 / 11 in the middle of the logarithm.
    interval = impact_ratio_interval(Selected(0, 10), Selected(5, 10))

    assert math.sqrt(interval.low * interval.high) == pytest.approx(1 / 11)
    assert interval.low > 0


@pytest.mark.parametrize(
    ("x1", "x2", "is_labelled"), [(0, 5, True), (5, 0, True), (10, 5, True), (1, 9, False)]
)
def test_an_interval_says_whether_half_a_person_was_added(x1, x2, is_labelled):
    found = compare_rates(Selected(x1, 10), Selected(x2, 10)).ratio_interval

    assert found.has_halves_added is is_labelled


def test_equal_rates_have_no_direction_to_turn():
    assert not flips_with_one_person(Selected(2, 4), Selected(3, 6))


@pytest.mark.parametrize(("x", "n"), [(3, 2), (-1, 5), (0, 0)])
def test_impossible_groups_are_refused(x, n):
    with pytest.raises(ValueError, match=f"{x} of {n}"):
        Selected(x, n)


def test_rates_of_nobody_have_no_ratio():
    assert np.isnan(impact_ratios([0, 0])).all()


@pytest.mark.parametrize(
    ("rates", "groups"), [([0.5, 1.2], "1"), ([-0.1], "0"), ([np.nan, 0.5, 2], "0, 2")]
)
def test_rates_outside_their_range_are_refused_with_their_groups(rates, groups):
    with pytest.raises(ValueError, match=f"between 0 and 1: correct groups {groups}$"):
        impact_ratios(rates)


def test_no_rate_is_refused():
    with pytest.raises(ValueError, match="at least one rate"):
        impact_ratios([])


def test_a_level_outside_its_range_is_refused():
    with pytest.raises(ValueError, match=r"0\.95"):
        impact_ratio_interval(Selected(2, 10), Selected(5, 10), 95)


@given(groups, groups)
@quick
def test_swapping_the_groups_turns_every_sign_and_inverts_the_ratio(first, second):
    found, swapped = compare_rates(first, second), compare_rates(second, first)

    if found.ratio and swapped.ratio:
        assert swapped.ratio == pytest.approx(1 / found.ratio)
        assert swapped.ratio_test is None or swapped.ratio_test.z == pytest.approx(
            -found.ratio_test.z
        )
    assert swapped.ratio_interval.low == pytest.approx(1 / found.ratio_interval.high)
    assert swapped.cohen_h == pytest.approx(-found.cohen_h)
    assert swapped.exact.two_sided == pytest.approx(found.exact.two_sided)
    assert swapped.flips_with_one_person == found.flips_with_one_person
    if found.difference is not None:
        assert swapped.difference.z == pytest.approx(-found.difference.z)
        assert swapped.phi == pytest.approx(-found.phi)


@given(groups, groups)
@quick
def test_only_one_of_two_groups_can_be_below(first, second):
    assert not (is_below_four_fifths(first, second) and is_below_four_fifths(second, first))


@given(groups, groups)
@quick
def test_chances_of_the_exact_test_lie_between_zero_and_one(first, second):
    found = exact_test(first, second)

    assert 0 <= found.mid_p <= found.one_sided <= 1
    assert 0 <= found.two_sided <= 1
