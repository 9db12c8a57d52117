"""Whose rules an opening follows: changed by a person, recorded, and never behind a candidate."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.errors import NoticeFaultError, NoticeMissingError
from hiring.notices import Place, set_place
from hiring.notices.places import NoticePlaceFault
from hiring.sittings import start_sitting


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def put(session, small_house, opening, now):
    def put(place, posted=None):
        actor = small_house.staff[Role.OWNER]
        set_place(session, opening, place, posted_notice_at=posted, actor=actor, now=now)

    return put


def acts(session, opening):
    query = select(AuditEntry).where(AuditEntry.object_id == str(opening.id))
    return [one for one in session.exec(query) if one.act == "opening.place_set"]


def test_the_change_is_recorded_with_its_actor(session, small_house, opening, put, now):
    put(Place.US_COLORADO, now - timedelta(days=3))

    [entry] = acts(session, opening)
    assert entry.actor == str(small_house.staff[Role.OWNER].id)
    assert entry.details == {"place": "us_colorado", "posted_notice_on": "2026-05-01"}


def test_saying_the_same_again_records_nothing(session, opening, put):
    put(Place.OTHER)

    assert acts(session, opening) == []


def test_a_notice_cannot_have_been_posted_tomorrow(put, now):
    with pytest.raises(NoticeFaultError) as refused:
        put(Place.US_NYC, now + timedelta(days=1))

    assert refused.value.code == NoticePlaceFault.POSTED_LATER


def test_people_who_were_invited_under_other_rules_must_have_been_told(small_house, opening, put):
    small_house.candidate(opening)
    with pytest.raises(NoticeFaultError) as refused:
        put(Place.US_NYC)

    assert refused.value.code == NoticePlaceFault.TELL_WHEN
    assert opening.place == "other"


def test_without_anybody_invited_the_place_is_free(opening, put):
    put(Place.US_NYC)

    assert opening.place == "us_nyc"


def test_with_the_day_on_which_they_were_told_the_place_can_change(small_house, opening, put, now):
    small_house.candidate(opening)
    put(Place.US_NYC, now)

    assert (opening.place, opening.posted_notice_at) == ("us_nyc", now)


def test_nobody_starts_without_a_stored_notice(session, small_house, opening, now):
    candidate = small_house.candidate(opening)
    with pytest.raises(NoticeMissingError):
        start_sitting(session, candidate.id, language="en", now=now)


def test_a_sitting_keeps_the_notice_that_was_shown(session, small_house, opening, put, now):
    sitting = small_house.sitting(small_house.candidate(opening))
    before = sitting.notice_id
    put(Place.US_NYC, now)
    session.refresh(sitting)

    assert before is not None
    assert sitting.notice_id == before
