import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.linking.irt import (
    item_parameters,
    mean_mean,
    mean_sigma,
    stocking_lord,
)

METHODS = [mean_mean, mean_sigma, stocking_lord]


def calibrations(case, drift=0.0):
    new_b = np.array(case.given["new_b"]) + np.array([0, 0, drift])
    new = item_parameters(case.given["new_a"], new_b)
    return new, item_parameters(case.given["old_a"], case.given["old_b"])


@pytest.mark.parametrize("method", METHODS)
def test_all_methods_find_the_line_when_no_item_drifts(get_case, method):
    case = get_case("I-25")

    line = method(*calibrations(case))

    assert case.is_expected({"A": line.a, "B": line.b}, "clean")


@pytest.mark.parametrize(
    ("method", "name"),
    [(stocking_lord, "drift_stocking_lord"), (mean_sigma, "drift_mean_sigma")],
)
def test_one_drifting_item_gives_the_printed_lines(get_case, method, name):
    case = get_case("I-25")

    line = method(*calibrations(case, case.given["drift_b3"]))

    assert case.is_expected([line.a, line.b], name)


@settings(deadline=None, max_examples=15)
@given(st.floats(0.6, 1.6), st.floats(-1, 1))
def test_a_known_line_is_found_again(a, b):
    old_a, old_b = np.array([0.8, 1.0, 1.3, 1.1]), np.array([-1.0, -0.2, 0.5, 1.1])
    new = item_parameters(old_a * a, (old_b - b) / a)

    line = stocking_lord(new, item_parameters(old_a, old_b))

    assert (line.a, line.b) == pytest.approx((a, b), abs=1e-6)


def test_items_without_usable_parameters_are_named():
    with pytest.raises(ValueError, match="items 1, 2 have no usable"):
        item_parameters([1.0, 0.0, 1.0], [0.0, 1.0, np.nan])


def test_a_single_shared_item_is_not_enough():
    with pytest.raises(ValueError, match="at least two shared items"):
        item_parameters([1.0], [0.0])


@pytest.mark.parametrize("method", METHODS)
def test_calibrations_with_different_numbers_of_items_are_refused(method):
    two, three = item_parameters([1, 1], [0, 1]), item_parameters([1, 1, 1], [0, 1, 2])

    with pytest.raises(ValueError, match="2 items are set against 3"):
        method(two, three)


def test_equally_difficult_items_have_no_spread_to_scale_by():
    alike = item_parameters([1, 1], [0.5, 0.5])

    with pytest.raises(ValueError, match="share easy and hard ones"):
        mean_sigma(alike, alike)
