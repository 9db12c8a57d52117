import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.items.analysis import analyse_items, expected_overlap, over_exposed
from hiring.psychometrics.items.answer_counts import (
    ScoreTable,
    count_answer_blocks,
    count_answers,
    steps_per_point_of,
)
from hiring.psychometrics.items.option_traces import analyse_answers, third_correlations
from hiring.psychometrics.items.screen import TRIAL, Finding, ItemThresholds, screen_items
from hiring.psychometrics.moments import moments_of
from hiring.psychometrics.reliability.coefficients import alpha

quick = settings(deadline=None, max_examples=40)
seeds = st.integers(0, 2**32 - 1)

TABLE = ScoreTable(
    [
        [0.0, 1.0, 0.5, 0.0],
        [0.0, 0.0, 1.0, np.nan],
        [1.0, 0.5, 0.0, 0.0],
        [0.25, 0.0, 1.0, 0.0],
        [0.0, 1.0, np.nan, np.nan],
    ]
)


def column(analysis, name):
    return [getattr(item, name) for item in analysis.items]


def scores_of(seed, n_people=60, k_items=6):
    rng = np.random.default_rng(seed)
    level = rng.normal(size=(n_people, 1)) + rng.normal(size=(n_people, k_items))
    return np.clip(np.round(level + 2) / 4, 0, 1)


def answers_of(seed, n_people=120, table=TABLE):
    rng = np.random.default_rng(seed)
    shares = rng.random((n_people, len(table.scores)))
    return np.floor(shares * table.n_options).astype(np.int8)


def scored(answers, table=TABLE):
    return np.take_along_axis(table.padded.T, answers.astype(int) + 1, axis=0)


# The worked cases.


def test_difficulties_are_the_printed_ones(get_case):
    case, data = get_case("I-01"), get_case("R-01").given["data"]

    assert case.is_expected(column(analyse_items(data), "difficulty"), "p")


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("r_rest", "corrected"),
        ("r_total", "uncorrected"),
        ("alpha_if_dropped", "alpha_if_deleted"),
    ],
)
def test_item_statistics_are_the_printed_ones(get_case, name, printed):
    case, data = get_case("I-02"), get_case("R-01").given["data"]

    assert case.is_expected(column(analyse_items(data), name), printed)


def test_alpha_is_the_printed_one(get_case):
    case = get_case("R-01")

    assert case.is_expected(analyse_items(case.given["data"]).alpha, "alpha")


def test_the_option_trace_is_the_printed_one(get_case):
    case = get_case("I-03")

    assert case.is_expected(third_correlations(case.given["rows_low_mid_high"]), "r")


def test_the_expected_overlap_is_the_printed_one(get_case):
    case = get_case("I-28")
    rates = [0.5] * 10 + [0.25] * 20 + [0.125] * 40

    assert sum(rates) == case.expected["form_length"]
    assert case.is_expected(expected_overlap(rates), "overlap")


# Items.


@given(seeds)
@quick
def test_the_rest_is_the_total_without_the_item(seed):
    scores = scores_of(seed)
    rest = scores.sum(axis=1, keepdims=True) - scores
    expected = [np.corrcoef(scores[:, i], rest[:, i])[0, 1] for i in range(6)]

    assert column(analyse_items(scores), "r_rest") == pytest.approx(expected, abs=1e-10)


@given(seeds)
@quick
def test_alpha_if_dropped_is_alpha_of_the_others(seed):
    scores = scores_of(seed)
    expected = [alpha(np.delete(scores, i, axis=1)) for i in range(6)]

    assert column(analyse_items(scores), "alpha_if_dropped") == pytest.approx(expected, abs=1e-10)


@given(seeds)
@quick
def test_the_order_of_people_does_not_matter(seed):
    scores = scores_of(seed)
    other = analyse_items(np.random.default_rng(seed).permutation(scores))
    found = analyse_items(scores)

    assert other.alpha == pytest.approx(found.alpha, abs=1e-12)
    assert column(other, "r_rest") == pytest.approx(column(found, "r_rest"), abs=1e-12)


@given(seeds)
@quick
def test_results_follow_the_items(seed):
    scores = scores_of(seed)
    order = np.random.default_rng(seed).permutation(6)
    found = analyse_items(scores)

    moved = analyse_items(scores[:, order])

    assert moved.alpha == pytest.approx(found.alpha, abs=1e-12)
    for name in ("difficulty", "sd", "r_total", "r_rest", "alpha_if_dropped"):
        expected = [column(found, name)[i] for i in order]
        assert column(moved, name) == pytest.approx(expected, abs=1e-12)


