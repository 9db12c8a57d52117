"""Blind openings: no page of work holds a name and its code together before somebody asks."""

from datetime import UTC, datetime, timedelta

import pytest

from hiring import cases
from hiring.cases import CaseKind
from tests.builders import BEST_ANSWERS, NOW, send
from tests.web.small_opening import owner  # noqa: F401 - fixtures

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NAME, MAIL = "Quillfeather", "quill@feather.example"


@pytest.fixture
def opening(session, small_house):
    opening = small_house.opening()
    opening.is_blind = True
    opening.decide_by = (datetime.now(UTC) + timedelta(days=30)).date()
    session.commit()
    return opening


@pytest.fixture
def person(session, small_house, opening):
    soon = datetime.now(UTC) + timedelta(days=7)
    found = small_house.candidate(opening, NAME, MAIL, expires_at=soon)
    session.commit()
    return found


def test_links_stand_by_name_and_without_the_code(owner, opening, person):
    text = owner.get(f"/openings/{opening.id}/links").text

    assert NAME in text
    assert person.code not in text
    assert "This opening is blind" in text


def test_elsewhere_links_stand_with_the_code(session, owner, opening, person):
    opening.is_blind = False
    session.commit()
    text = owner.get(f"/openings/{opening.id}/links").text

    assert person.code in text
    assert "This opening is blind" not in text


def test_a_receipt_leads_to_a_code(session, small_house, owner, person):
    sitting = small_house.submitted(person, BEST_ANSWERS)
    session.commit()
    text = send(owner, "/receipts", code=sitting.receipt).text

    assert person.code in text
    assert NAME not in text


def test_a_namesake_is_told_without_the_code(owner, opening, person):
    fields = {"name": NAME, "email": "", "valid_until": (datetime.now(UTC)).date().isoformat()}
    send(owner, f"/openings/{opening.id}/add-one", **fields)
    text = owner.get(f"/openings/{opening.id}/links").text

    assert f"Perhaps the same person, please look: {NAME}." in text
    assert person.code not in text


def test_a_correction_of_a_name_asks_first_whether_to_show_it(session, owner, opening, person):
    case = cases.open_case(session, person, CaseKind.CORRECTION, words="A typo.", now=NOW)
    session.commit()
    text = owner.get(f"/requests/{case.id}").text
    assert NAME not in text
    assert MAIL not in text
    assert "Show me the name; this is noted" in text

    send(owner, f"/openings/{opening.id}/names", id=str(person.id))

    shown = owner.get(f"/requests/{case.id}").text
    assert NAME in shown
    assert "Store my answer" in shown


def test_other_requests_are_answered_by_code(session, owner, opening, person):
    case = cases.open_case(session, person, CaseKind.ERASURE, now=NOW)
    session.commit()
    text = owner.get(f"/requests/{case.id}").text

    assert NAME not in text
    assert "Store my answer" in text


def test_the_page_of_the_opening_says_that_it_is_blind_and_in_order_of_code(owner, opening, person):
    text = owner.get(f"/openings/{opening.id}").text

    assert "codes stand in place of names" in text
    assert "Order: Code" in text
    assert "Order: Name" not in text
