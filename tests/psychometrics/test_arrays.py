import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.arrays import (
    exact_mean,
    places,
    sample_covariance,
    sample_variance,
    varies,
)

steady = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        pytest.param([False, False], "", id="nowhere"),
        pytest.param([True, False, True], "column 0, column 2", id="one axis"),
        pytest.param(
            [[False, True], [True, False]], "row 0 column 1, row 1 column 0", id="two axes"
        ),
        pytest.param(True, "column 0", id="no axis"),
    ],
)
def test_a_refusal_names_every_place(mask, words):
    assert places(np.array(mask)) == words


def test_a_list_is_named_by_what_it_holds():
    assert places(np.array([False, True]), "row") == "row 1"


def test_a_table_has_rows_and_columns_whatever_a_list_would_hold():
    assert places(np.array([[False, True]]), "option") == "row 0 column 1"


def test_after_twenty_places_a_refusal_only_counts():
    assert places(np.ones(23, dtype=bool)).endswith("column 19 and 3 more")


@given(seeds)
@steady
def test_sums_over_people_do_not_depend_on_their_order(seed):
    rng = np.random.default_rng(seed)
    pairs = rng.normal(0, 1e6, (50, 2))
    left, right = rng.permutation(pairs).T

    assert exact_mean(left) == exact_mean(pairs[:, 0])
    assert sample_variance(left) == sample_variance(pairs[:, 0])
    assert sample_covariance(left, right) == sample_covariance(*pairs.T)


@pytest.mark.parametrize(
    ("values", "flag"),
    [([0.3, 0.1 + 0.2], False), ([0.3, 0.31], True), ([0, 0], False), ([1e9, 1e9 + 0.1], False)],
)
def test_rounding_is_no_spread(values, flag):
    assert varies(np.array(values, dtype=float)) is flag