@given(seeds, st.floats(0.1, 50), st.floats(-20, 20))
@quick
def test_a_common_change_of_scale_changes_no_coefficient(seed, times, shift):
    scores = scores_of(seed)
    found = analyse_items(scores)

    other = analyse_items(times * scores + shift, shift, times + shift)

    assert other.alpha == pytest.approx(found.alpha, abs=1e-9)
    for name in ("difficulty", "r_total", "r_rest", "alpha_if_dropped"):
        assert column(other, name) == pytest.approx(column(found, name), abs=1e-9)


@given(seeds, st.floats(0.1, 50))
@quick
def test_correlations_with_a_given_rest_do_not_depend_on_the_items_scale(seed, times):
    scores = scores_of(seed)
    stretched = scores * np.array([times, 1, 1, 1, 1, 1])

    found = analyse_items(stretched, 0, np.array([times, 1, 1, 1, 1, 1])).items[0]

    assert found.r_rest == pytest.approx(analyse_items(scores).items[0].r_rest, abs=1e-10)


@given(seeds)
@quick
def test_turning_an_item_round_turns_the_sign_of_its_correlation(seed):
    scores = scores_of(seed)
    turned = scores.copy()
    turned[:, 2] = 1 - turned[:, 2]

    found = analyse_items(turned).items[2].r_rest

    assert found == pytest.approx(-analyse_items(scores).items[2].r_rest, abs=1e-10)


def test_difficulty_is_a_share_of_the_scale():
    found = analyse_items([[1, 2], [5, 2], [3, 5]], lowest=[1, 2], highest=[5, 8])

    assert column(found, "difficulty") == pytest.approx([0.5, 1 / 6])


def test_an_item_without_spread_correlates_with_nothing():
    found = analyse_items([[0.1, 0, 1], [0.1, 1, 0.5], [0.1, 1, 1], [0.1, 0, 0]]).items[0]

    assert (found.r_total, found.r_rest) == (None, None)
    assert found.difficulty == pytest.approx(0.1)
    assert found.alpha_if_dropped is not None


def test_an_item_whose_rest_has_no_spread_correlates_with_nothing():
    found = analyse_items([[0, 0.1, 0.3], [1, 0.1, 0.3], [1, 0.1, 0.3]]).items[0]

    assert (found.r_rest, found.alpha_if_dropped) == (None, None)
    assert found.r_total == pytest.approx(1)


def test_totals_without_spread_have_no_alpha():
    found = analyse_items([[0.1, 0.2, 0.3], [0.3, 0.1, 0.2], [0.2, 0.3, 0.1]])

    assert found.alpha is None
    assert column(found, "r_total") == [None] * 3


def test_two_items_have_an_alpha_but_none_without_one_of_them():
    found = analyse_items([[0, 0], [1, 1], [1, 0]])

    assert found.alpha is not None
    assert column(found, "alpha_if_dropped") == [None, None]


def test_one_person_has_difficulties_only():
    found = analyse_items([[0.5, 1.0]])

    assert column(found, "difficulty") == [0.5, 1.0]
    assert (found.alpha, column(found, "sd")) == (None, [None, None])


def test_nobody_has_not_even_difficulties():
    found = analyse_items([[np.nan, 1.0]])

    assert (found.n, found.n_dropped) == (0, 1)
    assert column(found, "difficulty") == [None, None]


def test_moments_collected_elsewhere_give_the_same():
    scores = scores_of(1)

    assert analyse_items(moments_of(scores)) == analyse_items(scores)


def test_a_mean_off_the_scale_is_refused_by_item():
    with pytest.raises(ValueError, match=r"off the scale are items: 1 \(mean 3\)"):
        analyse_items([[0.0, 2.0], [1.0, 4.0]])


def test_a_scale_without_width_is_refused_by_item():
    with pytest.raises(ValueError, match="correct items: 1"):
        analyse_items([[0.0, 2.0], [1.0, 4.0]], lowest=[0, 5], highest=[1, 5])


# Options.


@given(seeds)
@quick
def test_counted_answers_give_what_their_scores_give(seed):
    answers = answers_of(seed)
    found = analyse_answers(answers, TABLE).scores
    expected = analyse_items(scored(answers))

    assert found.alpha == pytest.approx(expected.alpha, abs=1e-10)
    for name in ("difficulty", "sd", "r_total", "r_rest", "alpha_if_dropped"):
        assert column(found, name) == pytest.approx(column(expected, name), abs=1e-10)


