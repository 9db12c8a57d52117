"""The legal card follows from the key's facts and from dated data; it never calls a use lawful."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hiring.banks.schema import KeyOrigin
from hiring.legal import Reading, legal_card
from hiring.legal.card import Origin, TextScoring, card_of, legal_facts, statuses
from tests import builders

TODAY = date(2026, 11, 22)
FORBIDDEN_WORDS = ("compliant", "complies", "lawful", "legal to", "is allowed")


@pytest.fixture
def key():
    return builders.shipped_bank().keys["1"]


def reading(card, name):
    (line,) = [line for line in card.lines if line.name == name]
    return line.reading


def test_a_key_written_by_people_is_likely_outside_the_ai_act_and_the_law_of_new_york(key):
    card = legal_card(key, today=TODAY)

    assert reading(card, "EU AI Act, Annex III point 4(a)") is Reading.OUTSIDE
    assert reading(card, "Local Law 144") is Reading.OUTSIDE


def test_a_key_learned_from_results_flips_both(key):
    learned = key.model_copy(update={"origin": KeyOrigin.EMPIRICAL})
    card = legal_card(learned, today=TODAY)

    assert reading(card, "EU AI Act, Annex III point 4(a)") is Reading.INSIDE
    assert reading(card, "Local Law 144") is Reading.INSIDE


def test_a_panel_is_people(key):
    confirmed = key.model_copy(update={"origin": KeyOrigin.PANEL})

    assert legal_card(confirmed, today=TODAY).lines == legal_card(key, today=TODAY).lines


def test_weights_that_stand_in_the_key_have_the_origin_of_the_key(key):
    learned = key.model_copy(update={"origin": KeyOrigin.EMPIRICAL})

    assert legal_facts(key).weights_origin is Origin.PEOPLE
    assert legal_facts(learned).weights_origin is Origin.DATA
    assert legal_facts(key).n_weighted == len(key.items)


def test_a_key_without_weights_has_none_whatever_its_origin(key):
    bare = tuple(item.model_copy(update={"weights": None, "facets": {}}) for item in key.items)
    learned = key.model_copy(update={"origin": KeyOrigin.EMPIRICAL, "items": bare})

    assert legal_facts(learned).weights_origin is Origin.NONE
    assert legal_facts(learned).is_fitted


@pytest.mark.parametrize(
    ("change", "is_fitted"),
    [
        ({}, False),
        ({"key_origin": KeyOrigin.EMPIRICAL}, True),
        ({"weights_origin": Origin.DATA}, True),
        ({"cut_origin": Origin.DATA}, True),
        ({"cut_origin": Origin.PEOPLE}, False),
        ({"is_adaptive": True}, True),
        ({"text_scoring": TextScoring.NONE}, False),
    ],
    ids=str,
)
def test_one_fact_alone_switches_the_card(key, change, is_fitted):
    card = card_of(replace(legal_facts(key), **change), today=TODAY)

    expected = Reading.INSIDE if is_fitted else Reading.OUTSIDE
    assert reading(card, "Local Law 144") is expected


def test_a_written_task_says_that_people_score_it(key):
    assert legal_card(key, today=TODAY).facts.text_scoring is TextScoring.HUMAN


def test_without_a_written_task_no_text_is_scored(key):
    closed = key.model_copy(
        update={"items": tuple(item for item in key.items if item.method != "human_rating")}
    )

    assert legal_card(closed, today=TODAY).facts.text_scoring is TextScoring.NONE


@pytest.mark.parametrize(("days", "is_stale"), [(180, False), (181, True)])
def test_a_line_older_than_180_days_says_so(key, days, is_stale):
    oldest = min(one["as_of"] for one in statuses())
    card = legal_card(key, today=oldest + timedelta(days=days))

    assert card.has_stale_lines is is_stale
    assert {line.is_stale for line in card.lines if line.as_of == oldest} == {is_stale}


@pytest.mark.parametrize("one", statuses(), ids=lambda one: one["name"])
def test_every_line_has_a_date_sources_and_words_for_both_kinds_of_key(one):
    assert one["as_of"] <= TODAY
    assert one["sources"]
    for column in ("written", "fitted"):
        Reading(one[column]["reading"])
        assert one[column]["words"].endswith(".")


@pytest.mark.parametrize("one", statuses(), ids=lambda one: one["name"])
def test_no_line_calls_a_use_lawful(one):
    said = f"{one['written']['words']} {one['fitted']['words']}".lower()

    assert [word for word in FORBIDDEN_WORDS if word in said] == []
