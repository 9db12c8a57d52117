"""After erasing, and while a link is held, pages promise only what is so."""

from datetime import UTC, datetime, timedelta

import pytest

from hiring import cases
from hiring.accounts import Role
from hiring.cases import CaseKind
from hiring.openings import Candidate
from hiring.openings.holds import hold
from hiring.openings.invitations import get_invitation_of
from hiring.retention import erase
from tests.builders import send
from tests.web.cases.asking import ask, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_erasing_promises_no_words_that_nobody_can_read(session, desk_of, person, now):
    case = cases.open_case(session, person, CaseKind.ERASURE, now=now)
    session.commit()

    assert "Tell them yourself" in plain(desk_of(Role.OWNER).get(f"/requests/{case.id}"))


def test_nobody_on_hold_is_erased_and_the_owner_reads_why(session, desk_of, person):
    at = datetime.now(UTC)
    case = cases.open_case(session, person, CaseKind.ERASURE, now=at)
    hold(session, person, reason="A claim is open.", until=at + timedelta(days=90), now=at)
    session.commit()
    answered = send(
        desk_of(Role.OWNER),
        f"/requests/{case.id}/answer",
        outcome="granted",
        reply="Everything is erased now.",
    )

    assert answered.status_code == 422
    assert "This person is on hold and cannot be erased now." in plain(answered)
    session.expire_all()
    assert session.get(Candidate, person.id) is not None
    assert case.status == "asked"


def test_after_erasing_nobody_is_sent_looking_for_a_newer_link(session, invited, person):
    erase(session, [person], now=datetime.now(UTC))
    session.commit()
    page = plain(invited.get("/assessment"))

    assert "If you asked us to erase everything, you need not do anything more" in page
    assert page.index("erase everything") < page.index("newer email")


def test_a_new_link_is_held_while_an_answer_is_to_come(session, desk_of, person):
    cases.open_case(session, person, CaseKind.ADJUSTMENT, words="Calm.", now=datetime.now(UTC))
    session.commit()
    soon = datetime.now(UTC) + timedelta(days=3)
    send(
        desk_of(Role.RECRUITER),
        f"/candidates/{person.id}/link/renew",
        valid_until=soon.date().isoformat(),
    )
    session.expire_all()

    assert get_invitation_of(session, person.id).expires_at > soon + timedelta(days=300)


def test_a_held_link_names_no_day_that_is_not_one(session, invited, person, opening, desk_of):
    ask(invited, "large_print")
    page = invited.get("/assessment").text

    assert "While your request is open, there is no last day to start." in page
    assert "You can start until" not in page
    browser = desk_of(Role.RECRUITER)
    assert "No end while a request is open" in browser.get(f"/candidates/{person.id}").text
    assert (
        "without an end while a request is open"
        in browser.get(f"/openings/{opening.id}/links").text
    )


def test_without_a_request_the_day_is_told(invited, person, opening, desk_of):
    assert "You can start until" in invited.get("/assessment").text
    assert "Valid until" in desk_of(Role.RECRUITER).get(f"/candidates/{person.id}").text
