"""Inviting somebody who answered the same test a short while ago, through the pages."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.openings.records import list_candidates
from tests.builders import send, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LATELY = datetime.now(UTC) - timedelta(days=30)
NEXT_MONTH = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
ADA = {"name": "Ada Example", "email": "ada@example.org", "valid_until": NEXT_MONTH}
CARRIED = re.compile(r'name="people" value="([^"]*)"')
REASON = "The line broke off the first time."


@pytest.fixture
def owner(app, session, house):
    return sign_in(session, app.test_client(), house.staff[Role.OWNER])


@pytest.fixture
def opening(session, house):
    """An opening with a gap; Ada sent answers to another one with the same test lately."""
    before = house.candidate(house.opening("Before"), "Ada Example", "ada@example.org")
    house.submitted(before, {}).submitted_at = LATELY
    found = house.opening()
    found.retake_after_days = 180
    session.commit()
    return found


def added(session, opening):
    session.rollback()
    return {one.name: one.retake_reason for one in list_candidates(session, opening.id)}


def allowed(session):
    query = select(AuditEntry).where(AuditEntry.act == "candidate.retake_allowed")
    return len(session.exec(query).all())


def look(owner, opening, people):
    fields = {"people": people, "valid_until_all": NEXT_MONTH}
    answer = send(owner, f"/openings/{opening.id}/add-many", **fields)
    assert answer.status_code == 200
    return answer.text


def confirm(owner, opening, page, **fields):
    return send(
        owner,
        f"/openings/{opening.id}/add-list",
        people=CARRIED.search(page)[1],
        valid_until_all=NEXT_MONTH,
        **fields,
    )


def test_one_person_within_the_gap_is_refused_with_the_day_it_is_over(owner, session, opening):
    answer = send(owner, f"/openings/{opening.id}/add-one", **ADA)

    over = LATELY + timedelta(days=180)
    assert answer.status_code == 422
    assert f"from {over.day} {over:%B} {over.year} on" in answer.text
    assert added(session, opening) == {}


def test_with_a_reason_the_person_is_invited_and_the_page_says_why(owner, session, opening):
    path = f"/openings/{opening.id}/add-one"
    assert send(owner, path, **ADA, retake_reason="again").status_code == 422
    assert send(owner, path, **ADA, retake_reason=REASON).status_code == 302

    assert added(session, opening) == {"Ada Example": REASON}
    assert allowed(session) == 1
    (person,) = list_candidates(session, opening.id)
    assert f"over: {REASON}" in owner.get(f"/candidates/{person.id}").text


def test_somebody_else_needs_no_reason_and_none_is_stored(owner, session, opening):
    path = f"/openings/{opening.id}/add-one"
    other = ADA | {"email": "other@example.org"}
    assert "retake_reason" not in owner.get(f"/openings/{opening.id}/add").text
    assert send(owner, path, **other, retake_reason=REASON).status_code == 302

    assert (added(session, opening), allowed(session)) == ({"Ada Example": None}, 0)


def test_a_list_adds_the_others_and_leaves_out_who_is_early(owner, session, opening):
    page = look(owner, opening, "Ada Example, ada@example.org\nBo Sample, bo@example.org")
    assert "Too early for this test" in page
    assert confirm(owner, opening, page).status_code == 302

    assert added(session, opening) == {"Bo Sample": None}


def test_a_list_with_a_reason_adds_everybody_and_notes_it_once(owner, session, opening):
    page = look(owner, opening, "Ada Example, ada@example.org\nBo Sample, bo@example.org")
    assert confirm(owner, opening, page, retake_reason=REASON).status_code == 302

    assert added(session, opening) == {"Ada Example": REASON, "Bo Sample": None}
    assert allowed(session) == 1


@pytest.mark.parametrize("reason", ["", "again"])
def test_a_list_of_early_people_alone_needs_a_reason_in_words(owner, session, opening, reason):
    page = look(owner, opening, "Ada Example, ada@example.org")
    answer = confirm(owner, opening, page, retake_reason=reason)

    assert answer.status_code == 422
    assert 'href="#retake_reason"' in answer.text
    assert CARRIED.search(answer.text)[1] == CARRIED.search(page)[1]
    assert added(session, opening) == {}


def test_the_settings_say_which_answers_count(owner, opening):
    text = owner.get(f"/openings/{opening.id}/settings").text

    assert re.search(r'<input[^>]*name="retake_after_days"[^>]*value="180"', text)
    assert "earlier openings keep the earlier result" in text
