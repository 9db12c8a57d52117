import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.consensus import (
    Distance,
    consensus_distance,
    dichotomous,
    elevation_scatter_shape,
    is_standardisable,
    mean_consensus,
    profile_correlation,
    standardised_consensus,
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
    ],
)
def test_a_mixed_up_key_is_refused(score, message):
    with pytest.raises(ValueError, match=message):
        score()
