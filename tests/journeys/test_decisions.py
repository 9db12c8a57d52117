"""Deciding about several people, telling them and sharing them, in a real browser by keyboard."""

import pytest

from tests.journeys.walking import assert_fits, assert_no_barriers, sign_in

pytestmark = pytest.mark.browser

REASON, CONSIDERED = "Clear examples from a counter.", "Work history and references."


@pytest.fixture(scope="module")
def owner_state(demo, browser):
    context = browser.new_context()
    sign_in(context.new_page(), demo.url, "owner@demo.example", demo.password)
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize("width", [1280, 360])
def test_two_people_are_decided_about_told_and_shared_by_keyboard(
    demo, new_page, owner_state, width
):
    page = new_page(storage_state=owner_state, width=width)
    opening, people = _opening(page, demo)
    _decide(page, opening, people)
    assert page.get_by_text("Nothing has been sent to anybody.").is_visible()

    _tell(page, opening)
    assert page.get_by_text("noted as told").is_visible()

    link = _share(page, opening, people)
    manager = new_page(width=width)
    _read_as_manager(manager, link)
    assert manager.get_by_role("heading", name="What can be said").is_visible()


def _opening(page, demo):
    page.goto(f"{demo.url}/openings")
    page.get_by_role("link", name="Customer support").click()
    page.wait_for_url("**/openings/*")
    opening = page.url.partition("?")[0]
    boxes = page.locator("table input[type=checkbox]")
    people = [boxes.nth(n).get_attribute("value") for n in (0, 3)]
    page.goto(f"{demo.url}/candidates/{people[0]}")  # the other one stays unopened
    return opening, people


def _looked_at(page):
    assert_no_barriers(page)
    assert_fits(page)


def _decide(page, opening, people):
    page.goto(f"{opening}/decide?" + "&".join(f"who={one}" for one in people))
    forms = page.locator(".one-of-many fieldset").count()
    _looked_at(page)
    assert forms in {3, 6}  # stage, decision and ground of who was opened
    for radio in ("On hold", "The evidence taken together"):
        for n in range(forms // 3):
            page.get_by_label(radio).nth(n).focus()
            page.keyboard.press("Space")
    for n in range(forms // 3):
        page.locator("textarea").nth(2 * n).fill(REASON)
        page.locator("textarea").nth(2 * n + 1).fill(CONSIDERED)
    page.get_by_role("button", name="Store my decisions").press("Enter")
    page.get_by_text("Nothing has been sent to anybody.").wait_for()


def _tell(page, opening):
    page.goto(f"{opening}/tell")
    _looked_at(page)
    page.get_by_label("Told by phone").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Note who was told").press("Enter")
    page.get_by_text("noted as told").wait_for()


def _share(page, opening, people):
    page.goto(f"{opening}/share?" + "&".join(f"who={one}" for one in people))
    _looked_at(page)
    page.get_by_label("For whom").fill("Sam")
    page.get_by_label("People side by side").press("Space")
    page.get_by_role("button", name="Make the link").press("Enter")
    page.get_by_text("The link is made.").wait_for()
    _looked_at(page)
    return page.locator("input[id^=share-]").first.input_value()


def _read_as_manager(page, link):
    page.goto(link)
    _looked_at(page)
    page.get_by_role("link", name="On screen").first.press("Enter")
    page.wait_for_url("**/brief")
    _looked_at(page)
    page.goto(f"{link}/compare")
    _looked_at(page)
