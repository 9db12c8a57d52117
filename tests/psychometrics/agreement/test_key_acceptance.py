import numpy as np
import pytest

from hiring.psychometrics.agreement.key_acceptance import (
    Objection,
    accept_picked_items,
    accept_rated_options,
)

SCALE = (1, 4)


def rated(*ratings):
    return accept_rated_options([list(ratings)], SCALE)[0]


def picked(*counts):
    return accept_picked_items([list(counts)])[0]


def test_eight_raters_who_agree_make_a_key():
    found = rated(4, 4, 4, 4, 4, 4, 4, 3)

    assert found.is_accepted
    assert found.r_wg == pytest.approx(0.90)


def test_near_an_end_a_wg_is_not_reported():
    assert rated(4, 4, 4, 4, 4, 4, 4, 4).a_wg is None
    assert rated(2, 2, 3, 2, 3, 2, 3, 3).a_wg is not None


def test_seven_raters_are_too_few_however_well_they_agree():
    assert rated(4, 4, 4, 4, 4, 4, 4).objections == (Objection.TOO_FEW_RATERS,)


def test_raters_who_left_the_option_out_do_not_count():
    assert rated(4, 4, 4, 4, 4, 4, 4, np.nan).n_raters == 7


def test_raters_who_differ_make_no_key():
    assert rated(1, 4, 1, 4, 2, 3, 1, 4).objections == (Objection.LOW_AGREEMENT,)


def test_agreement_of_exactly_seventy_hundredths_is_enough():
    # Squares add up to 6 over 11 raters: variance .6, of the 2 that five steps have at random.
    found = accept_rated_options([[2] * 3 + [3] * 5 + [4] * 3], (1, 5))[0]

    assert found.r_wg == pytest.approx(0.70, abs=1e-12)
    assert found.is_accepted


def test_an_option_nobody_rated_has_no_figures():
    found = rated(*[np.nan] * 8)

    assert (found.mean, found.r_wg, found.a_wg) == (None, None, None)
    assert found.objections == (Objection.TOO_FEW_RATERS,)


def test_options_are_judged_one_by_one():
    found = accept_rated_options([[4] * 8, [1, 4] * 4], SCALE)

    assert [one.is_accepted for one in found] == [True, False]


def test_a_list_without_its_options_is_refused():
    with pytest.raises(ValueError, match="options"):
        accept_rated_options([4, 4, 3], SCALE)


def test_six_of_ten_and_a_second_of_three_make_a_key():
    found = picked(1, 6, 3)

    assert found.is_accepted
    assert found.best == 1


@pytest.mark.parametrize(
    ("counts", "objections"),
    [
        pytest.param((5, 2, 2, 1), (Objection.SMALL_MAJORITY,), id="half is no majority"),
        pytest.param((6, 4), (Objection.CLOSE_SECOND,), id="the second too close"),
        pytest.param((5, 5), (Objection.SMALL_MAJORITY, Objection.CLOSE_SECOND), id="a tie"),
        pytest.param((7, 0), (Objection.TOO_FEW_RATERS,), id="seven raters"),
    ],
)
def test_a_pick_that_does_not_carry_a_key_says_why(counts, objections):
    assert picked(*counts).objections == objections


def test_a_tie_has_no_best_option():
    assert picked(4, 4, 1).best is None


def test_nobody_picking_has_no_best_option():
    assert picked(0, 0).best is None


def test_counts_that_are_none_are_refused_with_their_rows():
    with pytest.raises(ValueError, match="see rows 1"):
        accept_picked_items([[8, 1], [-1, 9]])


def test_an_item_of_one_option_is_refused():
    with pytest.raises(ValueError, match="at least two options"):
        accept_picked_items([[8], [9]])
