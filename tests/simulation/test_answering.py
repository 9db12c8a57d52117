"""Simulated people and their answers: as able, as styled and as keyed as they should be."""

from dataclasses import replace

import numpy as np
import pytest

from hiring.banks.schema import Method
from hiring.psychometrics.keying.aggregation import UnitState
from hiring.scoring.plan import score_encoded
from hiring.simulation import Assumptions, Style
from hiring.simulation.answering import draw_answers
from hiring.simulation.assumptions import STYLES
from hiring.simulation.calibration import mean_scenario_correlation
from hiring.simulation.people import People, draw_people
from hiring.simulation.views import form_view, scale_sd

N = 3000


def answered(world, people, seed=3):
    return draw_answers(np.random.default_rng(seed), world.form, people, world.population)


def people_of(world, n=N, seed=2):
    return draw_people(np.random.default_rng(seed), n, world.form.n_scenarios, world.population)


def ratings_of(world, encoded):
    return np.concatenate([encoded.answers[n] for n in world.form.rated], axis=1)


def test_every_method_is_answered(small_world):
    methods = {item.plan.method for item in small_world.form.items}

    assert methods == set(Method) - {Method.HUMAN_RATING}


def test_everybody_gets_a_total_from_the_road_of_real_answers(world):
    totals = score_encoded(world.form.plan, answered(world, people_of(world, 200))).totals

    assert np.isfinite(totals).all()


def test_nothing_is_left_unanswered(world):
    encoded = answered(world, people_of(world, 50))

    assert (encoded.states == UnitState.ANSWERED).all()
    assert not any(np.isnan(answers).any() for answers in encoded.answers)


def test_scenarios_correlate_as_assumed(world):
    house = world.house(np.random.default_rng(4), 20_000)

    assert mean_scenario_correlation(house.scenarios) == pytest.approx(0.08, abs=0.012)


def test_another_correlation_can_be_asked_for(shipped_plan, new_world):
    world = new_world(shipped_plan, Assumptions(scenario_correlation=0.15))
    house = world.house(np.random.default_rng(4), 20_000)

    assert mean_scenario_correlation(house.scenarios) == pytest.approx(0.15, abs=0.012)


def test_better_judgement_brings_higher_scores(world):
    house = world.house(np.random.default_rng(5), N)
    judgement = house.people.judgement.mean(axis=1)

    assert np.corrcoef(judgement, house.totals)[0, 1] > 0.3


def test_a_reversed_key_turns_the_direction_round(shipped_world):
    answers = answered(shipped_world, people_of(shipped_world))
    reversed_items = tuple(
        replace(item, key=item.n_steps + 1 - item.key)
        if item.method is Method.HALF_CREDIT
        else item
        for item in shipped_world.form.plan.items
    )
    straight = score_encoded(shipped_world.form.plan, answers)
    turned = score_encoded(replace(shipped_world.form.plan, items=reversed_items), answers)
    rated = list(shipped_world.form.rated)

    assert turned.items[:, rated].mean() < 0.3 < straight.items[:, rated].mean()
    assert np.corrcoef(turned.items[:, rated].mean(1), straight.items[:, rated].mean(1))[0, 1] < 0


def test_bold_people_spread_their_ratings_and_mild_ones_do_not(shipped_world):
    people = people_of(shipped_world)
    mild, plain, bold = (
        ratings_of(shipped_world, answered(shipped_world, people.with_style(style))).std()
        for style in (Style.MIDDLE, Style.PLAIN, Style.EXTREME)
    )

    assert mild < plain < bold


def test_a_lenient_person_rates_higher_for_the_same_view(shipped_world):
    people = people_of(shipped_world, 200)
    lenient, plain = (
        ratings_of(shipped_world, answered(shipped_world, people.with_style(style)))
        for style in (Style.ACQUIESCENT, Style.PLAIN)
    )

    assert (lenient >= plain).all()
    assert lenient.mean() > plain.mean() + 0.3


