"""From question 7: asked, answered by a person, gone on where it was, in another format."""

import pytest
from playwright.sync_api import expect

from tests import builders
from tests.journeys.shops import TEXT
from tests.journeys.walking import assert_fits, assert_no_barriers, sign_in

pytestmark = pytest.mark.browser

WORDS = "First I would ring Marta back."
REPLY = "Large print is ready for you, and Bo may help."


@pytest.mark.parametrize("width", [1280, 360])
def test_an_adjustment_is_asked_for_at_question_7_and_answered(begin, new_page, small_shop, width):
    page = begin(position=TEXT, width=width)
    page.get_by_label("Your answer").fill(WORDS)
    page.get_by_role("button", name="Help and adjustments").click()
    expect(page.get_by_role("button", name="Ask for this")).to_be_visible()
    check(page)

    ask(page)
    check(page)
    answer_as_owner(new_page(width=width), small_shop)
    page.reload()
    expect(page.get_by_text(REPLY)).to_be_visible()
    check(page)

    name_assistant(page)
    page.get_by_role("button", name="Go on now").click()
    page.wait_for_url(f"**/assessment/{TEXT}")
    expect(page.get_by_label("Your answer")).to_have_value(WORDS)
    expect(page.get_by_text("answers are entered by Bo Helper")).to_be_visible()
    check(page)
    open_formats(page)


def check(page):
    assert_no_barriers(page)
    assert_fits(page)


def ask(page):
    """Nothing ticked comes back; then the wish is sent, and everything stands still."""
    page.get_by_role("button", name="Ask for this").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick what would help")
    check(page)
    page.get_by_label("Large print").check()
    page.get_by_label("Somebody who enters my answers").check()
    page.get_by_role("button", name="Ask for this").click()
    expect(page.get_by_role("heading", name="Your assessment stands still")).to_be_visible()
    expect(page.get_by_text("answers by")).to_be_visible()


def answer_as_owner(desk, small_shop):
    sign_in(desk, small_shop.url, "owner@example.org", builders.PASSWORD)
    desk.goto(f"{small_shop.url}/openings")
    desk.get_by_role("link", name="See who needs an answer").click()
    check(desk)
    desk.get_by_role("link", name="Other conditions or another format").first.click()
    desk.get_by_role("button", name="I have seen it").click()
    check(desk)
    desk.get_by_label("Agreed", exact=True).check()
    desk.get_by_label("What the candidate is told").fill(REPLY)
    desk.get_by_role("button", name="Store my answer").click()
    expect(desk.get_by_text("Your answer is stored")).to_be_visible()
    check(desk)
    desk.get_by_role("link", name="Simulated").click()
    desk.get_by_text("Open to arrange them").click()
    expect(desk.get_by_role("checkbox", name="Large print")).to_be_checked()
    check(desk)


def name_assistant(page):
    page.get_by_role("link", name="Say who enters the answers").click()
    check(page)
    page.get_by_label("Name of the assistant").fill("Bo Helper")
    page.get_by_role("button", name="Save this name").click()


def open_formats(page):
    page.get_by_role("button", name="Help and adjustments").click()
    link = page.get_by_role("link", name="All scenarios in large print")
    response = page.request.get(link.evaluate("link => link.href"))

    assert response.body().startswith(b"%PDF")
    assert response.headers["cache-control"] == "private, no-store"
