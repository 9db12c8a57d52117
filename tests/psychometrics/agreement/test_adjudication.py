import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.agreement.adjudication import adjudicate, panel_mean, raters_needed
from hiring.psychometrics.reliability.coefficients import spearman_brown, times_longer_needed

quick = settings(deadline=None, max_examples=60)
steps = st.integers(1, 5).map(float)


@pytest.mark.parametrize("number", ["H-01a", "H-01b", "H-01d", "H-01e", "H-01f"])
def test_two_or_three_ratings_give_the_worked_score(get_case, number):
    case = get_case(number)

    assert case.is_expected(adjudicate(case.given["ratings"]).final, "final")


def test_two_raters_two_steps_apart_need_a_third(get_case):
    case = get_case("H-01c")
    found = adjudicate(case.given["ratings"])

    # The printed case has no score (null): here that is NaN, for want of a third rating.
    assert case.expected["final"] is None
    assert np.isnan(found.final)
    assert found.needs_third


@pytest.mark.parametrize("ratings", [(1, 3, 5), (3, 5, 1), (5, 1, 3)])
def test_three_at_equal_distances_take_the_middle_one(ratings):
    assert adjudicate(ratings).final == 3


def test_a_third_rating_cannot_pull_two_who_agree():
    assert adjudicate([4, 5, 1]).final == 4.5


def test_answers_are_settled_together_with_and_without_a_third():
    found = adjudicate([[4, 5, np.nan], [2, 4, np.nan], [2, 4, 4]])

    assert found.final.tolist() == pytest.approx([4.5, np.nan, 4], nan_ok=True)
    assert found.needs_third.tolist() == [False, True, False]


def test_an_answer_waiting_for_its_second_rating_has_no_score_yet():
    found = adjudicate([4, np.nan])

    assert np.isnan(found.final)
    assert not found.needs_third


@pytest.mark.parametrize("ratings", [[4], [4, 4, 4, 4], 4])
def test_other_numbers_of_ratings_are_refused(ratings):
    with pytest.raises(ValueError, match="two ratings, or three"):
        adjudicate(ratings)


@given(steps, steps, steps)
@quick
def test_a_score_lies_within_its_ratings_and_does_not_depend_on_who_was_first(a, b, c):
    final = adjudicate([a, b, c]).final

    assert min(a, b, c) <= final <= max(a, b, c)
    assert adjudicate([b, a, c]).final == final


def test_a_panel_gives_the_worked_mean_and_error(get_case):
    case = get_case("B-01")
    found = panel_mean(case.given["x"])

    assert case.is_expected(found.mean, "mean")
    assert case.is_expected(found.standard_error, "se")


def test_prompts_by_different_raters_give_the_worked_mean_and_error(get_case):
    case = get_case("H-06")
    found = panel_mean(case.given["x"])

    assert case.is_expected(found.mean, "mean")
    assert case.is_expected(found.standard_error, "se")


def test_a_single_rating_has_no_standard_error():
    assert panel_mean([4, np.nan]).standard_error is None


@pytest.mark.parametrize("ratings", [[], [np.nan], [1, np.inf]])
def test_a_panel_without_usable_ratings_is_refused(ratings):
    with pytest.raises(ValueError, match="at least one rating"):
        panel_mean(ratings)


def test_more_raters_are_as_reliable_as_worked(get_case):
    case = get_case("H-04")
    found = [spearman_brown(case.given["icc1"], k) for k in case.given["k"]]

    assert case.is_expected(found, "r")


def test_the_raters_needed_are_the_worked_number_rounded_up(get_case):
    case = get_case("H-04")
    wanted = case.given["icc1"], case.given["target"]

    assert case.is_expected(times_longer_needed(*wanted), "k_needed")
    assert raters_needed(*wanted) == 4


def test_a_whole_number_of_raters_is_not_rounded_up():
    assert raters_needed(0.5, 0.8) == 4


def test_one_rater_is_the_least():
    assert raters_needed(0.9, 0.3) == 1


@pytest.mark.parametrize(("icc", "target"), [(0, 0.8), (-0.2, 0.8), (0.5, 1)])
def test_a_reliability_no_number_of_raters_reaches_is_refused(icc, target):
    with pytest.raises(ValueError, match="between 0 and 1"):
        raters_needed(icc, target)
