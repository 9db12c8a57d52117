import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from hiring.psychometrics.items.dif_graded import graded_screen
from hiring.psychometrics.items.dif_logistic import logistic_screen
from hiring.psychometrics.items.dif_matching import (
    Correction,
    DifClass,
    Purification,
    Refusal,
    RefusalReason,
    Undefined,
    adjusted_p,
    examinees_of,
    strata_of,
)
from hiring.psychometrics.items.dif_matching import screen as screen_items
from hiring.psychometrics.items.mantel_haenszel import (
    Weights,
    ets_class,
    mantel_haenszel,
    mantel_haenszel_chi2,
    mantel_haenszel_screen,
    std_p_dif,
)

quick = settings(deadline=None, max_examples=30)
seeds = st.integers(0, 2**32 - 1)
SCREENS = [mantel_haenszel_screen, logistic_screen, graded_screen]
EVERY_SCREEN = pytest.mark.parametrize("screen", SCREENS)


def form_of(seed, n_people=900, k_items=8, harder=0.0, item=0):
    """Right-or-wrong scores of two groups; one item is harder for the focal group, in logits."""
    rng = np.random.default_rng(seed)
    is_focal = rng.permutation(np.arange(n_people) % 3 == 0)
    ability = rng.normal(size=n_people) - 0.3 * is_focal
    odds = 1.3 * (ability[:, np.newaxis] - rng.normal(size=k_items) * 0.7)
    odds[:, item] -= harder * is_focal
    scores = (rng.random((n_people, k_items)) < 1 / (1 + np.exp(-odds))).astype(float)
    return scores, is_focal


def tables_of(seed, n_strata=4):
    return np.random.default_rng(seed).integers(1, 40, (n_strata, 4))


def facts(figure):
    return [figure.alpha, figure.d_dif, figure.se_d_dif, figure.chi2, figure.p, figure.std_p_dif]


# The worked cases.


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("alpha", "alpha"),
        ("d_dif", "d_dif"),
        ("chi2", "chi2"),
        ("p", "p"),
        ("variance_ln_alpha", "var_ln_alpha"),
        ("se_d_dif", "se_d_dif"),
    ],
)
def test_mantel_haenszel_reproduces_the_worked_case(get_case, name, printed):
    case = get_case("I-11")

    assert case.is_expected(getattr(mantel_haenszel(case.given["tables_ABCD"]), name), printed)


def test_the_chi_square_without_correction_is_the_printed_one(get_case):
    case = get_case("I-11")
    chi2 = mantel_haenszel_chi2(case.given["tables_ABCD"], with_correction=False)

    assert case.is_expected(chi2, "chi2_no_cc")


def test_the_class_is_b_where_magnitude_alone_would_say_c(get_case):
    case = get_case("I-11")
    found = mantel_haenszel(case.given["tables_ABCD"])

    assert case.is_expected((abs(found.d_dif) - 1) / found.se_d_dif, "z_vs_1")
    assert abs(found.d_dif) > 1.5
    assert found.ets.value.upper() == case.expected["ets"]


def test_the_standardised_difference_is_the_printed_one(get_case):
    case = get_case("I-12")

    assert case.is_expected(std_p_dif(case.given["tables_ABCD"]), "std_p_dif")


# Mantel-Haenszel.


@given(seeds)
@quick
def test_the_figures_are_those_of_statsmodels(seed):
    tables = tables_of(seed)
    found = mantel_haenszel(tables)

    other = StratifiedTable([table.reshape(2, 2) for table in tables.astype(float)])

    assert found.alpha == pytest.approx(other.oddsratio_pooled)
    assert math.sqrt(found.variance_ln_alpha) == pytest.approx(other.logodds_pooled_se)
    plain = other.test_null_odds(correction=False)
    assert mantel_haenszel_chi2(tables, with_correction=False) == pytest.approx(plain.statistic)


def test_the_corrected_chi_square_is_that_of_statsmodels(get_case):
    tables = np.array(get_case("I-11").given["tables_ABCD"], dtype=float)
    other = StratifiedTable([table.reshape(2, 2) for table in tables])

    found = mantel_haenszel(tables)

    assert found.chi2 == pytest.approx(other.test_null_odds(correction=True).statistic)
    assert found.p == pytest.approx(other.test_null_odds(correction=True).pvalue)


