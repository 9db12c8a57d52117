"""The clock in a real browser: what it shows, says and never does; the end of the time."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hiring.web.cookies import CANDIDATE_COOKIE
from tests.journeys.answers import Sitting, all_is_saved
from tests.journeys.candidates import Browser, House, furnish
from tests.journeys.servers import PATIENCE_SECONDS, Place, Server, serve, throw_away, until
from tests.journeys.shops import TEXT, Shop
from tests.journeys.walking import answer_scenario, assert_fits, assert_no_barriers

N_CANDIDATES = 16
LIMIT = 1800
OpenPage = Callable[..., Page]
Prepare = Callable[[Page], None] | None

WRONG_CLOCK = "The clock of this device is wrong. That does no harm: only our clock counts."
LISTEN = """
window.heard = [];
new MutationObserver(() => {
  const words = document.querySelector("#main > p[role=status]")?.textContent ?? "";
  if (words && words !== window.heard.at(-1)) window.heard.push(words);
}).observe(document, {subtree: true, childList: true, characterData: true});
"""

# In one go: a test that types takes longer than half a second now and then.
TYPE_AT_THE_LAST = """words => {
  const area = document.querySelector("textarea");
  area.value = words;
  area.dispatchEvent(new InputEvent("input", {bubbles: true}));
  document.dispatchEvent(new CustomEvent("hiring:left", {detail: 0.5}));
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    place = Place(tmp_path_factory.mktemp("time") / "var")
    yield furnish(place, n_candidates=N_CANDIDATES)
    throw_away(place.folder)


@pytest.fixture(scope="module")
def server(house: House) -> Iterator[Server]:
    server = serve(house.place)
    server.wait()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def tokens(house: House) -> Iterator[str]:
    return iter(house.tokens)


@pytest.fixture
def sit(
    house: House, server: Server, tokens: Iterator[str], new_page: OpenPage
) -> Callable[..., Page]:
    """Open the first scenario of a sitting with so many seconds left, in a browser."""

    def opened(left: float, *, before: Prepare = None, **options: Any) -> Page:
        browser = Browser(server.url)
        with browser.client:
            browser.open_sitting(next(tokens))
            cookie = browser.client.cookies[CANDIDATE_COOKIE]
        page = new_page(**options)
        page.context.add_cookies([{"name": CANDIDATE_COOKIE, "value": cookie, "url": server.url}])
        if before is not None:
            before(page)
        set_left(house, left, only_new=True)
        page.goto(f"{server.url}/assessment/1")
        return page

    return opened


def set_left(house: House | Shop, left: float, *, only_new: bool = False) -> None:
    """Let the newest sitting have so many seconds left from now on."""
    end = datetime.now(UTC) + timedelta(seconds=left)
    started = end - timedelta(seconds=LIMIT)
    newest = "id = (SELECT id FROM sitting ORDER BY rowid DESC LIMIT 1)"
    with closing(database_of(house)) as store:
        store.execute(
            f"UPDATE sitting SET limit_seconds = ?, deadline_at = ?, started_at = ? WHERE {newest}"  # noqa: S608
            + (" AND limit_seconds IS NULL" if only_new else ""),
            (LIMIT, stored(end), stored(started)),
        )
        store.commit()


def database_of(house: House | Shop) -> sqlite3.Connection:
    """The database beside the server, which may be writing just now."""
    return sqlite3.connect(house.place.folder / "hiring.sqlite", timeout=PATIENCE_SECONDS)


def stored(moment: datetime) -> str:
    """A moment as SQLite holds it."""
    return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def timer(page: Page) -> Any:
    return page.get_by_role("timer")


def run_alone(page: Page) -> None:
    """Let the test wind the page's clock; the server would set it right again."""
    page.clock.install()
    page.add_init_script(LISTEN)
    page.route("**/assessment/time", lambda route: route.abort())


def test_it_speaks_at_half_time_and_four_more_moments_only(sit: Callable[..., Page]) -> None:
    page = sit(LIMIT, before=run_alone)
    for _minute in range(29):
        page.clock.fast_forward(60_000)
    page.clock.fast_forward(5_000)

    assert page.evaluate("heard") == [
        "Half of your time has passed. 15 minutes left.",
        "10 minutes left",
        "5 minutes left",
        "2 minutes left",
        "1 minute left",
    ]


def test_it_shows_minutes_and_only_at_the_end_seconds(sit: Callable[..., Page]) -> None:
    page = sit(LIMIT, before=run_alone)
    expect(timer(page)).to_have_text("30 minutes left")
    page.clock.fast_forward(27 * 60_000)
    expect(timer(page)).to_have_text("3 minutes left")
    page.clock.fast_forward(62_000)
    expect(timer(page)).to_have_text(re.compile(r"^1 minute and \d\d seconds left$"))


@pytest.mark.parametrize("days", [-1, 1])
def test_a_wrong_clock_on_the_device_changes_nothing(sit: Callable[..., Page], days: int) -> None:
    wrong = datetime.now(UTC) + timedelta(days=days)
    page = sit(1199, before=lambda page: page.clock.set_fixed_time(wrong))
    expect(timer(page)).to_have_text("20 minutes left")
    answer_scenario(page)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/assessment/2")

    expect(timer(page)).to_have_text("20 minutes left")
    expect(page.get_by_text(WRONG_CLOCK)).to_be_visible()


@pytest.mark.parametrize("minutes", [-4, 0, 4])
def test_a_device_that_is_a_little_off_is_told_nothing(
    sit: Callable[..., Page], minutes: int
) -> None:
    off = timedelta(minutes=minutes)
    page = sit(95 * 60, before=lambda page: page.clock.set_fixed_time(datetime.now(UTC) + off))

    expect(timer(page)).to_have_text("1 hour and 35 minutes left")
    expect(page.get_by_text(WRONG_CLOCK)).to_be_hidden()


def test_it_can_be_hidden_and_stays_hidden(sit: Callable[..., Page]) -> None:
    page = sit(1199)
    page.get_by_role("button", name="Hide the time").click()
    expect(timer(page)).to_be_hidden()
    page.reload()
    expect(timer(page)).to_be_hidden()
    page.get_by_role("button", name="Show the time").click()

    expect(timer(page)).to_be_visible()


def test_time_that_was_given_shows_with_the_next_save(
    house: House, sit: Callable[..., Page]
) -> None:
    page = sit(599)
    expect(timer(page)).to_have_text("10 minutes left")
    set_left(house, 1499)
    answer_scenario(page)

    expect(timer(page)).to_have_text("25 minutes left")


def test_the_end_saves_what_is_there_and_says_so(house: House, sit: Callable[..., Page]) -> None:
    page = sit(LIMIT)
    answer_scenario(page)
    all_is_saved(page, Sitting.of(page, house.place.folder / "hiring.sqlite"))
    set_left(house, 3)
    page.reload()
    page.wait_for_url("**/assessment/time-up")
    set_left(house, -120)
    with closing(database_of(house)) as store:
        store.execute("UPDATE draft SET received_at = datetime('now', '-3 minutes')")
        store.commit()
    page.get_by_role("link", name="Look for the receipt").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Your time is up. Your answers have arrived."
    )
    expect(page.get_by_text("taken over as they stood in the page: 1.")).to_be_visible()


