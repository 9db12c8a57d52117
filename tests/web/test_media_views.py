"""Pictures, sounds and films: for who is at work on their scenario, whole or piece by piece."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.banks.loader import load_bank
from hiring.sittings import Sitting
from hiring.web.candidate import media_views
from tests import builders, stores
from tests.banks.folders import BANK_HEAD
from tests.banks.media import BANK, FRENCH, all_files, write_media_bank
from tests.builders import House, send, sign_in

SOUND = all_files()["call.ogg"]
SECOND_FORM = """
[[forms]]
id = "turned"
title = "Turned form"
scenarios = ["wrong-bill", "late-parts"]
"""
LAST_FORM_LINE = BANK_HEAD.rstrip().splitlines()[-1]
FRENCH_FORM = '[forms.standard]\ntitle = "Version standard"'


@pytest.fixture
def database_url(sqlite_template, data_dir):
    """On SQLite only: reading pieces is tested on both databases with the tests of banks."""
    return stores.copied(sqlite_template, data_dir)


@pytest.fixture
def media_house(session, staff, tmp_path):
    """An employer with a bank that shows media in its first scenario, or the second of a form."""
    forms = (BANK, LAST_FORM_LINE, LAST_FORM_LINE + SECOND_FORM)
    french = (FRENCH, FRENCH_FORM, f'{FRENCH_FORM}\n[forms.turned]\ntitle = "Autre version"')
    loaded = load_bank(write_media_bank(tmp_path / "banks", forms, french))
    return House(session, staff, builders.published(session, loaded))


@pytest.fixture
def browser_of(app, media_house):
    """A browser in which a candidate has opened the link."""

    def open_link(candidate):
        client = app.test_client()
        assert send(client, f"/c/{media_house.token(candidate)}").status_code == 302
        return client

    return open_link


@pytest.fixture
def somebody(media_house):
    return media_house.candidate(media_house.opening())


@pytest.fixture
def at_work(media_house, somebody, browser_of):
    """A browser in which the sitting has begun."""
    media_house.sitting(somebody)
    return browser_of(somebody)


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("shelf.png", "image/png"),
        ("call.ogg", "audio/ogg"),
        ("call.vtt", "text/vtt; charset=utf-8"),
        ("desk.webm", "video/webm"),
    ],
)
def test_a_file_of_the_scenario_is_served_as_it_is(at_work, name, mime):
    response = at_work.get(f"/assessment/1/media/{name}")

    assert (response.status_code, response.data) == (200, all_files()[name])
    assert response.headers["Content-Type"] == mime


def test_nobody_keeps_a_file_or_guesses_its_type(at_work):
    headers = at_work.get("/assessment/1/media/shelf.png").headers

    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("2/media/shelf.png", id="of another scenario"),
        pytest.param("1/media/no-such.png", id="unknown"),
        pytest.param("1/media/appel.ogg", id="of another language"),
        pytest.param("99/media/shelf.png", id="behind the end"),
        pytest.param("1/media/..%2Fbank.toml", id="outside"),
    ],
)
def test_what_the_page_does_not_show_is_not_there(at_work, address):
    assert at_work.get(f"/assessment/{address}").status_code == 404


def test_without_an_open_link_a_file_leads_to_the_start(client, somebody):
    response = client.get("/assessment/1/media/shelf.png")

    assert (response.status_code, response.location) == (302, "/assessment")


def test_before_the_start_a_file_leads_to_the_start(browser_of, somebody):
    response = browser_of(somebody).get("/assessment/1/media/shelf.png")

    assert (response.status_code, response.location) == (302, "/assessment")


def test_after_sending_nothing_is_shown_any_more(media_house, somebody, browser_of):
    media_house.submitted(somebody, {})

    assert browser_of(somebody).get("/assessment/1/media/shelf.png").status_code == 404


def test_while_the_clock_stands_still_nothing_is_shown(session, media_house, somebody, at_work):
    sitting = session.exec(select(Sitting).where(Sitting.candidate_id == somebody.id)).one()
    sitting.paused_at = builders.NOW
    session.commit()

    assert at_work.get("/assessment/1/media/shelf.png").location == "/assessment"


@pytest.mark.parametrize(("seconds_over", "status"), [(30, 200), (90, 404)])
def test_a_file_is_shown_until_the_time_and_its_grace_are_over(
    session, somebody, at_work, seconds_over, status
):
    sitting = session.exec(select(Sitting).where(Sitting.candidate_id == somebody.id)).one()
    sitting.limit_seconds = 60
    sitting.deadline_at = datetime.now(UTC) - timedelta(seconds=seconds_over)
    session.commit()

    assert at_work.get("/assessment/1/media/shelf.png").status_code == status


def test_staff_get_no_file_by_that_address(session, client, staff, media_house):
    sign_in(session, client, staff[Role.OWNER])

    assert client.get("/assessment/1/media/shelf.png").status_code == 302


def test_another_language_gets_its_own_file(media_house, somebody, browser_of):
    media_house.sitting(somebody, language="fr")
    client = browser_of(somebody)

    assert client.get("/assessment/1/media/appel.ogg").data == all_files()["appel.ogg"]
    assert client.get("/assessment/1/media/call.ogg").status_code == 404


# --- pieces ---


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-", 0, len(SOUND)),
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=300-9999", 300, len(SOUND)),
        ("bytes=-5", len(SOUND) - 5, len(SOUND)),
    ],
)
def test_a_piece_is_served_with_its_place(at_work, asked, start, stop):
    response = at_work.get("/assessment/1/media/call.ogg", headers={"Range": asked})

    assert (response.status_code, response.data) == (206, SOUND[start:stop])
    assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(SOUND)}"
    assert response.content_length == stop - start


def test_a_large_piece_is_served_in_part(at_work, monkeypatch):
    monkeypatch.setattr(media_views, "MAX_PIECE_BYTES", 100)
    response = at_work.get("/assessment/1/media/call.ogg", headers={"Range": "bytes=50-"})

    assert response.data == SOUND[50:150]
    assert response.headers["Content-Range"] == f"bytes 50-149/{len(SOUND)}"


def test_a_piece_behind_the_end_is_refused_with_the_length(at_work):
    response = at_work.get("/assessment/1/media/call.ogg", headers={"Range": "bytes=322-"})

    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{len(SOUND)}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-1,5-6"},
        {"Range": "seconds=0-1"},
        {"Range": "bytes=one-two"},
        {"Range": "bytes=0-1", "If-Range": '"a mark"'},
    ],
)
def test_what_cannot_be_answered_in_pieces_is_answered_whole(at_work, headers):
    response = at_work.get("/assessment/1/media/call.ogg", headers=headers)

    assert (response.status_code, response.data) == (200, SOUND)


# --- on the page ---


def test_the_page_shows_each_file_with_what_stands_for_it(at_work):
    page = at_work.get("/assessment/1").text

    assert '<img src="/assessment/1/media/shelf.png" alt="An empty shelf.">' in page
    assert '<source src="/assessment/1/media/call.ogg">' in page
    assert '<track kind="captions" src="/assessment/1/media/call.vtt" srclang="en"' in page
    assert "<p>She puts the box down and waits.</p>" in page


def test_nothing_plays_by_itself(at_work):
    page = at_work.get("/assessment/1").text

    assert page.count('controls preload="metadata"') == 2
    assert "autoplay" not in page


def test_captions_say_which_language_they_are_in(media_house, somebody, browser_of):
    media_house.sitting(somebody, language="fr")
    page = browser_of(somebody).get("/assessment/1").text

    assert 'src="/assessment/1/media/appel.vtt" srclang="fr"' in page
    assert 'alt="Une étagère vide."' in page


def test_the_same_scenario_at_another_place_has_other_addresses(
    media_house, somebody, browser_of, at_work
):
    turned = media_house.candidate(media_house.opening(form_id="turned"), "Turned")
    media_house.sitting(turned)
    assert "/assessment/1/media/shelf.png" in at_work.get("/assessment/1").text

    client = browser_of(turned)
    assert "/assessment/2/media/shelf.png" in client.get("/assessment/2").text
    assert client.get("/assessment/2/media/shelf.png").status_code == 200


def test_a_scenario_without_media_shows_no_figure(at_work):
    assert "<figure" not in at_work.get("/assessment/2").text


def test_staff_read_what_stands_for_the_media(session, client, staff, media_house, somebody):
    media_house.submitted(somebody, builders.BEST_ANSWERS)
    sign_in(session, client, staff[Role.OWNER])
    page = client.get(f"/candidates/{somebody.id}").text

    assert "An empty shelf." in page
    assert "She puts the box down and waits." in page
    assert "shelf.png" not in page
