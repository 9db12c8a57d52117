"""Pictures, sound and film in a real browser, under our content security policy."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from hiring.accounts import Role
from hiring.banks.loader import load_bank
from hiring.cli.house import migrate
from hiring.db import db
from tests import builders
from tests.banks.media import write_media_bank
from tests.journeys.candidates import application
from tests.journeys.servers import Place, serve
from tests.journeys.walking import assert_fits, assert_no_barriers

pytestmark = pytest.mark.browser

LOADED = """() => {
    const picture = document.querySelector('img[src*=media]')
    const players = [...document.querySelectorAll('audio, video')]
    const has = (player) => player.readyState > 0 && player.textTracks[0].cues?.length === 1
    return picture.naturalWidth === 1 && players.length === 2 && players.every(has)
}"""
PLAYED = "player => player.currentTime > 0.2"
STATE = "player => [player.paused, player.currentTime, player.textTracks[0].mode]"


@dataclass(frozen=True, slots=True)
class Shop:
    """A server with a bank that has media, and how to get new links of candidates."""

    url: str
    tokens: list[str]

    def link(self) -> str:
        """The link of a candidate who has not started."""
        return f"{self.url}/c/{self.tokens.pop()}"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("shop")
    place = Place(folder / "var")
    tokens = _furnish(place, folder)
    server = serve(place)
    try:
        server.wait()
        yield Shop(server.url, tokens)
    finally:
        server.stop()


@pytest.fixture
def open_first(shop, new_page):
    """Opens the first scenario for a new candidate; beside the page, what the browser said."""

    def open_one(**options) -> tuple[Page, list[str]]:
        page, refused = new_page(**options), []
        page.on("console", lambda said: refused.append(said.text))
        page.goto(shop.link())
        page.get_by_role("button", name="Show me what to expect").click()
        page.get_by_role("button", name="Start without practice").click()
        page.wait_for_url("**/assessment/1")
        return page, refused

    return open_one


@pytest.mark.parametrize("width", [1280, 360])
def test_picture_sound_and_film_load_with_their_captions(open_first, width):
    page, refused = open_first(width=width)
    page.wait_for_function(LOADED)

    assert refused == []
    assert_no_barriers(page)
    assert_fits(page)


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_it_plays_when_somebody_starts_it_and_not_before(open_first, kind):
    page, _ = open_first()
    page.wait_for_function(LOADED)
    player = page.locator(kind)
    assert player.evaluate(STATE) == [True, 0, "showing"]

    player.evaluate("player => player.play()")
    page.wait_for_function(PLAYED, arg=player.element_handle())


def test_without_javascript_the_transcript_opens(open_first):
    page, _ = open_first(javascript=False)
    page.get_by_text("Read what is said and heard").first.click()

    expect(page.get_by_text("Where are my parts?")).to_be_visible()


def _furnish(place: Place, folder) -> list[str]:
    with application(place) as app:
        migrate(app)
        key = builders.published(db.session, load_bank(write_media_bank(folder / "banks")))
        staff = {Role.OWNER: builders.add_staff(db.session, Role.OWNER)}
        house = builders.House(db.session, staff, key)
        opening = house.opening()
        return [house.token(house.candidate(opening, f"Simulated {n}")) for n in range(5)]
