import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.impact.floors import GroupFloors
from hiring.psychometrics.impact.over_openings import find_reference_over_openings, openings_report
from hiring.psychometrics.impact.report import Finding, Refusal, find_reference, impact_report
from hiring.psychometrics.impact.selection_rates import Selected, compare_rates
from hiring.psychometrics.impact.stratified_rates import Direction, common_rates

quick = settings(deadline=None, max_examples=50)
groups = st.integers(1, 60).flatmap(lambda n: st.integers(0, n).map(lambda x: Selected(x, n)))
pools = st.dictionaries(st.sampled_from(["a", "b", "c", "d", None]), groups, min_size=1)


def by_label(report):
    return {group.label: group for group in report.groups}


def test_a_group_is_compared_with_the_highest_rate():
    men, women = Selected(60, 100), Selected(40, 100)
    found = by_label(impact_report({"women": women, "men": men}))

    assert found["women"].comparison == compare_rates(women, men)
    assert found["men"].is_reference
    assert found["men"].comparison is None


@pytest.mark.parametrize(
    ("n_selected", "finding"),
    [
        pytest.param(40, Finding.BELOW_FOUR_FIFTHS, id="two thirds"),
        pytest.param(48, Finding.NOT_BELOW, id="exactly four fifths"),
        pytest.param(60, Finding.ONE_PERSON_DECIDES, id="next to nothing"),
    ],
)
def test_a_comparison_says_what_was_found(n_selected, finding):
    pool = {"a": Selected(n_selected, 100), "b": Selected(61 if n_selected == 60 else 60, 100)}

    assert by_label(impact_report(pool))["a"].finding is finding


def test_a_result_one_person_would_turn_is_not_read_even_below_four_fifths():
    pool = {"a": Selected(1, 30), "b": Selected(2, 30)}
    found = by_label(impact_report(pool))["a"]

    assert found.comparison.is_below_four_fifths
    assert found.finding is Finding.ONE_PERSON_DECIDES


def test_nine_people_show_their_number_and_nothing_else():
    found = by_label(impact_report({"a": Selected(3, 9), "b": Selected(50, 100)}))["a"]

    assert found.n_people == 9
    assert found.refusal is Refusal.TOO_FEW_TO_SHOW
    assert (found.n_selected, found.rate, found.comparison, found.finding) == (None,) * 4


def test_ten_people_show_their_rate_without_a_comparison():
    found = by_label(impact_report({"a": Selected(3, 10), "b": Selected(50, 100)}))["a"]

    assert found.rate == pytest.approx(0.3)
    assert found.refusal is Refusal.TOO_FEW_TO_INTERPRET
    assert found.comparison is None


def test_thirty_people_are_compared():
    assert by_label(impact_report({"a": Selected(9, 30), "b": Selected(50, 100)}))["a"].comparison


def test_a_small_group_with_the_highest_rate_is_no_reference():
    found = by_label(impact_report({"a": Selected(29, 29), "b": Selected(50, 100)}))

    assert found["b"].is_reference
    assert not found["a"].is_reference


def test_a_group_under_two_percent_of_the_pool_is_shown_and_not_compared():
    found = by_label(impact_report({"a": Selected(10, 39), "b": Selected(900, 1961)}))["a"]

    assert found.rate is not None
    assert found.refusal is Refusal.UNDER_TWO_PERCENT
    assert found.comparison is None


def test_exactly_two_percent_is_compared():
    found = by_label(impact_report({"a": Selected(10, 40), "b": Selected(900, 1960)}))["a"]

    assert found.refusal is None


def test_people_without_a_label_are_counted_in_the_pool_and_in_no_group():
    report = impact_report({"a": Selected(20, 40), None: Selected(5, 15)})

    assert (report.n_people, report.n_unknown) == (55, 15)
    assert [group.label for group in report.groups] == ["a"]


def test_where_nobody_was_selected_nothing_is_compared():
    found = by_label(impact_report({"a": Selected(0, 50), "b": Selected(0, 60)}))

    assert {group.refusal for group in found.values()} == {Refusal.NOBODY_SELECTED}
    assert {group.comparison for group in found.values()} == {None}


def test_the_rate_of_all_is_given_where_every_group_is_shown():
    assert impact_report({"a": Selected(20, 40), "b": Selected(10, 60)}).overall_rate == 0.3


@pytest.mark.parametrize("label", ["c", None])
def test_the_rate_of_all_is_withheld_where_few_people_could_be_worked_out(label):
    pool = {"a": Selected(20, 40), "b": Selected(10, 60), label: Selected(1, 4)}

    assert impact_report(pool).overall_rate is None


def test_small_groups_that_are_ten_together_do_not_withhold_it():
    pool = {"a": Selected(20, 40), "b": Selected(1, 4), "c": Selected(3, 6)}

    assert impact_report(pool).overall_rate == pytest.approx(24 / 50)


def test_a_pool_of_nobody_is_an_empty_report():
    report = impact_report({})

    assert (report.groups, report.n_people, report.overall_rate) == ((), 0, None)


@given(pools)
@quick
def test_nothing_about_a_small_group_can_be_read(pool):
    report = impact_report(pool)

    for group in report.groups:
        assert (group.rate is None) == (group.n_people < 10)
        assert group.comparison is None or group.n_people >= 30
        assert group.comparison is None or group.refusal is None


