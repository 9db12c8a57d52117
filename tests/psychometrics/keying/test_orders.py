from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, spearmanr

from hiring.psychometrics.keying.orders import pair_agreement, rank_correlation

steady = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 2**32 - 1)
IDEAL = np.array([2.0, 3.0, 1.0, 5.0, 4.0])
both = pytest.mark.parametrize("measure", [rank_correlation, pair_agreement])


def ranks_of(order, options="ABCDE"):
    return [order.index(option) + 1 for option in options]


def some_orders(seed, n=30):
    rng = np.random.default_rng(seed)
    return np.array([rng.permutation(IDEAL.size) + 1.0 for _ in range(n)])


@pytest.mark.parametrize(("measure", "name"), [(rank_correlation, "rho"), (pair_agreement, "tau")])
@pytest.mark.parametrize("number", ["S-10a", "S-10b", "S-10c", "S-10d"])
def test_both_measures_reproduce_the_worked_cases(get_case, number, measure, name):
    case = get_case(number)

    found = measure(ranks_of(case.given["given"]), ranks_of(case.given["ideal"]))

    assert case.is_expected(float(found), name)


@pytest.mark.parametrize(
    ("measure", "theirs"), [(rank_correlation, spearmanr), (pair_agreement, kendalltau)]
)
def test_another_library_finds_the_same(measure, theirs):
    orders = some_orders(seed=1)

    expected = [theirs(order, IDEAL).statistic for order in orders]

    np.testing.assert_allclose(measure(orders, IDEAL), expected, atol=1e-12)


@both
def test_all_orders_together_average_nothing(measure):
    orders = np.array(list(permutations(range(1, 6))))

    assert measure(orders, IDEAL).mean() == pytest.approx(0, abs=1e-12)


@both
@given(seed=seeds)
@steady
def test_turning_an_order_round_mirrors_the_measure(measure, seed):
    orders = some_orders(seed)

    np.testing.assert_allclose(measure(6 - orders, IDEAL), -measure(orders, IDEAL), atol=1e-12)


@both
@given(seed=seeds, columns=st.permutations(range(5)))
@steady
def test_the_order_of_the_columns_does_not_matter(measure, seed, columns):
    orders = some_orders(seed)

    np.testing.assert_array_equal(
        measure(orders[:, columns], IDEAL[columns]), measure(orders, IDEAL)
    )


@both
@given(seed=seeds)
@steady
def test_one_sitting_alone_has_the_same_figure_to_the_last_bit(measure, seed):
    orders = some_orders(seed)

    alone = np.array([measure(order, IDEAL) for order in orders])

    assert alone.tobytes() == measure(orders, IDEAL).tobytes()


@both
def test_one_unranked_option_leaves_the_order_without_a_figure(measure):
    assert np.isnan(measure([1, 2, np.nan, 4, 5], IDEAL))


@both
def test_shared_ranks_are_refused_with_their_place(measure):
    with pytest.raises(ValueError, match="row 1 column 0, row 1 column 1"):
        measure([[1, 2, 3, 4, 5], [1, 1, 3, 4, 5]], IDEAL)
