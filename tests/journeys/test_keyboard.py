"""The whole attempt by keyboard alone: Tab, Space, arrows and Enter."""

import pytest

from tests.journeys.answers import Sitting, is_at
from tests.journeys.shops import TEXT

pytestmark = pytest.mark.browser

MOST_STEPS = 60
N_CHOSEN, N_RANKED = 2, 4
WORDS = "I would call back and say when."
# What the keyboard has got to: whether it is part of the answer, and what more there is to choose.
HERE = """() => {
    const one = document.activeElement, form = document.querySelector("form[data-answer]");
    const list = [...(form?.querySelectorAll("select, input[type=checkbox]") ?? [])];
    return {
        isAnswer: Boolean(form?.contains(one)) && one.matches("input, select, textarea"),
        kind: one.matches("select, textarea") ? one.localName : one.type ?? "",
        name: one.name ?? "",
        place: list.indexOf(one) + 1,
        words: one.innerText ?? "",
    };
}"""


def test_the_whole_attempt_goes_by_keyboard_alone(new_page, small_shop):
    page = new_page()
    page.goto(small_shop.fresh_link())
    _go_to(page, "Show me what to expect")
    page.wait_for_url("**/assessment")
    _go_to(page, "Start without practice")
    is_at(page, 1)
    sitting = Sitting.of(page, small_shop.database)
    for position in range(1, TEXT + 1):
        _answer(page)
        is_at(page, position + 1 if position < TEXT else "review")
    _go_to(page, "Send my answers")
    page.wait_for_url("**/assessment/receipt")

    stored = sitting.answers()
    assert [(revision, state) for revision, state, _value in stored] == [(1, "answered")] * TEXT
    values = [value for _revision, _state, value in stored]
    assert [list(one) for one in values if isinstance(one, dict)].count(["best", "worst"]) == 1
    assert sorted(len(one) for one in values if isinstance(one, list)) == [N_CHOSEN, N_RANKED]
    assert WORDS in values


def _go_to(page, words):
    """Press what bears these words, once the way there is gone by Tab."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(HERE)["words"].startswith(words):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"{page.url}: the keyboard does not get to {words}")


def _answer(page):
    """Choose something for every control the keyboard gets to, then go on."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here["isAnswer"]:
            _choose(page.keyboard, here)
        elif here["words"] == "Save and continue":
            page.keyboard.press("Enter")
            return
    pytest.fail(f"{page.url}: the keyboard does not get to the button")


def _choose(keyboard, here):
    match here["kind"], here["name"], here["place"]:
        case "radio", "worst", _:
            keyboard.press("ArrowDown")  # the first is the best one
        case "radio", _, _:
            keyboard.press("Space")
        case "checkbox", _, (1 | 2):
            keyboard.press("Space")
        case "select", _, place:
            for _ in range(place):
                keyboard.press("ArrowDown")
        case "textarea", _, _:
            keyboard.type(WORDS)
