import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.norms.standard_scores import (
    normalised_t,
    stanines,
    stens,
    t_scores,
    z_scores,
)
from hiring.psychometrics.reliability.standard_errors import Interval, normal_percentiles

steady = settings(deadline=None, max_examples=60)
z_values = st.floats(-4, 4)


@pytest.mark.parametrize(
    ("scale", "name"), [(t_scores, "T"), (stens, "sten"), (stanines, "stanine")]
)
def test_the_scales_reproduce_the_worked_case(get_case, scale, name):
    case = get_case("R-18")

    assert case.is_expected(scale(case.given["z"]).tolist(), name)


def test_a_z_score_has_the_printed_percentile_in_a_normal_group(get_case):
    case = get_case("R-18")
    z = case.given["z"][0]

    assert case.is_expected(normal_percentiles(Interval(z, z), 0, 1).low, "percentile_085")


@pytest.mark.parametrize("scale", [stens, stanines])
@pytest.mark.parametrize("z", [-1.75, -0.75, -0.25, 0.25, 0.75, 1.75])
def test_a_half_is_rounded_up(scale, z):
    just_above = scale(z + 1e-6)

    assert scale(z) == just_above


def test_a_half_shaken_by_a_division_is_still_a_half():
    z = z_scores(0.1 + 0.2, mean=0.2, sd=0.4)

    assert z != 0.25
    assert stanines(z) == 6


@given(z_values)
@steady
def test_turning_the_group_round_turns_the_t_score_round(z):
    assert t_scores(-z) == pytest.approx(100 - t_scores(z), abs=1e-9)


@given(z_values.filter(lambda z: abs((4 * z) % 2 - 1) > 1e-6))
@steady
def test_away_from_the_edges_turning_round_turns_stanines_round(z):
    assert stanines(-z) == 10 - stanines(z)


@given(z_values, z_values)
@steady
def test_a_higher_z_score_is_never_lower_on_any_scale(a, b):
    low, high = sorted((a, b))

    for scale in (t_scores, stens, stanines):
        assert scale(low) <= scale(high)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=9), st.floats(0.1, 9), st.floats(-50, 50))
@steady
def test_z_scores_do_not_depend_on_the_scale(scores, times, shift):
    before = z_scores(scores, 50, 10)

    after = z_scores(times * np.array(scores) + shift, 50 * times + shift, 10 * times)

    np.testing.assert_allclose(after, before, atol=1e-9)


def test_percentiles_become_the_printed_t_scores(get_case):
    case = get_case("R-19")

    assert case.is_expected(normalised_t(case.given["mid"]).tolist(), "T")


def test_scores_beyond_the_whole_group_have_no_normalised_t():
    assert np.isnan(normalised_t([0, 100])).all()


@pytest.mark.parametrize("scale", [t_scores, stens, stanines, normalised_t])
def test_no_score_stays_no_score(scale):
    assert np.isnan(scale(np.nan))


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        pytest.param(lambda: z_scores([1.0], 0, 0), "varies", id="group that is all alike"),
        pytest.param(lambda: z_scores([1.0], 0, np.nan), "varies", id="unknown spread"),
        pytest.param(lambda: normalised_t([50, 101]), "row 1", id="percentile above hundred"),
    ],
)
def test_impossible_figures_are_refused(compute, message):
    with pytest.raises(ValueError, match=message):
        compute()
