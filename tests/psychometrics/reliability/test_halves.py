from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.reliability.coefficients import alpha
from hiring.psychometrics.reliability.halves import (
    lower_bounds,
    lower_bounds_of_scores,
    odd_even,
    split_half,
)

steady = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 2**32 - 1)


def people_by_units(seed, n_people=40, k_units=6):
    rng = np.random.default_rng(seed)
    return 60 + rng.normal(0, 10, (n_people, 1)) + rng.normal(0, 12, (n_people, k_units))


def figures_of(split):
    return [split.r, split.stepped_up, split.flanagan]


# Splits: case R-05.


def test_the_split_reproduces_the_worked_case(get_case):
    case, data = get_case("R-05"), get_case("R-01").given["data"]

    split = split_half(data, case.given["odd"])

    assert case.is_expected(split.r, "r")
    assert case.is_expected(split.stepped_up, "spearman_brown")
    assert case.is_expected(split.flanagan, "flanagan")


def test_odd_against_even_is_the_same_split(get_case):
    data = get_case("R-01").given["data"]

    assert odd_even(data) == split_half(data, [0, 2])


@given(seeds)
@steady
def test_it_does_not_matter_which_half_is_named(seed):
    scores = people_by_units(seed)

    one, other = split_half(scores, [0, 3]), split_half(scores, [1, 2, 4, 5])

    assert figures_of(one) == pytest.approx(figures_of(other), abs=1e-12)


@given(seeds)
@steady
def test_a_split_does_not_depend_on_the_order_of_people(seed):
    scores = people_by_units(seed)
    shuffled = np.random.default_rng(seed).permutation(scores)

    assert figures_of(odd_even(shuffled)) == pytest.approx(figures_of(odd_even(scores)), abs=1e-12)


@given(seeds, st.floats(0.1, 50), st.floats(-50, 50))
@steady
def test_a_split_does_not_depend_on_the_scale(seed, times, shift):
    scores = people_by_units(seed)

    stretched = odd_even(times * scores + shift)

    assert figures_of(stretched) == pytest.approx(figures_of(odd_even(scores)), abs=1e-7)


@given(seeds)
@steady
def test_the_stepped_up_figure_is_never_below_the_one_from_variances(seed):
    scores = people_by_units(seed)
    split = odd_even(scores)

    if split.r > 0:
        assert split.stepped_up >= split.flanagan - 1e-12


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param([[1.0, 0.0]], id="one person"),
        pytest.param(np.ones((5, 4)), id="everybody alike"),
        pytest.param([[1.0, 3.0], [1.0, 2.0], [1.0, 5.0]], id="a half without spread"),
        pytest.param([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]], id="halves that cancel out"),
    ],
)
def test_a_split_without_spread_is_undefined(scores):
    assert odd_even(scores) is None


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param([[1, 6], [2, 4], [3, 2]], id="exact opposites"),
        pytest.param(
            np.array([[1.1, 6.3], [2.2, 4.2], [3.3, 2.1]]) / 3, id="opposites but for rounding"
        ),
        pytest.param([[1, 6], [2, 4], [3, 2.2]], id="nearly opposites"),
        pytest.param([[1, 1], [2, 3], [3, 1]], id="nothing in common"),
    ],
)
def test_halves_that_do_not_go_together_have_nothing_to_step_up(scores):
    split = odd_even(scores)

    assert -1 <= split.r <= 1e-15
    assert split.stepped_up is None
    assert np.isfinite(split.flanagan)


@given(seeds)
@steady
def test_a_stepped_up_figure_lies_above_its_correlation_or_is_undefined(seed):
    split = odd_even(np.random.default_rng(seed).integers(1, 6, (5, 4)).astype(float))

    if split is not None:
        assert -1 <= split.r <= 1
        assert split.r <= 0 if split.stepped_up is None else split.r <= split.stepped_up <= 1


@pytest.mark.parametrize("first", [[], [0, 1, 2, 3], [4], [-1]])
def test_a_half_names_some_of_the_columns(first):
    with pytest.raises(ValueError, match=r"columns 0\.\.3"):
        split_half(np.eye(4), first)


# Guttman's bounds.


def test_the_third_bound_is_alpha(get_case):
    data = get_case("R-01").given["data"]

    assert lower_bounds_of_scores(data).lambda_3 == pytest.approx(alpha(data), abs=1e-12)


def test_the_fourth_bound_is_the_best_of_all_splits(get_case):
    data = get_case("R-01").given["data"]

    best = max(
        split_half(data, first).flanagan
        for size in (1, 2)
        for first in combinations(range(4), size)
    )

    assert lower_bounds_of_scores(data).lambda_4 == pytest.approx(best, abs=1e-12)


def test_equally_good_units_have_the_same_figure_for_the_second_and_third_bound():
    # Four units of variance 1 that all correlate .5: by hand 4/3 · (1 - 4/10) = .8 for alpha.
    bounds = lower_bounds(0.5 + 0.5 * np.eye(4))

    # lambda 1: 1 - 4/10; lambda 5: that plus 2 · √(3 · .25) / 10; lambda 6: each
    # unit keeps 1 - R² = .625 that the three others do not explain.
    assert (bounds.lambda_1, bounds.lambda_2, bounds.lambda_3) == pytest.approx((0.6, 0.8, 0.8))
    assert bounds.lambda_4 == pytest.approx(0.8)
    assert bounds.lambda_5 == pytest.approx(0.6 + 2 * 0.75**0.5 / 10)
    assert bounds.lambda_6 == pytest.approx(1 - 4 * 0.625 / 10)


@given(seeds)
@steady
def test_the_bounds_keep_their_order(seed):
    bounds = lower_bounds_of_scores(people_by_units(seed))

    assert bounds.lambda_1 <= bounds.lambda_3 <= bounds.lambda_2 + 1e-12
    assert bounds.lambda_1 <= bounds.lambda_5
    assert bounds.lambda_4 <= 1


@given(seeds)
@steady
def test_the_bounds_do_not_depend_on_the_order_of_people_or_units(seed):
    rng = np.random.default_rng(seed)
    scores = people_by_units(seed)
    shuffled = rng.permutation(rng.permutation(scores), axis=1)

    before, after = lower_bounds_of_scores(scores), lower_bounds_of_scores(shuffled)

    for name in ("lambda_1", "lambda_2", "lambda_3", "lambda_4", "lambda_5", "lambda_6"):
        assert getattr(after, name) == pytest.approx(getattr(before, name), abs=1e-12)


def test_units_that_repeat_each_other_have_no_sixth_bound():
    scores = people_by_units(seed=1)

    assert lower_bounds_of_scores(np.hstack([scores, scores[:, :1]])).lambda_6 is None


def test_a_unit_that_does_not_vary_leaves_no_sixth_bound():
    scores = people_by_units(seed=1)
    scores[:, 2] = 50.0

    assert lower_bounds_of_scores(scores).lambda_6 is None


@pytest.mark.parametrize(("k_units", "is_every"), [(16, True), (17, False)])
def test_beyond_sixteen_units_the_best_split_is_sought_among_drawn_ones(k_units, is_every):
    bounds = lower_bounds_of_scores(people_by_units(seed=2, n_people=100, k_units=k_units))

    assert bounds.is_every_split_tried is is_every
    assert bounds.lambda_4 > bounds.lambda_3


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param(np.ones((5, 3)), id="everybody alike"),
        pytest.param([[1.0], [2.0]], id="one unit"),
        pytest.param([[1.0, 2.0]], id="one person"),
    ],
)
def test_without_spread_there_are_no_bounds(scores):
    assert lower_bounds_of_scores(scores) is None
