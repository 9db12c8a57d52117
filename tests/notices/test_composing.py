"""Filling in: every fact in its place, nothing without the employer, one digest for one wording."""

from dataclasses import replace

import pytest

from hiring.errors import NoControllerError, NotFoundError
from hiring.notices import NoticeFacts, NoticeKind, Place, compose, language_for

FACTS = NoticeFacts(
    employer="Example Stores",
    contact="jobs@example.org",
    opening="Support, spring team",
    days_kept=365,
    reply_by="13 June 2026",
)


def pretest(facts=FACTS, place=Place.OTHER, language="en"):
    return compose(NoticeKind.PRETEST, place, language, facts)


@pytest.mark.parametrize("employer", ["", "   "])
@pytest.mark.parametrize("kind", NoticeKind)
def test_nothing_is_written_without_an_employer(kind, employer):
    with pytest.raises(NoControllerError):
        compose(kind, Place.OTHER, "en", replace(FACTS, employer=employer))


def test_a_paragraph_about_something_absent_is_left_out():
    assert "runs this service" not in pretest().text
    assert "Host Ltd runs this service" in pretest(replace(FACTS, operator="Host Ltd")).text


def test_a_posting_without_contact_names_none():
    text = compose(NoticeKind.POSTING, Place.OTHER, "en", replace(FACTS, contact="")).text

    assert "Write to" not in text
    assert "another way to be assessed" in text


@pytest.mark.parametrize(
    ("language", "n_days", "words"),
    [
        ("en", 1, "for 1 day at"),
        ("en", 2, "for 2 days at"),
        ("fr", 1, "1 jour au"),
        ("es", 30, "30 días como"),
    ],
)
def test_days_are_counted_in_words(language, n_days, words):
    assert words in pretest(replace(FACTS, days_kept=n_days), language=language).text


def test_braces_and_marks_in_a_fact_stay_what_they_are():
    odd = replace(FACTS, employer="{contact} <b>& Sons</b> %s", opening="{employer}")

    assert "{contact} <b>& Sons</b> %s asks you" in pretest(odd).text
    assert "the opening “{employer}”" in pretest(odd).text


def test_the_same_facts_give_the_same_digest():
    assert pretest().digest == pretest(replace(FACTS)).digest


@pytest.mark.parametrize(
    "other",
    [
        pretest(replace(FACTS, days_kept=30)),
        pretest(place=Place.EU_UK),
        pretest(language="fr"),
        compose(NoticeKind.POSTING, Place.OTHER, "en", FACTS),
    ],
)
def test_another_wording_has_another_digest(other):
    assert other.digest != pretest().digest


def test_a_language_without_notices_is_said_aloud():
    with pytest.raises(NotFoundError):
        pretest(language="ar")
    assert (language_for("ar"), language_for("fr")) == ("en", "fr")


def test_a_path_is_no_language():
    with pytest.raises(NotFoundError):
        pretest(language="../texts/en")