@given(seeds)
@quick
def test_an_option_correlates_as_choosing_it_does(seed):
    answers = answers_of(seed)
    scores = scored(answers)
    total = scores.sum(axis=1)

    trace = analyse_answers(answers, TABLE).traces[3][2]

    chose = answers[:, 3] == 2
    assert trace.n == chose.sum()
    assert trace.r_total == pytest.approx(np.corrcoef(chose, total)[0, 1], abs=1e-10)
    rest = total - scores[:, 3]
    assert trace.r_rest == pytest.approx(np.corrcoef(chose, rest)[0, 1], abs=1e-10)


@given(seeds, st.integers(1, 119))
@quick
def test_neither_order_nor_blocks_change_a_single_bit(seed, cut):
    answers = answers_of(seed)
    shuffled = np.random.default_rng(seed).permutation(answers)

    merged = count_answers(shuffled[:cut], TABLE).merge(count_answers(shuffled[cut:], TABLE))

    assert analyse_answers(merged) == analyse_answers(answers, TABLE)


@given(seeds)
@quick
def test_rates_by_third_add_up_to_everybody(seed):
    found = analyse_answers(answers_of(seed), TABLE)

    for traces in found.traces:
        by_third = np.array([trace.rate_by_third for trace in traces], dtype=float)
        chosen = np.nansum(by_third * found.n_by_third, axis=1)
        assert chosen == pytest.approx([trace.n for trace in traces])
        assert sum(trace.rate for trace in traces) == pytest.approx(1)


@pytest.mark.parametrize("kind", ["int8", "uint8", "uint64", "int32", "float32", "float64"])
def test_answers_may_be_any_kind_of_number(kind):
    answers = answers_of(1)

    assert analyse_answers(answers.astype(kind), TABLE) == analyse_answers(answers, TABLE)


def test_right_and_wrong_may_be_told_by_true_and_false():
    answers = np.random.default_rng(1).random((40, 3)) < 0.5
    table = ScoreTable.pick_best([1, 1, 1], 2)

    assert analyse_answers(answers, table) == analyse_answers(answers.astype(int), table)


@pytest.mark.parametrize("kind", ["int8", "float64"])
def test_people_without_an_answer_are_left_out_and_counted(kind):
    answers = answers_of(1).astype(kind)
    holed = answers.copy()
    holed[[2, 50], [1, 4]] = -1 if kind == "int8" else np.nan

    found = analyse_answers(holed, TABLE)

    complete = analyse_answers(np.delete(answers, [2, 50], axis=0), TABLE)
    assert (found.scores.n, found.scores.n_dropped) == (118, 2)
    assert (found.traces, found.scores.items) == (complete.traces, complete.scores.items)


def test_no_answer_is_traced_where_the_table_scores_it():
    table = ScoreTable(TABLE.scores, no_answer=0.0)
    answers = answers_of(1)
    answers[:6, 0] = -1

    found = analyse_answers(answers, table)

    assert (found.traces[0][0].option, found.traces[0][0].n) == (None, 6)
    assert (found.scores.n, found.scores.n_dropped) == (120, 0)


def test_no_answer_is_scored_as_the_table_says():
    table = ScoreTable(TABLE.scores, no_answer=-0.5)
    answers = answers_of(1)
    answers[:6, 0] = -1

    found = analyse_answers(answers, table, lowest=-0.5).scores

    assert found.alpha == pytest.approx(alpha(scored(answers, table)))


def test_an_item_with_fewer_options_has_fewer_traces():
    found = analyse_answers(answers_of(1), TABLE)

    assert [len(traces) for traces in found.traces] == [4, 3, 4, 4, 2]


def test_people_with_the_same_total_share_a_third():
    # One item: totals 0, 0, 0, 0, 1, 1. Middle ranks 2 of 6 and 5 of 6.
    found = analyse_answers([[0], [0], [0], [0], [1], [1]], ScoreTable([[0.0, 1.0]]))

    assert found.n_by_third == (0, 4, 2)
    assert found.traces[0][1].rate_by_third == (None, 0.0, 1.0)


