import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hiring.psychometrics.quality.person_fit import (
    even_odd_consistency,
    guttman_errors,
    normalised_guttman_errors,
    person_fit,
    person_total_correlation,
)

quick = settings(deadline=None, max_examples=50)
MEANS = [0.9, 0.8, 0.6, 0.5, 0.3]
patterns = arrays(np.float64, (4, 5), elements=st.sampled_from([0.0, 1.0, np.nan]))


@pytest.mark.parametrize("name", ["a", "b"])
def test_the_correlation_with_easiness_is_the_worked_one(get_case, name):
    case = get_case("Q-05")

    assert case.is_expected(person_total_correlation(case.given[name], case.given["p"]), name)


@pytest.mark.parametrize(
    "scores", [[1, 1, 1, 1, 1], [0.1] * 5, [1, np.nan, np.nan, np.nan, np.nan], [np.nan] * 5]
)
def test_scores_that_do_not_vary_have_no_correlation(scores):
    assert np.isnan(person_total_correlation(scores, MEANS))


def test_items_that_are_all_equally_easy_have_no_correlation():
    assert np.isnan(person_total_correlation([1, 0, 1], [0.6, 0.6, 0.6]))


def test_unanswered_items_are_left_out_of_the_correlation():
    found = person_total_correlation([1, np.nan, 1, 0, 0], MEANS)

    assert found == pytest.approx(person_total_correlation([1, 1, 0, 0], [0.9, 0.6, 0.5, 0.3]))


def test_guttman_errors_are_the_worked_ones(get_case):
    case = get_case("Q-06")
    wanted = case.given["patterns"], case.given["p"]

    assert case.is_expected(guttman_errors(*wanted), "G")
    assert case.is_expected(normalised_guttman_errors(*wanted), "normalised")


def test_equally_easy_items_make_no_error_either_way():
    assert guttman_errors([[0, 1], [1, 0]], [0.6, 0.6]).tolist() == [0, 0]


def test_all_passed_or_all_missed_has_no_normalised_errors():
    assert np.isnan(normalised_guttman_errors([[1] * 5, [0] * 5], MEANS)).all()


def test_unanswered_items_make_no_error():
    assert guttman_errors([np.nan, 0, 1, np.nan, 1], MEANS) == 2
    assert np.isnan(guttman_errors([np.nan] * 5, MEANS))


def test_scores_between_right_and_wrong_have_no_guttman_errors():
    with pytest.raises(ValueError, match="0 or 1: see items 1, 3"):
        guttman_errors([[1, 0.5, 1, 0, 1], [1, 1, 1, 2, 1]], MEANS)


@given(patterns, st.permutations(range(5)))
@quick
def test_the_order_of_items_does_not_matter(table, order):
    means = np.array(MEANS)
    moved, easiness = table[:, order], means[order]

    assert np.array_equal(guttman_errors(moved, easiness), guttman_errors(table, means), True)
    assert person_total_correlation(moved, easiness) == pytest.approx(
        person_total_correlation(table, means), abs=1e-12, nan_ok=True
    )


@given(patterns)
@quick
def test_turning_a_test_round_turns_passes_into_misses_and_keeps_the_errors(table):
    turned = guttman_errors(1 - table, [-mean for mean in MEANS])

    assert np.array_equal(turned, guttman_errors(table, MEANS), equal_nan=True)


@given(patterns)
@quick
def test_normalised_errors_are_shares(table):
    found = normalised_guttman_errors(table, MEANS)

    assert np.all(np.isnan(found) | ((found >= 0) & (found <= 1)))


# l_z.


def worked(case, scores=None):
    given_ = case.given
    return person_fit(scores or given_["x"], given_["a"], given_["b"], given_["theta"])


def test_the_fit_of_a_pattern_is_the_worked_one(get_case):
    case = get_case("Q-07")
    found = worked(case)

    assert case.is_expected(found.log_likelihood, "l0")
    assert case.is_expected(found.expected, "E")
    assert case.is_expected(found.variance, "V")
    assert case.is_expected(found.l_z, "lz")


def test_the_expected_pattern_fits_better(get_case):
    case = get_case("Q-07")

    assert worked(case, [1, 1, 0]).l_z > 0 > worked(case).l_z


def test_where_every_pattern_is_equally_likely_l_z_is_undefined():
    assert np.isnan(person_fit([1, 0], [1, 1], [0.5, 0.5], 0.5).l_z)


def test_unanswered_items_are_left_out_of_the_fit():
    found = person_fit([0, np.nan, 1], [1, 1.2, 0.8], [-1, 0, 1], 0.3)

    assert found.l_z == pytest.approx(person_fit([0, 1], [1, 0.8], [-1, 1], 0.3).l_z)


def test_extreme_abilities_stay_finite():
    found = person_fit([[1, 0], [1, 0]], [1, 1], [0, 1], [-800, 800])

    assert np.isfinite(found.log_likelihood).all()


def test_patterns_drawn_from_the_model_have_standard_l_z():
    drawn = np.random.default_rng(9)
    slopes, places, theta = (
        drawn.uniform(0.8, 2, 40),
        drawn.normal(0, 1, 40),
        drawn.normal(0, 1, 4000),
    )
    chance = 1 / (1 + np.exp(-slopes * (theta[:, None] - places)))
    found = person_fit(
        (drawn.random(chance.shape) < chance).astype(float), slopes, places, theta
    ).l_z

    assert found.mean() == pytest.approx(0, abs=0.06)
    assert found.std() == pytest.approx(1, abs=0.06)


# Even and odd.


def test_the_halves_are_as_consistent_as_worked(get_case):
    case = get_case("Q-09")
    found = even_odd_consistency(case.given["even"], case.given["odd"])

    assert case.is_expected(found, "stepped")
    assert case.is_expected(found / (2 - found), "r")


def test_opposite_halves_are_not_stepped_up():
    assert even_odd_consistency([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)


@pytest.mark.parametrize(
    ("even", "odd"),
    [
        pytest.param([1, 2], [1, 2], id="two facets"),
        pytest.param([1, 2, np.nan], [1, 2, 3], id="two known facets"),
        pytest.param([1, 2, 3], [2, 2, 2], id="a half without spread"),
    ],
)
def test_halves_nothing_can_be_told_from_are_undefined(even, odd):
    assert np.isnan(even_odd_consistency(even, odd))


def test_halves_of_different_shape_are_refused():
    with pytest.raises(ValueError, match="same facets"):
        even_odd_consistency([1, 2, 3], [1, 2])


@given(arrays(np.float64, (3, 5), elements=st.integers(0, 9).map(float)), st.permutations(range(5)))
@quick
def test_neither_half_nor_order_of_facets_nor_unit_matters(table, order):
    one, other = table[:1], table[1:2]
    found = even_odd_consistency(one, other)
    again = even_odd_consistency(other[:, order] * 2 + 1, one[:, order])

    assert again == pytest.approx(found, abs=1e-9, nan_ok=True)
