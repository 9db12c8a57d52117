"""What interviewers see: names and briefs of their own openings, and nothing else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from hiring.accounts import Role
from hiring.openings import Candidate, Opening
from hiring.scoring import score_sitting
from tests.builders import NOW, House, sign_in


@pytest.fixture
def interviewer(app: Flask, session: Session, house: House, opening: Opening) -> FlaskClient:
    return sign_in(session, app.test_client(), house.join(opening, Role.INTERVIEWER))


@pytest.fixture
def scored(session: Session, house: House, opening: Opening) -> Candidate:
    candidate = house.candidate(opening)
    score_sitting(session, house.submitted(candidate, house.drawn_answers(seed=7)).id, now=NOW)
    session.commit()
    return candidate


def test_those_who_sent_answers_are_listed_with_their_brief(
    interviewer: FlaskClient, house: House, opening: Opening, scored: Candidate
) -> None:
    house.candidate(opening, "Bo Sample")
    text = interviewer.get("/interviews").text
    assert "Ada Example" in text
    assert f"/interviews/{scored.id}/brief.pdf" in text
    assert "Bo Sample" not in text


def test_openings_of_others_are_not_listed(interviewer: FlaskClient, house: House) -> None:
    house.opening("Somebody else's")
    assert "Somebody else" not in interviewer.get("/interviews").text


def test_an_interviewer_without_openings_is_told_how_they_come(
    app: Flask, session: Session, house: House
) -> None:
    client = sign_in(session, app.test_client(), house.staff[Role.INTERVIEWER])
    assert "A recruiter adds you to an opening" in client.get("/interviews").text


def test_the_brief_of_a_candidate_opens_on_screen_and_on_paper(
    interviewer: FlaskClient, scored: Candidate
) -> None:
    assert "Ada Example" in interviewer.get(f"/interviews/{scored.id}/brief").text
    assert interviewer.get(f"/interviews/{scored.id}/brief.pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize("path", ["brief", "brief.pdf"])
def test_who_has_sent_nothing_has_no_brief_and_the_page_says_why(
    interviewer: FlaskClient, house: House, opening: Opening, path: str
) -> None:
    answer = interviewer.get(f"/interviews/{house.candidate(opening).id}/{path}")

    assert answer.status_code == 409
    assert "There is no brief here yet" in answer.text
    assert "Something has changed" not in answer.text


def test_neither_list_nor_brief_shows_the_key(interviewer: FlaskClient, scored: Candidate) -> None:
    pages = [interviewer.get(f"/interviews/{scored.id}/brief"), interviewer.get("/interviews")]
    assert not any("Why the key says so" in page.text for page in pages)


@pytest.mark.parametrize("path", ["brief", "brief.pdf"])
def test_a_candidate_of_another_opening_is_not_found(
    interviewer: FlaskClient, session: Session, house: House, path: str
) -> None:
    foreign = house.candidate(house.opening("Somebody else's"))
    score_sitting(session, house.submitted(foreign, house.drawn_answers(seed=7)).id, now=NOW)
    session.commit()
    assert interviewer.get(f"/interviews/{foreign.id}/{path}").status_code == 404


def test_recruiters_find_their_own_interviews_here_and_no_briefs(
    app: Flask, session: Session, house: House, scored: Candidate, opening: Opening
) -> None:
    client = sign_in(session, app.test_client(), house.join(opening, Role.RECRUITER))
    text = client.get("/interviews").text
    assert "No interviews of your own" in text
    assert "Ada Example" not in text
    assert client.get(f"/interviews/{scored.id}/brief").status_code == 403


def test_somebody_who_is_not_signed_in_is_asked_to(client: FlaskClient) -> None:
    assert client.get("/interviews").location.startswith("/sign-in")


def test_who_has_withdrawn_is_marked_and_has_no_brief_in_the_list(
    interviewer: FlaskClient, session: Session, scored: Candidate
) -> None:
    scored.withdrawn_at = NOW
    session.add(scored)
    session.commit()
    text = interviewer.get("/interviews").text
    assert "withdrew" in text
    assert f"/interviews/{scored.id}/brief" not in text
