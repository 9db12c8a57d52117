"""After the questions, in a real browser: check, stop, send, go back, and use one's rights."""

import zipfile

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import (
    answer_scenario,
    assert_fits,
    assert_no_barriers,
    open_invitation,
    start_assessment,
)

WIDTHS = (1280, 360)
SEND = "Send my answers \N{EN DASH} this cannot be changed"


def look(page):
    """Wide and narrow, without barriers and without sideways scrolling."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
    assert_no_barriers(page)


@pytest.fixture
def page(new_page):
    return new_page(accept_downloads=True)


@pytest.fixture
def checking(demo, page):
    """On the check of answers, with the second scenario answered."""
    start_assessment(page, demo.fresh_link(), position=2)
    answer_scenario(page)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/assessment/3")
    page.goto(f"{demo.url}/assessment/review")
    return page


def test_change_and_stop_lead_back_to_the_check_and_send_nothing(demo, checking):
    page = checking
    look(page)
    page.get_by_role("link", name="Change").click()
    page.wait_for_url("**/assessment/2?back=review")
    answer_scenario(page, turn=1)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/assessment/review")

    page.get_by_role("link", name="Stop here and go on later").click()
    look(page)
    page.goto(f"{demo.url}/assessment")
    expect(page.get_by_role("button", name="Go on where I stopped")).to_be_visible()


def test_after_sending_going_back_shows_what_has_arrived(demo, checking):
    page = checking
    page.get_by_role("button", name=SEND).click()
    page.wait_for_url("**/assessment/receipt")
    code = page.locator(".code").inner_text()
    look(page)

    page.go_back()
    page.get_by_text(code).wait_for()
    if page.get_by_role("button", name=SEND).count():
        page.get_by_role("button", name=SEND).click()
    expect(page.locator(".code")).to_have_text(code)


def test_everything_that_can_be_done_afterwards_is_without_barriers(demo, checking):
    page = checking
    page.get_by_role("button", name=SEND).click()
    page.get_by_role("link", name="Answer two short questions").click()
    look(page)
    page.get_by_label("Mostly").first.check()
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", name="Thank you for telling us").wait_for()

    page.goto(f"{demo.url}/assessment/take-back")
    look(page)
    page.get_by_role("button", name="Take my answers back").click()
    page.get_by_role("heading", name="You have taken your answers back").wait_for()
    look(page)

    page.goto(f"{demo.url}/assessment/withdraw")
    look(page)
    page.get_by_role("button", name="Withdraw my application").click()
    page.get_by_role("heading", name="You have withdrawn").wait_for()
    look(page)
    expect(page.get_by_role("link", name="Your receipt")).to_be_visible()


def test_rights_are_used_before_the_start_as_well(demo, page):
    open_invitation(page, demo.fresh_link())
    page.get_by_role("link", name="Your data and your rights").click()
    look(page)
    page.get_by_role("button", name="Ask for this correction").click()
    expect(page.locator("#error-summary")).to_be_focused()  # a moment after the page is there
    page.get_by_role("link", name="Say in a few words what this is about").click()
    expect(page.locator("#correction-words")).to_be_focused()
    look(page)

    page.get_by_label("What is wrong, and what is right?").fill("My name is Adah.")
    page.get_by_role("button", name="Ask for this correction").click()
    page.get_by_role("heading", name="What you asked for").wait_for()
    look(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Get a copy of my data").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "My name is Adah." in archive.read("my-data.html").decode()


def test_the_copy_of_the_data_opens_from_a_folder_without_barriers(demo, checking, tmp_path):
    page = checking
    page.goto(f"{demo.url}/assessment/rights")
    with page.expect_download() as download:
        page.get_by_role("button", name="Get a copy of my data").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    page.goto((tmp_path / "my-data.html").as_uri())
    look(page)
    expect(page.get_by_role("heading", name="A copy of your data", level=1)).to_be_visible()
