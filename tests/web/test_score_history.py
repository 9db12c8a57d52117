"""A sitting with several scores: what the candidate's page and the brief say of the older ones."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from hiring.accounts import Role
from hiring.banks.deriving import derive_key
from hiring.banks.versions import KeyVersion
from hiring.briefs.codes import in_groups, replaced_facts
from hiring.comparison import find_scored
from hiring.openings import Candidate, Opening
from hiring.scoring import Score, score_sitting
from hiring.sittings import Sitting
from tests.builders import NOW, House, sign_in
from tests.norms import score_row


@pytest.fixture
def owner(app: Flask, session: Session, house: House) -> FlaskClient:
    return sign_in(session, app.test_client(), house.staff[Role.OWNER])


@pytest.fixture
def ada(house: House, opening: Opening) -> Candidate:
    return house.candidate(opening, "Ada Example")


@pytest.fixture
def sitting(house: House, ada: Candidate) -> Sitting:
    return house.submitted(ada, house.drawn_answers(seed=1))


@pytest.fixture
def first(session: Session, sitting: Sitting) -> Score:
    score = score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return score


@pytest.fixture
def other_key(session: Session, house: House) -> KeyVersion:
    item = house.key.document["items"][0]["item"]
    owner = house.staff[Role.OWNER].id
    return derive_key(
        session, house.key, dropped=[item], reason="It cannot work.", actor=owner, now=NOW
    )


@pytest.fixture
def second(session: Session, sitting: Sitting, first: Score) -> Score:
    """The first score again, because stored answers changed."""
    again = score_row(
        sitting, first.total, replaces=first, document=first.document, snapshot_id=first.snapshot_id
    )
    session.add(again)
    session.commit()
    return again


def history(page: str) -> str:
    return unescape(page.partition('aria-labelledby="scores"')[2].partition("</section>")[0])


def test_every_score_stands_with_rung_number_and_version(
    owner: FlaskClient, ada: Candidate, second: Score
) -> None:
    lines = history(owner.get(f"/candidates/{ada.id}").text)
    assert lines.count("Precision: planned, assumed until there are enough sittings") == 2
    assert lines.count("1.0.0, key 1<") == 2


def test_measured_precision_says_its_number(
    owner: FlaskClient, session: Session, ada: Candidate, first: Score, second: Score
) -> None:
    snapshot = session.get_one(type(find_scored(session, ada).snapshot), first.snapshot_id)
    snapshot.rung, snapshot.n = "pooled", 14
    session.add(snapshot)
    session.commit()
    lines = history(owner.get(f"/candidates/{ada.id}").text)
    assert lines.count("Precision: pooled, from 14 sittings") == 2


def test_every_score_has_its_own_twelve_letters(
    owner: FlaskClient, ada: Candidate, first: Score, second: Score
) -> None:
    lines = history(owner.get(f"/candidates/{ada.id}").text)
    for score in (first, second):
        assert f">{in_groups(score.code)}</td>" in lines


def test_a_score_by_another_key_names_that_key(
    owner: FlaskClient, session: Session, ada: Candidate, second: Score, other_key: KeyVersion
) -> None:
    second.key_version_id = other_key.id
    session.add(second)
    session.commit()
    lines = history(owner.get(f"/candidates/{ada.id}").text)
    assert f"1.0.0, key {other_key.key_version}<" in lines


def test_a_brief_names_the_replaced_score_whatever_the_reason(
    session: Session, ada: Candidate, first: Score, second: Score
) -> None:
    replaced = replaced_facts(session, find_scored(session, ada))
    assert replaced.code == in_groups(first.code)
    assert len(replaced.code.replace("-", "")) == 12


def test_a_first_score_replaces_none(session: Session, ada: Candidate, first: Score) -> None:
    assert replaced_facts(session, find_scored(session, ada)) is None