def test_thirds_turn_with_the_key():
    answers = answers_of(3)
    turned = ScoreTable(1 - TABLE.scores)

    forward = analyse_answers(answers, TABLE).n_by_third

    assert analyse_answers(answers, turned).n_by_third == forward[::-1]


def test_an_option_nobody_chose_has_a_rate_and_no_correlation():
    answers = answers_of(1)
    answers[answers[:, 0] == 3, 0] = 0

    trace = analyse_answers(answers, TABLE).traces[0][3]

    assert (trace.n, trace.rate) == (0, 0.0)
    assert (trace.r_total, trace.r_rest, trace.r_third) == (None, None, None)


def test_nobody_leaves_every_figure_undefined():
    found = analyse_answers(np.empty((0, 5), dtype=np.int8), TABLE)

    assert (found.scores.n, found.scores.alpha) == (0, None)
    assert found.traces[0][1].rate is None
    assert column(found.scores, "difficulty") == [None] * 5


def test_one_person_has_rates_and_no_correlations():
    trace = analyse_answers([[1, 2, 0, 2, 1]], TABLE).traces[0][1]

    assert (trace.rate, trace.r_total, trace.r_third) == (1.0, None, None)


def test_a_key_in_hundredths_is_counted_on_its_own_grid():
    rng = np.random.default_rng(1)
    table = ScoreTable(np.round(rng.random((5, 4)), 2))
    answers = rng.integers(0, 4, (80, 5))

    found = analyse_answers(answers, table).scores

    assert found.alpha == pytest.approx(alpha(scored(answers, table)), abs=1e-10)


@pytest.mark.parametrize(
    ("scores", "steps"),
    [([0, 1], 1), ([0, 0.5, 1], 2), ([0, 1 / 3, 0.5], 6), ([0.001, 1], 1000), ([-2.0, 3], 1)],
)
def test_the_grid_is_the_coarsest_that_holds_every_score(scores, steps):
    assert steps_per_point_of(np.array(scores, dtype=float)) == steps


def test_a_key_without_a_grid_is_refused():
    with pytest.raises(ValueError, match="round them to three decimals"):
        count_answers([[0]], ScoreTable([[0.0, 0.12345]]))


def test_a_key_too_fine_for_its_length_is_refused():
    table = ScoreTable(np.tile([0.0, 0.001, 1.0], (120, 1)))

    with pytest.raises(ValueError, match="too fine for so many items"):
        count_answers(np.zeros((1, 120)), table)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        pytest.param([[0, 0, 0, 0, 0], [0, 3, 0, 0, 2]], "row 1 item 1, row 1 item 4;", id="off"),
        pytest.param([[0, 0, -2, 0, 0]], "row 0 item 2", id="below none"),
        pytest.param([[0, 0.5, 0, 0, 0]], "row 0 item 1", id="between options"),
        pytest.param([[0, np.inf, 0, 0, 0]], "row 0 item 1", id="infinite"),
        pytest.param(np.full((3, 5), 9), r"row 1 item 4 and 5 more", id="many"),
        pytest.param([[0, 0, 0]], "answers to 3 items, but a key for 5", id="columns"),
    ],
)
def test_answers_that_do_not_fit_the_key_are_refused(answers, sentence):
    with pytest.raises(ValueError, match=sentence):
        count_answers(answers, TABLE)


def test_a_misfit_is_found_in_its_row_of_the_stream():
    blocks = [np.zeros((7, 5), dtype=np.int8), np.full((1, 5), -3)]

    with pytest.raises(ValueError, match="row 7 item 0"):
        count_answer_blocks(blocks, TABLE)


def test_parts_scored_with_different_keys_do_not_merge():
    other = count_answers([[0] * 5], ScoreTable(1 - TABLE.scores))

    with pytest.raises(ValueError, match="different keys"):
        count_answers([[0] * 5], TABLE).merge(other)


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        pytest.param([[0.0, np.nan, 1.0]], "without gaps; correct items: 0", id="gap"),
        pytest.param([[0.0, 1.0], [np.nan, np.nan]], "correct items: 1", id="no option"),
        pytest.param([0.0, 1.0], "items by options", id="one axis"),
        pytest.param([[0.0, np.inf]], "finite; correct items: 0", id="infinite"),
    ],
)
def test_a_table_that_is_none_is_refused(scores, sentence):
    with pytest.raises(ValueError, match=sentence):
        ScoreTable(scores)


def test_the_best_option_alone_scores():
    table = ScoreTable.pick_best([1, 0], [2, 3])

    assert np.array_equal(table.scores, [[0, 1, np.nan], [1, 0, 0]], equal_nan=True)