@given(seeds)
@quick
def test_changing_the_groups_over_turns_the_sign(seed):
    tables = tables_of(seed)
    found, other = mantel_haenszel(tables), mantel_haenszel(tables[:, [2, 3, 0, 1]])

    assert other.d_dif == pytest.approx(-found.d_dif, abs=1e-12)
    assert other.chi2 == pytest.approx(found.chi2)
    assert other.se_d_dif == pytest.approx(found.se_d_dif)
    assert other.ets is found.ets


@given(seeds)
@quick
def test_the_order_of_strata_does_not_matter(seed):
    tables = tables_of(seed)

    assert facts(mantel_haenszel(tables[::-1])) == pytest.approx(facts(mantel_haenszel(tables)))


def test_the_correction_does_not_overshoot():
    assert mantel_haenszel_chi2([[10, 10, 10, 11]]) == 0.0


@pytest.mark.parametrize(
    "tables",
    [
        pytest.param([[5, 0, 5, 0]], id="everybody right"),
        pytest.param([[5, 5, 0, 0]], id="one group only"),
        pytest.param([[0, 0, 0, 0]], id="nobody"),
        pytest.param(np.empty((0, 4)), id="no stratum"),
    ],
)
def test_without_a_ratio_there_is_a_reason(tables):
    found = mantel_haenszel(tables)

    assert found.undefined is Undefined.NO_CONTRAST
    assert (found.alpha, found.d_dif, found.se_d_dif, found.ets) == (None, None, None, None)
    assert not found.is_large


@pytest.mark.parametrize(
    ("tables", "alpha"),
    [
        pytest.param([[5, 0, 3, 2]], 5.5 * 2.5 / (0.5 * 3.5), id="reference always right"),
        pytest.param([[3, 2, 5, 0]], 3.5 * 0.5 / (2.5 * 5.5), id="focal always right"),
        pytest.param([[5, 0, 3, 2], [9, 9, 0, 0]], 5.5 * 2.5 / (0.5 * 3.5), id="and an empty half"),
    ],
)
def test_where_the_ratio_is_none_it_is_of_counts_with_a_half_added_and_labelled(tables, alpha):
    found = mantel_haenszel(tables)

    assert found.alpha == pytest.approx(alpha)
    assert found.undefined is Undefined.ONE_SIDED
    assert found.has_halves_added


def test_a_half_is_added_to_no_other_item(get_case):
    found = mantel_haenszel(get_case("I-11").given["tables_ABCD"])

    assert not found.has_halves_added


def test_the_test_of_a_one_sided_item_is_of_the_counts_as_they_are():
    tables = [[5, 0, 3, 2]]

    assert mantel_haenszel(tables).chi2 == mantel_haenszel_chi2(tables)


@pytest.mark.parametrize(("n_wrong", "is_large"), [(1, False), (30, True)])
def test_a_one_sided_item_is_large_where_it_is_not_by_chance(n_wrong, is_large):
    assert mantel_haenszel([[200, 0, 100 - n_wrong, n_wrong]]).is_large is is_large


def test_a_stratum_of_one_person_tells_nothing():
    tables = [[20, 30, 10, 30], [1, 0, 0, 0]]

    assert mantel_haenszel(tables).chi2 == mantel_haenszel(tables[:1]).chi2


