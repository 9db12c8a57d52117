import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.arrays import sample_variance
from hiring.psychometrics.keying.consensus import (
    Distance,
    consensus_distance,
    dichotomous,
    elevation_scatter_shape,
    is_standardisable,
    mean_consensus,
    profile_correlation,
    standardised_consensus,
    standardised_key,
    weighted_best_worst,
)

steady = settings(deadline=None)
seeds = st.integers(0, 2**32 - 1)

SCALE = (1.0, 5.0)
KEY = np.array([4.2, 1.8, 3.1, 4.6, 2.0, 1.3, 3.9, 2.7, 4.4, 1.1, 3.4])

# Rules and the sitting's values they give.
RULES = [
    pytest.param(lambda x: mean_consensus(x, KEY, SCALE, Distance.L1), id="L1"),
    pytest.param(lambda x: mean_consensus(x, KEY, SCALE, Distance.L2), id="L2"),
    pytest.param(lambda x: standardised_consensus(x, KEY), id="standardised"),
    pytest.param(lambda x: dichotomous(x, KEY, SCALE), id="dichotomous"),
]


def some_ratings(rng, n=40, share_missing=0.02):
    ratings = rng.integers(1, 6, (n, KEY.size)).astype(float)
    return np.where(rng.random(ratings.shape) < share_missing, np.nan, ratings)


@pytest.mark.parametrize("name", ["L1", "L2"])
def test_the_distance_from_the_panel_reproduces_the_worked_case(get_case, name):
    case = get_case("S-02")
    key = [np.mean(case.given["sme"])]

    distance = consensus_distance([case.given["x"]], key, Distance[name])

    assert case.is_expected(key[0], "key")
    assert case.is_expected(sample_variance(np.array(case.given["sme"])) ** 0.5, "sd")
    assert case.is_expected(float(distance[0]), name)


@pytest.mark.parametrize("name", ["L1", "L2"])
def test_raw_consensus_reproduces_the_worked_case(get_case, name):
    case = get_case("S-03")
    ratings, key = case.given["x"], case.given["key"]

    raw = consensus_distance(ratings, key, Distance[name])
    normalised = mean_consensus(ratings, key, SCALE, Distance[name])

    assert case.is_expected(raw.mean(), name)
    assert case.is_expected(normalised.mean(), f"norm_{name}")


@pytest.mark.parametrize("who", ["Y", "W", "straight"])
def test_raw_distance_rewards_not_answering(get_case, who):
    case = get_case("S-04")

    distances = consensus_distance(case.given[who], case.given["key"], Distance.L2)

    assert case.is_expected(distances.mean(), f"L2_{who}")


def test_an_informed_candidate_who_loses_to_the_middle_agrees_with_the_key(get_case):
    case = get_case("S-04")

    assert case.is_expected(float(profile_correlation(case.given["W"], case.given["key"])), "r_W")


def test_the_distance_splits_into_the_printed_parts(get_case):
    case = get_case("S-05")

    parts = elevation_scatter_shape(case.given["x"], case.given["key"])

    assert case.is_expected(float(parts.elevation), "elevation")
    assert case.is_expected(float(parts.scatter), "scatter")
    assert case.is_expected(float(parts.shape), "shape")
    assert case.is_expected(float(parts.total), "D2")


def test_the_correlation_with_the_key_is_the_printed_one(get_case):
    case = get_case("S-05")

    assert case.is_expected(float(profile_correlation(case.given["x"], case.given["key"])), "r")


@given(seeds)
@steady
def test_the_three_parts_add_up_to_the_mean_squared_distance(seed):
    ratings = some_ratings(np.random.default_rng(seed), share_missing=0)

    parts = elevation_scatter_shape(ratings, KEY)

    squared = consensus_distance(ratings, KEY, Distance.L2)
    np.testing.assert_allclose(parts.total, squared.mean(axis=1), atol=1e-12)


def test_equal_ratings_have_all_their_distance_in_level_and_scatter():
    parts = elevation_scatter_shape(np.full(KEY.size, 3.0), KEY)

    assert parts.shape == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("who", ["X", "W"])
