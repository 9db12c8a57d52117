"""What stays on a device, whose device it is, and what happens when a browser forgets or fails."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect

from hiring import places, sittings
from hiring.db import db
from hiring.openings.invitations import get_invitation_of
from tests.journeys.answers import (
    NOWHERE,
    ON_DEVICE,
    SAVED,
    Sitting,
    chosen,
    counts,
    is_at,
    keeps_nothing,
    kept,
    radio,
    save,
    says,
    stop_timers,
)
from tests.journeys.candidates import application
from tests.journeys.servers import until
from tests.journeys.shops import BEST_WORST, TEXT
from tests.journeys.walking import answer_scenario, open_invitation, start_assessment

pytestmark = pytest.mark.browser

DRAGGING = re.compile(r"drag(start|over|end|enter|gable)|ondr(ag|op)|dataTransfer", re.IGNORECASE)
SHARED = "This is a shared computer"
TELL_WHAT_IS_KEPT = """
const setItem = Storage.prototype.setItem
Storage.prototype.setItem = function (name, value) { tell(name); setItem.call(this, name, value) }
"""
A_MONTH_AGO = "hiring:somebody:/assessment/1:tab"
SPOILT = "DOMParser.prototype.parseFromString = () => { throw new Error('spoilt') }"


@pytest.fixture
def database(small_shop):
    return small_shop.database


def test_nothing_is_ever_kept_on_a_shared_computer(new_page, small_shop):
    page, written = new_page(), []
    page.context.expose_function("tell", lambda name: written.append(name))  # noqa: PLW0108
    page.context.add_init_script(TELL_WHAT_IS_KEPT)
    open_invitation(page, small_shop.fresh_link())
    page.get_by_label(SHARED).check()
    page.get_by_role("button", name="Start without practice").click()
    is_at(page, 1)
    radio(page).check()
    says(page, SAVED)
    page.context.set_offline(True)
    radio(page, 1).check()
    says(page, NOWHERE)
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()

    page.context.set_offline(False)
    says(page, SAVED)

    assert written == ["hiring:keep"]
    assert kept(page) == ["hiring:keep"]


def test_saying_that_it_is_shared_forgets_at_once_what_was_kept(begin):
    page = begin()
    stop_timers(page)  # a page that tries again keeps its copy again
    page.route("**/draft", lambda route: route.fulfill(status=503, body="busy"))
    radio(page).check()
    says(page, ON_DEVICE)
    other = page.context.new_page()
    other.goto(page.url.replace("/assessment/1", "/assessment/help"))
    assert len(kept(other)) == 1

    other.get_by_label(SHARED).check()

    assert kept(other) == ["hiring:keep"]
    other.get_by_label(SHARED).uncheck()
    assert kept(other) == []


def test_nothing_is_left_on_the_device_after_the_receipt(begin):
    page = begin()
    page.context.set_offline(True)
    radio(page).check()
    says(page, ON_DEVICE)
    page.context.set_offline(False)
    says(page, SAVED)
    page.evaluate("localStorage.setItem('hiring:left:/assessment/9:tab', '{}')")
    page.goto(page.url.replace("/assessment/1", "/assessment/review"))

    page.get_by_role("button", name="Send my answers").click()
    is_at(page, "receipt")

    keeps_nothing(page)


def test_a_copy_that_nobody_came_back_for_is_forgotten(begin):
    page = begin()
    page.evaluate("name => localStorage.setItem(name, JSON.stringify({at: 1}))", A_MONTH_AGO)

    page.reload()

    keeps_nothing(page)


def test_without_its_cookie_a_page_still_keeps_what_is_typed(begin, small_shop, database):
    link = small_shop.fresh_link()
    page = begin(link=link, position=TEXT)
    sitting = Sitting.of(page, database)
    page.context.clear_cookies()

    page.locator("textarea").fill("I would call")
    page.locator("textarea").blur()
    says(page, "This browser no longer knows who you are.")
    page.locator("textarea").fill("I would call back.")
    save(page)

    expect(page.get_by_role("heading", name="Open your link again")).to_be_visible()
    until(lambda: sitting.drafts() == ["I would call back."], what="the newest words")
    open_invitation(page, link)
    page.goto(f"{small_shop.url}/assessment/{TEXT}")
    expect(page.locator("textarea")).to_have_value("I would call back.")


def test_with_its_link_withdrawn_a_page_keeps_the_words_and_says_what_to_do(
    begin, small_shop, database
):
    page = begin(position=TEXT)
    stop_timers(page)  # else the words may be saved before the link is withdrawn
    page.locator("textarea").fill("I would call")
    _withdraw(small_shop, Sitting.of(page, database))

    page.locator("textarea").blur()

    says(page, "Your link was withdrawn or a newer one has taken its place")
    save(page)
    says(page, "Your link was withdrawn or a newer one has taken its place")
    expect(page.locator("textarea")).to_have_value("I would call")


def test_a_bank_published_in_mid_sitting_changes_nothing(begin, small_shop, database):
    page = begin()
    before = page.locator(".stem").inner_text()
    answer_scenario(page)
    held = chosen(page)

    small_shop.publish_newer_bank()
    page.reload()

    assert page.locator(".stem").inner_text() == before
    assert chosen(page) == held
    save(page)
    is_at(page, 2)
    assert len(Sitting.of(page, database).answers()) == 1


def test_a_fault_brought_by_fetch_is_shown_as_after_a_full_load(begin):
    page = begin()
    radio(page).check()

    save(page)

    expect(page.locator("#error-summary")).to_be_focused()
    assert page.title().startswith("Error:")
    assert len(chosen(page)) == 1
    page.locator("#error-summary a").first.click()
    assert page.title().startswith("Error:")  # a step within the page loads nothing anew


def test_the_keyboard_alone_goes_from_scenario_to_scenario(begin):
    page = begin(position=BEST_WORST)
    page.locator("#main").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
    _tab_to(page, "Save and continue")
    page.keyboard.press("Enter")
    is_at(page, BEST_WORST + 1)

    expect(page.locator("h1")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"


@pytest.mark.parametrize("script", ["swap.js", "answer.js"])
def test_without_one_of_its_scripts_the_form_is_sent_as_any_form(begin, database, script):
    page = begin()
    page.context.route(f"**/{script}*", lambda route: route.abort())
    page.reload()
    answer_scenario(page)

    save(page)
    is_at(page, 2)

    assert len(Sitting.of(page, database).answers()) == 1


def test_a_script_that_stumbles_sends_the_form_as_any_form(begin, database):
    page = begin()
    page.context.add_init_script(SPOILT)
    page.reload()
    answer_scenario(page)

    save(page)
    is_at(page, 2)

    assert [row[0] for row in Sitting.of(page, database).answers()] == [1]


def test_without_scripts_every_format_is_answered_and_nothing_is_kept(begin, database):
    page = begin(javascript=False)
    answer_scenario(page)
    save(page)
    is_at(page, 2)

    assert page.get_by_role("button", name="Try now").is_hidden()
    assert len(Sitting.of(page, database).answers()) == 1


def test_nothing_is_to_be_dragged():
    files = [*(places.STATIC / "js").glob("*.js"), *Path(places.templates_folder()).rglob("*.html")]
    assert [file.name for file in files if DRAGGING.search(file.read_text("utf-8"))] == []


def test_pages_of_another_release_are_loaded_in_full(new_page, small_shop):
    page = new_page()
    start_assessment(page, small_shop.fresh_link())
    answer_scenario(page)
    page.evaluate("window.isOld = true")
    page.context.route("**/assessment/1", _of_another_release)

    save(page)
    is_at(page, 2)

    assert page.evaluate("window.isOld") is None


@pytest.mark.parametrize("days", [-1, 1])
def test_a_wrong_clock_on_the_device_changes_nothing(begin, database, days):
    page = begin(timezone_id="UTC")
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=days))
    page.reload()
    answer_scenario(page)
    says(page, SAVED)
    told = page.locator("#save-status").inner_text()

    save(page)
    is_at(page, 2)

    now = datetime.now(UTC)
    assert any(f"{now - timedelta(minutes=n):%H:%M}" in told for n in range(3))
    assert len(Sitting.of(page, database).answers()) == 1


def test_a_mail_scanner_changes_nothing(small_shop, new_page, database):
    link = small_shop.fresh_link()
    before = counts(database)

    for javascript in (True, False):
        scanner = new_page(javascript=javascript)
        assert [scanner.request.get(link).status for _ in range(3)] == [200] * 3
        assert scanner.request.head(link).status == 200
        scanner.goto(link, wait_until="networkidle")

    assert counts(database) == before
    start_assessment(new_page(), link)
    assert counts(database) != before


def test_a_page_from_the_browsers_memory_is_compared_with_what_is_stored(begin):
    page = begin()
    other = page.context.new_page()
    other.goto(page.url)
    answer_scenario(other)
    held = chosen(other)
    save(other)
    is_at(other, 2)
    page.bring_to_front()
    assert chosen(page) == []

    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    says(page, "Your answer is saved.")
    assert chosen(page) == held


def _of_another_release(route):
    answered = route.fetch()
    route.fulfill(response=answered, body=answered.text().replace("/scripts/", "/scripts/0"))


def _tab_to(page, name):
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.get_by_role("button", name=name).evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"the keyboard does not reach {name}")


def _withdraw(shop, sitting):
    with application(shop.place):
        stored = db.session.get_one(sittings.Sitting, UUID(sitting.id))
        get_invitation_of(db.session, stored.candidate_id).revoked_at = datetime.now(UTC)
        db.session.commit()
