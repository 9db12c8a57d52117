import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hiring.psychometrics.linking.equipercentile import (
    ScoreGrid,
    chained_equipercentile,
    distribution,
    equipercentile,
    frequency_estimation,
    grid_percentile_ranks,
)

GRID = ScoreGrid(0, 20, 1)
some_counts = arrays(np.float64, 21, elements=st.integers(0, 9)).filter(lambda c: c.sum() > 0)
full_counts = arrays(np.float64, 21, elements=st.integers(1, 9))
some_pairs = arrays(np.float64, (21, 21), elements=st.integers(1, 9))
some_points = st.floats(-0.5, 20.5)
steady = settings(deadline=None, max_examples=60)


def test_percentile_ranks_give_the_worked_case(get_case):
    case = get_case("I-24")

    assert case.is_expected(grid_percentile_ranks(case.given["fX"]).tolist(), "prX")


def test_equivalents_give_the_worked_case(get_case):
    case = get_case("I-24")
    grid = ScoreGrid(0, 5, 1)
    new, old = (distribution(case.given[name], grid) for name in ("fX", "fY"))

    assert case.is_expected(equipercentile(case.given["scores"], new, old).tolist(), "y")


def test_percentile_ranks_are_those_of_the_distribution():
    counts = np.arange(1.0, 22)

    ranks = distribution(counts, GRID).rank(GRID.points)

    assert 100 * ranks == pytest.approx(grid_percentile_ranks(counts))


@steady
@given(full_counts, full_counts, some_points)
def test_there_and_back_again_returns_the_score(new, old, score):
    ours, theirs = distribution(new, GRID), distribution(old, GRID)

    there = equipercentile(score, ours, theirs)

    assert float(equipercentile(there, theirs, ours)) == pytest.approx(score, abs=1e-9)


@steady
@given(some_counts, some_counts, some_points)
def test_there_and_back_again_returns_the_score_where_nobody_has_scored_too(new, old, score):
    ours, theirs = distribution(new, GRID), distribution(old, GRID)

    there = equipercentile(score, ours, theirs)

    assert float(equipercentile(there, theirs, ours)) == pytest.approx(score, abs=1e-4)


@steady
@given(some_counts, some_points)
def test_the_same_people_keep_their_scores(counts, score):
    same = distribution(counts, GRID)

    assert float(equipercentile(score, same, same)) == pytest.approx(score, abs=1e-4)


@steady
@given(some_counts, some_counts)
def test_a_higher_score_never_becomes_a_lower_one(new, old):
    equated = equipercentile(GRID.points, distribution(new, GRID), distribution(old, GRID))

    assert np.all(np.diff(equated) > 0)
    assert -0.5 <= equated[0] < equated[-1] <= 20.5


@steady
@given(full_counts, full_counts, full_counts, full_counts, some_points)
def test_a_chain_there_and_back_again_returns_the_score(new, anchor_new, anchor_old, old, score):
    ours = (distribution(new, GRID), distribution(anchor_new, GRID))
    theirs = (distribution(old, GRID), distribution(anchor_old, GRID))

    there = chained_equipercentile(score, ours, theirs)

    assert float(chained_equipercentile(there, theirs, ours)) == pytest.approx(score, abs=1e-9)


@steady
@given(full_counts, full_counts, full_counts)
def test_groups_alike_on_the_anchor_make_the_chain_a_plain_link(new, anchor, old):
    ours, theirs, same = (distribution(counts, GRID) for counts in (new, old, anchor))

    chained = chained_equipercentile(GRID.points, (ours, same), (theirs, same))

    assert chained == pytest.approx(equipercentile(GRID.points, ours, theirs), abs=1e-6)


@settings(deadline=None, max_examples=30)
@given(some_pairs, st.floats(0, 1))
def test_a_group_mixed_with_itself_stays_as_it_is(pairs, weight):
    mixed_new, mixed_old = frequency_estimation(pairs, pairs * 3, weight)

    own = pairs.sum(axis=1) / pairs.sum()
    assert mixed_new == pytest.approx(own)
    assert mixed_old == pytest.approx(own)


@settings(deadline=None, max_examples=30)
@given(some_pairs, some_pairs, st.floats(0, 1))
def test_swapping_the_groups_swaps_the_mixed_distributions(ours, theirs, weight):
    straight = frequency_estimation(ours, theirs, weight)
    swapped = frequency_estimation(theirs, ours, 1 - weight)

    assert straight[0] == pytest.approx(swapped[1])
    assert straight[1] == pytest.approx(swapped[0])


