"""Finding people, tagging them and setting a cut score, in a real browser and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import assert_fits, assert_no_barriers, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def memory(demo, browser):
    """A browser's memory of having signed in: signing in is throttled."""
    context = browser.new_context()
    sign_in(context.new_page(), demo.url, "owner@demo.example", demo.password)
    yield context.storage_state()
    context.close()


@pytest.fixture
def open_list(demo, new_page, memory):
    def open_page(**options):
        page = new_page(storage_state=memory, **options)
        page.goto(f"{demo.url}/openings")
        page.get_by_role("link", name="Customer support").click()
        page.wait_for_url("**/openings/*")
        return page

    return open_page


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_of_the_list_has_a_barrier(open_list, demo, width):
    page = open_list(width=width)
    here = page.url
    asked = ["", "?sort=score", "?q=nobody+at+all", "?state=scored&look=undecided", "/cut", "/live"]
    asked.append("?dated=sent&since=2026-01-01")
    for address in [f"{demo.url}/desk", *(here + one for one in asked)]:
        assert page.goto(address).status == 200, address
        assert_no_barriers(page)
        assert_fits(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_people_are_found_tagged_and_untagged_by_keyboard(open_list, javascript):
    page = open_list(javascript=javascript)
    page.get_by_label("Name, code or mail").focus()
    page.keyboard.type("amara schmidt")
    page.keyboard.press("Enter")
    expect(page.locator("td.sel")).to_have_count(1)

    page.locator("td.sel input").focus()
    page.keyboard.press("Space")
    page.get_by_label("Tag", exact=True).last.fill("by phone")
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(page.locator(".cards tbody .tag")).to_have_text(["by phone"])

    page.get_by_role("button", name="Undo the last change of tags").press("Enter")
    expect(page.locator(".cards tbody .tag")).to_have_count(0)


def test_a_cut_score_groups_people_for_a_person_to_decide(open_list):
    page = open_list()
    page.get_by_role("link", name="Cut score").click()
    page.get_by_label("Cut score, in points of 100").fill("70")
    page.get_by_label("Reason").fill("Two panels agreed on this point.")
    page.get_by_role("button", name="Set this cut score").press("Enter")
    page.get_by_role("link", name="Around the cut").click()
    assert_no_barriers(page)
    assert_fits(page)

    page.locator("td.sel input").first.check()
    page.get_by_role("button", name="Decide about each").click()

    expect(page).to_have_url(re.compile(r"/decide\?who="))
