import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hiring.psychometrics.quality.signs import (
    chance_of_missing,
    longest_run,
    mean_run,
    n_instructed_missed,
    n_unread_screens,
    rapid_thresholds,
    reading_floor_seconds,
    response_time_effort,
    response_variability,
)

quick = settings(deadline=None, max_examples=50)
ratings = st.sampled_from([1.0, 2.0, 3.0, 4.0, np.nan])
tables = st.tuples(st.integers(1, 6), st.integers(1, 12)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=ratings)
)


# Time.


def test_thresholds_and_effort_are_the_worked_ones(get_case):
    case = get_case("Q-01")
    thresholds = rapid_thresholds(case.given["mean_time"])

    assert case.is_expected(thresholds, "threshold")
    assert case.is_expected(response_time_effort(case.given["t"], thresholds), "rte")


def test_each_item_of_the_worked_case_is_judged_as_printed(get_case):
    case = get_case("Q-01")
    thresholds = rapid_thresholds(case.given["mean_time"])
    found = [
        response_time_effort([t], [floor])
        for t, floor in zip(case.given["t"], thresholds, strict=True)
    ]

    assert case.is_expected(found, "sb")


def test_a_time_at_the_threshold_counts_as_working_on_the_item():
    # A tenth of 41 is a little more than 4.1 in floating point.
    assert 0.1 * 41 > 4.1
    assert response_time_effort([4.1], rapid_thresholds([41])) == 1


def test_items_without_a_time_are_left_out():
    assert response_time_effort([1, 9, np.nan], [3, 3, 3]) == 0.5


def test_a_sitting_without_times_has_no_effort():
    assert np.isnan(response_time_effort([np.nan, np.nan], [3, 3]))


def test_items_without_a_usable_mean_time_are_named():
    with pytest.raises(ValueError, match="above 0: see items 1, 2"):
        rapid_thresholds([40, 0, np.nan])


def test_times_below_zero_are_refused_with_their_items():
    with pytest.raises(ValueError, match="0 seconds: see items 1"):
        response_time_effort([[1, 2], [1, -1]], [3, 3])


def test_columns_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="every item"):
        response_time_effort([1, 2], [3])


def test_the_reading_floor_is_the_worked_one(get_case):
    case = get_case("Q-02")

    assert case.is_expected(reading_floor_seconds(case.given["words"]), "floor_s")


def test_screens_left_before_they_could_be_read_are_counted():
    seconds = [[14.9, 15, 3], [20, np.nan, 4], [np.nan, np.nan, np.nan]]

    found = n_unread_screens(seconds, [150, 150, 40])
    assert found.tolist() == pytest.approx([2, 0, np.nan], nan_ok=True)


# Repetition.


def test_runs_and_variability_are_the_worked_ones(get_case):
    case = get_case("Q-03")

    assert case.is_expected(longest_run(case.given["x"]), "longest")
    assert case.is_expected(mean_run(case.given["x"]), "mean_run")


def test_variability_is_the_worked_one(get_case):
    case = get_case("Q-04")

    assert case.is_expected(response_variability(case.given["x"]), "irv")


def test_an_item_left_out_ends_a_run():
    assert longest_run([3, 3, np.nan, 3, 3, 3]) == 3
    assert mean_run([3, 3, np.nan, 3, 3, 3]) == 2.5


def test_nothing_rated_has_no_run():
    assert np.isnan(longest_run([np.nan, np.nan]))
    assert np.isnan(mean_run([np.nan, np.nan]))


def test_the_same_rating_throughout_does_not_vary():
    assert response_variability([0.1] * 7) == 0


def test_one_rating_has_no_variability():
    assert np.isnan(response_variability([3, np.nan]))


@given(tables, st.randoms(use_true_random=False))
@quick
def test_a_sitting_has_the_same_figures_alone_as_among_others(table, random):
    rows = list(range(len(table)))
    random.shuffle(rows)

    for figure in (longest_run, mean_run, response_variability):
        together = figure(table[rows])
        alone = np.array([figure(table[row]) for row in rows])
        assert np.array_equal(together, alone, equal_nan=True)


@given(tables)
@quick
def test_runs_are_the_same_backwards_and_on_another_scale(table):
    assert np.array_equal(longest_run(table[:, ::-1] * 2 + 1), longest_run(table), equal_nan=True)
    assert np.array_equal(mean_run(table[:, ::-1] * 2 + 1), mean_run(table), equal_nan=True)


# Attention.


@pytest.mark.parametrize(("who", "p"), [("random", "p_random"), ("careful", "p_slip")])
def test_chances_of_missing_instructed_items_are_the_worked_ones(get_case, who, p):
    case = get_case("Q-08")
    expected = case.expected[who]
    found = chance_of_missing(case.given["items"], case.given[p])

    assert found[: len(expected)] == pytest.approx(expected, abs=1e-6)


def test_instructed_items_without_an_answer_are_not_missed():
    answers = [[0, 3, 2], [1, np.nan, 2], [np.nan] * 3]

    found = n_instructed_missed(answers, [0, 3, 1])
    assert found.tolist() == pytest.approx([1, 2, np.nan], nan_ok=True)


@pytest.mark.parametrize(("n_items", "p"), [(0, 0.5), (3, 1.1)])
def test_chances_need_an_item_and_a_chance(n_items, p):
    with pytest.raises(ValueError, match="at least one item"):
        chance_of_missing(n_items, p)