def test_a_style_of_rating_leaves_choices_alone(small_world):
    people = people_of(small_world, 100)
    bold, plain = (
        answered(small_world, people.with_style(style)) for style in (Style.EXTREME, Style.PLAIN)
    )
    chosen = [n for n, item in enumerate(small_world.form.items) if not item.is_rated]

    assert all(np.array_equal(bold.answers[n], plain.answers[n]) for n in chosen)


def test_a_careless_person_uses_every_step_as_often(shipped_world):
    people = people_of(shipped_world).with_style(Style.UNIFORM)
    steps, counts = np.unique(
        ratings_of(shipped_world, answered(shipped_world, people)), return_counts=True
    )

    assert steps.tolist() == [1, 2, 3, 4]
    assert counts / counts.sum() == pytest.approx(np.full(4, 0.25), abs=0.005)


def test_a_straight_line_is_one_step(shipped_world):
    people = people_of(shipped_world, 20).with_style(Style.STRAIGHT_LINE)

    assert set(ratings_of(shipped_world, answered(shipped_world, people)).ravel()) == {3.0}


def test_blind_ticking_scores_what_the_methods_page_says(shipped_world):
    people = people_of(shipped_world).with_style(Style.UNIFORM)
    totals = score_encoded(shipped_world.form.plan, answered(shipped_world, people)).totals

    assert totals.mean() == pytest.approx(38, abs=0.5)


def test_styles_are_as_frequent_as_assumed(shipped_world):
    people = people_of(shipped_world, 50_000)
    found = np.bincount(people.style, minlength=len(STYLES)) / 50_000

    assert found == pytest.approx(Assumptions().style_shares, abs=0.006)


def test_the_groups_differ_in_judgement_as_assumed(plain_world):
    people = people_of(plain_world, 100_000)
    overall = people.judgement.mean(axis=1)
    first, second = overall[people.is_reference], overall[~people.is_reference]

    assert (first.mean() - second.mean()) / first.std() == pytest.approx(0.38, abs=0.02)


def test_what_looks_good_agrees_with_the_key_as_assumed(shipped_plan):
    form = form_view(shipped_plan, 1.0, np.random.default_rng(1))

    assert all(np.array_equal(item.looks, item.worth) for item in form.items)


def test_an_unreachable_correlation_names_what_can_be_reached(small_plan, new_world):
    with pytest.raises(ValueError, match=r"can correlate between 0\.\d\d and 0\.\d\d .* not 0\.9"):
        new_world(small_plan, Assumptions(scenario_correlation=0.9))


def test_one_scenario_is_too_few(small_plan):
    short = replace(small_plan, scenarios=small_plan.scenarios[:1])

    with pytest.raises(ValueError, match="scores 1 scenario; a simulation needs two or more"):
        form_view(short, 0.6, np.random.default_rng(1))


@pytest.mark.parametrize(
    "faulty",
    [
        {"scenario_correlation": 0.0},
        {"mean_agreement": 1.0},
        {"lasting_share": 1.1},
        {"deviation_ratio": -1.0},
        {"shares": {Style.EXTREME: 0.6, Style.MIDDLE: 0.6}},
    ],
)
def test_assumptions_that_cannot_hold_are_refused(faulty):
    with pytest.raises(ValueError, match=r"lies|lies in|spread over|sum to"):
        Assumptions(**faulty)


def test_the_spread_of_a_scale_is_that_of_its_steps():
    assert scale_sd(4) == pytest.approx(np.std([1, 2, 3, 4]))


def test_somebody_without_a_style_of_their_own_is_plain():
    assert Assumptions(shares={Style.EXTREME: 0.3}).style_shares[0] == pytest.approx(0.7)


def test_the_same_people_with_a_style_keep_their_judgement(shipped_world):
    people = people_of(shipped_world, 10)
    bold = people.with_style(Style.EXTREME)

    assert isinstance(bold, People)
    assert np.array_equal(bold.judgement, people.judgement)