def test_standardised_consensus_reproduces_the_worked_case(get_case, who):
    case = get_case("S-06")

    score = standardised_consensus(case.given[who], case.given["key"])

    assert score == pytest.approx(case.expected[who]["S"], abs=1e-6)
    assert 4 * (1 - score) == pytest.approx(case.expected[who]["D2"], abs=1e-6)


@pytest.mark.parametrize("who", ["X", "W"])
def test_the_correlation_under_it_is_the_printed_one(get_case, who):
    case = get_case("S-06")

    r = profile_correlation(case.given[who], case.given["key"])

    assert r == pytest.approx(case.expected[who]["r"], abs=1e-6)


def test_mild_ratings_have_the_printed_distance(get_case):
    case = get_case("S-06")

    score = standardised_consensus(case.given["Y"], case.given["key"])

    assert 4 * (1 - score) == pytest.approx(case.expected["Y"]["D2"], abs=1e-6)


def test_bold_and_mild_ratings_of_the_same_shape_score_the_same(get_case):
    case = get_case("S-06")

    bold, mild = standardised_consensus([case.given["X"], case.given["Y"]], case.given["key"])

    assert bold == pytest.approx(mild)


def test_the_same_answer_throughout_is_not_scorable(get_case):
    case = get_case("S-06")

    assert case.expected["straight"] is None
    assert np.isnan(standardised_consensus(case.given["straight"], case.given["key"]))


@given(seeds, st.integers(1, 4), st.integers(-3, 3))
@steady
def test_stretching_and_moving_the_ratings_keeps_the_standardised_score(seed, times, shift):
    ratings = some_ratings(np.random.default_rng(seed))

    stretched = standardised_consensus(times * ratings + shift, KEY)

    np.testing.assert_allclose(stretched, standardised_consensus(ratings, KEY), atol=1e-9)


@given(seeds)
@steady
def test_turning_the_ratings_round_mirrors_the_standardised_score(seed):
    ratings = some_ratings(np.random.default_rng(seed))

    turned = standardised_consensus(6 - ratings, KEY)

    np.testing.assert_allclose(turned, 1 - standardised_consensus(ratings, KEY), atol=1e-9)


@pytest.mark.parametrize(
    ("ratings", "is_enough"),
    [
        pytest.param([1, 2, 3, 4] * 5, True, id="twenty ratings on four steps"),
        pytest.param([1, 2, 3, 4] * 4 + [1, 2, 3], False, id="nineteen ratings"),
        pytest.param([1, 2, 3, 4] * 5 + [np.nan], True, id="a gap beside twenty ratings"),
        pytest.param([1, 2, 3, 4] * 4 + [1, 2, 3, np.nan], False, id="a gap among twenty"),
        pytest.param([2, 3] * 10, False, id="two steps"),
        pytest.param([2, 3] * 9 + [2, 4], True, id="three steps"),
        pytest.param([np.nan] * 24, False, id="nothing answered"),
    ],
)
def test_a_shape_needs_twenty_ratings_on_three_steps(ratings, is_enough):
    assert is_standardisable(ratings) == is_enough


@pytest.mark.parametrize("who", ["X", "W"])
def test_dichotomous_consensus_reproduces_the_worked_case(get_case, who):
    case = get_case("S-07")

    scores = dichotomous(case.given[who], case.given["key"], SCALE)

    assert case.is_expected(scores.tolist(), who)
    assert case.is_expected(scores.mean(), f"{who}_mean")


@pytest.mark.parametrize(("rating", "keyed"), [(3, 4), (4, 3), (3, 3)])
def test_the_middle_takes_no_side(rating, keyed):
    assert dichotomous([rating], [keyed], SCALE).tolist() == [0]


# A key of shape only.


