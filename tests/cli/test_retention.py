"""Listing and erasing people whose time of storage is over, from the command line."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import func, select

from hiring import cases
from hiring.app import create_app
from hiring.audit import AuditEntry
from hiring.cases import CaseKind
from hiring.db import db
from hiring.openings import Candidate, Opening
from hiring.retention import RemovalMark
from tests import builders, stores
from tests.builders import House


@pytest.fixture
def n_candidates(prepared):
    """One candidate, added in a time long gone; gives a way to count them."""
    app = create_app()
    with app.app_context():
        staff = {role: builders.add_staff(db.session, role) for role in builders.Role}
        key = builders.published(db.session, builders.shipped_bank())
        house = House(db.session, staff, key)
        house.candidate(house.opening())
    stores.close(app)

    def count():
        app = create_app()
        with app.app_context():
            found = db.session.exec(select(func.count()).select_from(Candidate)).one()
        stores.close(app)
        return found

    return count


@pytest.fixture
def over(monkeypatch, n_candidates):
    """Everything is kept for one day only."""
    monkeypatch.setenv("HIRING_RETENTION_DAYS", "1")
    return n_candidates


def test_nobody_is_due_within_the_time(hiring, n_candidates, monkeypatch):
    monkeypatch.setenv("HIRING_RETENTION_DAYS", "36500")
    assert "0 candidates" in hiring("retention").output


def test_listing_erases_nobody(hiring, over):
    assert "1 candidates" in hiring("retention").output
    assert over() == 1


def test_erasing_asks_first(hiring, over):
    assert hiring("retention", "--erase", typed="n\n").exit_code == 1
    assert over() == 1


def test_erasing_erases_after_a_yes(hiring, over):
    assert "Erased 1" in hiring("retention", "--erase", typed="y\n").output
    assert over() == 0


@pytest.fixture
def code(n_candidates):
    app = create_app()
    with app.app_context():
        found = db.session.exec(select(Candidate.code)).one()
    stores.close(app)
    return found


def test_one_person_is_erased_after_a_question(hiring, n_candidates, code):
    assert hiring("erase", code, typed="n\n").exit_code == 1
    assert n_candidates() == 1
    assert "Erased." in hiring("erase", code.lower(), typed="y\n").output
    assert n_candidates() == 0


def test_erasing_one_person_is_written_down_and_the_chains_stay_whole(hiring, code):
    hiring("erase", code, "--yes")
    app = create_app()
    with app.app_context():
        acts = list(db.session.exec(select(AuditEntry.act)))
    stores.close(app)

    assert "candidate.erased" in acts
    assert hiring("audit", "verify").exit_code == 0


def test_a_code_of_several_people_erases_nobody(hiring, n_candidates, code):
    app = create_app()
    with app.app_context():
        first = db.session.exec(select(Candidate)).one()
        opening = Opening(
            **db.session.get_one(Opening, first.opening_id).model_dump(exclude={"id"})
        )
        db.session.add(opening)
        db.session.flush()
        db.session.add(
            Candidate(opening_id=opening.id, code=code, name="Ben", added_at=first.added_at)
        )
        db.session.commit()
        first_id = str(first.id)
    stores.close(app)
    result = hiring("erase", code, "--yes")

    assert (result.exit_code, first_id in result.output, n_candidates()) == (1, True, 2)
    assert "Erased." in hiring("erase", first_id, "--yes").output
    assert n_candidates() == 1


def test_an_unknown_code_is_told(hiring, n_candidates):
    assert "Nobody has the code" in hiring("erase", "C-NOBODY", "--yes").output
    assert n_candidates() == 1


def test_who_waits_for_an_answer_is_named_and_kept(hiring, over):
    app = create_app()
    with app.app_context():
        person = db.session.exec(select(Candidate)).one()
        cases.open_case(db.session, person, CaseKind.CONTEST, words="Again.", now=builders.NOW)
        db.session.commit()
    stores.close(app)
    told = hiring("retention", "--erase", "--yes").output

    assert "is kept: a request of theirs waits for an answer" in told
    assert "0 candidates" in told
    assert over() == 1


def test_marking_erases_nobody_and_the_sweep_does_once_the_days_are_over(hiring, over):
    assert "Marked 1 candidates" in hiring("retention", "--mark", "--days", "0").output
    assert over() == 1
    assert "Erased 1 candidates" in hiring("retention", "--sweep").output
    assert over() == 0


def test_a_mark_is_taken_off(hiring, over, code):
    hiring("retention", "--mark", "--days", "0")
    assert "marked, erased from" in hiring("retention").output
    assert "The mark is off." in hiring("retention", "--spare", code).output
    assert "Erased 0 candidates" in hiring("retention", "--sweep").output
    assert over() == 1


def test_somebody_on_hold_is_neither_due_nor_erased(hiring, over, code):
    held = hiring("hold", code, "--reason", "A claim is open.", "--until", "2999-12-31")
    assert "on hold until the end of 2999-12-31" in held.output
    assert "0 candidates" in hiring("retention").output
    assert "is kept: on hold" in hiring("retention").output
    assert hiring("erase", code, "--yes").exit_code == 1
    assert over() == 1

    assert "lifted" in hiring("hold", code, "--end").output
    assert "Erased." in hiring("erase", code, "--yes").output


def test_a_hold_without_a_reason_is_not_set(hiring, n_candidates, code):
    assert hiring("hold", code, "--until", "2999-12-31").exit_code == 2
    assert hiring("hold", code, "--reason", "Short", "--until", "2999-12-31").exit_code == 1


def test_an_opening_that_keeps_for_less_than_its_law_is_named(hiring, n_candidates):
    app = create_app()
    with app.app_context():
        opening = db.session.exec(select(Opening)).one()
        opening.place, opening.keep_days = "us_california", 100
        db.session.commit()
    stores.close(app)

    assert "keeps people for 100 days; 2 CCR 11013 asks for 1461" in hiring("retention").output


def test_only_one_thing_is_done_at_a_time(hiring, n_candidates):
    assert hiring("retention", "--mark", "--sweep").exit_code == 2


def test_who_goes_with_a_whole_opening_is_named_and_swept(hiring, n_candidates, code):
    marked_at = datetime.now(UTC) - timedelta(days=20)
    app = create_app()
    with app.app_context():
        opening = db.session.exec(select(Opening)).one()
        candidate = db.session.exec(select(Candidate)).one()
        opening.closed_at = candidate.added_at = datetime.now(UTC)
        db.session.add(
            RemovalMark(
                candidate_id=candidate.id,
                marked_at=marked_at,
                erase_from=marked_at,
                is_of_opening=True,
            )
        )
        db.session.commit()
    stores.close(app)

    assert f"{code}  goes with all of its opening" in hiring("retention").output
    assert "Erased 1" in hiring("retention", "--sweep").output
    assert n_candidates() == 0
