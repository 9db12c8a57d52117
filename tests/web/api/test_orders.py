"""What can be ordered, ordering, and where an order stands."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlmodel import col, func, select

from hiring import openings, retention
from hiring.accounts.api_keys import ApiKeyOpening, Scope
from hiring.audit import AuditEntry
from hiring.db import db
from hiring.mail import Mail
from hiring.openings import Candidate, Decision
from hiring.openings.closing import archive_opening, close_opening
from hiring.openings.orders import ApiOrder
from hiring.scoring.roster import Progress
from hiring.web.api import schemas
from tests.builders import send

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def people(session):
    session.expire_all()
    return session.exec(select(Candidate)).all()


@pytest.fixture
def with_mail(app):
    """A house that sends mail."""
    known = app.extensions["hiring_settings"]
    server = type(known.smtp_url)("smtp://127.0.0.1:1")
    app.extensions["hiring_settings"] = known.model_copy(update={"smtp_url": server})
    yield
    app.extensions["hiring_settings"] = known


def test_the_catalogue_says_what_can_be_ordered_and_nothing_else(program, opening):
    [entry] = program.get("/catalogue").json["openings"]

    assert set(entry) == set(schemas.CatalogueEntry.model_fields)
    assert set(entry["bank"]) == set(schemas.CatalogueBank.model_fields)
    assert set(entry["form"]) == set(schemas.CatalogueForm.model_fields)
    assert entry["opening_id"] == str(opening.id)
    assert entry["languages"][0] == "en"
    assert entry["bank"] == {
        "bank": "small-bank",
        "version": "1.0.0",
        "title": entry["bank"]["title"],
    }
    assert entry["form"]["expected_minutes"] % 5 == 0
    assert entry["form"]["expected_minutes"] > 0
    assert entry["form"]["limit_minutes"] is None


def test_the_catalogue_asks_the_database_as_often_for_five_openings_as_for_one(
    app, program, small_house, opening
):
    told = []

    def n_asked():
        told.clear()
        answer = program.get("/catalogue")
        return len(answer.json["openings"]), len(told)

    with app.app_context():
        engine = db.engine
    program.get("/catalogue")  # the first use of a key is written down
    event.listen(engine, "before_cursor_execute", note := lambda *facts: told.append(facts[2]))
    _one, before = n_asked()
    for number in range(4):
        small_house.opening(f"Opening {number}")
    five, after = n_asked()
    event.remove(engine, "before_cursor_execute", note)

    assert five == 5
    assert before == after


def test_closed_archived_and_not_yet_accepted_openings_take_nobody(
    session, program, small_house, opening, now
):
    staff = small_house.staff["owner"]
    waiting, closed, archived = (
        small_house.opening("Waiting", accepted=False),
        small_house.opening("Closed"),
        small_house.opening("Archived"),
    )
    for one in (closed, archived):
        close_opening(session, one, staff=staff, now=now)
    archive_opening(session, archived, staff=staff, now=now)
    session.commit()

    told = [one["opening_id"] for one in program.get("/catalogue").json["openings"]]
    assert told == [str(opening.id)]
    for one in (waiting, closed, archived):
        refused = program.order(one, key=f"to {one.id}")
        assert (refused.status_code, refused.json["code"]) == (409, "opening_not_open")
    assert people(session) == []


def test_a_bound_key_knows_its_openings_only(session, program, program_with, new_key, small_house):
    mine, other = small_house.opening("Mine"), small_house.opening("Other")
    bound = program_with(new_key(openings=[mine.id])[1])
    foreign = program.order(other).json["order_id"]

    assert [one["title"] for one in bound.get("/catalogue").json["openings"]] == ["Mine"]
    refused, absent = bound.order(other), bound.order(type("No", (), {"id": uuid4()}))
    assert refused.status_code == absent.status_code == 404
    assert refused.json == absent.json
    for path in (f"/orders/{foreign}", f"/orders/{foreign}/result"):
        hidden = bound.get(path)
        assert hidden.status_code == 404
        assert hidden.json == bound.get(path.replace(foreign, str(uuid4()))).json
    assert bound.order(mine).status_code == 201


def test_a_bound_key_stays_bound_when_its_openings_are_gone(
    session, program_with, new_key, opening
):
    bound = program_with(new_key(openings=[opening.id])[1])
    session.delete(session.exec(select(ApiKeyOpening)).one())
    session.commit()

    assert bound.get("/catalogue").json == {"openings": []}
    assert bound.order(opening).status_code == 404


def test_an_order_adds_the_candidate_in_the_name_of_the_key(
    session, program_with, new_key, opening
):
    key, token = new_key()
    answer = program_with(token).order(opening, name=" Ada   Example ", email="Ada@Example.org ")

    [candidate] = people(session)
    assert answer.status_code == 201
    assert set(answer.json) == set(schemas.OrderPlaced.model_fields)
    assert answer.json["candidate_code"] == candidate.code
    assert answer.json["status"] == "invited"
    assert answer.headers["Location"] == f"/api/v1/orders/{answer.json['order_id']}"
    assert (candidate.name, candidate.email) == ("Ada Example", "ada@example.org")
    added = session.exec(select(AuditEntry).where(AuditEntry.act == "candidate.added")).one()
    assert (added.actor, added.object_id) == (str(key.id), str(candidate.id))


def test_without_a_mail_server_staff_hand_on_the_link(session, program, opening):
    assert program.order(opening).json["invitation"] == "by_staff"
    assert session.exec(select(Mail)).all() == []


def test_with_one_the_invitation_is_written_once(session, with_mail, program, opening):
    for _ in range(2):
        assert program.order(opening).json["invitation"] == "by_mail"

    assert [one.kind for one in session.exec(select(Mail))] == ["invitation"]


def test_the_same_request_again_gives_the_same_order(session, program, opening):
    first, again = program.order(opening), program.order(opening)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert len(people(session)) == 1


def test_a_key_that_may_order_only_learns_of_nothing_that_comes_later(
    session, program_with, new_key, small_house, opening
):
    program = program_with(new_key(Scope.ORDER)[1])
    first = program.order(opening).json
    [candidate] = people(session)
    small_house.sitting(candidate)

    assert program.order(opening).json == first


def test_the_same_request_after_the_opening_closed_is_still_the_same(
    session, program, small_house, opening, now
):
    first = program.order(opening)
    close_opening(session, opening, staff=small_house.staff["owner"], now=now)
    session.commit()

    assert program.order(opening).json == first.json


def test_another_request_of_the_same_name_is_refused(session, program, opening):
    program.order(opening)
    other = program.order(opening, name="Bo Sample", email="bo@example.org")

    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert len(people(session)) == 1


def test_names_of_requests_are_each_keys_own(program, program_with, new_key, opening):
    program.order(opening)
    other = program_with(new_key()[1]).order(opening, email="bo@example.org")

    assert other.status_code == 201


@pytest.mark.parametrize("key", ["", "short", "x" * 201])
def test_an_order_needs_a_name(session, program, opening, key):
    refused = program.order(opening, key=key)

    assert (refused.status_code, refused.json["code"]) == (400, "idempotency_key_missing")
    assert people(session) == []


def test_somebody_who_is_there_is_not_invited_twice(session, program, opening):
    program.order(opening)
    refused = program.order(opening, key="request-2")

    assert (refused.status_code, refused.json["code"]) == (409, "present")
    assert len(people(session)) == 1


def test_within_the_gap_a_person_has_to_say_why(session, program, small_house, opening, finish):
    before = small_house.opening("Before")
    program.order(before)
    sitting = finish(people(session)[0])
    sitting.submitted_at = datetime.now(UTC) - timedelta(days=1)
    opening.retake_after_days = 30
    session.commit()
    refused = program.order(opening, key="request-2")

    assert (refused.status_code, refused.json["code"]) == (409, "answered_lately")
    assert len(people(session)) == 1


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "x" * 121}, {"name"}),
        ({"name": 7}, {"name"}),
        ({"name": None, "email": None}, {"name", "email"}),
        ({"email": "nobody"}, {"email"}),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, {"email"}),
        ({"email": "x" * 255 + "@example.org"}, {"email"}),
        ({"opening_id": "no id"}, {"opening_id"}),
        ({"opening_id": 1}, {"opening_id"}),
    ],
)
def test_every_field_at_fault_is_named_and_nothing_sent_back(
    session, program, opening, sent, fields
):
    refused = program.order(opening, **sent)

    assert (refused.status_code, refused.json["code"]) == (422, "fields")
    assert {one["field"] for one in refused.json["faults"]} == fields
    assert "Bcc" not in refused.text
    assert people(session) == []


@pytest.mark.parametrize(
    ("body", "mime_type", "status"),
    [
        (b"", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"{", "application/json", 422),
        (b'{"name": "\\ud800"}', "application/json", 422),
        (b"\xff\xfe", "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"x" * 1_000_001, "application/json", 413),
        (b"{}", "text/plain", 415),
        (b"name=Ada", "application/x-www-form-urlencoded", 415),
    ],
    ids=lambda value: str(value)[:30],
)
def test_whatever_else_is_sent_is_refused_as_a_problem(client, program, body, mime_type, status):
    headers = program.headers | {"Idempotency-Key": "request-1"}
    answer = client.post("/api/v1/orders", data=body, content_type=mime_type, headers=headers)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_unknown_fields_are_ignored_and_change_nothing(session, program, opening):
    more = {
        "outcome": "advance",
        "role": "owner",
        "tenant": "other",
        "score": 100,
        "status": "scored",
        "code": "C-000000",
        "is_simulated": True,
        "is_adjusted": True,
        "expires_at": "2999-01-01T00:00:00Z",
        "id": str(uuid4()),
    }
    plain = program.order(opening).json
    with_more = program.order(opening, email="bo@example.org", key="request-2", **more)

    assert with_more.status_code == 201
    assert set(with_more.json) == set(plain)
    ada, bo = sorted(people(session), key=lambda one: one.email)
    same = {"is_simulated", "is_adjusted", "has_rated", "withdrawn_at", "retake_reason", "name"}
    assert ada.model_dump(include=same) == bo.model_dump(include=same)
    assert bo.code != more["code"]
    assert str(bo.id) != more["id"]
    assert session.exec(select(Decision)).all() == []
    link = openings.invitations.get_invitation_of(session, bo.id)
    assert link.expires_at < datetime.now(UTC) + timedelta(days=openings.records.LINK_DAYS + 1)


def test_where_an_order_stands_is_told_in_the_houses_words(
    session, app, program, small_house, opening
):
    placed = program.order(opening).json
    [candidate] = people(session)
    path = f"/orders/{placed['order_id']}"

    def told():
        answer = program.get(path).json
        assert set(answer) == set(schemas.Order.model_fields)
        return answer["status"]

    assert told() == Progress.INVITED
    send(app.test_client(), f"/c/{small_house.token(candidate)}")
    assert told() == Progress.OPENED
    small_house.sitting(candidate)
    assert told() == Progress.IN_PROGRESS


def test_asking_where_an_order_stands_writes_nothing(session, program, opening):
    placed = program.order(opening).json
    n_before = session.exec(select(func.count(col(AuditEntry.id)))).one()
    for _ in range(3):
        program.get(f"/orders/{placed['order_id']}")

    session.expire_all()
    assert session.exec(select(func.count(col(AuditEntry.id)))).one() == n_before


def test_no_name_no_address_and_no_date_is_told(program, opening):
    placed = program.order(opening)
    asked = program.get(f"/orders/{placed.json['order_id']}")

    for answer in (placed, asked):
        assert "Ada" not in answer.text
        assert "example.org" not in answer.text
        assert "/c/" not in answer.text
        assert str(datetime.now(UTC).year) not in answer.text.replace(placed.json["order_id"], "")


def test_a_blind_opening_tells_no_code_either(session, program, opening):
    opening.is_blind = True
    session.commit()
    placed = program.order(opening).json

    assert placed["candidate_code"] is None
    assert program.get(f"/orders/{placed['order_id']}").json["candidate_code"] is None


def test_who_was_added_on_pages_is_no_order(program, small_house, opening):
    candidate = small_house.candidate(opening)

    assert program.get(f"/orders/{candidate.id}").status_code == 404


def test_another_key_of_the_house_finds_the_order(program, program_with, new_key, opening):
    placed = program.order(opening).json
    later = program_with(new_key(Scope.STATUS)[1])

    assert later.get(f"/orders/{placed['order_id']}").status_code == 200


def test_an_order_goes_with_its_candidate(session, program, opening, now):
    placed = program.order(opening).json
    retention.erase(session, people(session), now=now)
    session.commit()

    assert session.exec(select(ApiOrder)).all() == []
    assert program.get(f"/orders/{placed['order_id']}").status_code == 404


def test_a_stored_order_tells_nobody_the_address(session, program, opening):
    program.order(opening, key="for ada@example.org")
    order = session.exec(select(ApiOrder)).one()

    assert "ada" not in repr(order.model_dump()).lower()
