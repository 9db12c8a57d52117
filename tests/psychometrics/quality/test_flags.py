import numpy as np
import pytest

from hiring.psychometrics.quality.flags import Family, Indicator, Limits, quality_signs

# One value that speaks and one that does not, at the edge of each rule.
EDGES = {
    Indicator.TIME_EFFORT: (0.89, 0.90),
    Indicator.UNREAD_SCREENS: (3, 2),
    Indicator.LONGEST_RUN: (11, 10),
    Indicator.VARIABILITY: (0, 0.01),
    Indicator.PERSON_TOTAL: (-0.01, 0),
    Indicator.L_Z: (-2.01, -2),
    Indicator.EVEN_ODD: (0.29, 0.30),
    Indicator.INSTRUCTED: (2, 1),
}
N_ITEMS = 40


def signs(values, *, adjusted=False, limits=None):
    n = len(next(iter(values.values())))
    return quality_signs(values, N_ITEMS, [adjusted] * n, limits)


@pytest.mark.parametrize("indicator", EDGES)
def test_a_sign_speaks_from_its_limit_on(indicator):
    assert signs({indicator: EDGES[indicator]}).spoke.tolist() == [[True], [False]]


def test_a_run_over_half_a_short_form_speaks():
    values = {Indicator.LONGEST_RUN: [5, 4]}

    assert quality_signs(values, 8, [False, False]).spoke.tolist() == [[True], [False]]


def test_guttman_errors_are_silent_without_a_norm_sample():
    assert not signs({Indicator.GUTTMAN: [1.0]}).spoke.any()


def test_guttman_errors_and_variability_speak_beyond_the_norm_sample():
    limits = Limits(low_variability=0.4, high_guttman=0.5)
    values = {Indicator.GUTTMAN: [0.51, 0.5], Indicator.VARIABILITY: [0.39, 0.4]}

    assert signs(values, limits=limits).spoke.tolist() == [[True, True], [False, False]]


def test_one_sign_is_no_reason_to_look():
    assert not signs({Indicator.INSTRUCTED: [3]}).is_worth_a_look.any()


def test_two_signs_of_one_family_are_no_reason_to_look():
    values = {Indicator.TIME_EFFORT: [0.2], Indicator.UNREAD_SCREENS: [9]}

    assert not signs(values).is_worth_a_look.any()


def test_two_signs_of_different_families_are_worth_a_look():
    values = {Indicator.TIME_EFFORT: [0.2, 1.0], Indicator.INSTRUCTED: [3, 3]}

    assert signs(values).is_worth_a_look.tolist() == [True, False]


def test_the_signs_that_spoke_are_named():
    values = {Indicator.INSTRUCTED: [3], Indicator.L_Z: [0.0], Indicator.TIME_EFFORT: [0.2]}

    assert signs(values).spoken_of(0) == (Indicator.TIME_EFFORT, Indicator.INSTRUCTED)


def test_signs_of_time_are_silent_where_time_was_adjusted():
    values = {Indicator.TIME_EFFORT: [0.2] * 2, Indicator.INSTRUCTED: [3] * 2}
    found = quality_signs(values, N_ITEMS, [True, False])

    assert found.is_worth_a_look.tolist() == [False, True]
    assert found.spoken_of(0) == (Indicator.INSTRUCTED,)


def test_other_signs_still_speak_where_time_was_adjusted():
    values = {Indicator.LONGEST_RUN: [30], Indicator.INSTRUCTED: [3]}

    assert signs(values, adjusted=True).is_worth_a_look.all()


@pytest.mark.parametrize("indicator", Indicator)
def test_an_undefined_value_is_silent(indicator):
    limits = Limits(low_variability=0.4, high_guttman=0.5)

    assert not signs({indicator: [np.nan]}, limits=limits).spoke.any()


def test_every_family_has_a_sign():
    assert {indicator.family for indicator in Indicator} == set(Family)


def test_no_sittings_have_no_signs():
    assert quality_signs({Indicator.L_Z: []}, N_ITEMS, []).is_worth_a_look.shape == (0,)


def test_values_of_another_length_are_named():
    values = {Indicator.L_Z: [0.0], Indicator.TIME_EFFORT: [1.0, 1.0]}

    with pytest.raises(ValueError, match="see l_z"):
        quality_signs(values, N_ITEMS, [False, False])


@pytest.mark.parametrize(("values", "n_items"), [({}, 40), ({Indicator.L_Z: [0.0]}, 0)])
def test_no_sign_or_no_item_is_refused(values, n_items):
    with pytest.raises(ValueError, match="at least one sign"):
        quality_signs(values, n_items, [False])


def test_the_order_of_sittings_does_not_matter():
    drawn = np.random.default_rng(4)
    values = {one: drawn.choice(edges, 50) for one, edges in EDGES.items()}
    adjusted, order = drawn.random(50) < 0.3, drawn.permutation(50)
    found = quality_signs(values, N_ITEMS, adjusted).is_worth_a_look
    moved = {one: value[order] for one, value in values.items()}

    again = quality_signs(moved, N_ITEMS, adjusted[order]).is_worth_a_look
    assert again.tolist() == found[order].tolist()
