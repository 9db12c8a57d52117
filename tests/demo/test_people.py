"""Simulated people: the same for the same seed, of every style, and better when they know more."""

import numpy as np
import pytest

from hiring.banks.schema import ItemFormat
from hiring.demo.people import (
    N_PEOPLE,
    NOT_REACHED,
    SEED,
    Person,
    Style,
    answer_of,
    simulated_people,
)
from hiring.psychometrics.keying.aggregation import UnitState
from hiring.scoring import encode, score_encoded, scoring_plan
from hiring.sittings import check_value, pages_of
from tests import builders


@pytest.fixture(scope="module")
def people():
    return list(simulated_people(np.random.default_rng(SEED)))


@pytest.fixture(scope="module")
def loaded(small_folder):
    return builders.small_bank(small_folder / "open", builders.WITH_OPEN_TEXT)


def answers_of(loaded, person, seed=1):
    rng = np.random.default_rng(seed)
    keys = loaded.latest_key.by_item
    pages = pages_of(loaded.bank, "standard")
    return {
        page.item_ref: answer_of(
            person, page.item, keys[page.item_ref], progress=page.position / len(pages), rng=rng
        )
        for page in pages
    }


def test_there_are_sixty_people_with_different_names(people):
    assert len(people) == len({person.name for person in people}) == N_PEOPLE


def test_the_same_seed_gives_the_same_people(people):
    assert list(simulated_people(np.random.default_rng(SEED))) == people


def test_skill_lies_between_nothing_and_all(people):
    assert all(0 < person.skill < 1 for person in people)


def test_every_style_is_there(people):
    assert {person.style for person in people} == set(Style)


def test_some_people_answer_in_french(people):
    assert {person.language for person in people} == {"en", "fr"}


def test_some_names_are_not_in_latin_letters(people):
    assert [person.name for person in people if not person.name[0] < "ɐ"]


@pytest.mark.parametrize(
    "style", [Style.PLAIN, Style.MILD, Style.BOLD, Style.LENIENT, Style.ALWAYS_THREE]
)
def test_every_answer_fits_its_item(loaded, style):
    person = Person("", 0.5, style, "en")

    answers = answers_of(loaded, person)
    for page in pages_of(loaded.bank, "standard"):
        check_value(page.item, answers[page.item_ref])
    assert len({page.item.format for page in pages_of(loaded.bank, "standard")}) == len(ItemFormat)


def test_one_style_never_leaves_the_third_step(loaded):
    answers = answers_of(loaded, Person("", 0.5, Style.ALWAYS_THREE, "en"))

    assert set(answers["late-parts/responses"].values()) == {3}


def test_one_style_stops_halfway(loaded):
    answers = answers_of(loaded, Person("", 0.5, Style.STOPS_HALFWAY, "en"))

    assert [value is NOT_REACHED for value in answers.values()] == [False] * 3 + [True] * 4


def test_one_style_leaves_some_out(loaded):
    person = Person("", 0.5, Style.SKIPS_SOME, "en")
    values = [v for seed in range(20) for v in answers_of(loaded, person, seed).values()]

    assert 0 < values.count(None) < len(values) / 3


def test_the_same_generator_gives_the_same_answers(loaded):
    person = Person("", 0.5, Style.PLAIN, "en")

    assert answers_of(loaded, person, 3) == answers_of(loaded, person, 3)


def test_people_who_know_more_score_higher():
    loaded = builders.shipped_bank()
    plan = scoring_plan(loaded.bank, loaded.latest_key, "standard")

    def mean_total(skill):
        sittings = [
            {item: (UnitState.ANSWERED, value) for item, value in answers.items()}
            for seed in range(40)
            for answers in [answers_of(loaded, Person("", skill, Style.PLAIN, "en"), seed)]
        ]
        return score_encoded(plan, encode(plan, sittings)).totals.mean()

    low, middle, high = (mean_total(skill) for skill in (0.2, 0.55, 0.9))
    assert low + 5 < middle < high - 5
