"""Sentences for people: names in them run in their own direction, moments have no seconds."""

from datetime import UTC, datetime

import pytest

from hiring.places import PACKAGE, templates_folder
from hiring.words import APART, TOGETHER, parts_of, set_apart, to_the_day, to_the_minute

MOMENT = datetime(2026, 6, 1, 10, 15, 3, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_moment_has_no_seconds(language):
    told = to_the_minute(MOMENT, language)

    assert "15" in told
    assert "03" not in told
    assert told.endswith(" UTC")


@pytest.mark.parametrize(
    ("language", "day", "minute"),
    [
        ("en", "25 December 2026", "25 December 2026, 17:05 UTC"),
        ("fr", "25 décembre 2026", "25 décembre 2026, 17:05 UTC"),
        ("es", "25 de diciembre de 2026", "25 de diciembre de 2026, 17:05 UTC"),
        ("ar", "25 ديسمبر 2026", "25 ديسمبر 2026، 5:05 م UTC"),
    ],
)
def test_days_are_written_in_one_way(language, day, minute):
    moment = datetime(2026, 12, 25, 17, 5, tzinfo=UTC)

    told = to_the_minute(moment, language).replace("\u202f", " ").replace("\u00a0", " ")
    assert (to_the_day(moment, language), told) == (day, minute)


def test_nobody_writes_days_in_another_way():
    files = (*PACKAGE.rglob("*.py"), *templates_folder().rglob("*.html"))
    ways = ("from babel.dates import", '"medium")', "dateformat }", "%d.%m", "%B")
    found = {path.name for path in files for way in ways if way in path.read_text(encoding="utf-8")}

    assert found == {"words.py"}


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
