"""Two windows of one browser, and what a page says while it waits for the network."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.answers import (
    NEWER,
    ON_DEVICE,
    SAVED,
    Sitting,
    all_is_saved,
    chosen,
    is_at,
    keeps_nothing,
    radio,
    save,
    says,
    stop_timers,
)
from tests.journeys.walking import answer_scenario, assert_fits, assert_no_barriers

pytestmark = pytest.mark.browser

NEWER_WINDOW = "This scenario is also open in a newer window."
SEVERAL = "There is more than one version of your answer"
TAKE = "Take this version instead"


@pytest.fixture
def database(small_shop):
    return small_shop.database


def test_the_older_window_says_that_a_newer_one_is_open_while_it_is(begin):
    old = begin()
    expect(old.get_by_text(NEWER_WINDOW)).to_be_hidden()
    new = old.context.new_page()
    new.goto(old.url)

    expect(old.get_by_text(NEWER_WINDOW)).to_be_visible()
    expect(new.get_by_text(NEWER_WINDOW)).to_be_hidden()
    new.close()
    expect(old.get_by_text(NEWER_WINDOW)).to_be_hidden()


def test_what_two_windows_hold_is_there_to_choose_from(begin, database):
    old = begin(width=360)
    sitting, new = Sitting.of(old, database), old.context.new_page()
    new.goto(old.url)
    for page, turn in [(old, 0), (new, 1)]:
        page.bring_to_front()
        answer_scenario(page, turn=turn)
        all_is_saved(page, sitting)
    first, second = chosen(old), chosen(new)
    old.close()

    new.reload()
    expect(new.get_by_role("heading", name=SEVERAL)).to_be_visible()
    assert chosen(new) == second
    assert_no_barriers(new)
    assert_fits(new)
    new.get_by_role("link", name=TAKE).click()
    new.wait_for_url("**version=*")
    assert chosen(new) == first
    save(new)
    is_at(new, 2)

    assert [row[:2] for row in sitting.answers()] == [(1, "answered")]


def test_waiting_for_the_network_is_said_at_once_and_going_on_moves_the_focus(begin):
    page = begin()
    answer_scenario(page)
    says(page, SAVED)
    page.context.set_offline(True)
    save(page)

    says(page, f"{ON_DEVICE} As soon as the connection is back, your answer is sent and the next")
    page.context.set_offline(False)
    is_at(page, 2)

    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_half_an_answer_that_was_sent_is_not_called_saved(begin):
    page = begin()
    radio(page).check()
    says(page, SAVED)
    save(page)

    said = re.compile(r"^Kept on the server at .*, but it is not a whole answer yet\.$")
    expect(page.locator("#save-status")).to_have_text(said)
    answer_scenario(page)
    says(page, SAVED)


def test_sent_with_nothing_chosen_is_not_called_kept(begin, database):
    page = begin()
    save(page)

    expect(page.locator("#save-status")).to_have_text("There is no answer here yet.")
    assert Sitting.of(page, database).answers() == []


def test_the_check_of_all_answers_begins_at_its_heading(begin):
    page = begin()
    answer_scenario(page)
    page.evaluate(
        "document.querySelector('form[data-answer]').insertAdjacentHTML("
        "'beforeend', '<input type=hidden name=back value=review>')"
    )
    save(page)
    is_at(page, "review")

    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_an_older_window_that_was_cut_off_loses_nothing_after_the_end(begin, small_shop, database):
    old = begin()
    stop_timers(old)  # it would try by itself as well
    sitting, new = Sitting.of(old, database), old.context.new_page()
    new.goto(old.url)
    answer_scenario(new, turn=0)
    save(new)
    is_at(new, 2)
    old.bring_to_front()
    old.route("**/assessment/1*", lambda route: route.abort())
    old.route("**/assessment/1/draft", lambda route: route.abort())
    answer_scenario(old, turn=1)
    save(old)
    says(old, ON_DEVICE)
    new.goto(f"{small_shop.url}/assessment/review")
    for _press in range(2):
        new.get_by_role("button", name="Send my answers").click()
    is_at(new, "receipt")
    expect(
        new.get_by_text("A change on this device was not sent with your answers.")
    ).to_be_visible()
    assert sitting.n_late() >= 1
    old.unroute_all()
    old.get_by_role("button", name="Try now").click()
    old.wait_for_url("**/receipt?late=1")

    expect(old.get_by_text("The change you made just now is not among them.")).to_be_visible()
    keeps_nothing(old)


def test_a_change_after_the_end_leads_to_the_receipt_and_offers_nothing_else(begin, small_shop):
    old = begin()
    new = old.context.new_page()
    new.goto(f"{small_shop.url}/assessment/review")
    new.get_by_role("button", name="Send my answers").click()
    is_at(new, "receipt")
    new.close()
    answer_scenario(old)
    says(old, "The assessment has ended.")

    for words in ("Save and continue", "Leave out for now", "Stop here and go on later"):
        expect(old.get_by_role("button", name=words)).to_be_hidden()
    old.get_by_role("link", name="Your receipt and what happens next").click()
    is_at(old, "receipt")
    expect(old.get_by_text("1 answer came after the end. It is kept")).to_be_visible()


def test_half_an_answer_from_an_older_window_shows_both(begin):
    old = begin()
    new = old.context.new_page()
    new.goto(old.url)
    answer_scenario(new)
    save(new)
    is_at(new, 2)
    old.bring_to_front()
    radio(old).check()
    says(old, "A newer answer is saved")
    save(old)

    expect(old.get_by_role("heading", name=NEWER)).to_be_visible()
    assert_no_barriers(old)


def test_trouble_that_saved_what_was_sent_says_so(begin):
    page = begin()
    answer_scenario(page)
    says(page, SAVED)
    words = "<main id='main'><h1 data-kept>You get your time back</h1></main>"
    told = {"Hiring-Stored": "page", "Content-Type": "text/html"}
    page.route("**/assessment/1", lambda route: route.fulfill(status=503, headers=told, body=words))
    save(page)

    expect(page.get_by_role("heading", name="You get your time back")).to_be_visible()
    keeps_nothing(page)
