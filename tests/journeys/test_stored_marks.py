"""What people wrote runs nothing in a real browser, with no policy of ours to hold it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import applications
from tests.house.everything import MARK, make_everything, sights
from tests.house.test_routes import Visitor

WHO = (Visitor.OWNER, Visitor.CANDIDATE, Visitor.INTERVIEWER, Visitor.ANONYMOUS)
WATCH = "window.ran = 0; window.xss = () => { window.ran += 1; };"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that counts how often a mark has run. Nothing is fetched: a picture fails at once."""
    context = browser.new_context()
    context.add_init_script(WATCH)
    context.route("**/*", lambda route: route.abort())
    yield context.new_page()
    context.close()


@pytest.fixture
def shown(sqlite_template: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Every page with a mark in it, by visitor and route."""
    world = make_everything(tmp_path, sqlite_template)
    yield {
        f"{visitor.name} {sight.endpoint} {number}": text
        for visitor in WHO
        for sight in sights(world, visitor)
        for number, text in enumerate(sight.pages)
        if any(MARK in one for one in sight.texts)
    }
    world.reader.connection.close()
    world.session.close()
    applications.close(world.app)


def ran(page: Page, text: str) -> int:
    """How often a mark ran, once everything in the page has been tried."""
    page.set_content(text, wait_until="load")
    return int(page.evaluate("window.ran"))


def test_no_mark_runs_anywhere(page: Page, shown: dict[str, str]) -> None:
    assert len(shown) > 40
    assert [name for name, text in shown.items() if ran(page, text)] == []


def test_the_browser_would_tell(page: Page) -> None:
    page.set_content(f"<p title='{MARK}'>x</p>", wait_until="load")
    page.wait_for_function("window.ran === 1")
