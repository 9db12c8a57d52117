"""Raters at work in a real browser: practice, one answer, and back; by keyboard alone."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from hiring.accounts import Role
from hiring.cli.house import migrate
from hiring.db import db
from hiring.ratings.calibration import SET_SIZE
from tests import builders
from tests.journeys.candidates import application
from tests.journeys.servers import Place, serve
from tests.journeys.walking import assert_fits, assert_no_barriers, sign_in
from tests.rated import ITEM, rated_house

pytestmark = pytest.mark.browser

LONG = (
    "I would call her first. " * 12 + "Then I would say what I did wrong, and by when it is mended."
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Two people's answers, agreed answers for a set, and a second rater who has filed."""
    folder = tmp_path_factory.mktemp("rated")
    place = Place(folder / "var")
    with application(place) as app:
        migrate(app)
        staff = {role: builders.add_staff(db.session, role) for role in Role}
        rated = rated_house(db.session, staff, folder)
        rated.agree(SET_SIZE)
        rated.person("Ada Example", LONG)
        rated.file(rated.take(1, now=datetime.now(UTC)), 4, now=datetime.now(UTC))
        db.session.commit()
        key_id = rated.key_id
    server = serve(place)
    try:
        server.wait()
        yield server.url, key_id
    finally:
        server.stop()


def looked_at(page):
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_barriers(page)
        assert_fits(page)


def rate_by_keyboard(page, key):
    page.locator("input[type=radio]").first.focus()
    page.wait_for_load_state()  # the digits are understood by a script
    page.keyboard.press(key)
    expect(page.get_by_role("button", name="File and go on")).to_be_focused()
    page.keyboard.press("Enter")


def test_a_rater_practises_and_rates_by_keyboard(shop, new_page):
    url, _key = shop
    page = new_page()
    sign_in(page, url, "rater@example.org", builders.PASSWORD)
    expect(page.get_by_role("heading", name="Answers to rate")).to_be_visible()
    looked_at(page)
    page.get_by_role("link", name="Scene own-words").press("Enter")
    expect(page.get_by_role("button", name="Practise")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Practise").press("Enter")
    expect(page.get_by_role("button", name="File and go on")).to_be_visible()
    looked_at(page)
    for _ in range(SET_SIZE):
        rate_by_keyboard(page, "4")
        expect(page.get_by_role("heading", name="What was agreed")).to_be_visible()
        page.get_by_role("button", name="Go on").press("Enter")
    expect(page.get_by_text("I would call her first.")).to_be_visible()
    looked_at(page)
    rate_by_keyboard(page, "5")
    expect(page.get_by_text("No answer waits for you now.")).to_be_visible()


def test_an_analyst_sees_how_it_goes(shop, new_page):
    url, key_id = shop
    page = new_page()
    sign_in(page, url, "analyst@example.org", builders.PASSWORD)
    page.goto(f"{url}/measurement/{key_id}/standard/ratings")
    looked_at(page)
    page.get_by_role("link", name="Scene own-words").click()
    looked_at(page)
    page.goto(f"{url}/measurement/{key_id}/standard/ratings/{ITEM}")
    page.get_by_role("button", name="Add this answer").click()
    expect(page.get_by_role("heading", name="Please check this page")).to_be_visible()
    looked_at(page)
