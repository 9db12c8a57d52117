"""Whatever happens between a choice and the server, the choice is not lost and counts once."""

import pytest
from playwright.sync_api import Error, expect

from tests.journeys.answers import (
    NEWER,
    ON_DEVICE,
    PUT_BACK,
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
from tests.journeys.servers import until
from tests.journeys.shops import RANKING, TEXT
from tests.journeys.walking import (
    answer_scenario,
    assert_fits,
    assert_no_barriers,
    open_invitation,
)

pytestmark = pytest.mark.browser

THREE_MINUTES_IN_TENS = 18
ANNOUNCED = """() => {
    const line = document.getElementById('save-status')
    window.announced = []
    new MutationObserver(() => announced.push(line.textContent)).observe(line, {childList: true})
}"""


@pytest.fixture
def database(small_shop):
    return small_shop.database


def test_a_choice_is_on_the_server_before_anything_is_pressed(begin, database):
    page = begin()
    sitting = Sitting.of(page, database)

    radio(page).check()
    says(page, SAVED)

    assert len(sitting.drafts()) == 1
    assert sitting.answers() == []
    assert page.reload()
    assert len(chosen(page)) == 1


def test_an_answer_and_the_next_scenario_take_one_request(begin, database):
    page = begin()
    answer_scenario(page)
    all_is_saved(page, Sitting.of(page, database))
    requests = []
    page.on("request", lambda request: requests.append(request.resource_type))

    save(page)
    is_at(page, 2)

    assert requests.count("fetch") + requests.count("document") == 1
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.title().startswith(page.locator("h1").inner_text())
    assert [state for _, state, _ in Sitting.of(page, database).answers()] == ["answered"]


def test_choosing_interrupts_nobody_and_moves_no_focus(begin):
    page = begin()
    page.evaluate(ANNOUNCED)

    for nth in range(4):
        radio(page, nth).check()
        says(page, SAVED)
        assert page.evaluate("document.activeElement.type") == "radio"

    announced = page.evaluate("announced")  # again only when a minute has ended in between
    assert all(words.startswith(SAVED) for words in announced)
    assert len(set(announced)) == len(announced)


@pytest.mark.parametrize("order", ["first, second", "second, first", "second drafts, first"])
def test_two_tabs_lose_nothing_in_whatever_order(begin, database, order):
    page = begin()
    other = page.context.new_page()
    other.goto(page.url)
    early, late = (page, other) if order.startswith("first") else (other, page)
    early.bring_to_front()
    answer_scenario(early, turn=0)
    if "drafts" in order:
        says(early, SAVED)
        early, late = late, early
        early.bring_to_front()  # browsers let pages behind others wait
        answer_scenario(early, turn=1)
    save(early)
    is_at(early, 2)

    late.bring_to_front()
    answer_scenario(late, turn=2)
    held = chosen(late)
    save(late)

    expect(late.get_by_role("heading", name=NEWER)).to_be_visible()
    assert chosen(late) == held
    assert len(Sitting.of(late, database).answers()) == 1
    save(late)
    is_at(late, 2)
    assert [row[0] for row in Sitting.of(late, database).answers()] == [1, 2]


def test_the_newer_answer_can_be_kept_and_the_older_one_does_not_come_back(begin, database):
    page = begin()
    other = page.context.new_page()
    other.goto(page.url)
    page.bring_to_front()
    answer_scenario(page, turn=0)
    held = chosen(page)
    save(page)
    is_at(page, 2)
    other.bring_to_front()
    answer_scenario(other, turn=1)
    save(other)

    other.get_by_role("link", name="Keep the saved answer").click()

    says(other, "Your answer is saved.")
    assert chosen(other) == held
    keeps_nothing(other)
    assert len(Sitting.of(other, database).answers()) == 1


def test_an_older_device_is_told_when_another_one_went_on(begin, small_shop, new_page, database):
    link = small_shop.fresh_link()
    old, new = begin(link=link), new_page(width=360)
    open_invitation(new, link)
    new.get_by_role("button", name="Go on where I stopped").click()
    is_at(new, 1)
    answer_scenario(new)
    save(new)
    is_at(new, 2)

    radio(old, 2).check()
    says(old, "A newer answer is saved, from another tab or device.")

    assert len(chosen(old)) == 1
    assert Sitting.of(old, database).answers()[0][0] == 1


def test_a_double_click_answers_one_scenario(begin, database):
    page = begin()
    answer_scenario(page)

    page.get_by_role("button", name="Save and continue").dblclick()
    is_at(page, 2)

    assert not page.title().startswith("Error:")
    assert len(Sitting.of(page, database).answers()) == 1


def test_an_answer_pressed_without_a_network_arrives_once_when_it_is_back(begin, database):
    page = begin()
    stop_timers(page)
    sitting = Sitting.of(page, database)
    page.context.set_offline(True)
    begun, tries = [], []
    page.on("request", lambda request: begun.append(request.url))
    page.on("requestfailed", lambda request: tries.append(request.url))
    answer_scenario(page)
    save(page)
    says(page, ON_DEVICE)
    for _ in range(THREE_MINUTES_IN_TENS):
        page.clock.run_for(10_000)
        until(lambda: page.wait_for_timeout(1) or len(tries) == len(begun), what="a try's end")
    expect(page.get_by_role("button", name="Try now")).to_be_visible()
    assert sitting.answers() == []
    assert 6 <= len(tries) <= 14

    page.context.set_offline(False)
    is_at(page, 2)

    assert [row[:2] for row in sitting.answers()] == [(1, "answered")]
    keeps_nothing(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_without_a_network_has_no_barrier(begin, width):
    page = begin(width=width)
    page.context.set_offline(True)
    radio(page).check()
    says(page, ON_DEVICE)

    assert_no_barriers(page)
    assert_fits(page)


def test_trying_now_saves_and_keeps_the_focus_by_the_words(begin):
    page = begin()
    stop_timers(page)  # it would try by itself as well
    page.route("**/draft", lambda route: route.fulfill(status=503, body="busy"))
    radio(page).check()
    says(page, ON_DEVICE)
    page.unroute("**/draft")

    page.get_by_role("button", name="Try now").press("Enter")
    says(page, SAVED)

    assert page.evaluate("document.activeElement.id") == "save-status"
    assert page.get_by_role("button", name="Try now").is_hidden()


def test_what_a_page_held_comes_back_after_a_crash_and_is_sent_untouched(begin, database):
    page = begin()
    context, sitting, address = page.context, Sitting.of(page, database), page.url
    context.set_offline(True)
    answer_scenario(page)
    held = chosen(page)
    says(page, ON_DEVICE)
    with page.expect_event("crash"), pytest.raises(Error):
        page.goto("chrome://crash")
    page.close()
    assert sitting.drafts() == []
    context.set_offline(False)

    page = context.new_page()
    page.goto(address)
    says(page, PUT_BACK)

    assert chosen(page) == held
    assert len(sitting.drafts()) == 1
    keeps_nothing(page)


def test_what_a_page_held_comes_back_after_a_reload_without_a_network(begin, database):
    page = begin(position=RANKING)
    sitting, address = Sitting.of(page, database), page.url
    page.context.set_offline(True)
    page.locator("select").first.select_option("2")
    says(page, ON_DEVICE)
    with pytest.raises(Error, match="INTERNET_DISCONNECTED"):
        page.reload()
    page.context.set_offline(False)

    page.goto(address)

    expect(page.locator("select").first).to_have_value("2")
    keeps_nothing(page)
    assert list(sitting.drafts()[-1].values()) == [2]


def test_words_typed_just_before_the_tab_is_closed_arrive(begin, database):
    page = begin(position=TEXT)
    sitting = Sitting.of(page, database)

    page.locator("textarea").press_sequentially("I would call back today.")
    page.close()

    typed = ["I would call back today."]
    until(lambda: sitting.drafts() == typed, what="all that was typed")
    assert sitting.drafts() == typed


def test_typing_is_saved_in_the_middle_of_a_long_answer(begin, database):
    page = begin(position=TEXT)
    stop_timers(page)
    sitting = Sitting.of(page, database)

    page.locator("textarea").press_sequentially("First I would ask")
    assert sitting.drafts() == []
    page.clock.run_for(1_200)
    expect(page.get_by_text("Saving your last change…")).to_be_visible()
    page.clock.run_for(800)
    says(page, SAVED)
    expect(page.get_by_text("Saving your last change…")).to_be_hidden()

    assert sitting.drafts() == ["First I would ask"]


def test_back_and_forward_show_what_is_stored(begin):
    page = begin()
    answer_scenario(page)
    held = chosen(page)
    save(page)
    is_at(page, 2)
    radio(page).check()
    says(page, SAVED)

    page.go_back()
    is_at(page, 1)
    says(page, "Your answer is saved.")
    assert chosen(page) == held
    page.go_forward()
    is_at(page, 2)

    says(page, "It is saved, but not sent yet.")
    assert len(chosen(page)) == 1
