"""What is only on a device: found again, sent or handed over, and never thrown away unseen."""

import pytest
from playwright.sync_api import Error, expect

from tests.journeys.answers import (
    NEWER,
    ON_DEVICE,
    PUT_BACK,
    SAVED,
    Sitting,
    chosen,
    is_at,
    keeps_nothing,
    kept,
    radio,
    save,
    says,
)
from tests.journeys.shops import TEXT
from tests.journeys.walking import (
    answer_scenario,
    assert_fits,
    assert_no_barriers,
    open_invitation,
)

pytestmark = pytest.mark.browser

ONLY_HERE = "Some of your answers are only on this device"
SCRIPTS_LOADED = """performance.getEntriesByType('resource')
    .filter(({name}) => name.endsWith('.js'))
    .map((one) => [one.name.split('/').at(-1), one.transferSize])"""
AFTER_THE_END = [
    (True, "is kept for a person to look at, but does not count by itself."),
    (False, "What you change here now does not count."),
]
FIRST, BETTER = "A first text.", "A second, better text."


@pytest.fixture
def database(small_shop):
    return small_shop.database


@pytest.fixture
def left_behind(begin, small_shop):
    """The sitting of a tab that crashed with a change the server has not, and a new tab."""
    page = begin(position=TEXT)
    sitting = Sitting.of(page, small_shop.database)
    page.locator("textarea").fill(FIRST)
    save(page)
    is_at(page, "review")
    page.goto(f"{small_shop.url}/assessment/{TEXT}")
    _write_offline(page, BETTER)
    return sitting, _after_a_crash(page)


@pytest.mark.parametrize("name", ["review", "later"])
def test_pages_around_the_scenarios_name_what_is_only_on_this_device(left_behind, small_shop, name):
    _sitting, page = left_behind
    page.goto(f"{small_shop.url}/assessment/{name}")
    expect(page.get_by_role("heading", name=ONLY_HERE)).to_be_visible()
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_barriers(page)
        assert_fits(page)

    page.get_by_role("link", name=f"Open scenario {TEXT}").click()

    says(page, PUT_BACK)
    expect(page.locator("textarea")).to_have_value(BETTER)
    page.goto(f"{small_shop.url}/assessment/{name}")
    expect(page.get_by_role("heading", name=ONLY_HERE)).to_be_hidden()


def test_coming_back_by_the_link_names_what_is_only_on_this_device(begin, small_shop):
    link = small_shop.fresh_link()
    page = begin(link=link, position=TEXT)
    _write_offline(page, BETTER)
    page = _after_a_crash(page)

    open_invitation(page, link)

    expect(page.get_by_role("heading", name=ONLY_HERE)).to_be_visible()


def test_sending_asks_once_and_hands_over_afterwards_what_was_left_behind(left_behind, small_shop):
    sitting, page = left_behind
    page.goto(f"{small_shop.url}/assessment/review")

    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Press the button again")).to_be_visible()
    assert page.url.endswith("/review")
    page.get_by_role("button", name="Send my answers").click()
    is_at(page, "receipt")

    expect(
        page.get_by_text("A change on this device was not sent with your answers.")
    ).to_be_visible()
    assert [answer[2] for answer in sitting.answers()] == [FIRST]
    keeps_nothing(page)
    assert sitting.n_late() == 1


def test_what_cannot_be_handed_over_after_the_end_stays_on_the_device(left_behind, small_shop):
    _sitting, page = left_behind
    page.goto(f"{small_shop.url}/assessment/review")
    page.route("**/draft", lambda route: route.abort())
    send = page.get_by_role("button", name="Send my answers")
    send.click()
    send.click()
    is_at(page, "receipt")

    expect(page.get_by_text("It stays on this device for 30 days.")).to_be_visible()
    assert len(kept(page)) == 1
    assert_no_barriers(page)


def test_a_copy_whose_tab_is_gone_is_put_back_and_counts_when_all_is_sent(left_behind, small_shop):
    sitting, page = left_behind
    page.goto(f"{small_shop.url}/assessment/{TEXT}")
    says(page, PUT_BACK)

    page.goto(f"{small_shop.url}/assessment/review")
    page.get_by_role("button", name="Send my answers").click()
    is_at(page, "receipt")

    assert sitting.answers()[-1][2] == BETTER
    keeps_nothing(page)


def test_two_tabs_without_a_network_keep_a_copy_each(begin, small_shop, database):
    page = begin(position=TEXT)
    sitting = Sitting.of(page, database)
    other = page.context.new_page()
    other.goto(page.url)
    _write_offline(page, "A long text in one tab.")
    other.bring_to_front()
    _write_offline(other, "b")
    assert len(kept(other)) == 2
    _crash(page)

    page = _after_a_crash(other)
    page.goto(f"{small_shop.url}/assessment/{TEXT}")
    says(page, PUT_BACK)
    expect(page.locator("textarea")).to_have_value("b")
    page.reload()
    expect(page.locator("textarea")).to_have_value("b")
    page.get_by_role("button", name="Show the other version").click()

    expect(page.locator("textarea")).to_have_value("A long text in one tab.")
    says(page, SAVED)
    save(page)
    is_at(page, "review")
    assert sitting.answers()[-1][2] == "A long text in one tab."
    keeps_nothing(page)


