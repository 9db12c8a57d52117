import numpy as np
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.impact.mean_differences import expected_impact_ratio, mean_difference

quick = settings(deadline=None, max_examples=50)
scores = st.lists(st.integers(0, 100).map(float), min_size=3, max_size=20)


def test_two_groups_give_the_worked_difference(get_case):
    case = get_case("F-07")
    found = mean_difference(case.given["M"], case.given["F"])

    assert case.is_expected(found.d, "d")
    assert case.is_expected(found.g, "g")
    assert case.is_expected(found.pooled_sd, "s_pooled")
    assert case.is_expected(found.standard_error, "se")
    assert case.is_expected([found.interval.low, found.interval.high], "ci")
    assert found.points == pytest.approx(0.875)


def test_d_agrees_with_pingouin():
    drawn = np.random.default_rng(2)
    first, second = drawn.normal(1, 2, 30), drawn.normal(0, 2, 40)
    expected = pingouin.compute_effsize(first, second, eftype="cohen")

    assert mean_difference(first, second).d == pytest.approx(expected, abs=1e-12)


def test_the_expected_ratios_are_the_worked_ones(get_case):
    case = get_case("F-08")
    found = [[expected_impact_ratio(d, rate) for rate in case.given["sr"]] for d in case.given["d"]]

    assert np.array(found) == pytest.approx(np.array(case.expected["ir"]), abs=1e-6)


def test_an_average_test_used_from_the_top_breaks_four_fifths():
    assert all(expected_impact_ratio(0.38, rate) < 0.8 for rate in (0.5, 0.3, 0.1, 0.01))


def test_without_a_difference_equal_ratios_are_expected():
    assert expected_impact_ratio(0.0, 0.3) == pytest.approx(1)


@pytest.mark.parametrize("rate", [0, 1, 1.5])
def test_selecting_nobody_or_everybody_has_no_expected_ratio(rate):
    with pytest.raises(ValueError, match="between 0 and 1"):
        expected_impact_ratio(0.4, rate)


def test_groups_without_spread_differ_in_points_only():
    found = mean_difference([0.1] * 7, [0.3] * 5)

    assert found.points == pytest.approx(-0.2)
    assert (found.d, found.g, found.standard_error, found.interval) == (None,) * 4


def test_people_without_a_score_are_left_out():
    found = mean_difference([1, 2, np.nan], [2, 3, 4])

    assert (found.n_first, found.n_second) == (2, 3)


@pytest.mark.parametrize("group", [[], [1], [1, np.nan]])
def test_a_group_without_two_usable_scores_is_refused(group):
    with pytest.raises(ValueError, match="at least two scores"):
        mean_difference(group, [1, 2, 3])


def test_a_group_that_is_too_small_is_named():
    with pytest.raises(ValueError, match="second group has 1 scores"):
        mean_difference([1, 2, 3], [1, np.nan])


def test_infinite_scores_are_refused_with_their_group_and_rows():
    with pytest.raises(ValueError, match="of the second group are infinite: correct rows 0, 2"):
        mean_difference([1, 2, 3], [np.inf, 1, -np.inf])


def test_a_level_outside_its_range_is_refused():
    with pytest.raises(ValueError, match="level"):
        mean_difference([1, 2], [2, 3], 95)


@given(scores, scores)
@quick
def test_swapping_the_groups_turns_the_sign(first, second):
    found, swapped = mean_difference(first, second), mean_difference(second, first)

    assert swapped.points == -found.points
    if found.d is not None:
        assert swapped.d == pytest.approx(-found.d, abs=1e-12)
        assert swapped.interval.low == pytest.approx(-found.interval.high, abs=1e-12)


@given(scores, scores, st.randoms(use_true_random=False))
@quick
def test_order_of_people_and_unit_of_the_scale_do_not_matter(first, second, random):
    found = mean_difference(first, second)
    shuffled = [score * 3 + 7 for score in first]
    random.shuffle(shuffled)

    again = mean_difference(shuffled, [score * 3 + 7 for score in second])
    assert again.d == pytest.approx(found.d, abs=1e-9)