def test_without_people_of_both_groups_there_is_no_difference():
    assert std_p_dif([[5, 5, 0, 0], [0, 0, 3, 3]]) is None


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        # Shares right .5 against .25 and .8 against .5.
        (Weights.FOCAL, (4 * -0.25 + 2 * -0.3) / 6),
        (Weights.REFERENCE, (4 * -0.25 + 10 * -0.3) / 14),
        (Weights.ALL, (8 * -0.25 + 12 * -0.3) / 20),
    ],
)
def test_the_standardised_difference_is_for_the_people_it_is_weighted_by(weights, expected):
    assert std_p_dif([[2, 2, 1, 3], [8, 2, 1, 1]], weights) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("d_dif", "error", "p", "expected"),
    [
        (-0.99, 0.1, 0.001, DifClass.A),
        (2.0, 0.1, 0.05, DifClass.A),
        (1.0, 0.1, 0.001, DifClass.B),
        (-1.49, 0.1, 0.001, DifClass.B),
        (1.5, 0.3, 0.001, DifClass.C),
        (-1.5, 0.31, 0.001, DifClass.B),
        (-3.0, 0.2, 0.001, DifClass.C),
        (3.0, 0.2, None, DifClass.A),
    ],
)
def test_a_class_needs_magnitude_and_significance(d_dif, error, p, expected):
    assert ets_class(d_dif, error, p) is expected


@pytest.mark.parametrize(("d_dif", "error"), [(2.0, 0.0), (2.0, -1.0), (2.0, np.nan), (np.nan, 1)])
def test_a_class_needs_a_difference_and_its_error(d_dif, error):
    with pytest.raises(ValueError, match="standard error above 0"):
        ets_class(d_dif, error, 0.01)


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        pytest.param([[1, 2, 3]], "four counts", id="three counts"),
        pytest.param([[1, 2, 3, 4], [1, 2, -3, 4]], "correct strata: 1", id="below 0"),
        pytest.param([[1, 2, np.nan, 4]], "correct strata: 0", id="missing"),
    ],
)
def test_tables_that_are_none_are_refused(tables, sentence):
    with pytest.raises(ValueError, match=sentence):
        mantel_haenszel(tables)


# Strata.


def test_thin_strata_are_merged_upwards_and_the_rest_joins_the_last():
    matching = np.array([0, 0, 1, 1, 2, 2, 2, 3.0])
    is_focal = np.array([1, 0, 1, 1, 0, 1, 0, 1], dtype=bool)

    assert strata_of(matching, is_focal, 1).tolist() == [0, 0, 1, 1, 1, 1, 1, 1]


@given(seeds, st.integers(1, 12))
@quick
def test_every_stratum_holds_enough_of_both_groups(seed, least):
    rng = np.random.default_rng(seed)
    matching, is_focal = rng.integers(0, 30, 200).astype(float), rng.random(200) < 0.4

    strata = strata_of(matching, is_focal, least)

    numbers = range(strata.max() + 1)
    assert min(int((is_focal[strata == n]).sum()) for n in numbers) >= least
    assert min(int((~is_focal[strata == n]).sum()) for n in numbers) >= least
    assert (np.diff(strata[np.argsort(matching, kind="stable")]) >= 0).all()


def test_too_few_for_two_strata_share_one():
    assert strata_of(np.arange(6.0), np.array([True] * 2 + [False] * 4), 5).tolist() == [0] * 6


# Screens.


@EVERY_SCREEN
def test_an_item_that_is_harder_for_one_group_is_found(screen):
    scores, is_focal = form_of(1, harder=1.2, item=2)

    found = screen(scores, is_focal)

    assert int(np.argmin(found.p_adjusted)) == 2
    assert found.p_adjusted[2] < 0.001


@EVERY_SCREEN
def test_a_form_without_differences_has_no_large_ones(screen):
    found = screen(*form_of(2))

    assert not any(figure.is_large for figure in found.items)
    assert (found.unmatched, found.n_rounds, found.is_stable) == ((), 1, True)


@pytest.mark.parametrize("screen", [mantel_haenszel_screen, graded_screen])
def test_a_large_difference_leaves_the_matching_score(screen):
    found = screen(*form_of(1, harder=2.0, item=2))

    assert (found.unmatched, found.n_rounds, found.is_stable) == ((2,), 2, True)


def test_a_very_large_difference_leaves_the_matching_score_of_the_regression_too():
    found = logistic_screen(*form_of(1, harder=4.0, item=2))

    assert 2 in found.unmatched


