import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.keying.option_keys import empirical_key, hybrid_weights

steady = settings(deadline=None, max_examples=60)
counts = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 80)), min_size=1, max_size=6)


def test_the_learned_key_reproduces_the_worked_case(get_case):
    case = get_case("S-18")
    g = case.given

    key = empirical_key(g["high"], g["low"], g["nH"], g["nL"])

    assert case.is_expected(key.z.tolist(), "z")
    assert case.is_expected(key.weights.tolist(), "weights")


def test_an_option_that_nobody_or_everybody_chose_separates_no_one():
    key = empirical_key([0, 50, 30], [0, 40, 10], 50, 40)

    np.testing.assert_array_equal(np.isnan(key.z), [True, True, False])
    assert key.weights.tolist() == [0, 0, 1]


@given(counts)
@steady
def test_swapping_the_groups_turns_the_key_round(pairs):
    high, low = zip(*pairs, strict=True)

    key, swapped = empirical_key(high, low, 100, 80), empirical_key(low, high, 80, 100)

    np.testing.assert_allclose(swapped.z, -key.z, atol=1e-9)
    np.testing.assert_array_equal(swapped.weights, -key.weights)


def test_the_mixed_key_reproduces_the_worked_case(get_case):
    case = get_case("S-19")
    g = case.given

    assert case.is_expected(
        hybrid_weights(g["rational"], g["empirical"], g["lam"]).tolist(), "hybrid"
    )


@pytest.mark.parametrize(
    ("rational", "empirical", "mixed"),
    [
        pytest.param(1, -1, 0.5, id="opposite signs"),
        pytest.param(-1, 1, -0.5, id="opposite signs, the other way"),
        pytest.param(0, 1, 0, id="reasoned weight of nothing"),
        pytest.param(1, 0, 0.5, id="nothing learned"),
        pytest.param(-1, -1, -1, id="the same sign below nothing"),
    ],
)
def test_a_learned_weight_counts_only_where_it_agrees(rational, empirical, mixed):
    assert hybrid_weights([rational], [empirical], 0.5).tolist() == [mixed]


def test_the_whole_share_leaves_the_reasoned_key_alone():
    assert hybrid_weights([1, 0.5, 0], [1, 1, 1], 1).tolist() == [1, 0.5, 0]


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        pytest.param(lambda: empirical_key([1], [1, 2], 5, 5), "one count", id="shapes"),
        pytest.param(lambda: empirical_key([1], [1], 5, 0), "people", id="nobody low"),
        pytest.param(lambda: empirical_key([1, 6], [1, 1], 5, 5), "option 1", id="too many high"),
        pytest.param(lambda: empirical_key([1, np.nan], [1, 1], 5, 5), "option 1", id="no count"),
        pytest.param(lambda: hybrid_weights([1], [1, 0], 0.5), "two weights", id="weights differ"),
        pytest.param(lambda: hybrid_weights([1], [1], 1.5), "share", id="share above one"),
        pytest.param(lambda: hybrid_weights([1, np.nan], [1, 1], 0.5), "option 1", id="no weight"),
    ],
)
def test_mixed_up_figures_are_refused(compute, message):
    with pytest.raises(ValueError, match=message):
        compute()
