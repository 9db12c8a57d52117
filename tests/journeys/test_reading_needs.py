"""Readers whose pages look different: from right to left, with wider text, without motion."""

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import answer_scenario, assert_fits, assert_no_barriers

pytestmark = pytest.mark.browser

# What WCAG 1.4.12 lets a reader set.
SPACED = """* {
    line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important;
} p { margin-block-end: 2em !important; }"""
CUT_OFF = """() => [...document.querySelectorAll("main *, footer *")].filter((one) => {
    const style = getComputedStyle(one), clips = ["hidden", "clip"];
    const isCut = (clips.includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
        || (clips.includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
    const isSeen = one.clientWidth > 1 && one.offsetParent && one.innerText.trim();
    return isCut && isSeen;
}).map((one) => one.outerHTML.slice(0, 120))"""
MOVING = """() => [
    ...document.getAnimations().map((one) => String(one.animationName ?? one.transitionProperty)),
    ...[...document.querySelectorAll("*")].filter((one) => {
        const style = getComputedStyle(one);
        const lasts = [style.transitionDuration, style.animationDuration].join().split(",");
        return lasts.some((time) => parseFloat(time) > 0) || style.scrollBehavior === "smooth";
    }).map((one) => one.outerHTML.slice(0, 120)),
]"""
START = "form[action$='/assessment/start'] button"
NEXT = "#answer-form button:not([name]):not([type=button])"


def begin(page, link):
    """From the link to the first scenario, whatever the language."""
    page.goto(link)
    page.locator("#invitation button").first.click()
    page.locator(START).click()
    page.wait_for_url("**/assessment/1")


def press(page, button):
    """Press a button by keyboard alone, once the way there is gone by Tab."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"{page.url}: the keyboard does not get to the button")


def look(page):
    """The page runs from right to left, fits and has no barrier."""
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"
    assert_fits(page)
    assert_no_barriers(page)


def test_somebody_who_reads_arabic_gets_from_the_link_to_the_review_by_keyboard(
    new_page, small_shop
):
    page = new_page(width=360, locale="ar")
    page.goto(small_shop.fresh_link())
    look(page)
    press(page, page.locator("#invitation button").first)
    page.wait_for_url("**/assessment")
    look(page)
    press(page, page.locator(START))
    page.wait_for_url("**/assessment/1")
    look(page)
    # The bank is in English: its words run from left to right on a page that does not.
    question = page.locator("form[data-answer] legend").first
    assert question.evaluate("one => getComputedStyle(one).direction") == "ltr"

    page.locator("#main").focus()
    for _ in range(page.locator("form[data-answer] .row").count()):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    press(page, page.locator(NEXT).first)
    page.wait_for_url("**/assessment/2")
    page.goto(page.url.replace("/assessment/2", "/assessment/review"))
    look(page)
    expect(page.locator(".review details")).to_have_count(1)


@pytest.mark.parametrize("width", [360, 1280])
def test_with_wider_spacing_no_text_is_cut_off(new_page, small_shop, width):
    page = new_page(width=width)
    begin(page, small_shop.fresh_link())
    answer_scenario(page)
    for path in ("1", "3", "review", "help", "rights"):
        page.goto(f"{small_shop.url}/assessment/{path}")
        page.evaluate(
            "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
            " document.adoptedStyleSheets.push(sheet); }",
            SPACED,
        )
        spacing = "one => parseFloat(getComputedStyle(one).letterSpacing)"
        assert page.locator("h1").first.evaluate(spacing) > 1
        assert_fits(page)
        assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_in_dark_and_in_forced_colours_no_text_is_cut_off(new_page, small_shop, scheme, width):
    page = new_page(width=width, **scheme)
    page.goto(small_shop.fresh_link())
    assert _cut_off(page) == []
    page.locator("#invitation button").first.click()
    page.locator(START).wait_for()
    assert _cut_off(page) == []
    page.locator(START).click()
    page.wait_for_url("**/assessment/1")
    assert _cut_off(page) == []
    page.locator(NEXT).first.click()
    page.locator("#error-summary").wait_for()
    assert _cut_off(page) == []
    for path in ("help", "review"):
        page.goto(f"{small_shop.url}/assessment/{path}")
        assert _cut_off(page) == []
    page.locator("form[data-send] button").click()
    page.wait_for_url("**/assessment/receipt")
    assert _cut_off(page) == []


def test_nothing_moves_for_who_asks_for_less_motion(new_page, small_shop):
    page = new_page(reduced_motion="reduce")
    begin(page, small_shop.fresh_link())
    assert page.evaluate(MOVING) == []
    answer_scenario(page)
    page.locator(NEXT).first.click()
    page.wait_for_url("**/assessment/2")
    assert page.evaluate(MOVING) == []


def _cut_off(page):
    """What is cut off on a page that scrolls no way but down."""
    assert_fits(page)
    return page.evaluate(CUT_OFF)
