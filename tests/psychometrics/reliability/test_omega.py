import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.multivariate.factor import Factor

from hiring.psychometrics.reliability.coefficients import alpha, alpha_from_covariance
from hiring.psychometrics.reliability.omega import (
    NoOmega,
    fitted_omega,
    omega_of_scores,
    omega_total,
)

steady = settings(deadline=None, max_examples=25)
seeds = st.integers(0, 2**32 - 1)
LOADINGS = np.array([0.7, 0.6, 0.5, 0.8, 0.4, 0.65])


def correlations_from(loadings):
    together = np.outer(loadings, loadings)
    np.fill_diagonal(together, 1)
    return together


def people_by_units(seed, n_people=300):
    rng = np.random.default_rng(seed)
    shared, own = rng.normal(0, 1, (n_people, 1)), rng.normal(0, 1, (n_people, LOADINGS.size))
    return 50 + 10 * (shared * LOADINGS + own * np.sqrt(1 - LOADINGS**2))


# A model that is known: case R-03.


def test_omega_reproduces_the_worked_case(get_case):
    case = get_case("R-03")
    loadings = np.array(case.given["loadings"])

    assert case.is_expected(omega_total(loadings, 1 - loadings**2), "omega")


def test_alpha_of_the_implied_correlations_is_the_printed_one(get_case):
    case = get_case("R-03")

    assert case.is_expected(
        alpha_from_covariance(correlations_from(case.given["loadings"])), "alpha"
    )


def test_a_sum_of_nothing_has_no_omega():
    assert omega_total([0.0, 0.0, 0.0], [0.0, 0.0, 0.0]) is None


# A model that is fitted.


def test_fitting_the_implied_correlations_finds_the_model_again(get_case):
    case = get_case("R-03")

    found = fitted_omega(correlations_from(case.given["loadings"]))

    assert found.reason is None
    assert found.loadings == pytest.approx(case.given["loadings"], abs=1e-6)
    assert case.is_expected(found.value, "omega")


def test_units_of_different_spread_count_by_their_points():
    sd = np.array([1.0, 2, 3, 4, 5, 6])
    covariance = correlations_from(LOADINGS) * np.outer(sd, sd)

    expected = omega_total(LOADINGS * sd, (1 - LOADINGS**2) * sd**2)

    assert fitted_omega(covariance).value == pytest.approx(expected, abs=1e-6)


def test_another_library_fits_the_same_loadings():
    scores = people_by_units(seed=1)
    theirs = Factor(scores, n_factor=1, method="pa", smc=True).fit(maxiter=2000, tol=1e-10)

    ours = omega_of_scores(scores)

    assert ours.loadings == pytest.approx(np.abs(theirs.loadings[:, 0]).tolist(), abs=1e-4)


def test_equally_good_units_have_an_omega_that_is_alpha():
    covariance = correlations_from(np.full(5, 0.6))

    assert fitted_omega(covariance).value == pytest.approx(alpha_from_covariance(covariance))


def test_omega_of_people_is_near_the_one_they_were_drawn_from():
    expected = omega_total(LOADINGS, 1 - LOADINGS**2)

    assert omega_of_scores(people_by_units(seed=2, n_people=5000)).value == pytest.approx(
        expected, abs=0.02
    )


@given(seeds)
@steady
def test_omega_depends_neither_on_the_order_of_people_nor_of_units(seed):
    rng = np.random.default_rng(seed)
    scores = people_by_units(seed)
    shuffled = rng.permutation(rng.permutation(scores), axis=1)

    assert omega_of_scores(shuffled).value == pytest.approx(
        omega_of_scores(scores).value, abs=1e-12
    )


@given(seeds, st.floats(0.1, 50), st.floats(-50, 50))
@steady
def test_omega_does_not_depend_on_the_scale(seed, times, shift):
    scores = people_by_units(seed)

    stretched = omega_of_scores(times * scores + shift)

    assert stretched.value == pytest.approx(omega_of_scores(scores).value, abs=1e-6)


def test_turning_all_units_round_changes_no_omega():
    scores = people_by_units(seed=3)

    assert omega_of_scores(100 - scores).value == pytest.approx(omega_of_scores(scores).value)


def test_unequal_units_have_an_omega_above_their_alpha():
    scores = people_by_units(seed=4, n_people=5000)

    assert omega_of_scores(scores).value > alpha(scores)


# Where there is no omega.


@pytest.mark.parametrize(
    ("covariance", "reason"),
    [
        pytest.param([[1, 0.5], [0.5, 1]], NoOmega.TOO_FEW_UNITS, id="two units"),
        pytest.param(np.diag([1.0, 1, 0]), NoOmega.NO_SPREAD, id="unit without spread"),
        pytest.param(np.zeros((3, 3)), NoOmega.NO_SPREAD, id="nothing varies"),
        pytest.param(np.eye(4), NoOmega.NO_SINGLE_FIT, id="units that share nothing"),
        pytest.param(
            # The third unit stands alone: of the other two only the product is known.
            [[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]],
            NoOmega.NO_SINGLE_FIT,
            id="a pair and a stranger",
        ),
        pytest.param(
            # .9 · .9 / .5 would be the first unit's communality: above 1.
            [[1, 0.9, 0.9], [0.9, 1, 0.5], [0.9, 0.5, 1]],
            NoOmega.HEYWOOD,
            id="loading above one",
        ),
        pytest.param(
            correlations_from([0.7, 0.6, 0.5, -0.6]),
            NoOmega.NEGATIVE_LOADING,
            id="one turned round",
        ),
    ],
)
def test_a_model_that_does_not_hold_has_a_reason_in_place_of_omega(covariance, reason):
    found = fitted_omega(covariance)

    assert (found.value, found.reason) == (None, reason)


def test_the_unit_that_runs_against_the_others_can_be_told():
    found = fitted_omega(correlations_from([0.7, 0.6, 0.5, -0.6]))

    assert [loading < 0 for loading in found.loadings] == [False, False, False, True]


def test_one_person_has_no_omega():
    assert omega_of_scores([[1.0, 2.0, 3.0]]).reason is NoOmega.TOO_FEW_PEOPLE


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        pytest.param(lambda: omega_total([0.5], [0.5, 0.5]), "one loading", id="shapes"),
        pytest.param(lambda: omega_total([np.nan], [0.5]), "one loading", id="no loading"),
        pytest.param(lambda: omega_total([1, 1], [0.5, -0.1]), "unit 1", id="below no error"),
        pytest.param(lambda: omega_total([1, 1], [np.nan, 1]), "unit 0", id="no uniqueness"),
        pytest.param(lambda: omega_of_scores([[1, np.nan]]), "row 0 column 1", id="gap"),
    ],
)
def test_what_is_no_model_is_refused(compute, message):
    with pytest.raises(ValueError, match=message):
        compute()
