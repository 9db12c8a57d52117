"""Counting words, sentences and syllables, and finding whole words."""

import pytest

from hiring.banks.plain_text import found_words, n_sentences, n_syllables, n_words, reading_grade


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n ", 0),
        ("One", 1),
        ("It isn't late.", 3),
        ("It isn\u2019t late.", 3),
        ("A follow-up call", 3),
        ("Order 12, please", 3),
        ("Pause \u2013 then go", 3),
        ("C'est à vous", 3),
    ],
)
def test_words_are_counted(text, words):
    assert n_words(text) == words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", 1),
        ("No end", 1),
        ("One. Two! Three?", 3),
        ("Wait... what?", 2),
        ("He asks: “When?” Nobody knows.", 2),
        ("It costs 3.50 today.", 1),
        ("First part\n\nsecond part", 2),
        ("One line\nstill the same.", 1),
    ],
)
def test_sentences_are_counted(text, sentences):
    assert n_sentences(text) == sentences


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("the", 1),
        ("late", 1),
        ("asked", 1),
        ("wanted", 2),
        ("table", 2),
        ("whole", 1),
        ("value", 2),
        ("prices", 2),
        ("makes", 1),
        ("matches", 2),
        ("customer", 3),
        ("delivery", 4),
        ("order", 2),
        ("rhythm", 1),
        ("24", 1),
    ],
)
def test_syllables_are_counted(word, syllables):
    assert n_syllables(word) == syllables


def test_the_reading_grade_follows_its_formula():
    """Ten words of one syllable in two sentences: 0.39 · 5 + 11.8 · 1 - 15.59."""
    text = "The cat sat on it. The dog ran to me."

    assert reading_grade(text) == pytest.approx(0.39 * 5 + 11.8 - 15.59)


def test_longer_sentences_raise_the_grade():
    short = "The parts are late. She is upset. She calls you."

    assert reading_grade(short.replace(".", ",")) > reading_grade(short)


def test_no_words_have_no_grade():
    assert reading_grade("") == 0.0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She is pregnant.", ("pregnant",)),
        ("HOW OLD are you?", ("how old",)),
        ("The package and the message", ()),
        ("Le demandeur d\u2019asile", ("demandeur d'asile",)),
        ("Quel âge a-t-il ?", ("âge",)),
        ("Le voyage", ()),
    ],
)
def test_only_whole_words_are_found(text, found):
    assert found_words(text, ["pregnant", "how old", "age", "âge", "demandeur d'asile"]) == found
