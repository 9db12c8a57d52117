import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hiring.psychometrics.agreement.icc import intraclass_correlations, one_way_icc

NAMES = ("icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k")
SIX_BY_FOUR = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
quick = settings(deadline=None, max_examples=40)
tables = st.tuples(st.integers(3, 7), st.integers(2, 4)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(1, 5).map(float))
)


def values(table):
    found = intraclass_correlations(table)
    return [one.value if (one := getattr(found, name)) else None for name in NAMES]


def test_the_six_coefficients_are_the_published_ones(get_case):
    case = get_case("I-06")
    names = ("icc11", "icc21", "icc31", "icc1k", "icc2k", "icc3k")

    assert values(case.given["data"]) == pytest.approx(
        [case.expected[name] for name in names], abs=1e-6
    )


def test_the_mean_squares_are_the_published_ones(get_case):
    case = get_case("I-06")
    found = intraclass_correlations(case.given["data"]).mean_squares

    assert case.is_expected(found.between, "bms")
    assert case.is_expected(found.raters, "jms")
    assert case.is_expected(found.error, "ems")
    assert case.is_expected(found.within, "wms")


def test_two_raters_of_open_answers_give_the_worked_coefficients(get_case):
    case = get_case("H-02")
    found = intraclass_correlations(case.given["data"])

    assert case.is_expected(found.icc_2_1.value, "icc21")
    assert case.is_expected(found.icc_2_k.value, "icc2k")
    assert case.is_expected(found.icc_3_k.value, "icc3k")


def test_two_raters_of_open_answers_give_the_worked_mean_squares(get_case):
    case = get_case("H-02")
    found = intraclass_correlations(case.given["data"]).mean_squares

    assert case.is_expected(found.between, "bms")
    assert case.is_expected(found.raters, "jms")
    assert case.is_expected(found.error, "ems")


def test_the_error_of_a_mean_of_two_is_the_worked_one(get_case):
    case = get_case("H-02")

    found = intraclass_correlations(case.given["data"]).mean_squares

    assert case.is_expected(found.sem_of_mean(2), "sem_mean")


def test_a_mean_of_no_raters_is_refused():
    with pytest.raises(ValueError, match="at least one rater"):
        intraclass_correlations(SIX_BY_FOUR).mean_squares.sem_of_mean(0)


# Their analysis of variance speaks to an older pandas and divides by no degrees of freedom.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::RuntimeWarning")
@pytest.mark.parametrize("seed", range(4))
def test_coefficients_and_intervals_agree_with_pingouin(seed):
    drawn = np.random.default_rng(seed)
    table = drawn.normal(size=(12, 1)) + drawn.normal(size=4) + drawn.normal(size=(12, 4))
    long = pd.DataFrame(table).reset_index().melt(id_vars="index")
    theirs = pingouin.intraclass_corr(long, targets="index", raters="variable", ratings="value")
    found = intraclass_correlations(table)

    for name, (_, row) in zip(NAMES, theirs.iterrows(), strict=True):
        ours = getattr(found, name)
        assert ours.value == pytest.approx(row["ICC"], abs=1e-9)
        # Their limits are rounded to two places.
        assert [ours.interval.low, ours.interval.high] == pytest.approx(row["CI95"], abs=0.0051)


def test_the_interval_of_a_single_rating_is_the_published_one():
    # Shrout and Fleiss's data; limits as printed by R's psych for ICC2 and ICC3.
    found = intraclass_correlations(SIX_BY_FOUR)

    assert found.icc_2_1.interval.low == pytest.approx(0.019, abs=5e-4)
    assert found.icc_2_1.interval.high == pytest.approx(0.761, abs=5e-4)
    assert found.icc_3_1.interval.low == pytest.approx(0.342, abs=5e-4)
    assert found.icc_3_1.interval.high == pytest.approx(0.946, abs=5e-4)


