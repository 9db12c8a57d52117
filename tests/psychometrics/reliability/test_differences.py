import math
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.reliability.differences import (
    Difference,
    critical_z,
    difference_of,
    facet_sed,
    fixed_band,
    higher_from,
    least_significant_difference,
    probability_true_higher,
    reliable_change,
    sed,
)
from hiring.psychometrics.reliability.standard_errors import sem

steady = settings(deadline=None, max_examples=60)
points = st.floats(0, 100)
reliabilities = st.floats(0, 1)
errors = st.floats(0.5, 30)


# Two people: cases.


def test_the_error_of_a_difference_reproduces_the_worked_case(get_case):
    case = get_case("R-09")

    difference_error = sed(case.given["sem"], case.given["sem"])

    assert case.is_expected(difference_error, "sed")
    z = (case.given["a"] - case.given["b"]) / difference_error
    assert case.is_expected(z, "z")
    assert case.is_expected(2 * (1 - NormalDist().cdf(abs(z))), "p_two")


@pytest.mark.parametrize("level", ["95", "90", "80"])
def test_the_least_significant_difference_reproduces_the_worked_case(get_case, level):
    case = get_case("R-09")
    difference_error = sed(case.given["sem"], case.given["sem"])

    difference = least_significant_difference(difference_error, case.given[f"z{level}"])

    assert case.is_expected(difference, f"lsd{level}")


def test_the_probability_of_being_truly_higher_reproduces_the_worked_case(get_case):
    case = get_case("R-10")
    g = case.given
    error = sem(g["sd"], g["r"])

    assert case.is_expected(probability_true_higher(g["a"], g["b"], g["r"], sed(error, error)), "p")


@pytest.mark.parametrize("probability", ["0.8", "0.9", "0.95", "0.975"])
def test_the_difference_needed_gives_the_printed_probability(get_case, probability):
    case = get_case("R-10")
    r, error = case.given["r"], sem(case.given["sd"], case.given["r"])
    difference = case.expected["need"][probability]

    p = probability_true_higher(50 + difference, 50, r, sed(error, error))

    assert p == pytest.approx(float(probability), abs=1e-6)


@given(points, points, reliabilities, errors)
@steady
def test_one_of_two_people_is_truly_higher(a, b, r, error):
    forth, back = probability_true_higher(a, b, r, error), probability_true_higher(b, a, r, error)

    assert forth + back == pytest.approx(1, abs=1e-12)


@given(points, reliabilities, errors)
@steady
def test_equal_scores_leave_it_open_who_is_truly_higher(score, r, error):
    assert probability_true_higher(score, score, r, error) == 0.5


@given(points, points, points, reliabilities, errors)
@steady
def test_a_higher_score_is_never_less_probably_higher(a, b, c, r, error):
    low, high = sorted((a, b))

    assert probability_true_higher(low, c, r, error) <= probability_true_higher(high, c, r, error)


def test_different_forms_widen_the_error_of_a_difference(get_case):
    case = get_case("R-11")
    g = case.given

    assert case.is_expected(sed(g["sem"], g["sem"], g["see_equating"]), "sed")


def test_ten_pairs_share_the_risk_as_printed(get_case):
    case = get_case("R-12")
    n_pairs = math.comb(case.given["candidates"], 2)

    z = critical_z(case.given["p"], n_pairs)

    assert case.is_expected(z, "z")
    error = sed(case.given["sem"], case.given["sem"])
    assert case.is_expected(least_significant_difference(error, z), "lsd")


# The wording rule.


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.95, Difference.HIGHER),
        (0.949, Difference.PROBABLY_HIGHER),
        (0.80, Difference.PROBABLY_HIGHER),
        (0.799, Difference.NONE_DEPENDABLE),
        (0.5, Difference.NONE_DEPENDABLE),
    ],
)
def test_between_two_people_the_words_change_at_the_printed_probabilities(probability, word):
    assert difference_of(probability, higher_from(2)) is word


@pytest.mark.parametrize(("n_people", "threshold"), [(2, 0.95), (3, 1 - 0.05 / 3), (5, 0.995)])
def test_more_people_share_the_risk_of_calling_somebody_higher(n_people, threshold):
    assert higher_from(n_people) == pytest.approx(threshold, abs=1e-12)


# Facets of one person and bands: cases.


def test_the_error_of_a_facet_difference_reproduces_the_worked_case(get_case):
    case = get_case("R-15")

    error = facet_sed(case.given["sd"], *case.given["r"])

    assert case.is_expected(error, "sed")
    assert least_significant_difference(error, 1.96) == pytest.approx(15.8, abs=0.005)


@given(st.floats(0, 30), reliabilities, reliabilities)
@steady
def test_it_does_not_matter_which_facet_is_named_first(sd, r_a, r_b):
    assert facet_sed(sd, r_a, r_b) == facet_sed(sd, r_b, r_a)


def test_the_band_reproduces_the_worked_case(get_case):
    case = get_case("R-16")

    band = fixed_band(case.given["top"], case.given["sem"], case.given["z"])

    assert case.is_expected(band.low, "low")
    assert band.high == case.given["top"]


@given(points, st.floats(0, 30), st.floats(0, 3), st.floats(-50, 50))
@steady
def test_a_band_moves_with_the_highest_score(top, error, z, shift):
    band, moved = fixed_band(top, error, z), fixed_band(top + shift, error, z)

    assert [moved.low - shift, moved.high - shift] == pytest.approx([band.low, band.high], abs=1e-9)


# The same person twice: case R-25.


def test_the_reliable_change_reproduces_the_worked_case(get_case):
    case = get_case("R-25")
    g = case.given

    assert case.is_expected(reliable_change(g["x1"], g["x2"], sed(g["sem"], g["sem"])), "rc")


@given(points, points, errors)
@steady
def test_turning_time_round_turns_a_change_round(first, second, error):
    forth, back = reliable_change(first, second, error), reliable_change(second, first, error)

    assert forth == pytest.approx(-back, abs=1e-12)


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        pytest.param(lambda: critical_z(0), "p must", id="no risk"),
        pytest.param(lambda: critical_z(0.05, 0), "pair", id="no pair"),
        pytest.param(lambda: probability_true_higher(1, 0, 0.5, 0), "error", id="no error"),
        pytest.param(lambda: probability_true_higher(1, 0, 2, 1), "reliab", id="too reliable"),
        pytest.param(lambda: reliable_change(1, 2, 0), "error", id="no error of change"),
        pytest.param(lambda: reliable_change(1, 2, math.nan), "error", id="change unknown"),
        pytest.param(lambda: sed(-1, 2), r"check first \(-1\)$", id="first below 0"),
        pytest.param(lambda: sed(1, math.nan), r"check second \(nan\)$", id="second unknown"),
        pytest.param(lambda: sed(1, 2, -3), r"check equating \(-3\)$", id="equating below 0"),
        pytest.param(lambda: higher_from(1), "takes two, not 1", id="one person"),
        pytest.param(lambda: higher_from(0), "takes two, not 0", id="nobody"),
        pytest.param(lambda: facet_sed(-1, 0.5, 0.5), "spread", id="facets below no spread"),
        pytest.param(lambda: facet_sed(10, 0.5, 1.5), "reliab", id="facet above one"),
        pytest.param(lambda: fixed_band(80, -1, 1.96), "at least 0", id="band below no error"),
        pytest.param(lambda: fixed_band(80, 4, -1), "at least 0", id="band below no quantile"),
    ],
)
def test_impossible_figures_are_refused(compute, message):
    with pytest.raises(ValueError, match=message):
        compute()
