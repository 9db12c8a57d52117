"""What is typed without a pause, into a full device or just before the end is not lost either."""

import pytest
from playwright.sync_api import expect

from tests.journeys.answers import (
    NOWHERE,
    ON_DEVICE,
    SAVED,
    Sitting,
    keeps_nothing,
    kept,
    radio,
    says,
    stop_timers,
)
from tests.journeys.servers import until
from tests.journeys.shops import TEXT

pytestmark = pytest.mark.browser

FULL_AT_THE_SECOND_TIME = """() => {
  const setItem = Storage.prototype.setItem;
  let isTaken = false;
  Storage.prototype.setItem = function (name, value) {
    if (isTaken) throw new DOMException("full", "QuotaExceededError");
    isTaken = true;
    setItem.call(this, name, value);
  };
}"""
FIRST, SECOND = "A first text.", "A second, longer text."
BEFORE_THE_CAP_S, AFTER_THE_CAP_S = 14, 6


@pytest.fixture
def database(small_shop):
    return small_shop.database


def test_a_device_that_is_full_by_now_is_not_said_to_hold_the_newest_text(begin, database):
    page = begin(position=TEXT)
    sitting = Sitting.of(page, database)
    page.evaluate(FULL_AT_THE_SECOND_TIME)
    page.route("**/draft", lambda route: route.fulfill(status=503, body="busy"))
    _write(page, FIRST)
    says(page, ON_DEVICE)

    _write(page, SECOND)

    says(page, NOWHERE)
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    page.unroute("**/draft")
    says(page, SAVED)
    assert sitting.drafts() == [SECOND]
    keeps_nothing(page)


def test_withdrawing_leaves_nothing_on_the_device(begin, small_shop):
    page = begin()
    page.route("**/draft", lambda route: route.fulfill(status=503, body="busy"))
    radio(page).check()
    says(page, ON_DEVICE)
    page.goto(f"{small_shop.url}/assessment/withdraw")
    assert len(kept(page)) == 1

    page.get_by_role("button", name="Withdraw my application").click()
    expect(page.get_by_role("heading", name="You have withdrawn")).to_be_visible()

    keeps_nothing(page)


def test_typing_without_a_pause_is_saved_in_between(begin, database):
    page = begin(position=TEXT)
    stop_timers(page)
    sitting = Sitting.of(page, database)

    _type_a_sign_each_second(page, BEFORE_THE_CAP_S)
    assert sitting.drafts() == []
    _type_a_sign_each_second(page, AFTER_THE_CAP_S)

    until(lambda: sitting.drafts() != [], what="a draft in between")
    (text,) = sitting.drafts()
    assert BEFORE_THE_CAP_S < len(text) < BEFORE_THE_CAP_S + AFTER_THE_CAP_S


def test_what_is_changed_while_a_draft_is_on_its_way_waits_for_its_answer(begin, database):
    page = begin()
    sitting, held, sent = Sitting.of(page, database), [], []
    page.on("request", lambda one: one.url.endswith("/draft") and sent.append(one.url))
    page.route("**/draft", lambda route: held.append(route), times=1)  # noqa: PLW0108 - no method
    radio(page).check()
    until(lambda: page.wait_for_timeout(1) or len(held) == 1, what="a draft on its way")
    radio(page, 1).check()
    radio(page, 2).check()
    page.wait_for_timeout(500)
    assert (len(sent), len(held)) == (1, 1)

    held[0].continue_()
    says(page, SAVED)

    assert len(sent) == 2
    assert len(sitting.drafts()) == 1
    assert page.reload()
    expect(radio(page, 2)).to_be_checked()


def _write(page, text):
    page.locator("textarea").fill(text)
    page.locator("textarea").blur()


def _type_a_sign_each_second(page, n_seconds):
    for _ in range(n_seconds):
        page.locator("textarea").press_sequentially("a")
        page.clock.run_for(1000)