def test_perfect_agreement_is_one_with_an_interval_of_no_width():
    found = intraclass_correlations([[1, 1], [3, 3], [4, 4]])

    assert [getattr(found, name).value for name in NAMES] == [1.0] * 6
    assert found.icc_2_1.interval.low == found.icc_2_1.interval.high == 1.0


def test_a_rater_who_is_always_one_step_stricter_costs_consistency_nothing():
    found = intraclass_correlations([[1, 2], [3, 4], [4, 5]])

    assert found.icc_3_1.value == 1.0
    assert found.icc_2_1.value < 1.0


def test_ratings_that_are_all_the_same_have_no_correlation():
    assert values(np.full((5, 3), 0.1)) == [None] * 6


def test_a_mean_whose_variances_cancel_is_undefined_in_any_unit():
    table = np.array([[1, 1], [2, 1], [1, 2]])

    assert intraclass_correlations(table).icc_2_k is None
    assert intraclass_correlations(table * 2 + 1).icc_2_k is None


def test_missing_ratings_are_refused_with_their_rows():
    with pytest.raises(ValueError, match=r"rows 0, 2: .*one_way_icc"):
        intraclass_correlations([[1, np.nan], [2, 3], [np.nan, 1]])


@pytest.mark.parametrize("table", [[[1, 2]], [[1], [2]], [1, 2], np.empty((0, 3))])
def test_less_than_two_by_two_is_refused(table):
    with pytest.raises(ValueError, match="at least two answers"):
        intraclass_correlations(table)


@pytest.mark.parametrize("level", [0.0, 1.0, 95])
def test_a_level_outside_its_range_is_refused(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        intraclass_correlations(SIX_BY_FOUR, level)


def test_a_wider_level_gives_a_wider_interval():
    narrow = intraclass_correlations(SIX_BY_FOUR, 0.5).icc_2_1.interval
    wide = intraclass_correlations(SIX_BY_FOUR, 0.99).icc_2_1.interval

    assert wide.low < narrow.low < narrow.high < wide.high


def test_without_gaps_the_one_way_figures_are_the_same():
    found, all_six = one_way_icc(SIX_BY_FOUR), intraclass_correlations(SIX_BY_FOUR)

    assert found.icc_1_1.value == pytest.approx(all_six.icc_1_1.value, abs=1e-12)
    assert found.icc_1_k.interval.low == pytest.approx(all_six.icc_1_k.interval.low, abs=1e-12)
    assert found.k_raters == 4


def test_a_gap_lowers_the_mean_number_of_ratings():
    # By hand: 5 ratings, (5 - (4 + 4 + 1) / 5) / 2 = 1.6.
    found = one_way_icc([[1, 2, np.nan], [3, np.nan, 3], [np.nan, np.nan, 5]])

    assert found.k_raters == pytest.approx(1.6)


def test_a_table_with_gaps_gives_the_variance_components_worked_by_hand():
    # Means 1.5, 3, 5, all 2.8: between (2 x 1.69 + 2 x .04 + 4.84) / 2 = 4.15;
    # within .5 / 2 = .25; k 1.6: 3.9 / (4.15 + .6 x .25).
    found = one_way_icc([[1, 2, np.nan], [3, np.nan, 3], [np.nan, np.nan, 5]])

    assert found.icc_1_1.value == pytest.approx(3.9 / 4.3)


def test_rows_that_nobody_rated_change_nothing():
    gap = [[np.nan] * 4]

    assert one_way_icc([*SIX_BY_FOUR, *gap]) == one_way_icc(SIX_BY_FOUR)


@pytest.mark.parametrize(
    "table",
    [
        pytest.param([[1, np.nan], [np.nan, 2]], id="nothing rated twice"),
        pytest.param([[1, 2], [np.nan, np.nan]], id="one answer"),
        pytest.param(np.full((3, 2), np.nan), id="no rating"),
    ],
)
def test_too_few_ratings_leave_the_one_way_figures_undefined(table):
    found = one_way_icc(table)

    assert found.icc_1_1 is None
    assert found.icc_1_k is None


def test_simulated_variance_components_are_recovered_despite_gaps():
    drawn = np.random.default_rng(7)
    table = drawn.normal(size=(3000, 1)) + drawn.normal(size=(3000, 4))
    table[drawn.random(table.shape) < 0.4] = np.nan

    assert one_way_icc(table).icc_1_1.value == pytest.approx(0.5, abs=0.04)


def test_without_degrees_of_freedom_a_coefficient_has_no_interval():
    # By hand: BMS 1/6, JMS 49/6, EMS 25/6, so -4 / (1/6 + 25/6 + 2/3 · 4) = -4/7; mean -8/3.
    found = intraclass_correlations([[5, 1], [2, 3], [5, 1]])

    assert found.icc_2_1.value == pytest.approx(-4 / 7)
    assert found.icc_2_k.value == pytest.approx(-8 / 3)
    assert found.icc_2_1.interval is None
    assert found.icc_2_k.interval is None


def test_a_negative_correlation_has_ordered_limits():
    found = intraclass_correlations([[1, 5, 3], [5, 1, 3], [3, 3, 4], [2, 5, 1]]).icc_2_1

    assert found.value < 0
    assert found.interval.low <= found.value <= found.interval.high


@given(tables, st.randoms(use_true_random=False))
@quick
def test_the_order_of_answers_and_raters_does_not_matter(table, random):
    rows, columns = list(range(len(table))), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)

    assert values(table[rows][:, columns]) == pytest.approx(values(table), abs=1e-12)


