"""What was agreed opens: large print, plain text, an assistant; nothing else does."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader
from sqlmodel import select

from hiring import cases
from hiring.accounts import Role
from hiring.conditions import Agreed
from hiring.sittings import Answer, CandidateAccess
from hiring.sittings.late_answers import accept_late, list_late
from tests import builders
from tests.builders import send
from tests.web.cases.asking import HELP, answer_first, ask

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_nothing_opens_that_was_not_agreed(started):
    for path in ("large-print.pdf", "scenarios.txt", "assistant"):
        assert started.get(f"/assessment/{path}").status_code == 404


@pytest.fixture
def agreed(session, person, staff, now):
    """Agree to every format."""

    def all_of_it():
        every = Agreed(large_print=True, plain_text=True, has_assistant=True)
        cases.set_conditions(session, person, every, staff=staff[Role.OWNER], now=now)
        session.commit()

    return all_of_it


@pytest.mark.parametrize(
    ("path", "mime"),
    [("large-print.pdf", "application/pdf"), ("scenarios.txt", "text/plain; charset=utf-8")],
)
def test_an_agreed_format_opens_while_the_sitting_goes_on(started, agreed, path, mime):
    agreed()
    found = started.get(f"/assessment/{path}")

    assert (found.status_code, found.content_type) == (200, mime)
    assert found.headers["Cache-Control"] == "private, no-store"
    assert path in started.get(HELP).text
    ask(started, words="A pause.")
    assert started.get(f"/assessment/{path}").status_code == 404


def test_every_sheet_of_the_large_print_bears_the_code(started, agreed, person):
    agreed()
    pages = PdfReader(io.BytesIO(started.get("/assessment/large-print.pdf").data)).pages

    assert len(pages) > 1
    assert all(person.code in page.extract_text() for page in pages)


def test_a_format_waits_for_the_start(invited, agreed):
    agreed()

    assert invited.get("/assessment/large-print.pdf").status_code == 404


def test_the_assistant_is_named_once_and_written_to_every_answer(
    invited, session, agreed, timed_house
):
    agreed()
    assert send(invited, "/assessment/start").location.startswith("/assessment/assistant")
    assert send(invited, "/assessment/assistant", name=" Bo  Helper ").status_code == 302
    assert send(invited, "/assessment/start").location == "/assessment/1"
    assert "answers are entered by Bo Helper" in invited.get("/assessment/1").text
    answer_first(invited)

    assert session.exec(select(Answer.entered_by)).all() == ["Bo Helper"]
    names = session.exec(select(CandidateAccess.assistant_name)).all()
    assert names == ["Bo Helper"]


def test_who_answers_without_help_is_asked_once_as_well(invited, session, agreed):
    agreed()
    send(invited, "/assessment/assistant", myself="1")
    assert send(invited, "/assessment/start").location == "/assessment/1"
    assert "entered by" not in invited.get("/assessment/1").text
    answer_first(invited)

    assert session.exec(select(Answer.entered_by)).all() == [None]


def test_a_name_is_needed_to_save_one(invited, agreed):
    agreed()
    found = send(invited, "/assessment/assistant", name=" ")

    assert found.status_code == 422
    assert 'href="#name"' in found.text


@pytest.fixture
def with_assistant(session, started, person, staff, now):
    cases.set_conditions(
        session, person, Agreed(has_assistant=True), staff=staff[Role.OWNER], now=now
    )
    session.commit()
    return started


def test_an_assistant_agreed_at_work_is_asked_for_before_the_next_scenario(session, with_assistant):
    answer = with_assistant.get("/assessment/2")
    assert answer.location == "/assessment/assistant?position=2"

    named = send(with_assistant, "/assessment/assistant", name="Bo", position="2")
    assert named.location == "/assessment/2"
    assert "answers are entered by Bo" in with_assistant.get("/assessment/2").text


def test_an_answer_of_an_open_page_is_stored_before_the_assistant_is_asked_for(
    session, started, person, staff, now
):
    token = builders.page_token(started, "/assessment/1")
    cases.set_conditions(
        session, person, Agreed(has_assistant=True), staff=staff[Role.OWNER], now=now
    )
    session.commit()
    fields = {"page": token, "revision": "0", "r_a": "4", "r_b": "1", "r_c": "3", "r_d": "2"}
    answer = started.post("/assessment/1", data=fields, headers={"Hiring-Answer": "next"})

    assert answer.location == "/assessment/2?stored=answer"
    assert len(session.exec(select(Answer)).all()) == 1


def test_a_late_answer_says_who_entered_it_once_it_is_accepted(
    session, with_assistant, sitting_now, staff
):
    send(with_assistant, "/assessment/assistant", name="Bo")
    token = builders.page_token(with_assistant, "/assessment/1")
    sitting = sitting_now()
    sitting.started_at = datetime.now(UTC) - timedelta(minutes=40)
    sitting.deadline_at = datetime.now(UTC) - timedelta(seconds=90)
    session.add(sitting)
    session.commit()
    fields = {"page": token, "revision": "0", "r_a": "4", "r_b": "1", "r_c": "3", "r_d": "2"}
    with_assistant.post("/assessment/1", data=fields)
    [late] = list_late(session, sitting.id)
    reason = "The line was cut for a minute."
    accept_late(session, late, staff=staff[Role.OWNER], reason=reason, now=datetime.now(UTC))

    assert [one.entered_by for one in session.exec(select(Answer))] == ["Bo"]
