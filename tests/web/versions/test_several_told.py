"""More than one version of an answer: said at once, on whatever page is shown next."""

import re

import pytest

from tests.builders import page_token
from tests.web.first_page import CHANGED, RATED

HALF = {"r_a": "3", "r_b": "1"}
SKIP = {"skip": "1"}
NEXT = {"Hiring-Answer": "next"}
SEVERAL = "There is more than one version of your answer"
OPEN_FIRST = '<a href="/assessment/1">Open scenario 1</a>'


@pytest.fixture
def post(started):
    """Send page 1 as the page of a token."""

    def send_page(token, fields, headers=None, **more):
        data = {"page": token, "revision": "0", **fields} | more
        return started.post("/assessment/1", data=data, headers=headers)

    return send_page


@pytest.fixture
def keep(started):
    """Send the draft of a page, and tell what the server says."""

    def send_draft(token, fields, number=1, **more):
        data = {"page": token, "revision": "0", "number": str(number), **fields} | more
        return started.post("/assessment/1/draft", data=data).json

    return send_draft


def test_a_draft_beside_another_tab_s_is_told_so_at_once(keep, tabs):
    assert keep(tabs[0], RATED)["is_one_of_several"] is False
    assert keep(tabs[1], CHANGED)["is_one_of_several"] is True
    assert keep(tabs[1], RATED, number=2)["is_one_of_several"] is False


def test_a_draft_of_a_page_that_showed_the_other_is_told_nothing(started, keep, tabs):
    keep(tabs[0], RATED)

    assert keep(page_token(started, "/assessment/1"), CHANGED)["is_one_of_several"] is False


def test_the_next_scenario_says_what_waits_on_the_one_before(keep, post, tabs):
    keep(tabs[0], RATED)
    page = post(tabs[1], CHANGED, NEXT)

    assert page.headers["Content-Location"] == "/assessment/2?several=1"
    assert SEVERAL in page.text
    assert OPEN_FIRST in page.text


def test_without_scripts_the_address_says_so_until_somebody_has_chosen(started, keep, post, tabs):
    keep(tabs[0], RATED)
    address = post(tabs[1], CHANGED).location
    assert OPEN_FIRST in started.get(address).text

    token = page_token(started, "/assessment/1")
    assert post(token, RATED, revision="1").location == "/assessment/2"
    assert SEVERAL not in started.get(address).text


def test_going_on_from_an_older_page_without_changing_says_so(post, tabs):
    post(tabs[0], RATED)
    page = post(tabs[1], CHANGED, NEXT, **SKIP)

    assert OPEN_FIRST in page.text


@pytest.mark.parametrize("several", ["0", "2", "99", "x", "1"])
def test_an_address_alone_claims_nothing(started, several):
    page = started.get(f"/assessment/2?several={several}")

    assert page.status_code == 200
    assert SEVERAL not in page.text


@pytest.mark.parametrize("aside", ["help", "rights", "later"])
def test_every_way_off_the_page_says_so(started, keep, post, tabs, aside):
    keep(tabs[0], RATED)
    page = started.get(post(tabs[1], CHANGED, aside=aside).location)

    assert SEVERAL in page.text
    assert OPEN_FIRST in page.text


@pytest.mark.parametrize("aside", ["help", "rights", "later"])
def test_a_page_that_is_alone_hears_nothing_of_it(started, post, tabs, aside):
    page = started.get(post(tabs[1], CHANGED, aside=aside).location)

    assert SEVERAL not in page.text


def test_what_a_page_held_as_it_went_is_no_version_beside_what_grew_of_it(started, keep, tabs):
    gone, fresh = tabs
    keep(gone, HALF, number=3)
    told = keep(fresh, RATED, origin=gone, origin_number="3")

    assert told["is_one_of_several"] is False
    assert SEVERAL not in started.get("/assessment/1").text


def test_what_was_changed_since_on_the_page_it_came_from_stays_a_version(started, keep, tabs):
    open_still, fresh = tabs
    keep(open_still, HALF, number=4)
    told = keep(fresh, RATED, origin=open_still, origin_number="3")

    assert told["is_one_of_several"] is True
    assert SEVERAL in started.get("/assessment/1").text


def test_a_draft_that_is_not_kept_takes_no_other_one_s_place(started, keep, post, tabs):
    gone, fresh = tabs
    keep(gone, HALF, number=3)
    post(fresh, RATED)
    keep(fresh, CHANGED, origin=gone, origin_number="3")

    assert SEVERAL in started.get("/assessment/1").text


def test_a_page_tells_which_draft_it_shows(started, keep, tabs):
    assert "data-held" not in started.get("/assessment/1").text
    keep(tabs[0], RATED)

    assert re.search(r'data-held="[0-9a-f]{12} \d{13}"', started.get("/assessment/1").text)