@given(pools, st.randoms(use_true_random=False))
@quick
def test_the_order_of_groups_does_not_matter(pool, random):
    items = list(pool.items())
    random.shuffle(items)

    assert impact_report(dict(items)) == impact_report(pool)


# Several openings.


def opening(women, men):
    return {"women": Selected(*women), "men": Selected(*men)}


def test_openings_are_compared_within_and_put_together():
    pools = [opening((20, 80), (10, 20)), opening((2, 20), (18, 80))]
    found = {group.label: group for group in openings_report(pools)}

    assert found["men"].is_reference
    assert found["women"].comparison == common_rates([(p["women"], p["men"]) for p in pools])


def over_openings(pools):
    return {group.label: group for group in openings_report(pools)}


def test_who_does_worse_in_every_opening_is_not_the_reference_for_applying_where_many_get_in():
    pools = [
        {"a": Selected(90, 180), "b": Selected(35, 50)},
        {"a": Selected(5, 50), "b": Selected(36, 180)},
    ]
    found = over_openings(pools)

    assert found["a"].rate > found["b"].rate
    assert found["b"].is_reference
    assert found["a"].comparison.ratio == pytest.approx(2 / 3)
    assert found["a"].comparison.direction is Direction.LOWER
    assert found["a"].finding is Finding.BELOW_FOUR_FIFTHS


def test_a_result_over_openings_that_one_person_turns_is_not_read():
    pools = [opening((1, 20), (2, 20)), opening((5, 20), (5, 20))]

    assert over_openings(pools)["women"].finding is Finding.ONE_PERSON_DECIDES


def test_the_reference_over_openings_has_no_finding():
    pools = [opening((20, 80), (10, 20)), opening((2, 20), (18, 80))]

    assert over_openings(pools)["men"].finding is None


def test_groups_above_one_another_in_a_circle_say_where_they_lie():
    pools = [
        {"a": Selected(20, 50), "b": Selected(30, 50)},
        {"b": Selected(20, 50), "c": Selected(30, 50)},
        {"c": Selected(20, 50), "a": Selected(25, 50)},
    ]
    found = over_openings(pools)
    directions = {
        label: group.comparison.direction for label, group in found.items() if group.comparison
    }

    # a is below b, b below c, c below a, the last by the least.
    assert found["c"].is_reference
    assert directions == {"a": Direction.HIGHER, "b": Direction.LOWER}


def test_a_group_that_meets_nobody_is_not_the_reference_of_those_that_meet():
    pools = [{"a": Selected(20, 50), "b": Selected(30, 50)}, {"c": Selected(45, 50)}]

    assert find_reference_over_openings(pools) == "b"


def test_nobody_selected_where_both_applied_is_no_comparison():
    pools = [
        {"a": Selected(0, 40), "b": Selected(0, 40)},
        {"a": Selected(20, 40)},
        {"b": Selected(10, 40)},
    ]

    assert {one.refusal for one in openings_report(pools)} == {None, Refusal.NOBODY_SELECTED}


@given(st.lists(st.fixed_dictionaries({"a": groups, "b": groups}), min_size=1, max_size=4))
@quick
def test_of_two_groups_none_stands_above_the_reference(pools):
    for group in openings_report(pools):
        assert group.comparison is None or group.comparison.direction is not Direction.HIGHER


def test_a_group_that_never_applied_beside_the_reference_is_not_compared():
    pools = [{"men": Selected(30, 50)}, {"women": Selected(10, 50)}]
    found = {group.label: group for group in openings_report(pools)}

    assert found["women"].refusal is Refusal.TOO_FEW_TO_INTERPRET
    assert found["women"].n_compared == 0
    assert found["women"].rate == pytest.approx(0.2)


def test_openings_that_are_small_one_by_one_are_compared_together():
    pools = [opening((2, 10), (5, 10))] * 3
    found = {group.label: group for group in openings_report(pools)}

    assert found["women"].comparison.ratio == pytest.approx(0.4)


def test_a_small_group_over_all_openings_shows_no_rate():
    pools = [{**opening((5, 20), (9, 20)), "other": Selected(1, 2)}] * 2
    found = {group.label: group for group in openings_report(pools)}

    assert found["other"].rate is None
    assert found["other"].refusal is Refusal.TOO_FEW_TO_SHOW


def test_no_opening_is_refused():
    with pytest.raises(ValueError, match="at least one opening"):
        openings_report([])


def test_without_a_group_large_enough_there_is_no_reference():
    assert find_reference({"a": Selected(3, 29)}, 29) is None


def test_a_house_that_asks_for_more_people_shows_and_compares_fewer_over_openings():
    pools = [{"a": Selected(20, 40), "b": Selected(10, 35), "c": Selected(5, 12)}]
    usual, strict = (
        {group.label: group for group in openings_report(pools, floors=floors)}
        for floors in (GroupFloors(), GroupFloors(show=13, compare=36))
    )

    assert usual["b"].comparison is not None
    assert strict["b"].comparison is None
    assert (usual["c"].rate, strict["c"].rate) == (5 / 12, None)
