"""Little room, and large fingers: what stays in view when scrolling, and how much can be hit."""

import pytest

from tests.journeys.shops import TEXT

pytestmark = pytest.mark.browser

ROW_PX, LEAST_PX = 44, 24
MOST_SHARE = 0.2
# A window of 1280 by 1024 at 400 % zoom.
ZOOMED = {"width": 320, "height": 256}
STAYING = """() => {
    scrollTo(0, document.documentElement.scrollHeight / 2);
    const heights = [...document.querySelectorAll("body *")].filter((one) =>
        ["fixed", "sticky"].includes(getComputedStyle(one).position)
    ).map((one) => {
        const box = one.getBoundingClientRect();
        return Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0));
    });
    return {scrolled: scrollY, share: heights.reduce((all, one) => all + one, 0) / innerHeight};
}"""
ROWS = "form[data-answer] :is(label.pick, select, textarea, .actions button)"
TOO_SMALL = """([controls, least]) => [...document.querySelectorAll(controls)].filter((one) =>
    one.checkVisibility()
).map((one) => {
    const box = one.getBoundingClientRect();
    return [Math.min(box.width, box.height), one.outerHTML.slice(0, 90)];
}).filter(([size]) => size < least)"""


@pytest.mark.parametrize("name", ["3", "review", "help"])
def test_next_to_nothing_stays_in_view_of_a_small_window_that_is_scrolled(begin, small_shop, name):
    page = begin()
    page.set_viewport_size(ZOOMED)
    page.goto(f"{small_shop.url}/assessment/{name}")

    seen = page.evaluate(STAYING)

    assert seen["scrolled"] > 0
    assert seen["share"] < MOST_SHARE


@pytest.mark.parametrize("width", [320, 1280])
def test_every_control_of_every_format_is_large_enough_to_hit(begin, small_shop, width):
    page = begin(width=width)
    for position in range(1, TEXT + 1):
        page.goto(f"{small_shop.url}/assessment/{position}")
        assert page.locator(ROWS).count() > 1
        assert page.evaluate(TOO_SMALL, [ROWS, ROW_PX]) == []
        assert page.evaluate(TOO_SMALL, ["button, footer a", LEAST_PX]) == []