def form_with_bad_items(seed, n_bad, k_clean):
    """200 focal of 600; the reference is always right on the bad items, the focal group never."""
    rng = np.random.default_rng(seed)
    is_focal = np.arange(600) % 3 == 0
    odds = rng.normal(size=600)[:, np.newaxis] - np.linspace(-1.2, 1.2, k_clean)
    clean = (rng.random(odds.shape) < 1 / (1 + np.exp(-odds))).astype(float)
    bad = np.repeat((~is_focal).astype(float)[:, np.newaxis], n_bad, axis=1)
    return np.hstack([bad, clean]), is_focal


@EVERY_SCREEN
@pytest.mark.parametrize(("n_bad", "k_clean"), [(1, 8), (2, 8), (1, 12), (2, 12)])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_worst_items_leave_the_matching_score_and_clean_ones_stay(screen, n_bad, k_clean, seed):
    found = screen(*form_with_bad_items(seed, n_bad, k_clean))

    assert found.unmatched == tuple(range(n_bad))
    assert found.is_stable


@EVERY_SCREEN
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_an_item_one_group_never_gets_right_leaves_the_matching_score(screen, seed):
    scores, is_focal = form_with_bad_items(seed, 0, 10)
    scores[:, 0] = ~is_focal & (np.random.default_rng(seed).random(600) < 0.5)

    assert screen(scores, is_focal).unmatched == (0,)


@EVERY_SCREEN
def test_one_item_leaves_in_a_round_the_largest_first(screen):
    scores, is_focal = form_with_bad_items(0, 1, 10)
    scores[:, 1] = ~is_focal & (np.random.default_rng(0).random(600) < 0.6)

    found = screen(scores, is_focal, purification=Purification(max_rounds=2))

    assert found.unmatched == (0,)
    assert not found.is_stable


def test_an_item_that_only_seemed_large_comes_back():
    figures = {0: 3.0, 1: 2.0, 2: 1.0}

    @dataclass
    class Seen:
        is_large: bool
        magnitude: float
        p: float | None = None

    def examine(item, is_matching):
        # Item 0 looks large only as long as item 1 is in the matching score.
        is_large = {0: is_matching[1], 1: True, 2: False}[item]
        return Seen(bool(is_large), figures[item])

    people = examinees_of(*form_of(1, k_items=3))
    found = screen_items(people, examine, Correction.HOLM, Purification(min_matching_items=1))

    assert (found.unmatched, found.is_stable) == ((1,), True)


def test_purification_lifts_the_shadow_from_other_items():
    scores, is_focal = form_of(4, n_people=3000, harder=2.5, item=0)
    once = mantel_haenszel_screen(scores, is_focal, purification=Purification(max_rounds=1))
    again = mantel_haenszel_screen(scores, is_focal)

    def shadow(found):
        return abs(np.mean([figure.d_dif for figure in found.items[1:]]))

    assert once.unmatched == ()
    assert not once.is_stable
    assert shadow(again) < shadow(once)


def test_purification_stops_before_nothing_is_left_to_match_by():
    scores, is_focal = form_of(1, k_items=3, harder=2.5)

    found = mantel_haenszel_screen(
        scores, is_focal, purification=Purification(min_matching_items=3)
    )

    assert (found.unmatched, found.is_stable) == ((), False)


@EVERY_SCREEN
@given(seed=seeds)
@settings(deadline=None, max_examples=8)
def test_the_order_of_people_does_not_matter(screen, seed):
    scores, is_focal = form_of(seed, n_people=450, k_items=5, harder=0.8)
    order = np.random.default_rng(seed).permutation(450)

    found, other = screen(scores, is_focal), screen(scores[order], is_focal[order])

    assert other.p_adjusted == pytest.approx(found.p_adjusted, abs=1e-12)
    assert other.unmatched == found.unmatched


@EVERY_SCREEN
@given(seed=seeds)
@settings(deadline=None, max_examples=8)
def test_results_follow_the_items(screen, seed):
    scores, is_focal = form_of(seed, n_people=450, k_items=5, harder=0.8)
    order = np.random.default_rng(seed).permutation(5)

    found, moved = screen(scores, is_focal), screen(scores[:, order], is_focal)

    assert moved.p_adjusted == pytest.approx([found.p_adjusted[i] for i in order], abs=1e-12)


