"""The accessibility statement says what stands in its file, and nothing else."""

import re
import tomllib
from html import unescape

import pytest

from hiring.web.accessibility import STATEMENT, Coverage, statement

DATA = tomllib.loads(STATEMENT.read_text("utf-8"))
LANGUAGES = ("en", "fr", "es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_known_gap_is_told(client, language):
    shown = unescape(client.get(f"/accessibility?language={language}").text)

    assert DATA["gaps"]
    assert [one["name"] for one in DATA["gaps"] if one["words"][language] not in shown] == []


def test_the_standards_the_date_and_the_contact_are_named(client, settings):
    shown = unescape(client.get("/accessibility").text)

    for words in ("WCAG 2.2 AA", "EN 301 549", "Last checked on", "Write to"):
        assert words in shown


def test_gaps_name_the_criteria_they_touch(client):
    criteria = {one for gap in DATA["gaps"] for one in gap["criteria"]}
    shown = client.get("/accessibility").text

    assert criteria
    assert all(one in shown for one in criteria)
    assert all(re.fullmatch(r"\d\.\d\.\d{1,2}", one) for one in criteria)


def test_gaps_on_web_pages_are_not_counted_as_met():
    [web] = [part for part in DATA["parts"] if part["clause"] == "9"]

    assert web["result"] == "partly"


def test_a_statement_with_gaps_claims_no_more_than_part():
    found = statement("en")

    assert found.is_partial
    assert any(part.coverage is Coverage.PARTLY for part in found.parts)


def test_every_language_tells_everything_or_english_does():
    assert [statement(one).language for one in (*LANGUAGES, "ar")] == ["en", "fr", "es", "en"]


def test_a_language_without_statement_marks_the_english_parts(client):
    shown = client.get("/accessibility?language=ar").text

    assert '<html lang="ar" dir="rtl">' in shown
    assert f'<ul lang="en" dir="ltr"><li>{DATA["gaps"][0]["words"]["en"]}' in shown
    assert "\u2068English\u2069" in shown


def test_a_visit_in_an_unknown_language_is_answered(client):
    assert client.get("/accessibility?language=xx").status_code == 200
