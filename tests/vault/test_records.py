"""What people told is kept apart, replaced, taken out and erased with them."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from hiring import retention, vault
from hiring.audit import AuditEntry
from hiring.vault import NOT_SAID, Topic, VaultLink, VaultReply

SEX = {Topic.SEX: "female"}


def replies(session):
    session.expire_all()
    return session.exec(select(VaultReply)).all()


def test_a_reply_holds_neither_the_person_nor_the_day(session, candidate, now):
    vault.keep_reply(session, candidate, SEX, now=now)
    [reply] = replies(session)

    assert str(candidate.id) not in repr(reply.model_dump())
    assert reply.month == date(now.year, now.month, 1)


def test_telling_again_replaces_what_was_told(session, candidate, now):
    vault.keep_reply(session, candidate, SEX | {Topic.AGE_BAND: "under_25"}, now=now)
    vault.keep_reply(session, candidate, {Topic.SEX: NOT_SAID}, now=now + timedelta(days=40))

    [reply] = replies(session)
    assert (reply.sex, reply.age_band, reply.month) == (NOT_SAID, None, date(2026, 6, 1))


def test_what_was_told_can_be_taken_out(session, candidate, now):
    vault.keep_reply(session, candidate, SEX, now=now)

    assert vault.drop_reply(session, candidate.id)
    assert not vault.drop_reply(session, candidate.id)
    assert replies(session) == []
    assert vault.find_told(session, candidate.id) is None


def test_it_goes_with_the_person(session, candidate, now):
    vault.keep_reply(session, candidate, SEX, now=now)
    retention.erase(session, [candidate], now=now)

    assert replies(session) == []
    assert session.exec(select(VaultLink)).all() == []


@pytest.mark.parametrize("told", [{}, {Topic.SEX: None}, {Topic.SEX: "3"}, {Topic.AGE_BAND: "38"}])
def test_only_answers_that_are_offered_are_kept(session, candidate, now, told):
    with pytest.raises(ValueError, match="answers offered"):
        vault.keep_reply(session, candidate, told, now=now)


def test_that_somebody_told_stands_in_no_record(session, candidate, now):
    before = session.exec(select(AuditEntry)).all()
    vault.keep_reply(session, candidate, SEX, now=now)

    assert session.exec(select(AuditEntry)).all() == before


@pytest.mark.parametrize(
    ("place", "asked", "not_asked"),
    [
        ("us_nyc", Topic.ETHNICITY, Topic.DISABILITY),
        ("us_colorado", Topic.ETHNICITY, Topic.DISABILITY),
        ("eu_uk", Topic.DISABILITY, Topic.ETHNICITY),
        ("other", Topic.DISABILITY, Topic.ETHNICITY),
    ],
)
def test_each_place_has_its_questions(place, asked, not_asked):
    topics = vault.topics_for(place)

    assert asked in topics
    assert not_asked not in topics
