import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.arrays import sample_covariance, sample_variance
from hiring.psychometrics.reliability.coefficients import alpha
from hiring.psychometrics.reliability.composites import (
    composite_reliability,
    composite_variance,
    composite_z,
    effective_weights,
    equal_weight_r,
    facet_report,
    facet_reports,
    is_reportable,
    multiple_r,
    prmse_total,
)

steady = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 2**32 - 1)


def correlations_of(case):
    r12, r13, r23 = (case.given[name] for name in ("r12", "r13", "r23"))
    return np.array([[1, r12, r13], [r12, 1, r23], [r13, r23, 1]])


def covariance_of(case):
    return correlations_of(case) * np.outer(case.given["sd"], case.given["sd"])


def pair(r):
    return np.array([[1, r], [r, 1]])


def some_parts(seed, n_parts=4):
    """Weights, covariances and reliabilities of parts that hang together."""
    rng = np.random.default_rng(seed)
    mixture = rng.normal(0, 1, (n_parts, n_parts)) + 0.5
    return rng.uniform(0.1, 1, n_parts), mixture @ mixture.T, rng.uniform(0.3, 0.95, n_parts)


# Weights: case S-21.


def test_the_composite_reproduces_the_worked_case(get_case):
    case = get_case("S-21")
    weights, covariance = case.given["w"], covariance_of(case)

    variance = composite_variance(weights, covariance)

    assert case.is_expected(variance, "var")
    assert case.is_expected(math.sqrt(variance), "sd")
    assert case.is_expected(composite_reliability(weights, covariance, case.given["rel"]), "rel")
    assert case.is_expected(list(effective_weights(weights, covariance)), "effective")


def test_standardised_parts_with_equal_weights_reproduce_the_worked_case(get_case):
    case = get_case("S-21")

    found = composite_reliability([1, 1, 1], correlations_of(case), case.given["rel"])

    assert case.is_expected(found, "rel_equal_z")


@given(seeds)
@steady
def test_effective_weights_add_up_to_one(seed):
    weights, covariance, _ = some_parts(seed)

    assert sum(effective_weights(weights, covariance)) == pytest.approx(1)


@given(seeds)
@steady
def test_the_order_of_parts_does_not_matter(seed):
    weights, covariance, known = some_parts(seed)
    order = np.random.default_rng(seed).permutation(weights.size)
    shuffled = weights[order], covariance[np.ix_(order, order)]

    assert composite_reliability(*shuffled, known[order]) == pytest.approx(
        composite_reliability(weights, covariance, known), abs=1e-12
    )
    assert effective_weights(*shuffled) == pytest.approx(
        np.array(effective_weights(weights, covariance))[order], abs=1e-9
    )


@given(seeds, st.floats(0.1, 100))
@steady
def test_only_the_proportions_of_the_weights_matter(seed, times):
    weights, covariance, known = some_parts(seed)

    found = composite_reliability(times * weights, covariance, known)

    assert found == pytest.approx(composite_reliability(weights, covariance, known), abs=1e-9)


def test_a_single_part_keeps_its_reliability():
    assert composite_reliability([3.0], [[25.0]], [0.7]) == pytest.approx(0.7)


# Interview and test together: cases B-02 and B-03.


def test_a_sum_of_z_values_is_standardised_as_printed(get_case):
    case = get_case("B-02")
    g = case.given

    found = composite_z(g["w"], g["z"], pair(g["r"]))

    assert case.is_expected(found.raw, "raw")
    assert case.is_expected(found.sd, "sd")
    assert case.is_expected(found.z, "z")


def test_two_predictors_reproduce_the_worked_case(get_case):
    case = get_case("B-03")
    g = case.given
    validities, together = [g["r1"], g["r2"]], pair(g["r12"])

    assert case.is_expected(multiple_r(validities, together), "multiple_R")
    assert case.is_expected(equal_weight_r(validities, together), "unit")


@given(st.floats(0, 0.6), st.floats(0, 0.6), st.floats(0, 0.6))
@steady
def test_the_best_weights_never_predict_worse_than_equal_ones(first, second, together):
    best = multiple_r([first, second], pair(together))

    assert best >= equal_weight_r([first, second], pair(together)) - 1e-12


def test_a_second_predictor_that_says_nothing_new_adds_nothing():
    assert multiple_r([0.4, 0.2], pair(0.5)) == pytest.approx(0.4)


# Facets: case R-26.


def test_what_the_total_predicts_of_each_facet_is_as_printed(get_case):
    case = get_case("R-26")
    g = case.given
    covariances = covariance_of(case)

    predicted = [
        prmse_total(r, covariances[i, i], covariances[i].sum(), covariances.sum())
        for i, r in enumerate(g["rel"])
    ]

    assert case.is_expected(predicted, "prmse_total")


