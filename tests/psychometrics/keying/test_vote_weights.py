import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.psychometrics.keying.vote_weights import (
    mode_weights,
    normalised_weights,
    proportion_weights,
    smoothed_weights,
)

steady = settings(deadline=None)
RULES = (mode_weights, proportion_weights, normalised_weights, smoothed_weights)


@pytest.mark.parametrize(
    ("weights_of", "name"),
    [
        (proportion_weights, "proportion"),
        (normalised_weights, "normalised"),
        (lambda votes: smoothed_weights(votes, 0.5), "smoothed"),
    ],
)
def test_votes_become_the_printed_weights(get_case, weights_of, name):
    case = get_case("S-01")

    assert case.is_expected(weights_of(case.given["votes"]).tolist(), name)


def test_the_mode_gives_everything_to_the_option_with_most_votes(get_case):
    case = get_case("S-01")

    weights = mode_weights(case.given["votes"])

    assert np.flatnonzero(weights).tolist() == [case.expected["mode"]]


def test_options_tied_for_the_mode_both_get_everything():
    assert mode_weights([7, 7, 1]).tolist() == [1, 1, 0]


@given(st.lists(st.integers(0, 50), min_size=2, max_size=6).filter(any))
@steady
def test_shares_of_the_votes_add_up_to_one(votes):
    assert proportion_weights(votes).sum() == pytest.approx(1)
    assert smoothed_weights(votes).sum() == pytest.approx(1)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("odd", [np.nan, np.inf, -1])
def test_votes_that_are_no_numbers_of_people_are_named(rule, odd):
    with pytest.raises(ValueError, match=r"votes are finite .* check option 1$"):
        rule([3, odd, 2])


@pytest.mark.parametrize("rule", RULES)
def test_without_a_vote_there_are_no_weights(rule):
    with pytest.raises(ValueError, match="must have voted"):
        rule([0, 0])


@pytest.mark.parametrize("prior", [0, -1, np.nan, np.inf])
def test_a_prior_that_smooths_nothing_is_refused(prior):
    with pytest.raises(ValueError, match="prior"):
        smoothed_weights([1, 2], prior)
