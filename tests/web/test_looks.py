"""Looking and taking back at the same moment: of the two, one comes first and the other knows."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import event
from sqlmodel import select

from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.db import db
from hiring.scoring import score_sitting
from hiring.sittings import Sitting, VoidFault, void_fault
from tests.builders import BEST_ANSWERS, NOW, send, sign_in
from tests.web.small_opening import opening  # noqa: F401 - fixtures

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

RESULTS = ("Twenty equally likely places", "Key", "What to ask")


@pytest.fixture
def scored(session, small_house, opening):
    """Invite somebody who answers everything and is scored."""

    def one(name):
        candidate = small_house.candidate(opening, name)
        sitting = small_house.submitted(candidate, BEST_ANSWERS)
        score_sitting(session, sitting.id, now=NOW)
        session.commit()
        return candidate, sitting

    return one


@pytest.fixture
def desk_of(app, session, small_house, opening):
    def sign(role):
        return sign_in(session, app.test_client(), small_house.join(opening, role))

    return sign


@pytest.fixture
def browser_of(app, small_house):
    def go(candidate):
        client = app.test_client()
        send(client, f"/c/{small_house.token(candidate)}")
        return client

    return go


@pytest.fixture
def taken_back_meanwhile(app, new_session):
    """Take answers back just before the page's own note is written."""

    @contextmanager
    def at_the_note(sitting):
        with app.app_context():
            engine = db.engine
        done = []

        def step_in(_connection, _cursor, statement, *_more):
            if statement.startswith("UPDATE audit_entry") and not done:
                done.append(statement)
                other = new_session()
                other.get_one(Sitting, sitting.id).voided_at = datetime.now(UTC)
                other.commit()

        event.listen(engine, "before_cursor_execute", step_in)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", step_in)
        assert done

    return at_the_note


def has_result(response):
    return any(words in response.text for words in RESULTS)


def test_staff_see_no_result_that_was_taken_back_while_they_opened_the_page(
    desk_of, scored, taken_back_meanwhile
):
    candidate, sitting = scored("Ada Example")
    desk = desk_of(Role.RECRUITER)
    assert has_result(desk.get(f"/candidates/{candidate.id}"))
    with taken_back_meanwhile(sitting):
        page = desk.get(f"/candidates/{candidate.id}")

    assert page.status_code == 200
    assert not has_result(page)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.RECRUITER, "/candidates/{}/brief"),
        (Role.RECRUITER, "/candidates/{}/brief.pdf"),
        (Role.INTERVIEWER, "/interviews/{}/brief"),
        (Role.INTERVIEWER, "/interviews/{}/brief.pdf"),
    ],
)
def test_nobody_gets_a_brief_that_was_taken_back_while_it_was_made(
    desk_of, scored, taken_back_meanwhile, role, path
):
    candidate, sitting = scored("Ada Example")
    desk = desk_of(role)
    with taken_back_meanwhile(sitting):
        assert desk.get(path.format(candidate.id)).status_code == 409


def test_nobody_is_compared_who_took_back_meanwhile(desk_of, opening, scored, taken_back_meanwhile):
    (ada, sitting), (bo, _sitting) = scored("Ada Example"), scored("Bo Example")
    path, desk = f"/openings/{opening.id}/compare?id={ada.id}&id={bo.id}", desk_of(Role.RECRUITER)
    assert desk.get(path).status_code == 200
    with taken_back_meanwhile(sitting):
        assert desk.get(path).status_code == 409


@pytest.mark.parametrize("path", ["feedback", "feedback.pdf", "explanation", "explanation.txt"])
def test_candidates_do_not_read_a_result_and_take_it_back_at_once(
    browser_of, scored, taken_back_meanwhile, path
):
    candidate, sitting = scored("Ada Example")
    browser = browser_of(candidate)
    with taken_back_meanwhile(sitting):
        assert browser.get(f"/assessment/{path}").status_code == 409


@pytest.mark.parametrize("path", ["decisions", "adjusted", "link/renew"])
def test_a_page_that_comes_back_with_a_fault_counts_as_opened(session, desk_of, scored, path):
    candidate, sitting = scored("Ada Example")
    assert void_fault(session, candidate, sitting) is None
    answered = send(
        desk_of(Role.RECRUITER), f"/candidates/{candidate.id}/{path}", extra_minutes="x"
    )
    session.expire_all()

    assert answered.status_code == 422
    assert session.exec(select(AuditEntry).where(AuditEntry.act == "candidate.viewed")).one()
    assert void_fault(session, candidate, sitting) is VoidFault.OPENED_BY_STAFF
