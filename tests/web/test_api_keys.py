"""Owners make API keys on a page: each is shown once, says what it may do, and can be withdrawn."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring.accounts import ApiKey
from hiring.accounts.api_keys import LOOKS_LIKE_ONE, Ending, Scope, openings_of
from hiring.audit import AuditEntry
from tests.builders import send
from tests.web.small_opening import opening, owner  # noqa: F401 - fixtures

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAGE = "/api-keys"
FIELDS = {"name": "Applicant tracking", "status": "y", "reach": "all", "days": "90"}


def stored(session):
    session.expire_all()
    return session.exec(select(ApiKey)).one()


@pytest.fixture
def made(owner):
    """Make a key on the page, and return it."""

    def make(**fields):
        answer = send(owner, PAGE, **(FIELDS | fields))
        assert answer.status_code == 200, answer.text
        [token] = set(LOOKS_LIKE_ONE.findall(answer.text))
        return token

    return make


def test_the_key_on_the_page_opens_the_api(client, made):
    answer = client.get(
        "/api/v1/catalogue", headers={"Authorization": f"Bearer {made(catalogue='y')}"}
    )

    assert answer.status_code == 200


def test_it_is_shown_this_once_only(owner, made):
    token = made()

    assert not LOOKS_LIKE_ONE.search(owner.get(PAGE).text)
    assert token not in owner.get(PAGE).text


def test_the_page_that_shows_it_is_kept_nowhere(owner):
    assert send(owner, PAGE, **FIELDS).headers["Cache-Control"] == "no-store"


def test_what_was_ticked_is_what_it_may(session, made):
    made(order="y")

    assert stored(session).scopes == {Scope.STATUS, Scope.ORDER}
    assert not stored(session).is_bound


def test_it_can_be_bound_to_openings(session, made, opening, owner):
    made(reach="some", opening=[str(opening.id)])

    assert openings_of(session, [stored(session)]) == {stored(session).id: [opening.id]}
    assert "Only in:" in owner.get(PAGE).text


def test_ticks_mean_nothing_where_it_counts_everywhere(session, made, opening):
    made(reach="all", opening=[str(opening.id)])

    assert not stored(session).is_bound


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "Write which program the key is for"),
        ({"name": "x" * 81}, "Shorten this to 80 characters"),
        ({"status": ""}, "Tick at least one thing that the program may do"),
        ({"reach": ""}, "Choose where the key counts"),
        ({"reach": "some"}, "Tick the openings in which the key counts"),
        ({"days": "0"}, "Write a number of days from 1 to 365"),
        ({"days": "366"}, "Write a number of days from 1 to 365"),
        ({"days": ""}, "Write a number of days from 1 to 365"),
    ],
)
def test_what_is_missing_is_asked_for_and_no_key_is_made(session, owner, opening, fields, words):
    sent = {name: value for name, value in (FIELDS | fields).items() if value or name == "days"}
    answer = send(owner, PAGE, **sent)

    assert answer.status_code == 422
    assert words in answer.text
    assert session.exec(select(ApiKey)).all() == []


def test_every_error_leads_to_its_field(owner, opening):
    page = send(owner, PAGE, reach="some", days="0").text
    summary = page[page.index("error-summary") : page.index("<h1")]

    for target in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{target}"' in page


def test_the_list_says_when_it_was_used(client, owner, made):
    token = made()
    assert "Not used yet." in owner.get(PAGE).text
    client.get("/api/v1/catalogue", headers={"Authorization": f"Bearer {token}"})
    assert "Not used yet." in owner.get(PAGE).text  # the key may not do that

    token = made(catalogue="y")
    client.get("/api/v1/catalogue", headers={"Authorization": f"Bearer {token}"})
    assert "Last used, to the hour:" in owner.get(PAGE).text


def test_a_withdrawn_key_opens_nothing(session, client, owner, made):
    token = made(catalogue="y")
    send(owner, f"{PAGE}/{stored(session).id}/revoke")

    key = stored(session)
    assert key.ending == Ending.REVOKED
    answer = client.get("/api/v1/catalogue", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert "withdrawn" in owner.get(PAGE).text
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "api_key.ended")).one()
    assert entry.actor != str(key.id)


def test_withdrawing_twice_changes_nothing(session, owner, made):
    made()
    for _ in range(2):
        send(owner, f"{PAGE}/{stored(session).id}/revoke")

    assert len(session.exec(select(AuditEntry).where(AuditEntry.act == "api_key.ended")).all()) == 1


def test_the_list_says_why_a_key_ended(session, client, owner, made):
    token = made()
    client.get(f"/api/v1/catalogue?key={token}")
    assert "ended by itself" in owner.get(PAGE).text

    key = stored(session)
    key.ended_at = key.ending = None
    key.made_at = datetime.now(UTC) - timedelta(days=2)
    key.expires_at = datetime.now(UTC) - timedelta(days=1)
    session.commit()
    assert "has run out" in owner.get(PAGE).text


def test_the_way_to_the_page_stands_beside_the_openings(owner, opening):
    assert f'href="{PAGE}"' in owner.get("/openings").text


def test_the_way_to_the_page_is_there_before_the_first_opening(owner):
    text = owner.get("/openings").text

    assert "Create the first opening" in text
    assert f'href="{PAGE}"' in text
    assert 'href="/other-systems"' in text


def test_a_missing_tick_is_told_for_the_whole_group(owner, opening):
    text = send(owner, PAGE, name="Applicant tracking", reach="all", days="90").text

    assert (
        '<fieldset class="field bad" aria-describedby="catalogue-error"><legend>The program' in text
    )
    assert text.count('id="catalogue-error"') == 1
