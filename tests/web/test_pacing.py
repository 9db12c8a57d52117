"""Whoever asks for very much in a short time waits, kindly, and keeps nobody else waiting."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from hiring.accounts import Role
from hiring.exports import Export
from hiring.openings import Candidate, Opening
from hiring.scoring import score_sitting
from hiring.web import pacing
from hiring.web.throttle import ThrottleCount
from tests.builders import NOW, House, send, sign_in


@pytest.fixture
def recruiter(app: Flask, session: Session, house: House, opening: Opening) -> FlaskClient:
    return sign_in(session, app.test_client(), house.join(opening, Role.RECRUITER))


@pytest.fixture
def scored(session: Session, house: House, opening: Opening) -> Candidate:
    candidate = house.candidate(opening)
    sitting = house.submitted(candidate, house.drawn_answers(seed=1))
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return candidate


def test_guessing_at_links_is_stopped_and_the_right_link_opens_all_the_same(
    app: Flask, house: House, opening: Opening
) -> None:
    link = f"/c/{house.token(house.candidate(opening))}"
    client = app.test_client()
    answers = [client.get(f"/c/{number:064d}").status_code for number in range(31)]

    assert answers == [410] * 30 + [429]
    page = client.get("/c/another")
    assert (page.status_code, "Please wait a little" in page.text) == (429, True)
    assert client.get(link).status_code == 200
    assert send(client, link).status_code == 302


def test_right_links_are_not_counted(
    app: Flask, session: Session, house: House, opening: Opening
) -> None:
    link = f"/c/{house.token(house.candidate(opening))}"
    for _ in range(3):
        assert app.test_client().get(link).status_code == 200

    assert session.exec(select(ThrottleCount)).all() == []


def test_exports_are_paced_for_each_person_and_nothing_more_is_stored(
    app: Flask, session: Session, house: House, opening: Opening, recruiter: FlaskClient
) -> None:
    path = f"/openings/{opening.id}/exports"
    answers = [send(recruiter, path, kind="csv").status_code for _ in range(21)]

    assert answers == [302] * 20 + [429]
    assert len(session.exec(select(Export)).all()) == 20
    assert recruiter.get(path).status_code == 200
    owner = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    assert send(owner, path, kind="csv").status_code == 302


def test_paper_is_paced_for_each_person(
    app: Flask,
    session: Session,
    house: House,
    scored: Candidate,
    recruiter: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pacing.PAPER[0], "amount", 2)
    path = f"/candidates/{scored.id}/brief.pdf"
    answers = [recruiter.get(path) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Please wait a little" in answers[-1].text
    assert recruiter.get(f"/candidates/{scored.id}/brief").status_code == 200
    owner = sign_in(session, app.test_client(), house.staff[Role.OWNER])
    assert owner.get(path).status_code == 200


def test_a_candidate_who_asks_for_much_paper_keeps_no_other_candidate_waiting(
    app: Flask, session: Session, house: House, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing.PAPER[0], "amount", 1)
    clients = []
    for name in ("Ada", "Bo"):
        client = app.test_client()
        candidate = house.candidate(opening, name)
        send(client, f"/c/{house.token(candidate)}")
        house.submitted(candidate, house.drawn_answers(seed=1))
        clients.append(client)
    session.commit()
    path = "/assessment/feedback.pdf"

    assert [clients[0].get(path).status_code for _ in range(2)] == [302, 429]
    assert clients[1].get(path).status_code == 302
