import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats import inter_rater

from hiring.psychometrics.agreement.kappa import (
    Weighting,
    cross_table,
    fleiss_kappa,
    pair_agreement,
    weighted_kappa,
)

quick = settings(deadline=None, max_examples=50)
cells = st.integers(0, 8)
squares = st.integers(2, 5).flatmap(lambda m: arrays(np.int_, (m, m), elements=cells))
chosen = st.tuples(st.integers(2, 8), st.integers(2, 6), st.integers(2, 4)).flatmap(
    lambda shape: arrays(np.int_, shape[:2], elements=st.integers(0, shape[2] - 1)).map(
        lambda codes: np.stack([(codes == c).sum(axis=1) for c in range(shape[2])], axis=1)
    )
)


def test_a_table_of_two_raters_gives_the_worked_figures(get_case):
    case = get_case("H-03")
    found = pair_agreement(case.given["table"])

    assert found.n == 30
    assert case.is_expected(found.exact, "exact")
    assert case.is_expected(found.adjacent, "adjacent")
    assert case.is_expected(found.kappa, "kappa")
    assert case.is_expected(found.linear, "linear")
    assert case.is_expected(found.quadratic, "quadratic")


@pytest.mark.parametrize(
    ("weighting", "theirs"),
    [(Weighting.NONE, None), (Weighting.LINEAR, "linear"), (Weighting.QUADRATIC, "quadratic")],
)
def test_kappa_agrees_with_statsmodels(weighting, theirs):
    table = np.random.default_rng(3).integers(0, 9, (5, 5))
    expected = inter_rater.cohens_kappa(table, wt=theirs, return_results=False)

    assert weighted_kappa(table, weighting) == pytest.approx(float(expected), abs=1e-12)


@pytest.mark.parametrize(
    "table",
    [
        pytest.param([[7, 0], [0, 0]], id="one category"),
        pytest.param([[0, 0], [0, 0]], id="no answers"),
        pytest.param([[5]], id="a scale of one"),
    ],
)
def test_kappa_without_a_chance_to_disagree_is_undefined(table):
    assert [weighted_kappa(table, weighting) for weighting in Weighting] == [None] * 3


def test_two_raters_who_never_use_the_same_category_are_below_chance_or_at_it():
    assert weighted_kappa([[0, 6], [0, 0]], Weighting.NONE) == 0
    assert weighted_kappa([[0, 6], [6, 0]], Weighting.NONE) == -1


def test_no_answers_have_no_share_of_agreement():
    assert pair_agreement([[0, 0], [0, 0]]).exact is None


def test_answers_one_rater_left_out_are_not_counted():
    table = cross_table([1, 2, None, 2], [1, 1, 2, float("nan")], [1, 2])

    assert table.tolist() == [[1, 0], [1, 0]]


def test_two_raters_who_share_no_answer_have_an_empty_table():
    assert cross_table([1, None], [None, 2], [1, 2]).tolist() == [[0, 0], [0, 0]]


def test_unused_categories_keep_their_place():
    assert cross_table([1, 4], [1, 4], [1, 2, 3, 4]).shape == (4, 4)


def test_ratings_off_the_categories_are_named_together():
    words = r"correct 9 \(row 1, first rater\), 0 \(row 2, second rater\)$"
    with pytest.raises(ValueError, match=words):
        cross_table([1, 9, None], [1, 2, 0], [1, 2])


def test_categories_named_twice_are_refused():
    with pytest.raises(ValueError, match="once only"):
        cross_table([1], [1], [1, 1])


def test_lists_of_different_length_are_refused():
    with pytest.raises(ValueError, match="same order"):
        cross_table([1, 2], [1], [1, 2])


@pytest.mark.parametrize("table", [[[1, 2, 0], [0, 1, 0]], [1, 2], [[]]])
def test_a_table_that_is_not_square_is_refused(table):
    with pytest.raises(ValueError, match="table"):
        weighted_kappa(table, Weighting.NONE)


@pytest.mark.parametrize("odd", [-1, 0.5, np.nan, np.inf])
def test_cells_that_are_no_counts_are_refused_with_their_row(odd):
    with pytest.raises(ValueError, match="whole numbers from 0: see rows 1"):
        weighted_kappa([[1, 2], [odd, 1]], Weighting.NONE)


def test_five_raters_give_the_worked_kappa_of_fleiss(get_case):
    case = get_case("I-10")
    found = fleiss_kappa(case.given["counts"])

    assert case.is_expected(found.observed, "P")
    assert case.is_expected(found.expected, "Pe")
    assert case.is_expected(found.kappa, "kappa")


def test_fleiss_agrees_with_statsmodels():
    drawn = np.random.default_rng(5).multinomial(6, [0.5, 0.2, 0.3], size=20)

    assert fleiss_kappa(drawn).kappa == pytest.approx(inter_rater.fleiss_kappa(drawn), abs=1e-12)


def test_one_category_for_everything_leaves_fleiss_undefined():
    assert fleiss_kappa([[3, 0], [3, 0]]).kappa is None


def test_rows_with_another_number_of_raters_are_named():
    with pytest.raises(ValueError, match="rows 1, 3 do not have 3 ratings"):
        fleiss_kappa([[3, 0], [1, 1], [2, 1], [4, 0], [1, 2]])


def test_a_single_rater_agrees_with_nobody():
    with pytest.raises(ValueError, match="at least two raters"):
        fleiss_kappa([[1, 0], [0, 1]])


@given(squares, st.randoms(use_true_random=False))
@quick
def test_names_of_categories_do_not_matter_to_unweighted_kappa(table, random):
    order = list(range(len(table)))
    random.shuffle(order)

    assert weighted_kappa(table[order][:, order], Weighting.NONE) == pytest.approx(
        weighted_kappa(table, Weighting.NONE), abs=1e-12
    )


@given(squares, st.sampled_from(Weighting))
@quick
def test_swapping_the_raters_or_the_ends_of_the_scale_changes_no_kappa(table, weighting):
    kappa = weighted_kappa(table, weighting)

    assert weighted_kappa(table.T, weighting) == pytest.approx(kappa, abs=1e-12)
    assert weighted_kappa(table[::-1, ::-1], weighting) == pytest.approx(kappa, abs=1e-12)


@given(chosen, st.randoms(use_true_random=False))
@quick
def test_order_of_answers_and_names_of_categories_do_not_matter_to_fleiss(counts, random):
    rows, columns = list(range(len(counts))), list(range(counts.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)

    assert fleiss_kappa(counts[rows][:, columns]) == fleiss_kappa(counts)
