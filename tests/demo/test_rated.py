"""The demo's second opening: answers in own words, two raters who have begun, and room to try."""

from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import accounts, audit, openings, ratings
from hiring.accounts import Role
from hiring.banks.loader import load_bank
from hiring.banks.versions import KeyVersion
from hiring.demo import rated
from hiring.demo.house import PASSWORD, PEOPLE, YOUR_NAME
from hiring.openings import Opening
from hiring.ratings import RatedAnswer, Standing
from hiring.ratings.calibration import SET_SIZE
from hiring.scoring import Recomputed, find_score, recompute, score_sitting
from tests.demo.conftest import NOW

ITEM = "wheel-late/reply"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def session(furnished):
    """Whatever a test writes is gone after it."""
    session, _house = furnished
    yield session
    session.rollback()


@pytest.fixture
def key_id(session):
    [found] = set(session.exec(select(RatedAnswer.key_version_id)))
    return found


@pytest.fixture
def figures(session, key_id):
    bank_id = session.get_one(KeyVersion, key_id).bank_version_id
    prompt = ratings.get_prompt(session, bank_id, key_id, ITEM)
    return ratings.question_figures(session, key_id, prompt)


@pytest.fixture
def rana(session):
    """Whoever tries the demo as a rater."""
    return accounts.find_staff(session, PEOPLE[Role.RATER][0])


@pytest.fixture
def practised(session, rana, key_id):
    """The same, after a set for practice."""
    for number in range(SET_SIZE):
        due = ratings.next_benchmark(session, rana, key_id, ITEM)
        at = NOW + timedelta(minutes=number)
        ratings.file_benchmark_rating(session, due, rana, due.points, at)
    return rana


def rate_all(session, rater, key_id):
    """Give everything that waits the points in the middle. Returns what was filed."""
    found = []
    while (turn := ratings.take_turn(session, rater, key_id, ITEM, now=LATER)) is not None:
        text = session.get_one(RatedAnswer, turn.answer_id).text
        points = dict.fromkeys(("listening", "ownership"), 3)
        wording = ratings.wording_digest(text)
        found.append(ratings.file_rating(session, turn, points, wording=wording, now=LATER))
    return found


def test_its_bank_says_that_it_is_for_the_demo_and_written_from_theory():
    loaded = load_bank(rated.FOLDER)

    assert "demo" in loaded.bank.title
    assert "Not for choosing real people" in loaded.bank.not_for
    assert {(key.origin, key.status) for key in loaded.keys.values()} == {("theory", "provisional")}


def test_who_tries_it_practises_first(session, rana, key_id):
    standing = ratings.practice_of(session, rana, key_id, ITEM).standing

    assert standing is Standing.PRACTISING


def test_second_and_third_ratings_are_left_to_try(session, practised, key_id, figures):
    filed = rate_all(session, practised, key_id)

    assert len(filed) == figures.progress.n_waiting
    assert {one.rating.number for one in filed} == {2, 3}


def test_a_score_gets_its_number_when_the_last_rating_is_in(session, practised, key_id):
    filed = next(one for one in rate_all(session, practised, key_id) if one.is_settled)
    before = find_score(session, filed.answer.sitting_id)
    after = score_sitting(session, filed.answer.sitting_id, now=LATER)

    assert before.is_being_rated
    assert after.total is not None
    assert recompute(session, after) is Recomputed.SAME


def test_there_is_enough_for_every_figure(figures):
    assert all(one.agreement is not None for one in figures.pairs)
    assert all(one.points is not None for one in figures.severities)
    assert [one.rater.name for one in figures.raters if one.checks.n] == [
        "Remy Rater",
        "Rosa Rater",
    ]


def test_your_second_link_opens_the_written_question(furnished, session):
    _session, house = furnished
    invitation = openings.require_usable(session, house.writing_token, LATER)
    you = openings.get_candidate(session, invitation.candidate_id)

    assert you.name == YOUR_NAME
    assert openings.get_opening(session, you.opening_id).title == rated.TITLE


@pytest.mark.parametrize(("email", "name"), rated.RATERS)
def test_the_raters_who_have_begun_can_sign_in(session, email, name):
    token = accounts.sign_in(session, email=email, password=PASSWORD, now=NOW).token

    assert accounts.find_signed_in(session, token, NOW).name == name


def test_its_audit_chain_is_whole(session):
    opening = session.exec(select(Opening).where(Opening.title == rated.TITLE)).one()

    assert audit.first_altered(session, opening.id) is None
