from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.keying.rules import (
    best_worst,
    chance_corrected,
    exactly_members,
    footrule_score,
    formula_score,
    half_credit,
    members,
    near_miss,
    ranking_marks,
    weighted_choice,
)
from hiring.psychometrics.keying.vote_weights import normalised_weights

steady = settings(deadline=None)
seeds = st.integers(0, 2**32 - 1)

KEY = np.array([4.0, 3.0, 1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 4.0])
IDEAL = np.array([2.0, 3.0, 1.0, 5.0, 4.0])


def ranks_of(order, options="ABCDE"):
    return [order.index(option) + 1 for option in options]


def with_gaps(rng, answers, share=0.1):
    return np.where(rng.random(answers.shape) < share, np.nan, answers)


def some_ratings(rng, n=40):
    return with_gaps(rng, rng.integers(1, 5, (n, KEY.size)).astype(float))


def some_ranks(rng, n=40):
    orders = np.array([rng.permutation(IDEAL.size) + 1.0 for _ in range(n)])
    return with_gaps(rng, orders, 0.02)


def some_marks(rng, n=40):
    marks = np.array([rng.permutation(4)[:2] for _ in range(n)], dtype=float)
    return with_gaps(rng, marks)


def some_choices(rng, n=40):
    return with_gaps(rng, rng.integers(0, 4, n).astype(float))


def some_picks(rng, n=40):
    return with_gaps(rng, rng.integers(0, 2, (n, 8)).astype(float), 0.02)


# Each rule with answers it can take: name, rule, maker of answers.
RULES = [
    pytest.param(lambda x: half_credit(x, KEY), some_ratings, id="half credit"),
    pytest.param(lambda x: near_miss(x, KEY, 4), some_ratings, id="near miss"),
    pytest.param(lambda x: footrule_score(x, IDEAL), some_ranks, id="footrule"),
    pytest.param(lambda x: ranking_marks(x, IDEAL) / 20, some_ranks, id="ranking marks"),
    pytest.param(
        lambda x: best_worst(x[..., 0], x[..., 1], 0, 3, 4), some_marks, id="best and worst"
    ),
    pytest.param(
        lambda x: weighted_choice(x, normalised_weights([2, 14, 3, 1])),
        some_choices,
        id="weighted choice",
    ),
    pytest.param(
        lambda x: members(x, [True, False, True, False, False, True, False, False]),
        some_picks,
        id="members",
    ),
]


# Half credit: case S-08.


def test_half_credit_reproduces_the_worked_case(get_case):
    case = get_case("S-08")

    scores = half_credit(case.given["x"], case.given["key"], case.given["scale"])

    assert case.is_expected(scores.tolist(), "items")
    assert case.is_expected(scores.mean(), "mean")


@pytest.mark.parametrize(
    ("rating", "keyed", "score"),
    [
        (1, 1, 1.0),
        (2, 1, 0.5),
        (3, 1, 0.0),
        (4, 1, 0.0),
        (1, 2, 0.5),
        (2, 2, 1.0),
        (3, 2, 0.0),  # a neighbour, but across the middle
        (4, 2, 0.0),
        (1, 3, 0.0),
        (2, 3, 0.0),  # likewise
        (3, 3, 1.0),
        (4, 3, 0.5),
        (1, 4, 0.0),
        (2, 4, 0.0),
        (3, 4, 0.5),
        (4, 4, 1.0),
    ],
)
def test_half_credit_of_every_rating_against_every_key(rating, keyed, score):
    assert half_credit([rating], [keyed]).tolist() == [score]


def test_on_six_steps_only_the_neighbour_on_the_same_side_earns_half():
    scores = half_credit([1, 2, 3, 4, 5, 6], [3] * 6, n_steps=6)

    assert scores.tolist() == [0, 0.5, 1, 0, 0, 0]


@given(seeds)
@steady
def test_turning_the_scale_round_changes_no_half_credit(seed):
    ratings = some_ratings(np.random.default_rng(seed))

    turned = half_credit(5 - ratings, 5 - KEY)

    np.testing.assert_array_equal(turned, half_credit(ratings, KEY))


@given(seeds)
@steady
def test_half_credit_never_exceeds_the_near_miss(seed):
    ratings = some_ratings(np.random.default_rng(seed))
    known = ~np.isnan(ratings)

    assert np.all(half_credit(ratings, KEY)[known] <= near_miss(ratings, KEY, 4)[known])