def test_a_version_beside_a_newer_answer_stays_on_the_device_and_is_not_sent_unasked(
    begin, small_shop, database
):
    page, held = _beside_a_newer_answer(begin(), database)
    sitting = Sitting.of(page, database)
    n_drafts = len(sitting.drafts())
    assert len(kept(page)) == 1
    page.goto(f"{small_shop.url}/assessment/review")

    expect(page.get_by_role("heading", name=ONLY_HERE)).to_be_visible()
    assert (len(sitting.drafts()), len(sitting.answers())) == (n_drafts, 1)
    page.get_by_role("link", name="Open scenario 1").click()
    says(page, "A newer answer is saved, from another tab or device.")
    assert chosen(page) == held
    save(page)
    expect(page.get_by_role("heading", name=NEWER)).to_be_visible()
    save(page)
    is_at(page, 2)
    keeps_nothing(page)


def test_a_version_beside_a_newer_answer_is_saved_once_it_is_changed(begin, database):
    page, _held = _beside_a_newer_answer(begin(), database)

    radio(page, 3).check()

    says(page, SAVED)
    keeps_nothing(page)


def test_on_a_shared_computer_closing_a_version_beside_a_newer_answer_is_asked(begin, database):
    page = begin()
    page.evaluate("localStorage.setItem('hiring:keep', 'no')")
    page, _held = _beside_a_newer_answer(page, database)

    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)

    assert asked.value.type == "beforeunload"
    asked.value.dismiss()


def test_another_candidate_in_the_same_browser_wipes_nothing(begin, small_shop, database):
    page = begin(position=TEXT)
    sitting = Sitting.of(page, database)
    _write_offline(page, BETTER)
    page = _after_a_crash(page)
    mine = kept(page)

    open_invitation(page, small_shop.fresh_link())
    page.get_by_role("button", name="Start without practice").click()
    is_at(page, 1)
    page.goto(f"{small_shop.url}/assessment/review")
    expect(page.get_by_role("heading", name=ONLY_HERE)).to_be_hidden()
    page.get_by_role("button", name="Send my answers").click()
    is_at(page, "receipt")
    page.wait_for_load_state("networkidle")
    assert kept(page) == mine
    assert sitting.answers() == sitting.drafts() == []


def test_a_shared_computer_is_still_one_after_the_receipt(begin, small_shop):
    page = begin()
    page.evaluate("localStorage.setItem('hiring:keep', 'no')")
    page.goto(f"{small_shop.url}/assessment/review")
    page.get_by_role("button", name="Send my answers").click()
    is_at(page, "receipt")

    page.wait_for_load_state("networkidle")
    assert kept(page) == ["hiring:keep"]


def test_a_change_taken_back_after_a_reload_leaves_the_stored_answer(begin, small_shop, database):
    page = begin()
    sitting = Sitting.of(page, database)
    answer_scenario(page)
    save(page)
    is_at(page, 2)
    page.goto(f"{small_shop.url}/assessment/1")
    stored, answers = page.locator("input:checked").first, sitting.answers()
    name, value = stored.get_attribute("name"), stored.get_attribute("value")
    page.locator(f"input[name={name}]:not([value='{value}'])").first.check()
    says(page, SAVED)
    page.reload()

    page.locator(f"input[name={name}][value='{value}']").check()
    says(page, SAVED)
    page.goto(f"{small_shop.url}/assessment/review")
    page.get_by_role("button", name="Send my answers").click()
    is_at(page, "receipt")

    values = [value for _, state, value in sitting.answers() if state == "answered"]
    assert values[-1] == answers[0][2]


def test_a_page_whose_token_is_not_ours_stops_trying_and_says_what_to_do(begin):
    page = begin()
    tries = []
    page.on("response", lambda one: one.request.method == "POST" and tries.append(one.status))
    page.clock.install()
    page.evaluate("document.querySelector('[name=page]').value = 'spoilt'")

    radio(page).check()

    says(page, "Press “Save and continue”, or reload this page.")
    page.clock.run_for(60_000)
    assert tries == [400]
    assert len(kept(page)) == 1


@pytest.mark.parametrize(("is_kept", "words"), AFTER_THE_END)
def test_after_the_end_a_page_says_what_becomes_of_a_change(begin, is_kept, words):
    page = begin()
    told = {"why": "closed", "is_kept": is_kept}
    page.route("**/draft", lambda route: route.fulfill(status=410, json=told))

    radio(page).check()

    says(page, words)
    assert len(kept(page)) == (0 if is_kept else 1)


def test_loading_a_scenario_in_full_fetches_no_script_again(begin, small_shop):
    page = begin()

    page.goto(f"{small_shop.url}/assessment/2")
    page.wait_for_load_state("networkidle")

    loaded = page.evaluate(SCRIPTS_LOADED)
    assert "drafts.js" in {name for name, _ in loaded}
    assert [name for name, n_bytes in loaded if n_bytes] == []  # a question alone takes 300


def _write_offline(page, text):
    page.context.set_offline(True)
    page.locator("textarea").fill(text)
    page.locator("textarea").blur()
    says(page, ON_DEVICE)


def _crash(page):
    with page.expect_event("crash"), pytest.raises(Error):
        page.goto("chrome://crash")
    page.close()


def _after_a_crash(page):
    context, site = page.context, page.url.partition("/assessment")[0]
    _crash(page)
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{site}/accessibility")  # so that what is kept for this site can be read
    return page


def _beside_a_newer_answer(page, database):
    other = page.context.new_page()
    other.goto(page.url)
    answer_scenario(other)
    save(other)
    is_at(other, 2)
    other.close()
    page.bring_to_front()
    answer_scenario(page, turn=1)
    says(page, "A newer answer is saved")
    held = chosen(page)
    save(page)
    expect(page.get_by_role("heading", name=NEWER)).to_be_visible()
    assert len(Sitting.of(page, database).answers()) == 1
    return page, held