def test_a_page_that_learns_from_the_server_that_the_time_is_over_leads_on(
    house: House, sit: Callable[..., Page]
) -> None:
    page = sit(LIMIT)
    set_left(house, 0)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    page.wait_for_url("**/assessment/time-up")


def test_words_typed_half_a_second_before_the_end_are_saved(
    begin: Callable[..., Page], small_shop: Shop
) -> None:
    page = begin(position=TEXT)
    sitting = Sitting.of(page, small_shop.database)
    set_left(small_shop, LIMIT)
    page.reload()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))

    set_left(small_shop, 0)
    page.evaluate(TYPE_AT_THE_LAST, "I would call back.")
    page.wait_for_url("**/assessment/time-up")

    words = ["I would call back."]
    until(lambda: sitting.drafts() == words, what="what was typed last")
    assert sitting.drafts() == words
    assert asked.index("draft") < asked.index("time")  # not only with the last word of a page


def test_without_scripts_the_page_says_when_the_time_ends(sit: Callable[..., Page]) -> None:
    page = sit(1199, javascript=False)

    expect(page.get_by_text("Your time ends at")).to_be_visible()
    expect(timer(page)).to_have_text("20 minutes left")
    expect(page.get_by_role("button", name="Hide the time")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 360])
def test_nobody_meets_a_barrier(sit: Callable[..., Page], width: int) -> None:
    page = sit(1199, width=width)
    page.get_by_role("button", name="Hide the time").click()
    assert_no_barriers(page)
    assert_fits(page)

    over = sit(-10, width=width)
    assert over.url.endswith("/assessment/time-up")
    assert_no_barriers(over)
    assert_fits(over)