@pytest.mark.parametrize("rule", [half_credit, lambda x, key: near_miss(x, key, 4)])
@given(columns=st.permutations(range(KEY.size)), seed=seeds)
@steady
def test_the_order_of_the_options_moves_their_scores_along(rule, columns, seed):
    ratings = some_ratings(np.random.default_rng(seed))

    moved = rule(ratings[:, columns], KEY[columns])

    np.testing.assert_array_equal(moved, rule(ratings, KEY)[:, columns])


@given(seeds)
@steady
def test_turning_the_scale_round_changes_no_near_miss(seed):
    ratings = some_ratings(np.random.default_rng(seed))

    turned = near_miss(5 - ratings, 5 - KEY, 4)

    np.testing.assert_array_equal(turned, near_miss(ratings, KEY, 4))


def test_a_rating_off_the_scale_is_named_by_row_and_column():
    with pytest.raises(ValueError, match=r"rating lies outside .* row 1 column 0"):
        half_credit([[1, 2], [5, 2]], [1, 2])


# Linear near miss: case S-09.


def test_near_miss_reproduces_the_worked_case(get_case):
    case = get_case("S-09")
    ratings = 1 + np.array(case.given["abs_diff"])

    scores = near_miss(ratings, np.ones(4), case.given["m"])

    assert case.is_expected(scores.tolist(), "s")


# Ranking: cases S-10 to S-13.


@pytest.mark.parametrize("number", ["S-10a", "S-10b", "S-10c", "S-10d"])
def test_ranking_marks_reproduce_the_worked_cases(get_case, number):
    case = get_case(number)

    marks = ranking_marks(ranks_of(case.given["given"]), ranks_of(case.given["ideal"]))

    assert case.is_expected(float(marks), "marks")


@pytest.mark.parametrize("number", ["S-10a", "S-10b", "S-10c", "S-10d"])
def test_the_footrule_reproduces_the_worked_cases(get_case, number):
    case = get_case(number)

    score = footrule_score(ranks_of(case.given["given"]), ranks_of(case.given["ideal"]))

    assert case.is_expected(float(score), "footrule_norm")
    # Five options can be moved by twelve places in all.
    assert case.is_expected(12 * (1 - float(score)), "F")


def test_ranking_marks_of_all_orders_are_distributed_as_printed(get_case):
    case = get_case("S-11")
    orders = list(permutations(range(1, 6)))

    marks = ranking_marks(orders, [1, 2, 3, 4, 5])

    values, counts = np.unique(marks, return_counts=True)
    printed = {int(mark): n for mark, n in case.expected["counts"].items()}
    assert dict(zip(values.astype(int).tolist(), counts.tolist(), strict=True)) == printed
    assert case.is_expected(marks.mean(), "mean")
    assert marks.std() == pytest.approx(case.expected["sd_population"], abs=1e-5)


def test_the_footrule_is_the_marks_stretched_to_the_whole_range(get_case):
    case = get_case("S-11")
    orders = list(permutations(range(1, 6)))
    lowest, highest = case.expected["min"], case.expected["max"]

    stretched = (ranking_marks(orders, IDEAL) - lowest) / (highest - lowest)

    np.testing.assert_allclose(footrule_score(orders, IDEAL), stretched, atol=1e-12)


def test_marks_of_an_order_near_the_ideal_are_rescaled_as_printed(get_case):
    case = get_case("S-11")
    near = ranks_of("ACBED")

    marks = float(ranking_marks(near, ranks_of("CABED")))

    # Against a random order, which averages twelve of the twenty marks.
    assert case.is_expected(float(footrule_score(near, ranks_of("CABED"))), "rescaled_18")
    assert case.is_expected((marks - 12) / 8, "chance_corrected_18")


def test_options_that_share_a_rank_get_no_marks(get_case):
    case = get_case("S-12")
    ideal, given_ranks = case.given["ideal"], case.given["given"]

    marks = ranking_marks([given_ranks[o] for o in "ABCDE"], [ideal[o] for o in "ABCDE"])

    assert case.is_expected(float(marks), "marks")


def test_the_footrule_in_twelfths_is_the_general_practice_variant(get_case):
    case = get_case("S-13")

    score = footrule_score(ranks_of(case.given["given"]), ranks_of(case.given["ideal"]))

    assert case.is_expected(12 * float(score), "marks")


def test_the_footrule_refuses_shared_ranks():
    with pytest.raises(ValueError, match="share a rank"):
        footrule_score([1, 1, 3, 4, 5], IDEAL)


@given(st.integers(2, 9), seeds)
@steady
def test_the_opposite_order_has_no_footrule_score(n_options, seed):
    ideal = np.random.default_rng(seed).permutation(n_options) + 1

    assert footrule_score(n_options + 1 - ideal, ideal) == 0