def test_the_key_averages_the_experts_own_profiles_before_it_is_standardised():
    # In their own standard deviations the experts say -√3, 1/√3, 1/√3, 1/√3 and
    # 1, 1, -1, -1. By hand: their mean is -.36603, .78868, -.21132, -.21132, whose
    # population standard deviation is .45970.
    key = standardised_key([[1, 3, 3, 3], [4, 4, 2, 2]])

    assert key == pytest.approx([-0.79623, 1.71563, -0.45970, -0.45970], abs=2e-5)


def test_a_bold_expert_does_not_outweigh_a_mild_one():
    mild, bold = [2, 3, 2, 3], [1, 1, 5, 5]

    # The plain mean of the ratings would follow the bold expert: 3.5 for the third
    # option against 2 for the second. On their own profiles the two differ as much.
    key = standardised_key([mild, bold])

    assert key[1] == pytest.approx(key[2], abs=1e-12)


@given(seeds)
@steady
def test_the_key_has_mean_nothing_and_spread_one(seed):
    key = standardised_key(some_ratings(np.random.default_rng(seed), n=8, share_missing=0))

    assert (key.mean(), key.std()) == pytest.approx((0, 1), abs=1e-9)


@given(seeds, st.floats(0.1, 9), st.floats(-9, 9))
@steady
def test_no_experts_level_or_boldness_moves_the_key(seed, times, shift):
    panel = some_ratings(np.random.default_rng(seed), n=8, share_missing=0)
    styled = panel.copy()
    styled[3] = times * styled[3] + shift

    np.testing.assert_allclose(standardised_key(styled), standardised_key(panel), atol=1e-9)


@given(seeds)
@steady
def test_the_order_of_experts_and_options_does_not_matter_to_the_key(seed):
    rng = np.random.default_rng(seed)
    panel = some_ratings(rng, n=8, share_missing=0)
    columns = rng.permutation(KEY.size)

    shuffled = standardised_key(rng.permutation(panel)[:, columns])

    np.testing.assert_allclose(shuffled, standardised_key(panel)[columns], atol=1e-12)


def test_a_panel_of_one_is_keyed_by_the_experts_own_profile():
    ratings = [5, 1, 3, 5, 1]

    assert standardised_consensus(ratings, standardised_key([ratings])) == pytest.approx(1)


# Best and worst, weighed by the panel: case S-15.


def test_best_and_worst_weighed_by_the_panel_reproduces_the_worked_case(get_case):
    case = get_case("S-15")
    means = list(case.given["M"].values())
    best, worst = ("ABCD".index(case.given[mark]) for mark in ("best", "worst"))

    assert case.is_expected(float(weighted_best_worst(best, worst, means)), "s")


def test_the_panels_own_best_and_worst_are_the_ends_of_the_scale():
    means = [4.5, 3.2, 2.0, 1.4]

    assert weighted_best_worst([0, 3], [3, 0], means).tolist() == [1, -1]


@given(st.permutations(range(4)), st.floats(0.1, 9), st.floats(-9, 9))
@steady
def test_the_panels_scale_does_not_matter(columns, times, shift):
    means = np.array([4.5, 3.2, 2.0, 1.4])
    best, worst = columns[:2]

    found = weighted_best_worst(best, worst, times * means + shift)

    assert found == pytest.approx(weighted_best_worst(best, worst, means), abs=1e-9)


def test_a_missing_mark_leaves_no_score():
    scores = weighted_best_worst([0, np.nan, 1], [np.nan, 1, 0], [4.0, 2.0])

    np.testing.assert_array_equal(scores, [np.nan, np.nan, -1])


@pytest.mark.parametrize("rule", RULES)
@given(seed=seeds)
@steady
def test_a_score_lies_between_nothing_and_one(rule, seed):
    scores = rule(some_ratings(np.random.default_rng(seed)))
    known = scores[~np.isnan(scores)]

    assert np.all((known >= 0) & (known <= 1))


@pytest.mark.parametrize("rule", RULES)
@given(seed=seeds)
@steady
def test_one_sitting_alone_scores_the_same_to_the_last_bit(rule, seed):
    ratings = some_ratings(np.random.default_rng(seed))

    alone = np.array([rule(row) for row in ratings])

    assert alone.tobytes() == rule(ratings).tobytes()


