"""Linking as a whole: made-up worlds whose truth is known, and properties."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.linking.anchors import anchor_drift, anchor_shifts
from hiring.psychometrics.linking.conversion import ErrorSource, link
from hiring.psychometrics.linking.curves import Smoothing, curve_method
from hiring.psychometrics.linking.designs import AnchorKind, Design, Method, form_sample
from hiring.psychometrics.linking.equipercentile import ScoreGrid
from hiring.psychometrics.linking.errors import Bootstrap
from hiring.psychometrics.reliability.differences import sed

ANCHOR = range(8)
EASIER_UNIQUE = 6.0  # points by which the new form's own scenarios are harder
SHIFT = EASIER_UNIQUE * 16 / 24  # what that makes of a total with 8 anchors among 24
APART = 0.3 * 6.0  # 0.3 SD of true level
MIDDLE = 60.0

ANCHORED = [method for method in Method if method.needs_anchor]
LINES = [method for method in Method if method.is_linear]
CURVES = [method for method in Method if not method.is_linear]
UNBIASED = [Method.CHAINED_MEAN, Method.LEVINE_OBSERVED, Method.LEVINE_TRUE]
seeds = st.integers(0, 2**32 - 1)


def world(seed, apart=APART, n=500, anchor=ANCHOR, kind=AnchorKind.INTERNAL):
    """Two groups ``apart`` in level, on two forms that share their first 8 of 24 scenarios."""
    rng = np.random.default_rng(seed)
    level_new, level_old = rng.normal(MIDDLE + apart, 6, (n, 1)), rng.normal(MIDDLE, 6, (n, 1))
    new = level_new + rng.normal(0, 10, (n, 24))
    old = level_old + rng.normal(0, 10, (n, 24))
    new[:, 8:] -= EASIER_UNIQUE
    return tuple(form_sample(np.clip(table, 0, 100), anchor, kind) for table in (new, old))


def design_of(method):
    return Design.COMMON_ANCHOR if method.needs_anchor else Design.EQUIVALENT_GROUPS


def linked(groups, method, **options):
    return link(*groups, method, design_of(method), **options)


def errors_of(method, apart, n_worlds=40):
    """How far the middle score came out from the truth, in many worlds."""
    worlds = [world(seed, apart) for seed in range(n_worlds)]
    return np.array([middle_of(pair, method) for pair in worlds]) - MIDDLE - SHIFT


def middle_of(groups, method):
    """Where the middle score of the new form lies on the old one; no standard error."""
    if method.is_linear:
        return float(linked(groups, method).equate(MIDDLE).scores)
    convert = curve_method(*groups, method, 0.5, Smoothing(), ScoreGrid())
    return float(convert(*groups)[int(MIDDLE)])


def reported_error(method, apart, n_worlds=6):
    """The standard error that a linking reports for the middle score."""
    found = [linked(world(seed, apart), method).equate(MIDDLE) for seed in range(n_worlds)]
    return np.sqrt(np.mean([float(one.standard_error) ** 2 for one in found]))


# A known truth.


@pytest.mark.parametrize("method", UNBIASED)
def test_a_known_shift_is_found_between_groups_that_differ(method):
    errors = errors_of(method, APART)

    assert abs(errors.mean()) < 2 * errors.std(ddof=1) / np.sqrt(errors.size)
    assert reported_error(method, APART) == pytest.approx(errors.std(ddof=1), rel=0.25)


@pytest.mark.parametrize("method", list(Method))
def test_a_known_shift_is_found_between_groups_that_do_not_differ(method):
    errors = errors_of(method, 0.0)

    assert abs(errors.mean()) < 2 * errors.std(ddof=1) / np.sqrt(errors.size)
    assert reported_error(method, 0.0) == pytest.approx(errors.std(ddof=1), rel=0.25)


@pytest.mark.parametrize("method", ANCHORED)
def test_one_linking_lies_within_two_standard_errors_of_the_truth(method):
    found = linked(world(2), method).equate(MIDDLE)

    assert abs(float(found.scores) - MIDDLE - SHIFT) < 2 * float(found.standard_error)


@pytest.mark.parametrize("method", [Method.MEAN, Method.LINEAR])
def test_without_the_anchor_a_stronger_group_is_taken_for_an_easier_form(method):
    errors = errors_of(method, APART)

    assert errors.mean() == pytest.approx(-APART, abs=0.15)


def test_tucker_sees_only_the_part_of_the_difference_that_the_anchor_predicts():
    errors = errors_of(Method.TUCKER, APART)

    # Regression of the total on the anchor: (36 + 100 / 24) / (36 + 100 / 8).
    regression = (36 + 100 / 24) / (36 + 100 / 8)
    assert errors.mean() == pytest.approx(-(1 - regression) * APART, abs=0.06)


@pytest.mark.parametrize("method", [Method.LEVINE_OBSERVED, Method.LEVINE_TRUE])
def test_an_external_anchor_finds_the_shift_of_the_scenarios_that_count(method):
    groups = [world(seed, kind=AnchorKind.EXTERNAL) for seed in range(30)]

    shifts = [float(linked(pair, method).equate(MIDDLE).scores) - MIDDLE for pair in groups]

    spread = np.std(shifts, ddof=1) / np.sqrt(len(shifts))
    assert abs(np.mean(shifts) - EASIER_UNIQUE) < 2 * spread


def test_people_who_sat_both_forms_link_them_closely():
    rng = np.random.default_rng(7)
    level = rng.normal(60, 6, (500, 1))
    new, old = (
        form_sample(np.clip(level + d + rng.normal(0, 10, (500, 24)), 0, 100)) for d in (-4, 0)
    )

    for method in (Method.MEAN, Method.LINEAR, Method.EQUIPERCENTILE):
        found = link(new, old, method, Design.SINGLE_GROUP)
        assert float(found.equate(MIDDLE).scores) == pytest.approx(64, abs=0.4)
        assert found.summary_error < linked((new, old), method).summary_error


def test_a_leaked_anchor_pulls_the_link_until_it_is_dropped():
    def tables(seed):
        rng = np.random.default_rng(seed)
        new, old = (rng.normal(55, 6, (500, 1)) + rng.normal(0, 8, (500, 24)) for _ in "ab")
        new[:, 8:] -= EASIER_UNIQUE
        new[:, 3] += 16
        return np.clip(new, 0, 100), np.clip(old, 0, 100)

    def shift_of(new, old, anchor):
        pair = form_sample(new, anchor), form_sample(old, anchor)
        return float(linked(pair, Method.CHAINED_MEAN).equate(50).scores) - 50

    pairs = [tables(seed) for seed in range(10)]
    dropped = [anchor_drift(anchor_shifts(new[:, :8], old[:, :8])).dropped for new, old in pairs]
    kept = [[column for column in ANCHOR if column not in columns] for columns in dropped]

    # The leak makes the new form 16 / 24 easier, and the group seem 16 / 8 better.
    truth = SHIFT - 16 / 24
    assert all(3 in columns for columns in dropped)
    leaky = np.mean([shift_of(*pair, ANCHOR) for pair in pairs])
    sound = np.mean([shift_of(*pair, rest) for pair, rest in zip(pairs, kept, strict=True)])
    assert leaky == pytest.approx(truth + 2, abs=0.3)
    assert sound == pytest.approx(truth, abs=0.3)


# Properties.


@pytest.mark.parametrize("method", list(Method))
def test_the_order_of_people_changes_nothing(method):
    rng = np.random.default_rng(8)
    new, old = world(3, n=120)
    shuffled = tuple(sample.taken(rng.permutation(120)) for sample in (new, old))
    bootstrap = Bootstrap(1, 50)

    before = linked((new, old), method, bootstrap=bootstrap)
    after = linked(shuffled, method, bootstrap=bootstrap)

    assert np.abs(after.equated - before.equated).max() <= 1e-12
    assert np.abs(after.standard_error - before.standard_error).max() <= 1e-12


@pytest.mark.parametrize("method", LINES)
@settings(deadline=None, max_examples=15)
@given(seed=seeds)
def test_the_order_of_people_does_not_move_a_line_or_its_error(method, seed):
    rng = np.random.default_rng(seed)
    new, old = world(seed, n=60)

    before = linked((new, old), method)
    after = linked((new.taken(rng.permutation(60)), old.taken(rng.permutation(60))), method)

    assert after.slope == pytest.approx(before.slope, abs=1e-12)
    assert after.summary_error == pytest.approx(before.summary_error, abs=1e-12)


@pytest.mark.parametrize("method", list(Method))
def test_the_same_scores_on_both_forms_stay_as_they_are(method):
    new, _ = world(4, n=150)

    found = linked((new, new), method, bootstrap=Bootstrap(1, 50))

    assert found.equated == pytest.approx(np.arange(101.0), abs=1e-3)


@pytest.mark.parametrize("method", LINES)
@settings(deadline=None, max_examples=15)
@given(seed=seeds)
def test_a_line_there_and_back_again_returns_the_score(method, seed):
    new, old = world(seed, n=60)

    there, back = linked((new, old), method), linked((old, new), method)

    returned = np.interp(there.equate([45, 60, 70]).scores, back.scores, back.equated)
    assert returned == pytest.approx([45, 60, 70], abs=1e-6)


@pytest.mark.parametrize("method", CURVES)
def test_a_curve_there_and_back_again_returns_the_score_but_for_the_table(method):
    new, old = world(5)

    there = linked((new, old), method, bootstrap=Bootstrap(1, 50))
    back = linked((old, new), method, bootstrap=Bootstrap(1, 50))

    returned = back.equate(there.equate([50, 60, 70]).scores).scores
    assert returned == pytest.approx([50, 60, 70], abs=0.06)


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("seed", range(3))
def test_a_higher_score_never_becomes_a_lower_one(method, seed):
    found = linked(world(seed, n=200), method, bootstrap=Bootstrap(1, 50))

    assert np.all(np.diff(found.equated) > 0)
    assert np.all(np.diff(found.equate(np.linspace(0, 100, 301)).scores) >= 0)


# What a linking says of itself.


def test_a_linking_says_whom_and_what_it_stands_on():
    new, old = world(1)
    found = link(new, old.taken(np.arange(300)), Method.TUCKER, Design.COMMON_ANCHOR)

    assert (found.method, found.design) == (Method.TUCKER, Design.COMMON_ANCHOR)
    assert (found.n_new, found.n_old, found.n_anchor_units) == (500, 300, 8)
    assert (found.error_source, found.n_replications) == (ErrorSource.DELTA, 0)
    assert found.equated == pytest.approx(found.slope * found.scores + found.intercept)


def test_a_curve_has_a_table_and_no_line():
    found = linked(world(1), Method.CHAINED_EQUIPERCENTILE)

    assert (found.slope, found.intercept) == (None, None)
    assert found.scores.tolist() == list(range(101))
    assert (found.error_source, found.n_replications) == (ErrorSource.BOOTSTRAP, 200)


def test_an_anchor_that_the_method_does_not_read_is_not_counted():
    assert linked(world(1), Method.LINEAR).n_anchor_units == 0


def test_the_summary_is_the_root_mean_square_over_the_people_on_the_new_form():
    new, old = world(1)
    found = linked((new, old), Method.LEVINE_OBSERVED)

    errors = found.equate(new.totals).standard_error
    assert found.summary_error == pytest.approx(np.sqrt(np.mean(errors**2)))


def test_the_summary_widens_the_error_of_a_difference():
    found = linked(world(1), Method.LEVINE_OBSERVED)

    assert sed(4, 4, found.summary_error) == pytest.approx(np.sqrt(32 + found.summary_error**2))


def test_scores_beyond_the_old_scale_are_cut_off_and_said_to_be():
    found = linked(world(1), Method.CHAINED_MEAN).equate([50, 99])

    assert found.scores[1] == 100
    assert found.is_clipped.tolist() == [False, True]


def test_a_missing_score_stays_missing():
    found = linked(world(1), Method.CHAINED_MEAN).equate([np.nan, 50])

    assert np.isnan(found.scores).tolist() == [True, False]
    assert np.isnan(found.standard_error).tolist() == [True, False]
    assert not found.is_clipped.any()


@pytest.mark.parametrize("score", [-0.01, 100.01])
def test_a_score_off_the_scale_cannot_be_equated(score):
    with pytest.raises(ValueError, match=r"0\.\.100"):
        linked(world(1), Method.CHAINED_MEAN).equate(score)


def test_people_whose_score_is_off_the_scale_are_named():
    with pytest.raises(ValueError, match=r"row 1, row 3$"):
        linked(world(1), Method.CHAINED_MEAN).equate([50, -1, np.nan, 101])


def test_the_same_seed_gives_the_same_errors():
    one, other = (linked(world(1), Method.EQUIPERCENTILE, bootstrap=Bootstrap(3)) for _ in "ab")

    assert one.standard_error.tolist() == other.standard_error.tolist()


# Choices.


def test_degrees_of_smoothing_can_be_given():
    rough = linked(world(1), Method.EQUIPERCENTILE, smoothing=Smoothing(degree=6))
    plain = linked(world(1), Method.EQUIPERCENTILE, smoothing=Smoothing(degree=2))

    assert np.abs(rough.equated - plain.equated).max() > 0.01


def test_raw_counts_can_be_linked_through_the_anchor():
    found = linked(world(1), Method.CHAINED_EQUIPERCENTILE, smoothing=Smoothing(is_off=True))

    assert float(found.equate(MIDDLE).scores) == pytest.approx(MIDDLE + SHIFT, abs=1.5)


def test_smoothing_lessens_the_error():
    raw = linked(world(1), Method.EQUIPERCENTILE, smoothing=Smoothing(is_off=True))

    assert linked(world(1), Method.EQUIPERCENTILE).summary_error < raw.summary_error


def test_frequency_estimation_of_raw_counts_is_refused():
    with pytest.raises(ValueError, match="leave the smoothing on"):
        linked(world(1), Method.FREQUENCY_ESTIMATION, smoothing=Smoothing(is_off=True))


def test_a_coarser_grid_gives_nearly_the_same_link():
    fine = linked(world(1), Method.EQUIPERCENTILE)
    coarse = linked(world(1), Method.EQUIPERCENTILE, grid=ScoreGrid(0, 100, 2))

    scores = [50, 60, 70]
    assert coarse.equate(scores).scores == pytest.approx(fine.equate(scores).scores, abs=0.3)


# What cannot be linked.


@pytest.mark.parametrize(
    ("method", "design"),
    [
        (Method.TUCKER, Design.EQUIVALENT_GROUPS),
        (Method.CHAINED_EQUIPERCENTILE, Design.SINGLE_GROUP),
        (Method.LINEAR, Design.COMMON_ANCHOR),
    ],
)
def test_a_method_and_a_design_that_do_not_go_together_are_refused(method, design):
    with pytest.raises(ValueError, match="does not fit the design"):
        link(*world(1), method, design)


def test_a_form_without_an_anchor_cannot_be_linked_by_one():
    with pytest.raises(ValueError, match="name their columns"):
        linked(world(1, anchor=()), Method.TUCKER)


def test_anchors_of_different_length_or_kind_are_refused():
    new, old = world(1)[0], world(1, anchor=range(7))[1]

    with pytest.raises(ValueError, match="8 internal, 7 internal"):
        linked((new, old), Method.TUCKER)


def test_a_single_group_has_as_many_people_on_both_forms():
    new, old = world(1)

    with pytest.raises(ValueError, match="the same people in the same rows"):
        link(new, old.taken(np.arange(499)), Method.LINEAR, Design.SINGLE_GROUP)


def test_a_form_on_which_people_do_not_differ_is_named():
    new, _ = world(1)
    flat = form_sample(np.full((60, 4), 50.0))

    with pytest.raises(ValueError, match="the same score on the old form"):
        link(new, flat, Method.LINEAR, Design.EQUIVALENT_GROUPS)


@pytest.mark.parametrize("method", ANCHORED)
def test_an_anchor_that_runs_against_the_total_is_refused(method):
    def contrary(seed):
        level = np.random.default_rng(seed).uniform(20, 80, (100, 1))
        return form_sample(np.hstack([100 - level, level, level, level, level]), (0,))

    groups = contrary(1), world(1, anchor=(0,))[1]

    with pytest.raises(ValueError, match="on the new form, people who do well on the anchor"):
        linked(groups, method)


def test_a_weight_off_its_range_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        linked(world(1), Method.TUCKER, weight_new=-0.1)


# Speed.


@pytest.mark.parametrize(
    ("method", "limit_seconds"), [(m, 2 if m in LINES else 20) for m in Method]
)
def test_two_hundred_replications_of_five_hundred_people_are_quick(method, limit_seconds):
    start = time.perf_counter()
    linked(world(1), method, bootstrap=Bootstrap())

    assert time.perf_counter() - start < limit_seconds