@given(st.permutations(range(5)), seeds)
@steady
def test_the_order_of_the_columns_does_not_change_the_footrule(columns, seed):
    ranks = np.random.default_rng(seed).permutation(5) + 1.0

    assert footrule_score(ranks[columns], IDEAL[columns]) == footrule_score(ranks, IDEAL)


# Best and worst: case S-14.


@pytest.mark.parametrize("letter", "abcdefg")
def test_best_and_worst_reproduces_the_worked_cases(get_case, letter):
    case = get_case(f"S-14{letter}")
    column = {name: "ABCD".index(option) for name, option in case.given.items()}

    score = best_worst(column["best"], column["worst"], column["key_best"], column["key_worst"], 4)

    assert case.is_expected(float(score), "norm")
    # The score is the sum of points, -2..2, moved to 0..1.
    assert case.is_expected(4 * float(score) - 2, "s")


def test_people_who_mark_one_option_twice_are_named():
    with pytest.raises(ValueError, match=r"ask again for row 1, row 3$"):
        best_worst([0, 2, np.nan, 1], [1, 2, np.nan, 1], 0, 3, 4)


def test_people_whose_choice_names_no_option_are_named():
    with pytest.raises(ValueError, match=r"check row 2$"):
        weighted_choice([0, 1, 2], [1.0, 0.5])


def test_chance_on_best_and_worst_lies_in_the_middle():
    pairs = np.array(list(permutations(range(4), 2)))

    scores = best_worst(pairs[:, 0], pairs[:, 1], 0, 3, 4)

    values, counts = np.unique(scores, return_counts=True)
    assert values.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert counts.tolist() == [1, 4, 2, 4, 1]


@given(seeds)
@steady
def test_swapping_both_marks_mirrors_the_score(seed):
    marks = some_marks(np.random.default_rng(seed))

    swapped = best_worst(marks[:, 1], marks[:, 0], 0, 3, 4)

    np.testing.assert_array_equal(swapped, 1 - best_worst(marks[:, 0], marks[:, 1], 0, 3, 4))


# Weighted choice: case S-01.


def test_a_choice_earns_the_weight_of_its_option(get_case):
    case = get_case("S-01")

    scores = weighted_choice([0, 1, 2, 3], normalised_weights(case.given["votes"]))

    assert case.is_expected(scores.tolist(), "normalised")


# Picking members: case S-16.


def test_picking_two_of_three_right_earns_two_thirds(get_case):
    case = get_case("S-16")
    is_member = np.arange(case.given["m"]) < case.given["n"]
    picks = [1, 1, 0, 1, 0, 0, 0, 0]

    full_marks = case.given["marks_each"] * case.given["n"]

    assert case.is_expected(full_marks * float(members(picks, is_member)), "marks")


def test_picking_at_random_earns_what_is_printed(get_case):
    case = get_case("S-16")
    m, n = case.given["m"], case.given["n"]
    picks = [p for p in np.ndindex((2,) * m) if sum(p) == n]

    scores = members(picks, np.arange(m) < n)

    _, counts = np.unique(scores, return_counts=True)
    assert case.is_expected((counts / len(picks)).tolist(), "chance_p")
    assert case.is_expected(case.given["marks_each"] * n * scores.mean(), "chance_marks")


def test_exact_picks_score_as_any_others():
    picks, is_member = [[1, 1, 0, 0], [0, 1, 0, 1], [np.nan] * 4], [True, True, False, False]

    np.testing.assert_array_equal(exactly_members(picks, is_member), [1, 0.5, np.nan])


def test_rows_with_too_many_or_too_few_picks_are_sent_back():
    picks = [[1, 1, 0, 0], [1, 0, 0, 0], [1, 1, 1, 0]]

    with pytest.raises(ValueError, match=r"exactly 2 .* 2 rows \(1, 2\)"):
        exactly_members(picks, [True, True, False, False])


def test_picking_everything_scores_nothing():
    assert members([1, 1, 1, 1], [True, True, False, False]) == 0


def test_picking_too_few_keeps_what_is_right():
    assert members([1, 0, 0, 0], [True, True, False, False]) == 0.5


# Guessing: case S-17.


def test_the_formula_score_reproduces_the_worked_case(get_case):
    case = get_case("S-17")

    score = formula_score(case.given["R"], case.given["W"], case.given["m"])

    assert case.is_expected(float(score), "formula")


def test_the_correction_for_chance_reproduces_the_worked_case(get_case):
    case = get_case("S-17")

    corrected = chance_corrected(case.given["p"], case.given["m"])

    assert case.is_expected(float(corrected), "chance_corrected")


# What holds for every rule


