"""What one device holds and what another one sent: neither takes the other's place unseen."""

import pytest
from playwright.sync_api import Error, expect

from tests.journeys.answers import (
    ON_DEVICE,
    SAVED,
    Sitting,
    all_is_saved,
    chosen,
    is_at,
    keeps_nothing,
    save,
    says,
)
from tests.journeys.servers import until
from tests.journeys.shops import TEXT
from tests.journeys.walking import (
    answer_scenario,
    assert_fits,
    assert_no_barriers,
    open_invitation,
)

pytestmark = pytest.mark.browser

HERE, THERE = "Words on this device.", "Words from another device."
TOLD = "There is another version of your answer, from another tab or device."
SEVERAL = "There is more than one version of your answer"


@pytest.fixture
def database(small_shop):
    return small_shop.database


def test_a_copy_on_a_device_never_takes_the_place_of_what_another_one_sent(
    begin, new_page, small_shop
):
    link = small_shop.fresh_link()
    phone = begin(position=TEXT, link=link)
    address = phone.url
    phone.context.set_offline(True)
    phone.locator("textarea").fill(HERE)
    says(phone, ON_DEVICE)
    laptop = new_page()
    open_invitation(laptop, link)
    laptop.goto(address)
    laptop.locator("textarea").fill(THERE)
    says(laptop, SAVED)

    phone = _after_a_crash(phone)
    phone.goto(address)
    expect(phone.locator("textarea")).to_have_value(THERE)
    phone.get_by_role("button", name="Show the other version").click()
    expect(phone.locator("textarea")).to_have_value(HERE)
    says(phone, SAVED)
    save(phone)
    is_at(phone, "review")
    keeps_nothing(phone)


def test_the_second_of_two_tabs_is_told_before_and_after_it_answers(begin, database):
    first = begin(width=360)
    sitting, second = Sitting.of(first, database), first.context.new_page()
    second.goto(first.url)
    for page, turn in [(first, 0), (second, 1)]:
        page.bring_to_front()
        answer_scenario(page, turn=turn)
        all_is_saved(page, sitting)
    expect(first.get_by_text(TOLD)).to_be_hidden()
    expect(second.get_by_text(TOLD)).to_be_visible()
    assert_no_barriers(second)
    assert_fits(second)
    given = chosen(second)
    save(second)
    is_at(second, 2)

    expect(second.get_by_role("heading", name=SEVERAL)).to_be_visible()
    assert_no_barriers(second)
    second.get_by_role("link", name="Open scenario 1").click()
    is_at(second, 1)
    assert chosen(second) == given
    expect(second.get_by_role("link", name="Take this version instead")).to_be_visible()


def test_going_on_after_a_reload_makes_no_second_version(begin, small_shop, database):
    page = begin(position=TEXT)
    sitting = Sitting.of(page, database)
    page.locator("textarea").press_sequentially("Words,")
    page.reload()
    expect(page.locator("textarea")).to_have_value("Words,")
    until(lambda: "Words," in sitting.drafts(), what="the words as the page went")
    page.locator("textarea").press_sequentially(" more words.")
    until(lambda: "Words, more words." in sitting.drafts(), what="what was typed after it")

    expect(page.get_by_text(TOLD)).to_be_hidden()
    page.goto(f"{small_shop.url}/assessment/review")
    expect(page.get_by_text("You have not confirmed this yet.")).to_be_visible()
    expect(page.get_by_text("more than one version")).to_be_hidden()


def _after_a_crash(page):
    fresh = page.context.new_page()
    with page.expect_event("crash"), pytest.raises(Error):
        page.goto("chrome://crash")
    page.close()
    fresh.context.set_offline(False)
    return fresh
