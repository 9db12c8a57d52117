import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from hiring.psychometrics.selection_rates import Selected, find_impact_ratio
from hiring.psychometrics.stratified_rates import common_rates

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
