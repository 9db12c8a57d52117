"""Sentences for people: names in them run in their own direction, moments have no seconds."""

from datetime import UTC, datetime

import pytest

from hiring.words import APART, TOGETHER, parts_of, set_apart, to_the_minute

MOMENT = datetime(2026, 6, 1, 10, 15, 3, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("day", ["medium", "long"])
def test_a_moment_has_no_seconds(language, day):
    told = to_the_minute(MOMENT, language, day)

    assert "15" in told
    assert "03" not in told
    assert told.endswith(" UTC")


def test_a_title_that_runs_against_the_sentence_is_set_apart():
    assert set_apart("Support (spring)", "ar") == f"{APART}Support (spring){TOGETHER}"
    assert set_apart("دعم العملاء", "en") == f"{APART}دعم العملاء{TOGETHER}"


@pytest.mark.parametrize(("text", "language"), [("Support", "en"), ("دعم", "ar"), ("2026", "ar")])
def test_a_title_that_runs_along_stays_as_it_is(text, language):
    assert set_apart(text, language) == text


def test_marks_within_a_title_cannot_end_its_place():
    told = set_apart(f"Parts{TOGETHER} desk{APART}", "ar")

    assert told == f"{APART}Parts desk{TOGETHER}"


def test_a_sentence_falls_into_its_parts():
    sentence = f"وصلت إجاباتك «{APART}Parts desk{TOGETHER}»."

    assert parts_of(sentence) == [("وصلت إجاباتك «", False), ("Parts desk", True), ("».", False)]
    assert parts_of("Nothing here.") == [("Nothing here.", False)]
