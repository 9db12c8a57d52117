"""A page's token: only we can make it, it says whose page it is, and no clock spoils it."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.sittings.page_tokens import (
    N_BYTES,
    claimed_sitting,
    new_token,
    read_token,
    sitting_name,
)

SECRET = "a secret for tests only, thirty-two letters"
SITTING = UUID(int=7)
NOW = datetime(2026, 5, 4, 9, 30, 15, 123000, tzinfo=UTC)
ITEM = "late-parts/responses"


def token(**changes):
    facts = {"secret": SECRET, "sitting_id": SITTING, "item": ITEM} | {"generation": 1, "now": NOW}
    return new_token(**facts | changes)


def test_a_token_says_whose_page_it_is_and_when_it_was_shown():
    read = read_token(SECRET, token(), ITEM)

    assert (read.sitting_id, read.shown_at, len(read.page_id)) == (SITTING, NOW, 12)


def test_two_showings_of_a_page_have_two_names():
    names = {read_token(SECRET, token(), ITEM).page_id for _ in range(50)}

    assert len(names) == 50


def test_a_token_holds_for_ever():
    read = read_token(SECRET, token(now=NOW - timedelta(days=4000)), ITEM)

    assert read.shown_at == NOW - timedelta(days=4000)


@pytest.mark.parametrize(
    "other", [{"secret": SECRET + "x"}, {"item": "wrong-bill/responses"}], ids=["secret", "item"]
)
def test_a_token_opens_no_other_page(other):
    assert read_token(SECRET, token(**other), ITEM) is None


@given(st.integers(0, N_BYTES - 1), st.integers(1, 255))
@settings(max_examples=60)
def test_a_token_with_one_changed_byte_is_none(place, change):
    sealed = bytearray(base64.urlsafe_b64decode(token()))
    sealed[place] ^= change
    assert read_token(SECRET, base64.urlsafe_b64encode(sealed).decode(), ITEM) is None


@given(st.text(max_size=80))
@settings(max_examples=60)
def test_any_other_text_is_no_token(text):
    assert read_token(SECRET, text, ITEM) is None


def test_a_token_claims_its_sitting_before_it_is_checked():
    assert claimed_sitting(token()) == SITTING
    assert claimed_sitting("nonsense") is None


def test_the_name_of_a_sitting_does_not_tell_its_id():
    assert sitting_name(SITTING) not in str(SITTING)
    assert len(sitting_name(SITTING)) == 12


@pytest.mark.parametrize(("generation", "is_same"), [(3, True), (4, False)])
def test_a_token_belongs_to_the_link_as_it_was(generation, is_same):
    read = read_token(SECRET, token(generation=3), ITEM)

    assert read.is_of_link(generation) is is_same


def test_a_link_that_was_made_anew_very_often_still_has_tokens():
    assert read_token(SECRET, token(generation=300), ITEM).is_of_link(300)