@pytest.mark.parametrize("rule", RULES)
@given(seed=seeds)
@steady
def test_the_order_of_the_sittings_does_not_matter(rule, seed):
    rng = np.random.default_rng(seed)
    ratings = some_ratings(rng)
    order = rng.permutation(len(ratings))

    assert rule(ratings[order]).tobytes() == rule(ratings)[order].tobytes()


@given(seeds)
@steady
def test_the_order_of_the_options_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    ratings, columns = some_ratings(rng), rng.permutation(KEY.size)
    moved = ratings[:, columns]

    np.testing.assert_allclose(
        standardised_consensus(moved, KEY[columns]),
        standardised_consensus(ratings, KEY),
        atol=1e-12,
    )
    np.testing.assert_array_equal(
        mean_consensus(moved, KEY[columns], SCALE, Distance.L2),
        mean_consensus(ratings, KEY, SCALE, Distance.L2)[:, columns],
    )


@pytest.mark.parametrize("distance", list(Distance))
@given(seed=seeds)
@steady
def test_turning_the_scale_round_changes_no_mean_consensus(distance, seed):
    ratings = some_ratings(np.random.default_rng(seed))

    turned = mean_consensus(6 - ratings, 6 - KEY, SCALE, distance)

    np.testing.assert_allclose(turned, mean_consensus(ratings, KEY, SCALE, distance), atol=1e-9)


@given(seeds)
@steady
def test_turning_the_scale_round_changes_no_dichotomous_score(seed):
    ratings = some_ratings(np.random.default_rng(seed))

    np.testing.assert_array_equal(
        dichotomous(6 - ratings, 6 - KEY, SCALE), dichotomous(ratings, KEY, SCALE)
    )


def test_how_the_array_lies_in_memory_does_not_matter():
    ratings = some_ratings(np.random.default_rng(5))

    by_column = standardised_consensus(np.asfortranarray(ratings), KEY)

    assert by_column.tobytes() == standardised_consensus(ratings, KEY).tobytes()


@pytest.mark.parametrize("rule", RULES)
def test_no_answer_is_no_score(rule):
    assert np.isnan(rule(np.full((2, KEY.size), np.nan))).all()


@pytest.mark.parametrize(
    ("score", "message"),
    [
        pytest.param(lambda: profile_correlation([1, 2], [3, 3]), "not vary", id="flat key"),
        pytest.param(lambda: profile_correlation([1], [1, 2]), "not match", id="too few ratings"),
        pytest.param(lambda: profile_correlation([1], [np.nan]), "no key", id="option without key"),
        pytest.param(lambda: dichotomous([9], [1], SCALE), "outside", id="rating off the scale"),
        pytest.param(lambda: dichotomous([1], [9], SCALE), "outside", id="key off the scale"),
        pytest.param(lambda: dichotomous([1], [1], (1, 1)), "no width", id="scale of one point"),
        pytest.param(lambda: standardised_key([1, 2]), "table", id="one row without its axis"),
        pytest.param(lambda: standardised_key(np.empty((0, 3))), "table", id="no experts"),
        pytest.param(lambda: standardised_key([[1, np.nan]]), "row 0 column 1", id="panel gap"),
        pytest.param(lambda: standardised_key([[1, 2], [3, 3], [4, 4]]), "1, 2", id="flat experts"),
        pytest.param(lambda: standardised_key([[1, 2], [2, 1]]), "cancel", id="opposite experts"),
        pytest.param(lambda: weighted_best_worst(0, 0, [1, 2]), "both", id="same mark twice"),
        pytest.param(lambda: weighted_best_worst(0, 1, [2, 2]), "no difference", id="flat panel"),
        pytest.param(lambda: weighted_best_worst(0, 2, [1, 2]), "outside", id="no such option"),
    ],
)
def test_a_mixed_up_key_is_refused(score, message):
    with pytest.raises(ValueError, match=message):
        score()