@pytest.mark.parametrize(("rule", "make_answers"), RULES)
@given(seed=seeds)
@steady
def test_a_score_lies_between_nothing_and_one(rule, make_answers, seed):
    scores = rule(make_answers(np.random.default_rng(seed)))
    known = scores[~np.isnan(scores)]

    assert np.all((known >= 0) & (known <= 1))


@pytest.mark.parametrize(("rule", "make_answers"), RULES)
@given(seed=seeds)
@steady
def test_one_sitting_alone_scores_the_same_to_the_last_bit(rule, make_answers, seed):
    answers = make_answers(np.random.default_rng(seed))

    alone = np.array([rule(answers[i]) for i in range(len(answers))])

    assert alone.tobytes() == rule(answers).tobytes()


@pytest.mark.parametrize(("rule", "make_answers"), RULES)
@given(seed=seeds)
@steady
def test_the_order_of_the_sittings_does_not_matter(rule, make_answers, seed):
    rng = np.random.default_rng(seed)
    answers = make_answers(rng)
    order = rng.permutation(len(answers))

    assert rule(answers[order]).tobytes() == rule(answers)[order].tobytes()


@pytest.mark.parametrize(("rule", "make_answers"), RULES)
def test_no_answer_is_no_score(rule, make_answers):
    answers = make_answers(np.random.default_rng(1))

    assert np.isnan(rule(np.full_like(answers, np.nan))).all()


def test_one_unanswered_option_leaves_the_others_their_half_credit():
    scores = half_credit([4, np.nan, 2], [4, 4, 1])

    np.testing.assert_array_equal(scores, [1, np.nan, 0.5])


def test_one_unranked_option_leaves_the_order_without_a_score():
    assert np.isnan(footrule_score([1, 2, np.nan, 4, 5], IDEAL))


@pytest.mark.parametrize(
    ("score", "message"),
    [
        pytest.param(lambda: half_credit([1], [1], 5), "even number", id="odd scale"),
        pytest.param(lambda: half_credit([5], [1]), "outside 1..4", id="rating off the scale"),
        pytest.param(lambda: half_credit([1], [0]), "outside 1..4", id="key off the scale"),
        pytest.param(lambda: half_credit([1], [2.5]), "whole number", id="key between steps"),
        pytest.param(lambda: half_credit([1], [np.nan]), "has no key", id="option without key"),
        pytest.param(lambda: half_credit([1, 2], [1]), "do not match", id="more answers than key"),
        pytest.param(lambda: near_miss([1], [1], 1), "two steps", id="scale of one step"),
        pytest.param(lambda: footrule_score([1, 2], [1, 1]), "ideal order", id="tied key"),
        pytest.param(lambda: footrule_score([1], [1]), "ideal order", id="nothing to rank"),
        pytest.param(lambda: footrule_score([1, 3], [1, 2]), "outside 1..2", id="rank too high"),
        pytest.param(lambda: best_worst(0, 0, 0, 1, 4), "both best", id="same mark twice"),
        pytest.param(lambda: best_worst(0, 1, 2, 2, 4), "in the key", id="same key twice"),
        pytest.param(lambda: best_worst(9, 8, 0, 3, 4), "mark lies outside", id="no such mark"),
        pytest.param(lambda: best_worst(0, -1, 0, 3, 4), "mark lies outside", id="mark below 0"),
        pytest.param(lambda: best_worst(0.5, 1, 0, 3, 4), "whole number", id="half a mark"),
        pytest.param(lambda: best_worst(0, 1, 0, 99, 4), "key lies outside 0..3", id="no such key"),
        pytest.param(lambda: weighted_choice(0, [1, np.nan]), "fill in option 1", id="no weight"),
        pytest.param(lambda: members([1, 0], [1, np.nan]), "fill in option 1", id="key unknown"),
        pytest.param(lambda: members([1, 0], [1, 2]), "key lies outside 0..1", id="keyed twice"),
        pytest.param(lambda: exactly_members([1, 0], [1, np.nan]), "option 1", id="exact, unknown"),
        pytest.param(lambda: weighted_choice(2, [1, 0]), "outside 0..1", id="no such option"),
        pytest.param(lambda: weighted_choice(0, [2, 0]), "outside 0..1", id="weight above one"),
        pytest.param(lambda: members([1, 0], [False, False]), "no option", id="empty key"),
        pytest.param(lambda: members([2, 0], [True, False]), "outside 0..1", id="picked twice"),
        pytest.param(lambda: formula_score(1, 1, 1), "two options", id="one option"),
    ],
)
def test_a_mixed_up_key_is_refused(score, message):
    with pytest.raises(ValueError, match=message):
        score()
