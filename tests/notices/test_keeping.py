"""Stored once for each wording, by whoever is first."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlmodel import select

from hiring.notices import (
    Notice,
    NoticeKind,
    Place,
    compose,
    get_notice,
    pretest_notice,
    shown_sections,
    stored,
)
from tests.builders import NOTICE_FACTS

TEXT = compose(NoticeKind.PRETEST, Place.US_NYC, "en", NOTICE_FACTS)


def test_a_wording_is_stored_once(session, now):
    first = stored(session, TEXT, now=now)
    again = stored(session, compose(NoticeKind.PRETEST, Place.US_NYC, "en", NOTICE_FACTS), now=now)

    assert again.id == first.id
    assert session.exec(select(Notice.digest)).all() == [TEXT.digest]


def test_many_at_once_get_one_row(new_session, session, now):
    sessions = [new_session() for _ in range(6)]

    def store(own):
        found = stored(own, TEXT, now=now).id
        own.commit()
        return found

    with ThreadPoolExecutor(len(sessions)) as pool:
        ids = set(pool.map(store, sessions))

    assert ids == set(session.exec(select(Notice.id)).all())
    assert len(ids) == 1


def test_a_notice_says_of_itself_what_it_is(session, now):
    notice = stored(session, TEXT, now=now)

    assert (notice.kind, notice.place, notice.language) == ("pretest", "us_nyc", "en")
    assert (notice.version, notice.made_at) == (TEXT.version, now)
    assert get_notice(session, notice.id).digest == TEXT.digest


def test_a_stored_notice_can_be_laid_out_again(session, now):
    sections = shown_sections(stored(session, TEXT, now=now))

    assert [(one.heading, one.paragraphs) for one in sections] == [
        (one.heading, one.paragraphs) for one in TEXT.sections
    ]


def test_a_stored_text_without_headings_is_one_part(session, now):
    invitation = compose(NoticeKind.INVITATION, Place.OTHER, "en", NOTICE_FACTS)
    [section] = shown_sections(stored(session, invitation, now=now))

    assert "\n\n".join(section.paragraphs) == invitation.text


def test_the_notice_before_a_test_is_that_of_the_openings_place(session, small_house, now):
    opening = small_house.opening()
    opening.place = "canada_quebec"
    notice = pretest_notice(session, opening, facts=NOTICE_FACTS, language="fr", now=now)

    assert (notice.place, notice.language) == ("canada_quebec", "fr")


def test_a_new_fact_makes_a_new_notice_and_leaves_the_old_one(session, now):
    old = stored(session, TEXT, now=now)
    words = old.text
    facts = replace(NOTICE_FACTS, days_kept=30)
    new = stored(session, compose(NoticeKind.PRETEST, Place.US_NYC, "en", facts), now=now)

    assert new.id != old.id
    assert get_notice(session, old.id).text == words