def test_a_keyed_option_must_exist():
    with pytest.raises(ValueError, match="correct: 1"):
        ScoreTable.pick_best([1, 3], [2, 3])


def test_answers_without_a_table_are_refused():
    with pytest.raises(ValueError, match="what each option scores"):
        analyse_answers([[0]])


def test_counts_with_a_second_table_are_refused():
    with pytest.raises(ValueError, match="already have their table"):
        analyse_answers(count_answers([[0] * 5], TABLE), TABLE)


def test_a_trace_needs_three_thirds():
    with pytest.raises(ValueError, match="three rows"):
        third_correlations([[1, 2], [3, 4]])


# The screen.


def remarks(answers, table, thresholds=ItemThresholds()):  # noqa: B008 - frozen
    return screen_items(analyse_answers(answers, table), thresholds)


def people_who_agree(n_people=300):
    """Answers to four two-option items by people of whom the able choose option 1."""
    rng = np.random.default_rng(1)
    ability = rng.normal(size=(n_people, 1))
    return (ability + rng.normal(size=(n_people, 4)) > 0).astype(int)


PLAIN = ScoreTable.pick_best([1, 1, 1, 1], 2)


def test_sound_items_call_for_no_remark():
    assert remarks(people_who_agree(), PLAIN) == []


def test_a_mistaken_key_shows_in_an_option_that_rises():
    mistaken = ScoreTable.pick_best([1, 1, 1, 0], 2)

    found = remarks(people_who_agree(), mistaken)

    rising = [r for r in found if r.finding is Finding.WRONG_OPTION_RISES]
    assert [(r.item, r.option) for r in rising] == [(3, 1)]
    assert Finding.LOW_CORRELATION in {r.finding for r in found if r.item == 3}


def test_an_option_hardly_anybody_chooses_is_remarked():
    answers = people_who_agree()
    answers[:8, 0] = 2
    table = ScoreTable([[0.0, 1.0, 0.0], *[[0.0, 1.0, np.nan]] * 3])

    assert [(r.finding, r.option) for r in remarks(answers, table)] == [(Finding.RARELY_CHOSEN, 2)]


def test_an_option_chosen_by_just_three_in_a_hundred_stays():
    answers = people_who_agree()
    answers[:9, 0] = 2
    table = ScoreTable([[0.0, 1.0, 0.0], *[[0.0, 1.0, np.nan]] * 3])

    assert remarks(answers, table) == []


@pytest.mark.parametrize(("option", "finding"), [(0, Finding.TOO_HARD), (1, Finding.TOO_EASY)])
def test_an_item_that_tells_nobody_apart_is_remarked(option, finding):
    answers = people_who_agree()
    answers[:, 2] = option

    found = {r.finding for r in remarks(answers, PLAIN) if r.item == 2}

    assert {finding, Finding.NO_CORRELATION} <= found


def test_a_trial_asks_less_of_an_item():
    assert TRIAL.min_r_rest < ItemThresholds().min_r_rest


def test_thresholds_that_cannot_be_met_are_refused():
    with pytest.raises(ValueError, match="the least one first"):
        ItemThresholds(min_difficulty=0.9, max_difficulty=0.2)


# Exposure.


def test_an_item_given_to_everybody_is_shared_by_everybody():
    assert expected_overlap([1.0, 1.0, 0.0]) == 1.0


def test_a_bank_nobody_was_given_has_no_overlap():
    assert expected_overlap([0.0, 0.0]) is None


@pytest.mark.parametrize("rate", [-0.1, 1.1, np.nan])
def test_a_rate_that_is_none_is_refused(rate):
    with pytest.raises(ValueError, match="correct items: 1"):
        expected_overlap([0.5, rate])


def test_anchors_may_be_given_to_everybody():
    assert over_exposed([1.0, 0.35, 0.4], anchors=[0]) == [2]


@pytest.mark.parametrize("rate", [-0.1, 2, np.nan])
def test_items_whose_exposure_is_no_rate_are_named(rate):
    with pytest.raises(ValueError, match="correct items: 1"):
        over_exposed([0.5, rate])


@pytest.mark.parametrize("read", [expected_overlap, over_exposed])
def test_a_table_of_exposure_rates_is_refused(read):
    with pytest.raises(ValueError, match="a list of exposure rates"):
        read([[0.5, 0.2]])