@given(tables, st.sampled_from([0.5, 2.0, 3.0]), st.integers(-3, 20))
@quick
def test_another_unit_of_the_scale_changes_nothing(table, factor, shift):
    assert values(table * factor + shift) == pytest.approx(values(table), abs=1e-9)


@given(tables)
@quick
def test_every_coefficient_lies_within_its_interval(table):
    found = intraclass_correlations(table)

    for one in (getattr(found, name) for name in NAMES):
        if one is not None and one.interval is not None:
            assert one.interval.low is None or one.interval.low - 1e-9 <= one.value
            assert one.value <= one.interval.high + 1e-9


def test_answers_without_differences_between_them_have_no_interval():
    found = intraclass_correlations([[1, 2]] * 3)

    # Not 0 to 0: F is 0 / 0, and nothing is as certain as that.
    assert found.icc_2_1.value == 0
    assert found.icc_2_1.interval is None
    assert found.icc_2_k.interval is None
    assert found.icc_3_1 is None


def test_means_without_spread_have_a_coefficient_but_no_interval():
    found = intraclass_correlations([[1, 3], [3, 1], [2, 2]])

    assert found.icc_1_1.value == found.icc_3_1.value == pytest.approx(-1)
    assert found.icc_1_1.interval is None
    assert found.icc_3_1.interval is None
    assert one_way_icc([[1, 3], [3, 1], [2, np.nan]]).icc_1_1.interval is None


def test_a_lower_end_that_cannot_be_stepped_up_is_undefined():
    mean = intraclass_correlations([[2, 4, 4], [2, 3, 5], [5, 5, 2], [4, 5, 4]]).icc_2_k

    assert mean.interval.low is None
    assert mean.value <= mean.interval.high < 1


def test_an_interval_that_would_leave_out_its_coefficient_is_undefined():
    found = intraclass_correlations([[4, 2], [2, 5], [2, 5], [1, 5]])

    assert found.icc_2_1.value == pytest.approx(-7 / 12)
    assert found.icc_2_1.interval is None
    assert found.icc_2_k.interval is None


@given(tables)
@quick
def test_no_end_of_an_interval_is_infinite(table):
    found = intraclass_correlations(table)
    known = [one for name in NAMES if (one := getattr(found, name)) and one.interval]

    for one in known:
        ends = [end for end in (one.interval.low, one.interval.high) if end is not None]
        assert np.isfinite(ends).all()
        assert ends == sorted(ends)