def test_the_total_predicts_a_facet_that_is_the_whole_test_as_well_as_it_predicts_itself():
    assert prmse_total(0.7, 25, 25, 25) == pytest.approx(0.7)


def test_the_covariance_of_a_variable_with_itself_is_its_variance():
    values = np.array([1.0, 4.0, 2.0, 8.0])

    assert sample_covariance(values, values) == pytest.approx(sample_variance(values))


def test_the_rule_for_facets_reproduces_the_worked_case(get_case):
    case = get_case("R-26")
    covariances = covariance_of(case)

    reports = [
        facet_report(r, covariances[i, i], covariances[i].sum(), covariances.sum())
        for i, r in enumerate(case.given["rel"])
    ]

    assert [report.r for report in reports] == case.given["rel"]
    assert case.is_expected([report.prmse_total for report in reports], "prmse_total")
    assert [report.is_reportable for report in reports] == case.expected["report"]


@pytest.mark.parametrize(("r", "flag"), [(0.60, True), (0.59, False)])
def test_a_facet_needs_a_reliability_of_sixty_however_distinct_it_is(r, flag):
    assert is_reportable(r, total_prmse=0.1) is flag


@pytest.mark.parametrize("r", [None, 0.0, -0.2])
def test_a_facet_of_pure_error_has_nothing_that_could_be_predicted(r):
    report = facet_report(r, 25, 30, 100)

    assert (report.r, report.prmse_total, report.is_reportable) == (r, None, False)


def scores_of_two_facets(seed, n_people=300):
    rng = np.random.default_rng(seed)
    facets = np.repeat(rng.normal(0, 10, (n_people, 2)), 4, axis=1)
    return 50 + facets + rng.normal(0, 8, (n_people, 8))


def test_a_report_from_scores_takes_alpha_for_the_facets_reliability():
    scores = scores_of_two_facets(seed=1)

    first, second = facet_reports(scores, [range(4), range(4, 8)])

    assert (first.r, second.r) == (alpha(scores[:, :4]), alpha(scores[:, 4:]))
    assert first.is_reportable
    assert second.is_reportable


def test_halves_of_one_facet_are_not_worth_reporting():
    scores = scores_of_two_facets(seed=2)[:, :4]

    reports = facet_reports(scores, [[0, 1], [2, 3]])

    assert [report.is_reportable for report in reports] == [False, False]


@given(seeds)
@steady
def test_a_report_does_not_depend_on_the_order_of_people(seed):
    scores, facets = scores_of_two_facets(seed, n_people=30), [range(4), range(4, 8)]
    shuffled = np.random.default_rng(seed).permutation(scores)

    assert facet_reports(shuffled, facets) == facet_reports(scores, facets)


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param(np.ones((30, 4)), id="everybody alike"),
        pytest.param(np.ones((1, 4)), id="one person"),
        pytest.param(
            np.tile([[0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 1.0]], (15, 1)), id="same sums"
        ),
    ],
)
def test_facets_of_a_total_without_spread_are_not_reportable(scores):
    reports = facet_reports(scores, [[0, 1], [0, 3]])

    assert [report.is_reportable for report in reports] == [False, False]


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        pytest.param(lambda: prmse_total(0, 1, 1, 1), "above 0", id="facet of pure error"),
        pytest.param(lambda: composite_variance([1], pair(0)), "one weight each", id="few weights"),
        pytest.param(
            lambda: composite_variance([1, np.nan], pair(0)), "no weight: check part 1", id="gap"
        ),
        pytest.param(lambda: composite_variance([1, -1], pair(1)), "not vary", id="cancels out"),
        pytest.param(
            lambda: composite_variance([0, 0], pair(0)), "not vary", id="no weight at all"
        ),
        pytest.param(
            lambda: composite_reliability([1, 1], pair(0), [0.5, 1.5]), "part 1", id="r above one"
        ),
        pytest.param(lambda: composite_z([1, 1], [1], pair(0)), "z value", id="few z values"),
        pytest.param(lambda: multiple_r([0.4, 0.4], pair(1)), "follows", id="twice the same"),
        pytest.param(lambda: multiple_r([0.9, 0.9], pair(-0.5)), "together", id="contradiction"),
        pytest.param(lambda: multiple_r([0.4, 1.4], pair(0)), "part 1", id="validity above one"),
        pytest.param(lambda: equal_weight_r([0.4, 0.4], 4 * pair(0)), "is 1", id="covariances"),
        pytest.param(lambda: equal_weight_r([0.4, 0.4], pair(-1)), "not vary", id="opposites"),
        pytest.param(
            lambda: facet_reports([[1.0, np.nan]], [[0, 1]]), "row 0 column 1", id="gap in scores"
        ),
    ],
)
def test_impossible_figures_are_refused(compute, message):
    with pytest.raises(ValueError, match=message):
        compute()
