"""A score leaves with its error and what made it, or stays here for a reason that is told."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlmodel import select

from hiring.accounts import Role
from hiring.audit import AuditEntry, first_altered
from hiring.banks.versions import key_document
from hiring.comparison import find_scored
from hiring.data_pack import gather_pack
from hiring.db import db
from hiring.errors import AfterFaultError
from hiring.interviews.plan import make_plan
from hiring.openings import Candidate, Decision
from hiring.openings.orders import ApiOrder
from hiring.sittings import leaving
from tests import interviewing
from tests.builders import BEST_ANSWERS, sign_in
from tests.rated import rated_house

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

QUESTIONS = [replace(interviewing.OWN, text=f"{n}. {interviewing.OWN.text}") for n in range(3)]
SKIPPED = dict.fromkeys(BEST_ANSWERS, None)


@pytest.fixture
def ada(session, program, opening):
    """A candidate who was ordered, and the path of the order."""
    placed = program.order(opening).json
    return session.exec(select(Candidate)).one(), f"/orders/{placed['order_id']}"


@pytest.fixture
def candidate(ada):
    return ada[0]


@pytest.fixture
def fetch(program, ada):
    return lambda: program.get(f"{ada[1]}/result")


def kept_back(answer):
    assert answer.mimetype == "application/problem+json"
    assert "total" not in answer.text
    return answer.status_code, answer.json["code"]


def test_a_result_has_exactly_the_fields_that_are_listed(fetch, candidate, finish):
    finish(candidate)
    told = fetch().json

    assert set(told) == {
        "order_id",
        "opening_id",
        "candidate_code",
        "is_simulated",
        "score",
        "precision",
        "provenance",
        "note",
        "page_url",
    }
    assert set(told["score"]) == {
        "total",
        "likely_from",
        "likely_to",
        "likely_percent",
        "standard_error",
        "estimate",
        "n_answered",
        "n_scenarios",
    }
    assert set(told["precision"]) == {
        "rung",
        "n_sittings",
        "reliability",
        "spread",
        "middle_half_from",
        "middle_half_to",
    }
    assert set(told["provenance"]) == {
        "bank",
        "bank_version",
        "content_digest",
        "form",
        "language",
        "key_version",
        "key_status",
        "key_is_public",
        "scoring_digest",
        "missing_policy",
        "software_version",
        "code",
    }


def test_the_score_is_that_of_the_page_with_its_error(
    session, app, small_house, fetch, candidate, finish
):
    finish(candidate)
    told, person = fetch().json, find_scored(session, candidate)

    assert told["score"]["total"] == round(person.score.total, 1)
    assert told["score"]["likely_from"] == round(person.interval.low, 1)
    assert told["score"]["likely_to"] == round(person.interval.high, 1)
    assert told["score"]["standard_error"] == round(person.snapshot.sem, 1)
    assert told["precision"]["rung"] == "planned"
    assert told["precision"]["n_sittings"] == person.snapshot.n
    assert told["provenance"]["key_status"] == "provisional"
    assert told["note"].startswith("No decision is made here.")
    owner = sign_in(session, app.test_client(), small_house.staff[Role.OWNER])
    page = owner.get(told["page_url"].removeprefix("http://127.0.0.1:8000"))
    assert page.status_code == 200
    assert told["provenance"]["code"] in page.text


def test_nothing_of_the_person_the_answers_or_the_key_is_told(
    session, small_house, fetch, candidate, finish
):
    finish(candidate)
    text = fetch().text

    key = key_document(session, small_house.key.id)
    rationales = [words for item in key.items for words in item.rationale.values()]
    for hidden in ("Ada", "example.org", "late-parts", "answers_digest", *rationales):
        assert hidden not in text
    assert not {"scenarios", "clusters", "items", "states"} & set(json.loads(text)["score"])


def test_a_result_before_there_is_one_is_kept_back(fetch, candidate, finish):
    assert kept_back(fetch()) == (409, "not_submitted")
    finish(candidate, is_scored=False)
    assert kept_back(fetch()) == (409, "not_scored")


def test_too_few_answers_give_no_number(fetch, candidate, finish):
    finish(candidate, SKIPPED)

    assert kept_back(fetch()) == (409, "too_few_answers")


def test_a_blind_opening_keeps_its_results(session, fetch, candidate, opening, finish):
    finish(candidate)
    opening.is_blind = True
    session.commit()

    assert kept_back(fetch()) == (409, "blind")


def test_a_sealed_result_opens_with_the_last_scorecard(
    session, small_house, fetch, candidate, opening, finish, now
):
    finish(candidate)
    opening.is_sealed = True
    session.commit()
    assert kept_back(fetch()) == (409, "sealed")

    owner = small_house.staff[Role.OWNER]
    make_plan(session, opening, QUESTIONS, staff=owner, now=now)
    interviewer = small_house.join(opening, Role.INTERVIEWER)
    first = interviewing.assigned(session, small_house, opening, candidate, interviewer)
    assert kept_back(fetch()) == (409, "sealed")
    interviewing.file_points(session, first, opening, interviewer, (4, 3, 4))
    assert fetch().status_code == 200

    recruiter = small_house.join(opening, Role.RECRUITER)
    interviewing.assigned(session, small_house, opening, candidate, recruiter)
    assert kept_back(fetch()) == (409, "sealed")


def test_who_withdrew_has_no_result(session, fetch, candidate, finish, now):
    finish(candidate)
    leaving.withdraw(session, candidate, now=now)
    session.commit()

    assert kept_back(fetch()) == (409, "withdrew")


def test_answers_taken_back_have_none(session, fetch, candidate, finish, now):
    sitting = finish(candidate)
    leaving.void(session, candidate, sitting, now=now)
    session.commit()

    assert kept_back(fetch()) == (409, "taken_back")


def test_answers_that_are_taken_back_while_they_are_asked_for_have_none(
    app, session, fetch, candidate, finish, now
):
    sitting = finish(candidate)
    with app.app_context():
        engine = db.engine

    def take_back(_connection, _cursor, statement, *_more):
        if waiting and statement.startswith("UPDATE audit_entry"):
            leaving.void(session, candidate, waiting.pop(), now=now)
            session.commit()

    waiting = [sitting]
    event.listen(engine, "before_cursor_execute", take_back)
    answer = fetch()
    event.remove(engine, "before_cursor_execute", take_back)

    assert sitting.voided_at == now
    assert kept_back(answer) == (409, "not_scored")
    assert session.exec(select(AuditEntry).where(AuditEntry.act == "result.fetched")).all() == []


def test_what_a_program_has_read_is_not_taken_back(session, fetch, candidate, finish, now):
    sitting = finish(candidate)
    fetch()

    with pytest.raises(AfterFaultError, match="opened_by_staff"):
        leaving.void(session, candidate, sitting, now=now)


def test_every_reading_is_on_record_with_the_key_as_reader(
    session, program_with, new_key, ada, candidate, finish, now
):
    finish(candidate)
    key, token = new_key()
    for _ in range(2):
        program_with(token).get(f"{ada[1]}/result")

    session.expire_all()
    found = session.exec(select(AuditEntry).where(AuditEntry.act == "result.fetched")).all()
    assert [(one.actor, one.object_id) for one in found] == [(str(key.id), str(candidate.id))] * 2
    assert first_altered(session, candidate.opening_id) is None
    seen = [one for one in gather_pack(session, candidate, now=now).record if "fetched" in one.act]
    assert [one.by for one in seen] == ["program", "program"]


def test_what_is_kept_back_is_no_reading(session, fetch, candidate):
    fetch()

    assert session.exec(select(AuditEntry).where(AuditEntry.act == "result.fetched")).all() == []


def test_a_program_decides_nothing(session, fetch, candidate, finish):
    finish(candidate)
    fetch()

    assert session.exec(select(Decision)).all() == []


def test_while_people_rate_an_answer_there_is_no_number(
    session, staff, small_folder, new_key, program_with, now
):
    candidate = rated_house(session, staff, small_folder).person()
    key, token = new_key()
    order = ApiOrder(
        api_key_id=key.id,
        candidate_id=candidate.id,
        idempotency_hash="1",
        request_hash="1",
        ordered_at=now,
    )
    session.add(order)
    session.commit()

    answer = program_with(token).get(f"/orders/{order.id}/result")
    assert kept_back(answer) == (409, "being_rated")


def test_the_candidate_reads_which_program_had_them_invited(session, program, candidate, now):
    pack = gather_pack(session, candidate, now=now)

    assert [one["api_key_id"] for one in pack.tables["api_order"]] == ["Applicant tracking"]
    assert {one.by for one in pack.record if one.act == "candidate.added"} == {"program"}
