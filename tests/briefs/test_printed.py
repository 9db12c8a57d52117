"""Briefs from the database to the paper: what never gets there, and in which language they are."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from hiring import cases
from hiring.briefs.document import render
from hiring.cases import CaseKind
from hiring.openings.records import Candidate, Opening
from hiring.scoring import score_sitting
from hiring.sittings import Answer, Sitting
from hiring.sittings.records import CandidateAccess
from hiring.web.briefs import candidate_brief
from tests.papers import words_of

SENTINEL = "Sentinel"
NOW = datetime(2026, 5, 4, tzinfo=UTC)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def scored(session, house, candidate):
    sitting = house.submitted(candidate, house.drawn_answers(seed=1))
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return sitting


@pytest.fixture
def printed(app, session, candidate, scored):
    def of():
        with app.test_request_context():
            content = candidate_brief(session, session.get_one(Candidate, candidate.id))
        return content, render(content)

    return of


def test_nothing_protected_is_printed(session, candidate, scored, printed):
    before = printed()[1]
    stored = session.get_one(Candidate, candidate.id)
    stored.email = f"{SENTINEL.lower()}@school.example"
    cases.open_case(
        session, stored, CaseKind.ADJUSTMENT, words=f"{SENTINEL} words about a diagnosis", now=NOW
    )
    for access in session.exec(select(CandidateAccess)):
        access.assistant_name = f"{SENTINEL} Assistant"
    for answer in session.exec(select(Answer).where(Answer.sitting_id == scored.id)):
        answer.active_seconds = 98765
    session.get_one(Sitting, scored.id).interface_language = "ar"
    session.commit()

    content, pdf = printed()
    words = words_of(pdf)
    for told in (SENTINEL, SENTINEL.lower(), "98765", "98 765", "school.example"):
        assert told not in words
        assert told not in str(content)
    assert pdf == before


def test_an_opening_in_arabic_has_briefs_in_english_that_say_so(session, opening, printed):
    session.get_one(Opening, opening.id).language = "ar"
    session.commit()

    content, pdf = printed()
    assert content.language == "en"
    assert "The language of this opening is Arabic; briefs are not offered in it." in words_of(pdf)


def test_a_brief_in_french_says_where_to_verify_it_and_nothing_of_languages(
    session, opening, printed
):
    session.get_one(Opening, opening.id).language = "fr"
    session.commit()

    content, pdf = printed()
    assert (content.language, content.bank_language) == ("fr", "")
    assert "(hiring verify · /verify)" in words_of(pdf)
    assert not any("briefs are not offered" in line for line in content.footer)


def test_core_questions_are_the_same_on_every_brief_of_an_opening(
    app, session, house, opening, printed
):
    first = printed()[0]
    other = house.candidate(opening, "Somebody Else")
    score_sitting(session, house.submitted(other, house.drawn_answers(seed=9)).id, now=NOW)
    session.commit()
    with app.test_request_context():
        second = candidate_brief(session, other)

    assert first.side_two == second.side_two
    assert first.side_one != second.side_one
