"""Recruiter and interviewer at work in a real browser."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.walking import assert_fits, assert_no_barriers, sign_in

pytestmark = pytest.mark.browser

WIDTHS = [1280, 360]


@pytest.fixture(scope="session")
def signed_in(demo, browser):
    """A browser's memory of having signed in, one for each role: signing in is throttled."""
    memories = {}

    def memory_of(role):
        if role not in memories:
            context = browser.new_context()
            sign_in(context.new_page(), demo.url, f"{role}@demo.example", demo.password)
            memories[role] = context.storage_state()
            context.close()
        return memories[role]

    return memory_of


@pytest.fixture
def recruiter(demo, new_page, signed_in):
    """A recruiter on the page of the demo's opening."""

    def open_page(**options):
        page = new_page(storage_state=signed_in("recruiter"), **options)
        page.goto(f"{demo.url}/openings")
        page.get_by_role("link", name="Customer support").click()
        page.wait_for_url("**/openings/*")
        return page

    return open_page


def _compare(page, n_people):
    boxes = page.locator("table input[type=checkbox]")
    for n in range(n_people):
        boxes.nth(n * 3).check()  # among the first, where everybody has a score
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url(re.compile(r"/compare\?"))


def _candidate(page):
    page.get_by_role("link", name="Amara Schmidt").click()
    page.wait_for_url("**/candidates/*")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_recruiter_compares_three_people(recruiter, javascript):
    page = recruiter(javascript=javascript)

    _compare(page, 3)

    expect(page.get_by_role("heading", name="What can be said")).to_be_visible()
    expect(page.locator("table.compare").first.locator("thead th")).to_have_count(4)


def test_the_names_above_a_comparison_stay_in_sight(recruiter):
    page = recruiter()
    _compare(page, 3)
    page.set_viewport_size({"width": 1280, "height": 420})
    table = page.locator("table.compare.words").first
    names, rows = table.locator("thead th").last, table.locator("tbody tr")
    rows.last.evaluate("row => window.scrollBy(0, row.getBoundingClientRect().top - 60)")

    expect(rows.first).not_to_be_in_viewport()
    expect(names).to_be_in_viewport()


def test_what_a_row_of_a_comparison_is_about_stays_in_sight_on_a_narrow_window(recruiter):
    page = recruiter(width=740)
    _compare(page, 5)
    table = page.locator("table.compare").first
    about, last = table.locator("tbody tr").first.locator("th"), table.locator("thead th").last
    last.scroll_into_view_if_needed()

    expect(last).to_be_in_viewport()
    expect(about).to_be_in_viewport()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_tick_by_keyboard_leaves_only_what_differs_beyond_error(recruiter, javascript):
    page = recruiter(javascript=javascript)
    _compare(page, 3)

    page.get_by_label("Only what differs beyond error").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("differing=1"))
    expect(page.get_by_label("Only what differs beyond error")).to_be_checked()
    expect(page.get_by_role("heading", name="Every figure")).to_have_count(0)
    if javascript:  # the checker is a script itself
        assert_no_barriers(page)
        assert_fits(page)


@pytest.mark.parametrize("n_people", [1, 6])
def test_one_or_six_people_are_refused_with_a_reason(recruiter, n_people):
    page = recruiter()

    _compare(page, n_people)

    expect(page.get_by_role("heading", name="These people cannot be compared")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_a_recruiter_has_a_barrier(recruiter, demo, width):
    page = recruiter(width=width)
    addresses = [f"{demo.url}/openings", f"{demo.url}/openings/new", page.url]
    addresses += [f"{page.url}/{part}" for part in ("add", "links", "members")]
    opening = page.url
    _compare(page, 5)
    addresses.append(page.url)
    page.goto(opening)
    _candidate(page)
    addresses += [page.url, f"{page.url}/brief"]

    for address in addresses:
        response = page.goto(address)
        assert response.status == 200, address
        assert_no_barriers(page)
        assert_fits(page)


def test_a_decision_is_written_by_a_person_with_a_reason(recruiter):
    page = recruiter()
    page.get_by_role("link", name="Farah").click()
    page.get_by_label("On hold").check()
    page.get_by_label("The evidence taken together").check()
    for n, words in enumerate(["The interview is still to come.", "Work history and references."]):
        page.locator("#main form textarea").nth(n).fill(words)

    page.get_by_role("button", name="Save").or_(
        page.get_by_role("button", name="decision")
    ).first.click()

    expect(page.get_by_text("The interview is still to come.").first).to_be_visible()


def test_a_decision_without_words_says_what_is_missing(recruiter):
    page = recruiter()
    page.get_by_role("link", name="Finn").click()

    page.get_by_role("button", name="Save").or_(
        page.get_by_role("button", name="decision")
    ).first.click()

    expect(page).to_have_title(re.compile("^Error:"))
    assert page.locator("#error-summary li").count() >= 3


def test_the_brief_comes_as_two_pages_of_paper(recruiter):
    page = recruiter()
    _candidate(page)

    with page.expect_download() as download:
        page.get_by_role("link", name="Interview brief (PDF").click()

    pdf = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    assert len(pdf.pages) == 2
    assert "Amara Schmidt" in pdf.pages[0].extract_text()


def test_a_comparison_can_be_made_by_keyboard_alone(recruiter):
    page = recruiter()
    boxes = page.locator("table input[type=checkbox]")
    boxes.nth(0).focus()
    page.keyboard.press("Space")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")

    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/compare\?"))


@pytest.mark.parametrize("width", WIDTHS)
def test_an_interviewer_reads_and_downloads_the_brief_and_nothing_else(
    new_page, signed_in, demo, width
):
    page = new_page(width=width, storage_state=signed_in("interviewer"))
    page.goto(f"{demo.url}/interviews")
    assert_no_barriers(page)
    assert_fits(page)

    page.get_by_role("link", name="screen").first.click()
    assert_no_barriers(page)
    assert_fits(page)

    assert page.goto(f"{demo.url}/openings/new").status == 403


def test_simulated_people_are_labelled_wherever_they_show(recruiter, new_page, signed_in, demo):
    page = recruiter()
    opening = page.url
    _compare(page, 2)
    seen = [page.locator("body").inner_text()]
    page.goto(opening)
    _candidate(page)
    seen.append(page.locator("body").inner_text())
    page.goto(f"{page.url}/brief")
    seen.append(page.locator("body").inner_text())
    interviewer = new_page(storage_state=signed_in("interviewer"))
    interviewer.goto(f"{demo.url}/interviews")
    seen.append(interviewer.locator("body").inner_text())

    assert all("imulated" in text for text in seen)
