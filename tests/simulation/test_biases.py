"""What ways of answering are worth, by scoring rule."""

import numpy as np
import pytest

from hiring.psychometrics.keying.rules import half_credit
from hiring.simulation import Style
from hiring.simulation.answering import draw_answers
from hiring.simulation.biases import Rule, rule_scores, style_biases
from hiring.simulation.people import draw_people


@pytest.fixture(scope="module")
def biases(shipped_world):
    found = style_biases(shipped_world, np.random.SeedSequence(31))
    return {(one.style, one.rule): one for one in found}


def test_the_middle_gains_by_squared_distance(biases):
    assert biases[Style.MIDDLE, Rule.RAW_L2].points > 0


def test_the_middle_gains_nothing_by_half_credit(biases):
    assert biases[Style.MIDDLE, Rule.HALF_CREDIT].points <= 0


def test_the_right_side_alone_is_blind_to_bold_and_mild(biases):
    for style in (Style.EXTREME, Style.MIDDLE):
        assert biases[style, Rule.DICHOTOMOUS].points == 0


def test_standardising_takes_most_of_the_style_out(biases):
    for style in (Style.EXTREME, Style.MIDDLE, Style.ACQUIESCENT):
        standardised = abs(biases[style, Rule.STANDARDISED].sds)

        assert standardised < abs(biases[style, Rule.HALF_CREDIT].sds)


def test_carelessness_never_pays(biases):
    for rule in Rule:
        assert biases[Style.UNIFORM, rule].sds < -1


def test_a_straight_line_has_no_standardised_score(biases):
    one = biases[Style.STRAIGHT_LINE, Rule.STANDARDISED]

    assert (one.points, one.sds, one.without_score) == (None, None, 1.0)


def test_every_style_but_the_plain_one_is_there_under_every_rule(biases):
    assert set(biases) == {(s, r) for s in Style if s is not Style.PLAIN for r in Rule}


def test_the_same_people_meet_the_same_chance_again(shipped_world):
    people = draw_people(
        np.random.default_rng(1), 50, shipped_world.form.n_scenarios, shipped_world.population
    ).with_style(Style.PLAIN)
    first, second = (
        draw_answers(np.random.default_rng(2), shipped_world.form, people, shipped_world.population)
        for _ in range(2)
    )

    assert all(map(np.array_equal, first.answers, second.answers))


def test_half_credit_is_the_library_s_on_the_rated_options(small_world):
    form = small_world.form
    people = draw_people(np.random.default_rng(3), 30, form.n_scenarios, small_world.population)
    encoded = draw_answers(np.random.default_rng(4), form, people, small_world.population)
    item = form.rated[0]
    expected = 100 * half_credit(encoded.answers[item], form.items[item].plan.key, 4).mean(axis=1)

    assert rule_scores(form, encoded, Rule.HALF_CREDIT) == pytest.approx(expected)


def test_too_few_ratings_have_no_standardised_score(small_world):
    found = style_biases(small_world, np.random.SeedSequence(5))

    assert {one.points for one in found if one.rule is Rule.STANDARDISED} == {None}


def test_standard_errors_cover_another_draw(shipped_world, biases):
    again = style_biases(shipped_world, np.random.SeedSequence(32))
    for one in again:
        first = biases[one.style, one.rule]
        if one.points is not None:
            error = np.hypot(one.error_points, first.error_points)
            assert abs(one.points - first.points) <= 4.5 * error + 1e-12
