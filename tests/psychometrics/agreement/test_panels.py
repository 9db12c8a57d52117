import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hiring.psychometrics.agreement.panels import (
    a_wg,
    content_validity_ratio,
    find_essential_count,
    is_a_wg_readable,
    kendall_w,
    r_wg,
    r_wg_j,
    r_wg_j_from_ratio,
)

quick = settings(deadline=None, max_examples=50)
tables = st.tuples(st.integers(2, 7), st.integers(2, 5)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(1, 5).map(float))
)


# Kendall's W: worked by hand.


def test_raters_of_one_mind_have_a_w_of_one():
    assert kendall_w([[1, 10], [2, 20], [3, 30]]).w == 1.0


def test_two_opposite_raters_have_a_w_of_zero():
    assert kendall_w([[1, 3], [2, 2], [3, 1]]).w == 0.0


def test_w_without_ties_is_the_textbook_formula():
    # Rank sums 5, 4, 10, 11 from three raters: squares around 7.5 add up to 37.
    table = [[1, 2, 2], [2, 1, 1], [3, 4, 3], [4, 3, 4]]

    assert kendall_w(table).w == pytest.approx(12 * 37 / (9 * 60))


def test_ties_are_corrected_for():
    # Both raters tie the first two: rank sums 3, 3, 6; S 6; 12 * 6 / (4 * 24 - 2 * 12) = 1.
    assert kendall_w([[1, 1], [1, 1], [2, 2]]).w == pytest.approx(1.0)


def test_the_test_of_w_has_one_degree_of_freedom_less_than_answers():
    found = kendall_w([[1, 10], [2, 20], [3, 30]])

    assert (found.df, found.chi_square) == (2, pytest.approx(4.0))
    assert found.p == pytest.approx(np.exp(-2.0))


def test_raters_who_rank_nothing_have_no_w():
    assert kendall_w([[2, 5], [2, 5]]).w is None


def test_missing_ratings_have_no_rank():
    with pytest.raises(ValueError, match=r"rows 1: .*krippendorff_alpha"):
        kendall_w([[1, 2], [np.nan, 3]])


@given(tables, st.randoms(use_true_random=False))
@quick
def test_w_depends_neither_on_order_nor_on_the_unit_of_the_scale(table, random):
    rows = list(range(len(table)))
    random.shuffle(rows)

    assert kendall_w(table[rows] * 3 - 7) == kendall_w(table)
    assert kendall_w(table[:, ::-1]) == kendall_w(table)


# Agreement on one option.


@pytest.mark.parametrize(("name", "steps"), [("a", "A"), ("b", "B")])
def test_r_wg_reproduces_the_worked_case(get_case, name, steps):
    case = get_case("I-04")

    assert case.is_expected(r_wg(case.given[name], case.given[steps]), name)


def test_r_wg_of_a_set_reproduces_the_worked_case(get_case):
    case = get_case("I-04")

    assert case.is_expected(r_wg_j_from_ratio(case.given["m"], case.given["J"]), "rwg_J")


def test_r_wg_of_a_set_takes_the_mean_of_the_variances():
    options = np.array([[4, 4, 5, 4, 4], [3, 3, 3, 3, 3]])

    assert r_wg_j(options, 5) == pytest.approx(r_wg_j_from_ratio(0.05, 2))


@pytest.mark.parametrize("ratio", [1.0, 1.2, 1.9, 4.0])
def test_a_set_rated_no_better_than_at_random_has_no_agreement(ratio):
    assert r_wg_j_from_ratio(ratio, 4) == 0


def test_raters_at_both_ends_are_cut_off_at_zero():
    assert r_wg([1, 1, 5, 5], 5) == 0


def test_a_rating_left_out_is_not_counted():
    assert r_wg([4, 4, np.nan, 5, 4, 4], 5) == r_wg([4, 4, 5, 4, 4], 5)


def test_one_rater_alone_has_no_agreement_to_speak_of():
    assert np.isnan(r_wg([[4, np.nan], [np.nan, np.nan]], 5)).all()


def test_ratings_wider_than_the_scale_are_refused_with_their_rows():
    with pytest.raises(ValueError, match="scale of 4 steps: see rows 1"):
        r_wg([[1, 4], [1, 5]], 4)


def test_a_scale_of_one_step_is_refused():
    with pytest.raises(ValueError, match="at least two steps"):
        r_wg([1, 1], 1)


def test_a_wg_reproduces_the_worked_case(get_case):
    case = get_case("I-05")
    scale = (case.given["L"], case.given["H"])

    assert case.is_expected(a_wg(case.given["x"], scale), "awg")


@pytest.mark.parametrize("end", [1, 4])
def test_a_wg_at_an_end_of_the_scale_is_undefined(end):
    assert np.isnan(a_wg([end] * 8, (1, 4)))


def test_one_dissent_near_the_end_collapses_a_wg_but_not_r_wg():
    ratings = [4] * 7 + [3]

    assert r_wg(ratings, 4) == pytest.approx(0.90)
    assert a_wg(ratings, (1, 4)) == pytest.approx(0.39, abs=0.005)


def test_the_middle_of_the_scale_is_where_a_wg_can_be_read():
    # Four raters on 1..5: from (1 * 3 + 5) / 4 = 2 to 4, both included.
    means = [[1, 1, 1, 4], [2, 2, 2, 2], [4, 4, 4, 4], [4, 4, 4, 5], [np.nan] * 4]

    assert is_a_wg_readable(means, (1, 5)).tolist() == [False, True, True, False, False]


def test_ratings_off_the_scale_are_refused_with_their_rows():
    with pytest.raises(ValueError, match="from 1 to 4: see rows 0, 2"):
        a_wg([[0, 4], [1, 4], [4, 5]], (1, 4))


def test_a_scale_without_length_is_refused():
    with pytest.raises(ValueError, match="higher point"):
        a_wg([1, 1], (1, 1))


@given(tables)
@quick
def test_agreement_does_not_depend_on_the_direction_of_the_scale(table):
    assert r_wg(6 - table, 5) == pytest.approx(r_wg(table, 5), abs=1e-12)
    assert a_wg(6 - table, (1, 5)) == pytest.approx(a_wg(table, (1, 5)), abs=1e-9, nan_ok=True)


# What is essential.


def test_the_content_validity_ratio_is_the_worked_one(get_case):
    case = get_case("I-07")
    found = content_validity_ratio(case.given["n_e"], case.given["n"])

    assert case.is_expected(found, "cvr")


def test_the_counts_that_beat_chance_are_the_tabled_ones(get_case):
    need = get_case("I-07").expected["need"]

    assert {n: find_essential_count(int(n)) for n in need} == need


@pytest.mark.parametrize("n_raters", [1, 2, 3, 4])
def test_a_panel_of_four_cannot_beat_chance(n_raters):
    assert find_essential_count(n_raters) is None


def test_a_large_panel_needs_little_more_than_half():
    assert 1000 < find_essential_count(2000) < 1060


@pytest.mark.parametrize(("n_essential", "n_raters"), [(11, 10), (-1, 10), (0, 0)])
def test_impossible_counts_are_refused(n_essential, n_raters):
    with pytest.raises(ValueError, match="none to all"):
        content_validity_ratio(n_essential, n_raters)


def test_a_panel_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one rater"):
        find_essential_count(0)
