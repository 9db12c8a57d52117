"""Texts from outside, made safe to print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.briefs.cleaning import clean, count_words, shorten, shorten_to_words


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        pytest.param("Ann\x00\x07 Lee", "Ann Lee", id="control characters"),
        pytest.param("Ann\r\n\tLee", "Ann Lee", id="line breaks become a blank"),
        pytest.param("Ann\u202eeeL\u202c", "AnneeL", id="a right-to-left override is dropped"),
        pytest.param("\u2067Ann\u2069", "Ann", id="an isolate is dropped"),
        pytest.param("Nguye\u0302\u0303n", "Nguy\u1ec5n", id="letters and marks are composed"),
        pytest.param("Soit\u00a0: oui", "Soit\u00a0: oui", id="a no-break space stays"),
        pytest.param(
            "\U0001f469\u200d\U0001f692", "\U0001f469\u200d\U0001f692", id="a joiner stays"
        ),
        pytest.param("\U000f0041\ue000", "", id="private letters are dropped"),
        pytest.param("<b>&amp;</b>", "<b>&amp;</b>", id="mark-up is only text"),
    ],
)
def test_what_cannot_be_seen_is_removed_and_the_rest_stays(raw, printed):
    assert clean(raw) == printed


@given(st.text(max_size=300), st.integers(min_value=2, max_value=80))
def test_cleaning_keeps_the_limit_and_changes_nothing_the_second_time(text, limit):
    once = clean(text, limit)

    assert len(once) <= limit
    assert clean(once, limit) == once


def test_a_hundred_kilobytes_are_cut_to_the_limit():
    assert len(clean("x" * 100_000, 80)) == 80


def test_shortening_cuts_at_the_end_of_a_word():
    assert shorten("one two three four", 12) == "one two…"


def test_shortening_to_words_counts_them():
    assert shorten_to_words("one two, three four", 2) == "one two…"


def test_a_dot_between_two_words_is_no_word():
    assert count_words("adviser · Northwind") == 2
