"""An interviewer writes a scorecard in a real browser; every page about interviews is looked at."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import assert_fits, assert_no_barriers, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def memories(demo, browser):
    """A browser's memory of having signed in, one for each role: signing in is throttled."""
    kept = {}
    for role in ("interviewer", "owner"):
        context = browser.new_context()
        sign_in(context.new_page(), demo.url, f"{role}@demo.example", demo.password)
        kept[role] = context.storage_state()
        context.close()
    return kept


@pytest.fixture
def open_as(demo, new_page, memories):
    def opened(role, path="/interviews", **options):
        page = new_page(storage_state=memories[role], **options)
        assert page.goto(f"{demo.url}{path}").status == 200
        return page

    return opened


def _addresses(page, pattern):
    links = page.locator(f"a[href*='{pattern}']")
    return links.evaluate_all("links => links.map(link => link.getAttribute('href'))")


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_about_interviews_has_a_barrier(open_as, demo, width):
    mine = open_as("interviewer", width=width)
    cards = _addresses(mine, "/scorecards/")
    pages = [
        (mine, "/interviews"),
        (mine, cards[0]),
        (mine, cards[-1]),
        (mine, f"{cards[-1]}/panel"),
    ]
    desk = open_as("owner", "/openings", width=width)
    desk.get_by_role("link", name="Customer support").click()
    desk.wait_for_url("**/openings/*")
    opening = urlsplit(desk.url).path
    desk.goto(f"{demo.url}{opening}/interviews")
    first = _addresses(desk, "/assignments/")[0]
    paths = (f"{opening}/interviews", f"{opening}/interview-plan", f"{opening}/agreement", first)
    pages += [(desk, path) for path in (*paths, f"{first}/paper")]
    for page, path in pages:
        assert page.goto(f"{demo.url}{path}").status == 200, path
        assert_no_barriers(page)
        assert_fits(page)


def test_a_scorecard_is_kept_by_itself_and_filed_by_keyboard_alone(open_as):
    page = open_as("interviewer")
    page.get_by_role("link", name="Write", exact=False).last.click()
    page.wait_for_load_state()  # the digits are understood by a script
    page.locator("fieldset[data-points] input").first.focus()
    page.keyboard.press("4")
    expect(page.locator("fieldset[data-points] input:checked").first).to_have_value("4")
    page.locator("textarea").first.focus()
    page.keyboard.insert_text("Rang the customer the same day.")  # at once: all of it is kept
    expect(page.get_by_text("Draft kept at")).to_be_visible()
    page.reload()
    expect(page.locator("textarea").first).to_have_value("Rang the customer the same day.")

    for n in range(1, page.locator("fieldset[data-points]").count()):
        group = page.locator("fieldset[data-points]").nth(n)
        group.locator("input[value=none]").focus()
        page.keyboard.press("Space")
    page.locator("#advice").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="File the scorecard").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Your scorecard is filed.")).to_be_visible()
    page.get_by_role("link", name="Colleagues' scorecards and the panel").click()
    expect(page.get_by_role("heading", name="Iris Interviewer")).to_be_visible()


def test_without_javascript_the_button_keeps_the_draft(open_as):
    page = open_as("interviewer", javascript=False)
    page.get_by_role("link", name="Go on", exact=False).first.click()
    page.locator("textarea").nth(1).fill("Asked back twice.")
    page.get_by_role("button", name="Keep as a draft").click()

    expect(page.get_by_text("Your draft is kept.")).to_be_visible()
    expect(page.locator("textarea").nth(1)).to_have_value("Asked back twice.")