def test_frequency_estimation_weighs_totals_by_the_mixed_anchor_scores():
    # Group P: 3 of 4 with anchor 0, whose totals are 0, 0 and 1; Q the other way round.
    new = [[2.0, 0.0], [1.0, 1.0]]
    old = [[1.0, 0.0], [0.0, 3.0]]

    mixed_new, mixed_old = frequency_estimation(new, old, 0.5)

    # Mixed anchor: 0 in (.75 + .25) / 2 = .5.
    assert mixed_new == pytest.approx([0.5 * 2 / 3, 0.5 / 3 + 0.5])
    assert mixed_old == pytest.approx([0.5, 0.5])


def test_all_weight_on_a_group_leaves_its_own_form_as_it_sat_it():
    new, old = np.array([[2.0, 1.0], [1.0, 4.0]]), np.array([[1.0, 3.0], [2.0, 2.0]])

    assert frequency_estimation(new, old, 1.0)[0] == pytest.approx(new.sum(axis=1) / 8)
    assert frequency_estimation(new, old, 0.0)[1] == pytest.approx(old.sum(axis=1) / 8)


def test_anchor_scores_met_in_one_group_only_are_refused():
    with pytest.raises(ValueError, match="smooth the counts first"):
        frequency_estimation([[1.0, 0.0], [1.0, 0.0]], [[1.0, 1.0], [1.0, 1.0]], 0.5)


@pytest.mark.parametrize(
    ("old", "weight"), [(np.ones((2, 3)), 0.5), (np.ones((2, 2)), 1.1), (np.ones(2), 0.5)]
)
def test_tables_that_do_not_match_are_refused(old, weight):
    with pytest.raises(ValueError, match="the same anchor points"):
        frequency_estimation(np.ones((2, 2)), old, weight)


def test_whole_points_from_0_to_100_are_the_standard_grid():
    assert ScoreGrid().points.tolist() == list(range(101))


@pytest.mark.parametrize(
    ("score", "point"), [(0.0, 0), (49.49, 49), (49.5, 50), (50.5 - 1e-13, 51), (100.0, 100)]
)
def test_a_score_goes_to_its_nearest_point_and_half_way_up(score, point):
    assert ScoreGrid().nearest(np.array([score])).tolist() == [point]


def test_pairs_are_counted_by_total_and_anchor():
    counts = ScoreGrid(0, 2, 1).pair_counts(np.array([0.0, 2.0, 2.0]), np.array([1.0, 0.0, 0.2]))

    assert counts.tolist() == [[0, 1, 0], [0, 0, 0], [2, 0, 0]]


@settings(deadline=None, max_examples=30)
@given(arrays(np.float64, (40, 8), elements=st.floats(0, 100)), st.integers(1, 7))
def test_no_person_is_where_an_internal_anchor_lets_nobody_be(table, n_anchor):
    grid = ScoreGrid()

    counts = grid.pair_counts(table.mean(axis=1), table[:, :n_anchor].mean(axis=1))

    assert counts[~grid.possible_pairs(n_anchor / 8)].sum() == 0


def test_a_perfect_anchor_rules_out_a_total_below_its_share():
    possible = ScoreGrid().possible_pairs(0.5)

    assert possible[:, 100].tolist() == [point >= 49 for point in range(101)]


@pytest.mark.parametrize("limits", [(0, 100, 0), (0, 0, 1), (5, 1, 1), (0, 10, 3)])
def test_a_grid_that_does_not_fit_its_steps_is_refused(limits):
    with pytest.raises(ValueError, match="grid"):
        ScoreGrid(*limits)


def test_counts_that_do_not_fit_the_grid_are_refused():
    with pytest.raises(ValueError, match="expected 21 counts"):
        distribution([1.0] * 20, GRID)


@pytest.mark.parametrize("odd", [-1.0, np.nan, np.inf])
@pytest.mark.parametrize("read", [grid_percentile_ranks, lambda counts: distribution(counts, GRID)])
def test_points_without_a_number_of_people_are_named(read, odd):
    counts = np.ones(21)
    counts[[4, 20]] = odd

    with pytest.raises(ValueError, match=r"check point 4, point 20$"):
        read(counts)


def test_a_distribution_of_nobody_is_refused():
    with pytest.raises(ValueError, match="not all 0"):
        distribution([0.0] * 21, GRID)


def test_ranks_of_nobody_are_refused():
    with pytest.raises(ValueError, match="not all 0"):
        grid_percentile_ranks([0, 0])
