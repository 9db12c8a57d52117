"""A candidate's way through the assessment in a real browser."""

import re
import sqlite3

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import (
    answer_scenario,
    assert_fits,
    assert_no_barriers,
    open_invitation,
    start_assessment,
)

pytestmark = pytest.mark.browser

N_SCENARIOS = 26
WIDTHS = (320, 360, 1280)
CHECKED_WIDTHS = (320, 1280)
SHOWN_FOCUS = """(() => {
    const element = document.activeElement, style = getComputedStyle(element)
    const isSeen = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
    return isSeen ? 'seen' : element.outerHTML.slice(0, 80)
})()"""


@pytest.fixture
def invite(demo):
    """Makes the link of a fresh candidate each time it is called."""
    return demo.fresh_link


def _answer_everything(page):
    for turn in range(N_SCENARIOS):
        page.wait_for_url(f"**/assessment/{turn + 1}")
        answer_scenario(page, turn=turn)
        page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/assessment/review")


# Narrow and wide, with JavaScript and without are each gone through from end to end.
@pytest.mark.parametrize(
    ("width", "javascript"),
    [(360, True), (1280, False)],
    ids=["a phone with JavaScript", "a desk without"],
)
def test_the_whole_assessment_ends_with_a_receipt_for_every_answer(
    new_page, invite, demo, width, javascript
):
    page = new_page(width=width, javascript=javascript)
    start_assessment(page, invite())
    _answer_everything(page)

    page.get_by_role("button", name="Send my answers").click()
    page.wait_for_url("**/assessment/receipt")

    receipt = page.locator(".receipt .code").inner_text().strip()
    assert _stored_answers(demo, receipt) == N_SCENARIOS


def _stored_answers(demo, receipt):
    with sqlite3.connect(demo.folder / "hiring.sqlite") as database:
        return database.execute(
            "SELECT count(*) FROM answer JOIN sitting ON sitting.id = answer.sitting_id"
            " WHERE sitting.receipt = ? AND answer.state = 'answered'",
            [receipt],
        ).fetchone()[0]


def test_no_page_before_the_first_scenario_has_a_barrier_or_scrolls_sideways(new_page, invite):
    page = new_page()
    page.goto(invite())
    check_page(page)
    page.get_by_role("button", name="Show me what to expect").click()
    check_page(page)
    page.get_by_role("link", name="Try a practice scenario").click()
    check_page(page)
    page.get_by_role("button", name="Try it out").click()
    check_page(page)


def test_no_scenario_has_a_barrier_or_scrolls_sideways(new_page, invite):
    page = new_page()
    link = invite()
    start_assessment(page, link)
    for position in range(1, 9):
        page.goto(f"{_base(link)}/assessment/{position}")
        check_page(page)
        page.get_by_role("button", name="Save and continue").click()
        page.locator("#error-summary").wait_for()
        check_page(page)


def test_no_page_after_the_last_scenario_has_a_barrier_or_scrolls_sideways(new_page, invite):
    page = new_page()
    link = invite()
    start_assessment(page, link)
    page.goto(f"{_base(link)}/assessment/help")
    check_page(page)
    page.goto(f"{_base(link)}/assessment/review")
    check_page(page)
    page.get_by_role("button", name="Send my answers").click()
    page.wait_for_url("**/assessment/receipt")
    check_page(page)


@pytest.mark.parametrize("scheme", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_a_scenario_has_no_barrier_in_dark_and_forced_colours(new_page, invite, scheme):
    page = new_page(**scheme)
    start_assessment(page, invite())

    assert_no_barriers(page)


def test_a_scenario_can_be_answered_by_keyboard_alone(new_page, invite):
    page = new_page()
    start_assessment(page, invite())
    n_groups = page.locator("form[data-answer] .row").count()

    page.locator("#main").focus()
    for _ in range(n_groups):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/assessment/2$"))


def test_the_focus_is_always_to_be_seen(new_page, invite):
    page = new_page()
    start_assessment(page, invite())

    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWN_FOCUS) == "seen"


def test_reopening_the_link_elsewhere_goes_on_where_it_stopped(new_page, invite):
    link = invite()
    first = new_page()
    start_assessment(first, link)
    answer_scenario(first)
    first.get_by_role("button", name="Save and continue").click()
    first.wait_for_url("**/assessment/2")

    second = new_page(width=360)
    open_invitation(second, link)
    second.get_by_role("button", name="Go on where I stopped").click()

    expect(second).to_have_url(re.compile("/assessment/2$"))


def test_going_back_after_sending_leads_to_the_receipt(new_page, invite):
    page = new_page()
    start_assessment(page, invite())
    page.goto(page.url.rsplit("/", 1)[0] + "/review")
    page.get_by_role("button", name="Send my answers").click()
    page.wait_for_url("**/assessment/receipt")

    page.go_back()
    page.reload()

    expect(page).to_have_url(re.compile("/assessment/receipt$"))


def test_the_scenarios_are_in_french_for_who_chooses_it(new_page, invite):
    page = new_page(locale="fr-FR")
    _open_in_french(page, invite())

    expect(page.locator("legend").first).to_contain_text("Dans quelle mesure")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def _open_in_french(page, link):
    page.goto(link)
    page.locator("main button").click()
    page.get_by_role("link", name="Français").or_(page.get_by_text("Français")).first.click()
    page.locator("form[action$='/assessment/start'] button").click()


def test_answer_rows_and_controls_are_large_enough_to_hit(new_page, invite):
    page = new_page(width=360)
    start_assessment(page, invite())

    heights = page.locator("form[data-answer] label.pick").evaluate_all(
        "labels => labels.map(label => label.getBoundingClientRect().height)"
    )

    assert min(heights) >= 44


def test_nothing_is_fetched_from_anywhere_else(new_page, invite):
    page = new_page()
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    link = invite()

    start_assessment(page, link)

    assert hosts == {link.split("/")[2]}


def check_page(page):
    """Look at a page at every width. The middle one lays out like the smallest, only wider."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
        if width in CHECKED_WIDTHS:
            assert_no_barriers(page)


def _base(link):
    return link.split("/c/")[0]