@EVERY_SCREEN
def test_small_groups_get_no_figure_but_their_counts(screen):
    scores, is_focal = form_of(1, n_people=297)

    found = screen(scores, is_focal)

    assert found == Refusal(RefusalReason.TOO_FEW, n_reference=198, n_focal=99, n_dropped=0)
    assert "198 in the reference group and 99 in the focal group" in str(found)


@pytest.mark.parametrize(
    ("n_reference", "n_focal", "is_refused"),
    [(200, 100, False), (199, 100, True), (201, 99, True), (150, 150, False), (149, 150, True)],
)
def test_a_hundred_of_the_smaller_group_and_three_hundred_in_all_are_enough(
    n_reference, n_focal, is_refused
):
    scores = form_of(1, n_people=n_reference + n_focal)[0]
    is_focal = np.arange(n_reference + n_focal) < n_focal

    assert isinstance(mantel_haenszel_screen(scores, is_focal), Refusal) is is_refused


@EVERY_SCREEN
def test_people_with_a_missing_score_or_group_are_left_out_and_counted(screen):
    scores, is_focal = form_of(1)
    holed, group = scores.copy(), is_focal.astype(float)
    holed[[4, 9], [0, 3]] = np.nan
    group[30] = np.nan
    kept = np.delete(np.arange(900), [4, 9, 30])

    found = screen(holed, group)

    assert found.n_dropped == 3
    assert found.items == screen(scores[kept], is_focal[kept]).items


@EVERY_SCREEN
def test_an_item_everybody_gets_right_has_no_figure_and_disturbs_nobody(screen):
    scores, is_focal = form_of(1)
    scores[:, 4] = 1

    found = screen(scores, is_focal)

    assert found.items[4].undefined is Undefined.NO_CONTRAST
    assert found.p_adjusted[4] is None
    assert None not in found.p_adjusted[:4]


@pytest.mark.parametrize("screen", [mantel_haenszel_screen, logistic_screen])
def test_graded_scores_are_refused_by_item(screen):
    scores, is_focal = form_of(1)
    scores[0, [1, 5]] = 0.5

    with pytest.raises(ValueError, match="graded screen for items: 1, 5"):
        screen(scores, is_focal)


@pytest.mark.parametrize(
    ("scores", "is_focal", "sentence"),
    [
        pytest.param([[1.0], [0.0]], [0, 2], "correct rows: 1", id="third group"),
        pytest.param([[1.0], [np.inf]], [0, 1], "correct rows: 1", id="infinite"),
        pytest.param([[1.0], [0.0]], [0, 1, 0], "one group per person", id="lengths"),
    ],
)
def test_people_who_cannot_be_compared_are_refused(scores, is_focal, sentence):
    with pytest.raises(ValueError, match=sentence):
        examinees_of(scores, is_focal)


def test_purification_needs_a_round():
    with pytest.raises(ValueError, match="at least one round"):
        Purification(max_rounds=0)


# Many items.


def test_holm_multiplies_by_what_is_left_and_never_falls():
    assert adjusted_p([0.01, 0.04, 0.03, 0.005], Correction.HOLM) == pytest.approx(
        [0.03, 0.06, 0.06, 0.02]
    )


def test_benjamini_and_hochberg_divide_by_the_rank_and_never_rise():
    found = adjusted_p([0.01, 0.04, 0.03, 0.005], Correction.BENJAMINI_HOCHBERG)

    assert found == pytest.approx([0.02, 0.04, 0.04, 0.02])


@pytest.mark.parametrize("correction", Correction)
def test_undefined_p_values_do_not_count(correction):
    found = adjusted_p([None, 0.02, None, 0.5], correction)

    assert (found[0], found[2]) == (None, None)
    assert (found[1], found[3]) == adjusted_p([0.02, 0.5], correction) == (0.04, 0.5)


@pytest.mark.parametrize("correction", Correction)
def test_nothing_to_adjust_stays_nothing(correction):
    assert adjusted_p([None, None], correction) == (None, None)


def test_a_p_value_that_is_none_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjusted_p([0.5, 1.5], Correction.HOLM)
