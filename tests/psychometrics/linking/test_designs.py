import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.linking.designs import (
    AnchorKind,
    Grounds,
    Method,
    anchor_difference_sd,
    form_sample,
    suggested_method,
)

some_counts = st.integers(0, 2000)


def some_scores(n=60, k=10, seed=1):
    return np.random.default_rng(seed).uniform(0, 100, (n, k))


def test_an_internal_anchor_counts_in_the_total():
    table = some_scores()

    sample = form_sample(table, (2, 5))

    assert sample.totals == pytest.approx(table.mean(axis=1))
    assert sample.anchors == pytest.approx(table[:, [2, 5]].mean(axis=1))
    assert (sample.n_people, sample.n_units, sample.n_anchor_units) == (60, 10, 2)


def test_an_external_anchor_does_not_count_in_the_total():
    table = some_scores()

    sample = form_sample(table, (2, 5), AnchorKind.EXTERNAL)

    assert sample.totals == pytest.approx(np.delete(table, [2, 5], axis=1).mean(axis=1))
    assert sample.n_units == 8


def test_everybody_with_a_missing_score_is_named_at_once():
    table = some_scores()
    table[3, 1] = table[41, 7] = np.nan

    with pytest.raises(ValueError, match=r"missing .* rows 3, 41 \(columns 1, 7\); leave them out"):
        form_sample(table)


def test_long_lists_of_people_are_cut_and_the_rest_counted():
    table = some_scores()
    table[:25, 0] = np.nan

    with pytest.raises(ValueError, match=r"18, 19 and 5 more \(columns 0\)"):
        form_sample(table)


@pytest.mark.parametrize("score", [-0.1, 100.1, np.inf])
def test_a_score_off_the_scale_is_named(score):
    table = some_scores()
    table[7, 2] = score

    with pytest.raises(ValueError, match=r"off 0..100 .* rows 7 \(columns 2\); bring all scores"):
        form_sample(table)


@pytest.mark.parametrize(
    ("anchor", "message"),
    [
        ((1, 10, -1), "anchor columns 10, -1 are not in the table; it has 0 to 9"),
        ((4, 2, 4, 2), "anchor columns 2, 4 stand twice"),
    ],
)
def test_unusable_anchor_columns_are_named(anchor, message):
    with pytest.raises(ValueError, match=message):
        form_sample(some_scores(), anchor)


def test_an_anchor_that_leaves_nothing_to_total_is_refused():
    with pytest.raises(ValueError, match="leave some that count"):
        form_sample(some_scores(k=2), (0, 1), AnchorKind.EXTERNAL)


def test_an_anchor_on_which_people_do_not_differ_is_refused_by_its_columns():
    table = some_scores()
    table[:, [1, 3]] = 70.0

    with pytest.raises(ValueError, match="anchor columns 1, 3; take anchor scenarios on which"):
        form_sample(table, (1, 3))


def test_forty_nine_people_are_too_few_and_fifty_are_enough():
    assert form_sample(some_scores(n=50)).n_people == 50
    with pytest.raises(ValueError, match=r"only 49 people .* not comparable"):
        form_sample(some_scores(n=49))


def test_a_list_of_totals_is_no_table():
    with pytest.raises(ValueError, match="people by scenarios"):
        form_sample(np.zeros(60))


def test_the_groups_differ_by_their_anchor_means_in_pooled_deviations():
    anchors = np.tile([40.0, 60.0], 50)
    new, old = (form_sample(np.column_stack([anchors + d, anchors]), (0,)) for d in (5.0, 0.0))

    assert anchor_difference_sd(new, old) == pytest.approx(5 / np.std(anchors, ddof=1))
    assert anchor_difference_sd(old, new) == pytest.approx(-anchor_difference_sd(new, old))


def test_groups_without_an_anchor_cannot_be_told_apart():
    sample = form_sample(some_scores())

    with pytest.raises(ValueError, match="name their columns"):
        anchor_difference_sd(sample, sample)


@pytest.mark.parametrize(
    ("n_new", "n_old", "apart", "method"),
    [
        (49, 900, 0.0, None),
        (50, 900, 0.0, Method.CHAINED_MEAN),
        (99, 900, 0.9, Method.CHAINED_MEAN),
        (100, 900, 0.2499, Method.TUCKER),
        (400, 900, -0.2499, Method.TUCKER),
        (400, 900, 0.25, Method.LEVINE_OBSERVED),
        (400, 900, -0.25, Method.LEVINE_OBSERVED),
        (401, 900, 0.2499, Method.FREQUENCY_ESTIMATION),
        (401, 900, -0.25, Method.CHAINED_EQUIPERCENTILE),
        (49, 900, None, None),
        (99, 900, None, Method.MEAN),
        (400, 900, None, Method.LINEAR),
        (401, 900, None, Method.EQUIPERCENTILE),
    ],
)
def test_the_smaller_group_and_the_difference_decide_the_method(n_new, n_old, apart, method):
    assert suggested_method(n_new, n_old, apart).method is method
    assert suggested_method(n_old, n_new, apart).method is method


@pytest.mark.parametrize("n", [30, 60, 300, 900])
def test_no_method_is_suggested_for_groups_nobody_knows_the_difference_of(n):
    with pytest.raises(ValueError, match=r"unknown \(NaN\).*anchor_difference_sd"):
        suggested_method(n, n, np.nan)


def test_a_refusal_says_that_people_are_too_few_and_how_many_there_are():
    refusal = suggested_method(300, 31, 0.1)

    assert (refusal.method, refusal.grounds) == (None, Grounds.TOO_FEW_PEOPLE)
    assert refusal.n_smaller == 31


@settings(deadline=None, max_examples=60)
@given(some_counts, some_counts, st.floats(-3, 3) | st.none())
def test_a_method_is_refused_below_fifty_people_and_only_there(n_new, n_old, apart):
    suggestion = suggested_method(n_new, n_old, apart)

    assert (suggestion.method is None) == (min(n_new, n_old) < 50)
    if suggestion.method is not None:
        assert suggestion.method.needs_anchor == (apart is not None)
