"""Logistic regression and graded items."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.items.dif_graded import (
    GradedClass,
    graded_class,
    graded_screen,
    mantel_chi2,
    standardised_mean_difference,
    strata_figures,
)
from hiring.psychometrics.items.dif_logistic import (
    DifKind,
    ModelGain,
    logistic_dif,
    logistic_screen,
)
from hiring.psychometrics.items.dif_matching import DifClass, Undefined
from hiring.psychometrics.items.mantel_haenszel import mantel_haenszel_chi2

quick = settings(deadline=None, max_examples=20)
seeds = st.integers(0, 2**32 - 1)


def people_of(tables, match):
    """Answers, matching scores and groups of the people in tables of counts."""
    cells = [
        (is_right, value, group, n)
        for value, counts in zip(match, tables, strict=True)
        for (is_right, group), n in zip([(1, 0), (0, 0), (1, 1), (0, 1)], counts, strict=True)
    ]
    repeated = np.repeat([cell[:3] for cell in cells], [cell[3] for cell in cells], axis=0)
    return repeated.T.astype(float)


def item_of(seed, n_people=400, uniform=-0.5, crossing=0.4):
    rng = np.random.default_rng(seed)
    group = (rng.random(n_people) < 0.4).astype(float)
    match = rng.integers(0, 21, n_people).astype(float)
    odds = 0.2 * (match - 10) + uniform * group + crossing * group * (match - 10) / 5
    return (rng.random(n_people) < 1 / (1 + np.exp(-odds))).astype(float), match, group


# Logistic regression: case I-13.


@pytest.fixture
def worked(get_case):
    given_tables = get_case("I-13").given
    return logistic_dif(*people_of(given_tables["tables_ABCD"], given_tables["match"])).fit


def test_the_log_likelihoods_are_the_printed_ones(get_case, worked):
    case = get_case("I-13")

    assert case.is_expected(worked.null_log_likelihood, "ll0")
    assert case.is_expected(list(worked.log_likelihoods), "ll")


@pytest.mark.parametrize(
    ("name", "printed"),
    [("uniform", "lr_uniform"), ("non_uniform", "lr_nonuniform"), ("both", "lr_both")],
)
def test_the_gains_are_the_printed_ones(get_case, worked, name, printed):
    assert get_case("I-13").is_expected(getattr(worked, name).chi2, printed)


def test_the_shares_explained_are_the_printed_ones(get_case, worked):
    case = get_case("I-13")

    assert case.is_expected(list(worked.nagelkerke), "nagelkerke")
    assert case.is_expected(worked.both.r2_gain, "delta_31")


def test_the_worked_case_is_significant_but_negligible_on_both_scales(worked):
    assert worked.uniform.p == pytest.approx(0.0041, abs=5e-5)
    assert worked.both.zumbo_thomas is DifClass.A
    assert worked.both.jodoin_gierl is DifClass.A


@given(seeds)
@quick
def test_the_models_are_those_of_statsmodels(seed):
    right, match, group = item_of(seed)
    found = logistic_dif(right, match, group).fit
    columns = np.column_stack([np.ones(len(match)), match, group, match * group])

    others = [sm.Logit(right, columns[:, :width]).fit(disp=0) for width in (2, 3, 4)]

    assert found.log_likelihoods == pytest.approx([other.llf for other in others], abs=1e-7)
    assert found.null_log_likelihood == pytest.approx(others[0].llnull)
    assert found.ln_odds_focal == pytest.approx(others[1].params[2], abs=1e-5)


@given(seeds)
@quick
def test_the_order_of_people_changes_no_bit_of_the_models(seed):
    item = np.array(item_of(seed))

    assert logistic_dif(*np.random.default_rng(seed).permutation(item.T).T) == logistic_dif(*item)


@given(seeds, st.floats(0.01, 100), st.floats(-1000, 1000))
@quick
def test_the_scale_of_the_matching_score_does_not_matter(seed, times, shift):
    right, match, group = item_of(seed)

    other = logistic_dif(right, times * match + shift, group).fit

    expected = logistic_dif(right, match, group).fit.log_likelihoods
    assert other.log_likelihoods == pytest.approx(expected, abs=1e-7)


def test_a_difference_that_turns_round_is_not_uniform():
    found = logistic_dif(*item_of(1, n_people=4000, uniform=0.0, crossing=0.8)).fit

    assert found.non_uniform.p < 0.001 < found.uniform.p


@pytest.mark.parametrize(
    ("right", "match", "group"),
    [
        pytest.param([1, 1, 1, 1], [1, 2, 3, 4], [0, 1, 0, 1], id="all right"),
        pytest.param([1, 0, 1, 0], [2, 2, 2, 2], [0, 1, 0, 1], id="all match"),
        pytest.param([1, 0, 1, 0], [1, 2, 3, 4], [1, 1, 1, 1], id="one group"),
        pytest.param([], [], [], id="nobody"),
    ],
)
def test_without_contrast_there_is_no_model(right, match, group):
    found = logistic_dif(right, match, group)

    assert (found.fit, found.p, found.undefined) == (None, None, Undefined.NO_CONTRAST)


@pytest.mark.parametrize(
    ("right", "match", "group"),
    [
        pytest.param([0, 0, 1, 1] * 2, [1, 2, 3, 4] * 2, [0] * 4 + [1] * 4, id="by the match"),
        pytest.param([0, 1, 0, 1, 1, 1], [1, 2, 3, 1, 2, 3], [0, 0, 0, 1, 1, 1], id="by the group"),
    ],
)
def test_separated_answers_have_no_model_and_a_reason(right, match, group):
    found = logistic_dif(right, match, group)

    assert (found.fit, found.is_large, found.undefined) == (None, False, Undefined.SEPARATED)


def test_answers_separated_by_the_group_are_large_and_those_by_the_match_are_not():
    group, match = np.arange(120) % 2, np.arange(120) // 2 % 6
    by_group, by_match = (
        logistic_dif(1 - group, match, group),
        logistic_dif(match > 2, match, group),
    )

    assert (by_group.undefined, by_group.is_large) == (Undefined.SEPARATED, True)
    assert (by_match.undefined, by_match.is_large) == (Undefined.SEPARATED, False)


def test_the_limit_of_separated_answers_is_the_gain_of_a_model_without_error():
    # 60 right and 60 wrong, told apart by the group alone: the null model explains nothing.
    group, match = np.arange(120) % 2, np.arange(120) // 2 % 6

    limit = logistic_dif(1 - group, match, group).limit

    assert limit.chi2 == pytest.approx(2 * 120 * np.log(2), abs=1e-6)
    assert limit.r2_gain == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("gain", "p", "zumbo_thomas", "jodoin_gierl"),
    [
        (0.034, 0.001, "a", "a"),
        (0.035, 0.001, "a", "b"),
        (0.070, 0.001, "a", "c"),
        (0.130, 0.001, "b", "c"),
        (0.260, 0.001, "c", "c"),
        (0.260, 0.050, "a", "a"),
    ],
)
def test_both_scales_of_effect_cut_where_they_say(gain, p, zumbo_thomas, jodoin_gierl):
    found = ModelGain(chi2=9.0, df=2, p=p, r2_gain=gain)

    assert (found.zumbo_thomas.value, found.jodoin_gierl.value) == (zumbo_thomas, jodoin_gierl)


@pytest.mark.parametrize("kind", DifKind)
def test_a_screen_goes_by_the_difference_that_is_asked_for(kind):
    rng = np.random.default_rng(1)
    scores = (rng.random((400, 5)) < 0.5).astype(float)

    found = logistic_screen(scores, np.arange(400) % 2, kind=kind)

    assert [item.p for item in found.items] == [item.fit.gain(kind).p for item in found.items]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        pytest.param(([1, 0], [1, 2, 3], [0, 1]), "per person", id="lengths"),
        pytest.param(([1, 0], [1, np.nan], [0, 1]), "leave out people .* rows 1", id="missing"),
        pytest.param(([0.5, 0, 1], [1, 2, 3], [0, 1, 2]), "0 or 1: correct rows 0, 2", id="graded"),
    ],
)
def test_columns_that_do_not_fit_are_refused(columns, sentence):
    with pytest.raises(ValueError, match=sentence):
        logistic_dif(*columns)


# Graded items: case I-14.


def test_the_standardised_mean_difference_is_the_printed_one(get_case):
    case = get_case("I-14")
    smd = standardised_mean_difference(case.given["mR"], case.given["mF"], case.given["nF"])

    assert case.is_expected(smd, "smd")
    assert case.is_expected(smd / case.given["sd"], "ratio")


@given(seeds)
@quick
def test_with_two_scores_mantel_is_mantel_haenszel_without_correction(seed):
    tables = np.random.default_rng(seed).integers(1, 30, (4, 4))
    right, match, group = people_of(tables, range(4))

    found = mantel_chi2(strata_figures(right, match, group > 0))

    assert found == pytest.approx(mantel_haenszel_chi2(tables, with_correction=False))


def test_mantel_follows_its_formula_on_graded_scores():
    rng = np.random.default_rng(1)
    scores, strata = rng.integers(0, 4, 200) / 2, rng.integers(0, 5, 200).astype(float)
    is_focal = rng.random(200) < 0.4
    apart = variance = 0.0
    for stratum in range(5):
        here = scores[strata == stratum]
        n, n_focal = len(here), int(is_focal[strata == stratum].sum())
        apart += scores[(strata == stratum) & is_focal].sum() - n_focal * here.sum() / n
        pairs = n * (here**2).sum() - here.sum() ** 2
        variance += (n - n_focal) * n_focal * pairs / (n**2 * (n - 1))

    found = mantel_chi2(strata_figures(scores, strata, is_focal))

    assert found == pytest.approx(apart**2 / variance)


@given(seeds, st.floats(0.1, 50), st.floats(-20, 20))
@quick
def test_the_scale_of_scores_does_not_matter(seed, times, shift):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 4, (320, 4)).astype(float)
    is_focal = np.arange(320) % 3 == 0

    found = graded_screen(scores, is_focal).items
    other = graded_screen(times * scores + shift, is_focal).items

    assert [item.ratio for item in other] == pytest.approx([item.ratio for item in found], abs=1e-9)
    assert [item.p for item in other] == pytest.approx([item.p for item in found], abs=1e-9)


def test_strata_without_people_of_both_groups_are_left_out():
    smd = standardised_mean_difference([0.5, np.nan, 0.2], [0.4, 0.9, np.nan], [10, 5, 0])

    assert smd == pytest.approx(-0.1)


def test_without_such_strata_there_is_no_difference():
    assert standardised_mean_difference([0.5], [np.nan], [0]) is None


@pytest.mark.parametrize(
    ("ratio", "p", "expected"),
    [
        (0.17, 0.001, GradedClass.AA),
        (-0.18, 0.001, GradedClass.BB),
        (0.25, 0.001, GradedClass.BB),
        (-0.26, 0.001, GradedClass.CC),
        (0.26, 0.05, GradedClass.AA),
        (0.26, None, GradedClass.AA),
    ],
)
def test_a_graded_class_needs_magnitude_and_significance(ratio, p, expected):
    assert graded_class(ratio, p) is expected


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        pytest.param(([0.5, 0.1], [0.5], [1]), "per stratum", id="lengths"),
        pytest.param(([0.5, 0.1], [0.5, 0.2], [1, -1]), "correct strata: 1", id="below 0"),
    ],
)
def test_means_that_do_not_fit_are_refused(columns, sentence):
    with pytest.raises(ValueError, match=sentence):
        standardised_mean_difference(*columns)
