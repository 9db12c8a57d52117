import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.moments import moments_of, moments_of_blocks, no_moments

quick = settings(deadline=None, max_examples=40)
seeds = st.integers(0, 2**32 - 1)


def table_of(seed, n_people=60, k_items=5):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n_people, 1)) + rng.normal(size=(n_people, k_items))


@given(seeds, st.integers(1, 80))
@quick
def test_the_covariance_is_numpys_whatever_the_blocks(seed, block_rows):
    table = table_of(seed)

    found = moments_of(table, block_rows).covariance()

    assert found == pytest.approx(np.cov(table, rowvar=False), abs=1e-12)


@given(seeds, st.integers(1, 59))
@quick
def test_two_parts_merge_to_the_whole(seed, cut):
    table = table_of(seed)

    merged = moments_of(table[:cut]).merge(moments_of(table[cut:]))

    assert merged.n == 60
    assert merged.mean == pytest.approx(table.mean(axis=0), abs=1e-13)
    assert merged.products == pytest.approx(moments_of(table).products, abs=1e-11)


@given(seeds)
@quick
def test_the_order_of_people_does_not_matter(seed):
    table = table_of(seed)
    other = np.random.default_rng(seed).permutation(table)

    assert moments_of(other, 7).covariance() == pytest.approx(
        moments_of(table, 11).covariance(), abs=1e-12
    )


@given(seeds)
@quick
def test_scores_far_from_zero_lose_no_digits(seed):
    table = np.round(table_of(seed), 3)

    far = moments_of(table + 2.0**30, 16).covariance()

    assert far == pytest.approx(moments_of(table).covariance(), abs=1e-5)


def test_blocks_from_a_stream_give_what_the_table_gives():
    table = table_of(1)

    streamed = moments_of_blocks(table[start : start + 25] for start in range(0, 60, 25))

    assert streamed.covariance() == pytest.approx(moments_of(table).covariance(), abs=1e-12)


@pytest.mark.parametrize("kind", ["int8", "uint8", "int16", "int64", "float32", "float64", "bool"])
def test_any_kind_of_number_will_do(kind):
    table = np.random.default_rng(1).integers(0, 2, (50, 4))

    found = moments_of(table.astype(kind)).covariance()

    assert found == pytest.approx(np.cov(table, rowvar=False))


def test_people_with_a_missing_score_are_left_out_and_counted():
    table = table_of(1)
    holed = table.copy()
    holed[[3, 17], [0, 2]] = np.nan
    complete = np.delete(table, [3, 17], axis=0)

    found = moments_of(holed, 10)

    assert (found.n, found.n_dropped) == (58, 2)
    assert found.covariance() == pytest.approx(np.cov(complete, rowvar=False))


def test_nobody_adds_nothing():
    some = moments_of(table_of(1))

    assert some.merge(no_moments(5)).products is some.products
    assert no_moments(5).merge(some).n == 60


def test_people_left_out_are_counted_even_if_nobody_remains():
    found = moments_of(np.full((3, 2), np.nan))

    assert (found.n, found.n_dropped) == (0, 3)


def test_the_covariance_of_one_person_is_refused():
    with pytest.raises(ValueError, match="at least two people, not 1"):
        moments_of([[1.0, 2.0]]).covariance()


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        pytest.param([1.0, 2.0], "people by items", id="one row without its axis"),
        pytest.param(np.empty((3, 0)), "at least one item", id="no item"),
        pytest.param([["a", "b"]], "turn it into numbers", id="words"),
        pytest.param([[1.0, 2.0], [np.inf, 1.0]], "row 1 item 0", id="infinite"),
        pytest.param([[np.inf, 2.0], [-np.inf, 1.0]], "row 0 item 0, row 1 item 0", id="two"),
    ],
)
def test_what_is_no_table_of_scores_is_refused(table, sentence):
    with pytest.raises(ValueError, match=sentence):
        moments_of(table)


def test_an_infinite_score_is_found_in_its_row_of_the_stream():
    blocks = [np.zeros((5, 2)), np.array([[0.0, 1.0], [0.0, np.inf]])]

    with pytest.raises(ValueError, match="row 6 item 1"):
        moments_of_blocks(blocks)


def test_parts_of_different_forms_do_not_merge():
    with pytest.raises(ValueError, match="of 2 and of 3 items"):
        no_moments(2).merge(no_moments(3))


def test_no_block_at_all_is_refused():
    with pytest.raises(ValueError, match="no block"):
        moments_of_blocks([])


def test_a_block_without_rows_is_refused():
    with pytest.raises(ValueError, match="at least one row"):
        moments_of([[1.0]], block_rows=0)
