import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hiring.psychometrics.linking.anchors import (
    AnchorFault,
    AnchorFaultKind,
    Undefined,
    anchor_drift,
    anchor_faults,
    anchor_shifts,
    linking_error,
)
from hiring.psychometrics.reliability.differences import sed

some_shifts = arrays(np.float64, st.integers(4, 12), elements=st.floats(-10, 10, width=16))


def test_drift_gives_the_worked_case(get_case):
    case = get_case("I-26")

    drift = anchor_drift(case.given["d"])

    assert case.is_expected(drift.median, "median")
    assert case.is_expected(drift.iqr, "iqr")
    assert case.is_expected(drift.robust_z.tolist(), "z")
    assert case.is_expected(list(drift.dropped), "drop")


def test_the_linking_error_is_that_of_the_worked_case(get_case):
    case = get_case("I-27")

    shift = linking_error(case.given["d"])

    assert case.is_expected(shift.shift, "shift")
    assert case.is_expected(shift.standard_error, "se")


def test_an_error_of_equating_goes_into_the_error_of_a_difference(get_case):
    case = get_case("R-11")
    # Two anchors, a point to either side: s = √2, and √2 / √2 = 1.
    error = linking_error([1.0, -1.0]).standard_error

    assert error == case.given["see_equating"]
    assert case.is_expected(sed(case.given["sem"], case.given["sem"], error), "sed")


def test_a_single_anchor_has_a_shift_but_no_known_error():
    shift = linking_error([0.3])

    assert (shift.shift, shift.standard_error, shift.n) == (0.3, None, 1)


def test_shifts_that_are_all_alike_leave_drift_undefined():
    drift = anchor_drift([0.2] * 6)

    assert (drift.undefined, drift.is_drifting) == (Undefined.NO_SPREAD, None)
    assert np.isnan(drift.robust_z).all()


def test_one_far_shift_among_equal_ones_is_not_quietly_kept():
    drift = anchor_drift([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -0.35])

    with pytest.raises(ValueError, match="look at the shifts"):
        _ = drift.dropped


def test_three_shifts_have_no_quartiles_to_speak_of():
    assert anchor_drift([0.1, 0.2, 0.9]).undefined is Undefined.TOO_FEW_SHIFTS
    assert anchor_drift([0.1, 0.2, 0.9, 0.3]).undefined is None


@pytest.mark.parametrize("judge", [anchor_drift, linking_error])
def test_missing_shifts_are_named(judge):
    with pytest.raises(ValueError, match="anchors 1, 3 are missing; leave those anchors out"):
        judge([0.1, np.nan, 0.2, np.inf])


@pytest.mark.parametrize("judge", [anchor_drift, linking_error])
def test_no_shift_at_all_is_refused(judge):
    with pytest.raises(ValueError, match="at least one"):
        judge([])


@settings(deadline=None, max_examples=60)
@given(some_shifts, st.floats(-5, 5), st.floats(0.5, 3))
def test_a_common_shift_and_another_unit_change_no_verdict(shifts, common, unit):
    before = anchor_drift(shifts)
    assume(before.is_drifting is not None and before.iqr > 1e-3)
    assume(np.all(np.abs(np.abs(before.robust_z) - 1.645) > 1e-6))

    after = anchor_drift(shifts * unit + common)

    assert after.dropped == before.dropped
    assert after.robust_z == pytest.approx(before.robust_z, abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(some_shifts, st.randoms())
def test_the_order_of_the_anchors_only_reorders_the_verdicts(shifts, random):
    order = list(range(len(shifts)))
    random.shuffle(order)

    straight, shuffled = anchor_drift(shifts), anchor_drift(shifts[order])

    np.testing.assert_allclose(shuffled.robust_z, straight.robust_z[order], atol=1e-12)
    assert linking_error(shifts[order]).shift == linking_error(shifts).shift


def test_shifts_are_differences_of_means_over_those_who_answered():
    new = [[60.0, np.nan], [80.0, 50.0]]
    old = [[50.0, 40.0], [np.nan, 50.0], [60.0, 60.0]]

    assert anchor_shifts(new, old).tolist() == [15.0, 0.0]


def test_anchors_that_nobody_answered_are_named():
    new = np.array([[1.0, np.nan, 2.0]])
    old = np.array([[1.0, 2.0, np.nan]])

    with pytest.raises(ValueError, match="anchor columns 1, 2 on one form; drop them"):
        anchor_shifts(new, old)


def test_tables_with_different_anchors_are_refused():
    with pytest.raises(ValueError, match="the same anchor scenarios"):
        anchor_shifts(np.ones((3, 2)), np.ones((3, 4)))


def test_a_leaked_scenario_is_found_among_people_who_differ_in_level():
    rng = np.random.default_rng(6)
    old = rng.normal(60, 15, (400, 8))
    new = rng.normal(63, 15, (400, 8))
    new[:, 5] += 12

    assert 5 in anchor_drift(anchor_shifts(new, old)).dropped


@pytest.mark.parametrize(("n_anchor", "n_form"), [(6, 30), (6, 12), (8, 40), (20, 100)])
def test_a_fifth_of_the_form_and_six_scenarios_make_an_anchor(n_anchor, n_form):
    assert anchor_faults(n_anchor, n_form, n_form) == ()


def test_all_that_an_anchor_lacks_is_told_at_once():
    faults = anchor_faults(5, 31, 24, ["listening", "ownership", "tone"], ["listening"])

    assert faults == (
        AnchorFault(AnchorFaultKind.TOO_FEW_SCENARIOS, 5, 6),
        AnchorFault(AnchorFaultKind.TOO_SMALL_SHARE_OF_NEW, 5, 7),
        AnchorFault(AnchorFaultKind.KIND_NOT_COVERED, 0, 1, "ownership"),
        AnchorFault(AnchorFaultKind.KIND_NOT_COVERED, 0, 1, "tone"),
    )


def test_the_larger_form_decides_what_is_a_fifth():
    faults = anchor_faults(6, 30, 31)

    assert faults == (AnchorFault(AnchorFaultKind.TOO_SMALL_SHARE_OF_OLD, 6, 7),)
