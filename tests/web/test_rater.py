"""The raters' pages, and what owners and analysts see of ratings."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from hiring import scoring
from hiring.accounts import Role, Staff
from hiring.jobs import Job, run_job
from hiring.ratings import Benchmark, BenchmarkRating, Rating
from hiring.ratings.calibration import SET_SIZE
from tests.builders import NOW, send, sign_in
from tests.rated import FACET, ITEM, TEXT, RatedHouse, rated_house
from tests.whereabouts import kept, told

WORDING = re.compile(r'name="wording"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="wording"')
POINTS = f"points_{FACET}"


@pytest.fixture
def rated(session: Session, staff: dict[Role, Staff], small_folder: Path) -> RatedHouse:
    return rated_house(session, staff, small_folder)


@pytest.fixture
def ready(rated: RatedHouse) -> RatedHouse:
    """Three raters who have passed their practice."""
    rated.agree(SET_SIZE)
    for rater in range(3):
        rated.practise(rater, *[4] * SET_SIZE)
    return rated


@pytest.fixture
def client_of(app: Flask, session: Session):
    return lambda staff: sign_in(session, app.test_client(), staff)


def base(rated: RatedHouse) -> str:
    return f"/ratings/questions/{rated.key_id}/{ITEM}"


def next_turn(client: FlaskClient, rated: RatedHouse) -> str:
    """The address of the turn that is handed out."""
    return str(send(client, f"{base(rated)}/next").location)


def fill(client: FlaskClient, turn: str, point: int, **more: str):
    found = WORDING.search(client.get(turn).text)
    assert found is not None
    return send(client, turn, wording=found[1] or found[2], **{POINTS: str(point)}, **more)


def test_without_open_answers_the_home_says_what_will_come(client_of, staff):
    assert "Nothing waits for you" in client_of(staff[Role.RATER]).get("/ratings").text


def test_the_home_names_the_question_and_never_a_candidate(ready, client_of):
    ready.person("Ada Example")
    text = client_of(ready.raters[0]).get("/ratings").text

    assert "Scene own-words" in text
    assert "Ready to rate" in text
    assert "Ada" not in text


def test_a_rater_without_practice_is_handed_no_answer(rated, client_of):
    rated.person()

    assert next_turn(client_of(rated.raters[0]), rated) == base(rated)


def test_practice_shows_the_agreed_points_and_why_after_rating(rated, client_of, session):
    rated.agree(SET_SIZE)
    client = client_of(rated.raters[0])
    turn = next_turn(client, rated)
    before = client.get(turn).text
    after = client.get(fill(client, turn, 3).location).text

    assert "Names the own part and what follows." not in before
    assert "Names the own part and what follows." in after
    assert session.exec(select(BenchmarkRating)).one().points == {FACET: 3}


def test_a_turn_shows_the_words_and_nothing_else_of_the_person(ready, client_of):
    candidate = ready.person("Ada Example")
    client = client_of(ready.raters[0])
    text = client.get(next_turn(client, ready)).text

    assert TEXT in text
    for secret in (candidate.name, candidate.code, str(candidate.id)):
        assert secret not in text


def test_a_rating_without_points_comes_back_with_what_is_missing(ready, client_of, session):
    ready.person()
    client = client_of(ready.raters[0])
    answer = send(client, next_turn(client, ready))

    assert answer.status_code == 422
    assert "Choose a point from 1 to 5 for “Self-awareness”" in answer.text
    assert session.exec(select(Rating)).one().filed_at is None


def test_filing_twice_is_refused_kindly(ready, client_of, session):
    ready.person()
    client = client_of(ready.raters[0])
    turn = next_turn(client, ready)
    token = WORDING.search(client.get(turn).text)
    fill(client, turn, 4)
    again = send(client, turn, wording=token[1] or token[2], **{POINTS: "1"})

    assert "Your first rating stands." in client.get(again.location).text
    assert session.exec(select(Rating)).one().points == {FACET: 4}


def test_the_second_rating_gives_the_score_its_number(ready, client_of, session):
    candidate = ready.person()
    for rater in (0, 1):
        client = client_of(ready.raters[rater])
        assert fill(client, next_turn(client, ready), 5).location == base(ready)
    for job in session.exec(select(Job)).all():
        run_job(session, job.id, clock=lambda: NOW)
    score = scoring.find_score(session, ready.sitting_of(candidate).id)

    assert score is not None
    assert score.total == 100


def test_the_history_of_a_score_says_that_people_have_rated(ready, client_of, session, staff):
    candidate = ready.person()
    ready.rate(candidate, 4, 4)
    ready.score(candidate)
    session.commit()
    page = client_of(staff[Role.OWNER]).get(f"/candidates/{candidate.id}").text

    assert "People have rated open answers." in page
    assert "The stored answers had changed." not in page


@pytest.mark.parametrize(
    ("point", "words"), [(5, "Rated high by people"), (1, "Rated low by people")]
)
def test_a_rated_answer_is_not_held_against_the_key(ready, client_of, session, staff, point, words):
    candidate = ready.person()
    ready.rate(candidate, point, point)
    ready.score(candidate)
    session.commit()

    assert words in client_of(staff[Role.OWNER]).get(f"/candidates/{candidate.id}").text


def test_somebody_elses_turn_is_not_to_be_found(ready, client_of):
    ready.person()
    turn = next_turn(client_of(ready.raters[0]), ready)

    assert client_of(ready.raters[1]).get(turn).status_code == 404


def test_a_recruiter_reads_that_answers_are_being_rated(ready, client_of, staff):
    candidate = ready.person()
    page = client_of(staff[Role.OWNER]).get(f"/candidates/{candidate.id}").text

    assert "Open answers are being rated by people." in page


def test_a_list_tells_who_is_being_rated_from_who_has_a_score(ready, client_of, staff, session):
    candidate, owner = ready.person(), client_of(staff[Role.OWNER])
    page = f"/openings/{candidate.opening_id}"

    def shown(state):
        return f"/candidates/{candidate.id}" in owner.get(f"{page}?state={state}").text

    assert "Being rated" in owner.get(page).text
    assert (shown("being_rated"), shown("scored")) == (True, False)
    assert kept(session) == told(session)

    ready.rate(candidate, 4, 4)
    ready.score(candidate)
    session.commit()

    assert (shown("being_rated"), shown("scored")) == (False, True)
    assert kept(session) == told(session)


def test_an_analyst_adds_and_retires_an_agreed_answer(rated, client_of, staff, session):
    client = client_of(staff[Role.ANALYST])
    page = f"/measurement/{rated.key_id}/standard/ratings/{ITEM}"
    fields = {"text": "I was late.", POINTS: "5", "reason": "Names the own part at once."}
    assert send(client, f"{page}/benchmarks", **fields).location == page
    row = session.exec(select(Benchmark)).one()
    send(client, f"{page}/benchmarks/{row.id}/retire")
    session.refresh(row)

    assert row.points == {FACET: 5}
    assert row.retired_at is not None


def test_an_agreed_answer_without_points_comes_back(rated, client_of, staff, session):
    client = client_of(staff[Role.OWNER])
    page = f"/measurement/{rated.key_id}/standard/ratings/{ITEM}"
    answer = send(client, f"{page}/benchmarks", text="I was late.", reason="short")

    assert answer.status_code == 422
    assert "Say it in words, 10 to 2000 characters" in answer.text
    assert session.exec(select(Benchmark)).all() == []


def test_the_list_says_where_raters_cannot_start(rated, client_of, staff):
    page = client_of(staff[Role.ANALYST]).get(f"/measurement/{rated.key_id}/standard/ratings").text

    assert "raters cannot start" in page


def test_figures_stand_by_raters_and_never_by_candidates(ready, client_of, staff):
    people = [ready.person(f"Person {n}") for n in range(2)]
    for rater in (0, 1):
        for _ in people:
            ready.file(ready.take(rater), 4)
    ready.session.commit()
    page = client_of(staff[Role.ANALYST]).get(
        f"/measurement/{ready.key_id}/standard/ratings/{ITEM}"
    )

    assert "Rater and Rater Two" in page.text or "Rater Two and Rater" in page.text
    assert "below 10 answers" in page.text
    assert "Person 0" not in page.text
