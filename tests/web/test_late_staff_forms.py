"""A staff form that arrives after its session had ended: nothing that was typed is lost."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import update
from sqlmodel import select

from hiring.accounts import IDLE_LIMIT, Role, StaffSession
from hiring.openings.notes import Note
from tests.builders import PASSWORD, form_token, send, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TYPED = "Called back at ten & said <yes>\nA second line with ñ + 100 %"
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


@pytest.fixture
def robin(small_house, candidate):
    return small_house.staff[Role.OWNER]


@pytest.fixture
def candidate(small_house):
    return small_house.candidate(small_house.opening())


@pytest.fixture
def late(client, session, robin):
    """A browser whose session ended while somebody typed."""
    sign_in(session, client, robin)
    form_token(client)
    over = datetime.now(UTC) - IDLE_LIMIT - timedelta(seconds=1)
    session.execute(update(StaffSession).values(seen_at=over))
    session.commit()
    return client


@pytest.fixture
def path(candidate):
    return f"/candidates/{candidate.id}/notes"


@pytest.fixture
def all_notes(session):
    def read():
        session.expire_all()
        return [note.text for note in session.exec(select(Note))]

    return read


def fields_of(page):
    """The hidden fields of the last form of a page."""
    form = page[page.rindex("<form") :]
    pairs = [re.search(r'name="([^"]*)" value="([^"]*)"', one) for one in HIDDEN.findall(form)]
    pairs = [pair for pair in pairs if pair] or []
    return {unescape(pair[1]): unescape(pair[2]) for pair in pairs}


def signed_in_again(browser, page, robin):
    kept = re.search(r'name="kept"[^>]* value="([^"]*)"', page)[1]
    target = re.search(r'name="next"[^>]* value="([^"]*)"', page)[1]
    fields = {"next": unescape(target), "kept": unescape(kept)}
    return send(browser, "/sign-in", email=robin.email, password=PASSWORD, **fields)


def test_what_was_typed_is_kept_through_the_sign_in_and_can_be_sent(late, robin, path, all_notes):
    asked = send(late, path, text=TYPED)
    assert asked.status_code == 401
    assert "What you filled in is kept in this page" in asked.text

    offered = signed_in_again(late, asked.text, robin)
    assert TYPED in unescape(offered.text)
    assert f'action="{path}"' in offered.text
    assert all_notes() == []

    assert late.post(path, data=fields_of(offered.text)).status_code == 302
    assert [text.replace("\r\n", "\n") for text in all_notes()] == [TYPED]


def test_a_wrong_password_keeps_it_as_well(late, robin, path):
    page = send(late, path, text=TYPED).text
    kept = unescape(re.search(r'name="kept"[^>]* value="([^"]*)"', page)[1])
    again = send(late, "/sign-in", email=robin.email, password="wrong", next=path, kept=kept)

    assert again.status_code == 422
    assert kept in unescape(again.text)


def test_a_button_without_words_leads_to_the_sign_in_alone(late, path):
    assert send(late, path).location == "/sign-in?next="


def test_another_site_cannot_put_words_into_the_sign_in(late, path):
    page = late.post(path, data={"text": TYPED, "csrf_token": "foreign"})

    assert page.status_code == 400
    assert "said" not in page.text


def test_what_was_kept_is_never_sent_to_another_site(late, robin):
    fields = {"next": "//evil.example/", "kept": "text=a+b"}
    led = send(late, "/sign-in", email=robin.email, password=PASSWORD, **fields)

    assert led.location == "/desk"
