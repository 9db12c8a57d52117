"""True scores are what repeated sittings come to on average."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hiring.scoring.plan import score_encoded
from hiring.simulation import Assumptions
from hiring.simulation.answering import draw_answers
from hiring.simulation.assumptions import STYLES
from hiring.simulation.expected import place_probabilities
from hiring.simulation.people import People, draw_people

N_EACH = 40
N_SITTINGS = 250
STRENGTHS = arrays(np.float64, (3, 4), elements=st.floats(-6, 6))


def of_every_style(world):
    n = N_EACH * len(STYLES)
    drawn = draw_people(np.random.default_rng(7), n, world.form.n_scenarios, world.population)
    return People(drawn.judgement, np.arange(n) % len(STYLES), drawn.is_reference)


def mean_of_repeated_sittings(world, people):
    rng = np.random.default_rng(8)
    totals = [
        score_encoded(
            world.form.plan, draw_answers(rng, world.form, people, world.population)
        ).totals
        for _ in range(N_SITTINGS)
    ]
    error = np.std(totals, axis=0, ddof=1) / np.sqrt(N_SITTINGS)
    return np.mean(totals, axis=0), error


def assert_true(world, people):
    found, error = mean_of_repeated_sittings(world, people)
    off = (found - world.truth.of(people)) / np.maximum(error, 1e-9)
    by_style = [off[people.style == style].mean() for style in range(len(STYLES))]

    # Standard normal if exact: the greatest of 280 stays below 4.5, a mean of 40 below 0.6.
    assert np.abs(off).max() < 4.5
    assert np.abs(by_style).max() < 0.6


def test_a_true_score_is_the_mean_of_repeated_sittings(world):
    assert_true(world, of_every_style(world))


def test_it_is_so_when_views_of_a_scenario_come_back(small_plan, new_world):
    world = new_world(small_plan, Assumptions(lasting_share=0.5))

    assert_true(world, of_every_style(world))


def test_the_more_comes_back_the_more_of_a_score_is_true(shipped_plan, new_world):
    shares = []
    for lasting in (0.0, 1.0):
        world = new_world(shipped_plan, Assumptions(lasting_share=lasting, shares={}))
        house = world.house(np.random.default_rng(9), 10_000)
        shares.append(np.corrcoef(house.totals, house.true)[0, 1] ** 2)

    assert shares[1] > shares[0] + 0.03


def test_without_lasting_views_overall_judgement_is_all(plain_world):
    house = plain_world.house(np.random.default_rng(9), 500)
    order = np.argsort(house.people.judgement[:, 0])

    assert (np.diff(house.true[order]) >= 0).all()


def test_scores_scatter_about_true_scores_without_bias(world):
    house = world.house(np.random.default_rng(10), 20_000)

    assert (house.totals - house.true).mean() == pytest.approx(0, abs=0.3)


@settings(max_examples=40, deadline=None)
@given(STRENGTHS)
def test_every_option_has_one_place_and_every_place_one_option(strength):
    places = place_probabilities(strength)

    assert places.sum(axis=1) == pytest.approx(np.ones((3, 4)))
    assert places.sum(axis=2) == pytest.approx(np.ones((3, 4)))


@settings(max_examples=20, deadline=None)
@given(STRENGTHS)
def test_places_are_those_of_all_orders_counted_one_by_one(strength):
    counted = np.zeros((3, 4, 4))
    weight = np.exp(strength)
    for order in permutations(range(4)):
        chance = np.ones(3)
        for place, option in enumerate(order):
            chance *= weight[:, option] / weight[:, list(order[place:])].sum(axis=1)
        for place, option in enumerate(order):
            counted[:, option, place] += chance

    assert place_probabilities(strength) == pytest.approx(counted)
