"""An opening from a list of people to the archive, in a real browser and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import assert_fits, assert_no_barriers, sign_in

pytestmark = pytest.mark.browser

LIST = "Name\tMail\nAda Example\tada@example.org\nBo Sample\tbo.example.org\n\tcy@example.org\n"
GOOD = "Ada Example <ada@example.org>\nBo Sample\n"


@pytest.fixture(scope="session")
def owners_memory(demo, browser):
    """A browser's memory of the owner having signed in: signing in is throttled."""
    context = browser.new_context()
    sign_in(context.new_page(), demo.url, "owner@demo.example", demo.password)
    memory = context.storage_state()
    context.close()
    return memory


@pytest.fixture
def owner(new_page, owners_memory):
    def open_page(**options):
        return new_page(storage_state=owners_memory, **options)

    return open_page


def _opening(page, demo, title):
    """A new opening of this title; its address."""
    page.goto(f"{demo.url}/openings/new")
    page.get_by_label("Title of the opening").fill(title)
    page.get_by_role("button", name="Create the opening").click()
    expect(page).to_have_url(re.compile(r"/openings/[0-9a-f-]{36}"))
    return page.url.split("?")[0]


def test_a_list_is_corrected_and_added_by_keyboard(owner, demo):
    page = owner()
    opening = _opening(page, demo, "List by keyboard")
    page.goto(f"{opening}/add")
    page.get_by_label("People, one a line").focus()
    page.keyboard.insert_text(LIST)
    page.get_by_role("button", name="Look at the list").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="2 things to correct")).to_be_visible()
    expect(page.locator("#faults tbody th")).to_have_text(["Row 3", "Row 4"])
    expect(page.locator("#error-summary")).to_be_focused()  # a moment after the page is there
    page.get_by_label("The list, to correct").focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(GOOD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add 2 people").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{opening}/links")
    expect(page.get_by_role("heading", name="Ada Example")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_about_an_opening_has_a_barrier(owner, demo, width):
    page = owner(width=width)
    opening = _opening(page, demo, f"Without barriers, {width} wide")
    parts = ("add", "links", "mail", "settings", "end")
    more = ("openings/templates", "openings/templates/new", "openings/archived")
    for address in [*(f"{opening}/{part}" for part in parts), *(f"{demo.url}/{m}" for m in more)]:
        assert page.goto(address).status == 200, address
        assert_no_barriers(page)
        assert_fits(page)
    page.goto(f"{opening}/add")
    page.get_by_label("People, one a line").fill(LIST)
    page.get_by_role("button", name="Look at the list").click()
    assert_no_barriers(page)
    assert_fits(page)


def test_an_opening_is_closed_archived_and_found_again(owner, demo):
    page = owner(javascript=False)
    opening = _opening(page, demo, "To be closed")
    page.goto(f"{opening}/end")
    page.get_by_role("button", name="Close the opening").click()
    page.get_by_role("button", name="Put it into the archive").click()
    expect(page.get_by_role("button", name="Put it into the archive")).to_have_count(0)
    page.goto(f"{demo.url}/openings")
    expect(page.get_by_role("link", name="To be closed")).to_have_count(0)

    page.get_by_role("link", name="Archived openings").click()
    page.get_by_role("link", name="To be closed").click()
    expect(page.get_by_text("This opening is closed").first).to_be_visible()
