"""Two pages that hold something different and have sent nothing: both are there to choose from."""

import html
import re

import pytest
from sqlmodel import select

from hiring.banks.versions import bank_document
from hiring.sittings import Answer, Sitting
from tests.builders import page_token, send

FIRST = {"r_a": "4", "r_b": "1", "r_c": "3", "r_d": "2"}
SECOND = FIRST | {"r_a": "1"}
HALF = {"r_a": "2", "r_b": "1"}
SEVERAL = "There is more than one version of your answer"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def somebody(small_house):
    return small_house.candidate(small_house.opening("Parts desk"))


@pytest.fixture
def started(client, small_house, somebody):
    """A browser in which the sitting has begun."""
    send(client, f"/c/{small_house.token(somebody)}")
    send(client, "/assessment/start")
    return client


@pytest.fixture
def tabs(started):
    """The tokens of two pages of the first scenario, shown before either held anything."""
    return [page_token(started, "/assessment/1") for _ in range(2)]


def keep(client, token, fields, number=1):
    data = {"page": token, "revision": "0", "number": str(number), **fields}
    assert client.post("/assessment/1/draft", data=data).status_code == 200


def rated(page):
    """The ratings that a page has ticked."""
    ticked = re.findall(r'name="(r_.)" value="(.)"[^>]* checked', page.text)
    return dict(ticked)


def test_the_newest_is_filled_in_and_the_other_stands_beside_it(started, tabs):
    keep(started, tabs[0], FIRST)
    keep(started, tabs[1], SECOND)

    page = started.get("/assessment/1")

    assert SEVERAL in page.text
    assert rated(page) == SECOND
    (other,) = re.findall(r'href="(/assessment/1\?version=\w+)"', page.text)
    assert rated(started.get(other)) == FIRST


def test_taking_the_other_version_and_saving_it_settles_it(started, tabs, session):
    keep(started, tabs[0], FIRST)
    keep(started, tabs[1], SECOND)
    (other,) = re.findall(r'href="(/assessment/1\?version=\w+)"', started.get("/assessment/1").text)
    token = page_token(started, other)

    started.post("/assessment/1", data={"page": token, "revision": "0", **FIRST})

    assert SEVERAL not in started.get("/assessment/1").text
    assert [row.value["a"] for row in session.exec(select(Answer)).all()] == [4]


def test_from_the_other_version_the_way_leads_back_to_the_newest(started, tabs):
    keep(started, tabs[0], FIRST)
    keep(started, tabs[1], SECOND)
    (other,) = re.findall(r'href="(/assessment/1\?version=\w+)"', started.get("/assessment/1").text)

    assert re.search(r'href="/assessment/1">Take this version instead', started.get(other).text)


def test_half_an_answer_is_a_version_too(started, tabs):
    keep(started, tabs[0], HALF)
    keep(started, tabs[1], SECOND)

    page = started.get("/assessment/1")

    assert "The other version, not complete yet:" in page.text
    assert page.text.count("<li><b>") == len(HALF)


def test_what_says_the_same_is_one_version(started, tabs):
    keep(started, tabs[0], FIRST)
    keep(started, tabs[1], FIRST)

    assert SEVERAL not in started.get("/assessment/1").text


def test_a_page_shown_afterwards_takes_the_place_of_what_it_showed(started, tabs):
    keep(started, tabs[0], FIRST)
    reloaded = page_token(started, "/assessment/1")
    keep(started, reloaded, SECOND)

    page = started.get("/assessment/1")

    assert SEVERAL not in page.text
    assert rated(page) == SECOND


def test_of_three_pages_one_tab_that_was_reloaded_counts_once(started, tabs):
    keep(started, tabs[0], FIRST)
    reloaded = page_token(started, "/assessment/1")
    keep(started, reloaded, HALF)
    keep(started, tabs[1], SECOND)

    page = started.get("/assessment/1").text

    assert page.count("Take this version instead") == 1
    assert "The other version, not complete yet:" in page


def test_a_change_that_was_taken_back_last_does_not_hide_the_other_tab(started, tabs, session):
    started.post("/assessment/1", data={"page": tabs[0], "revision": "0", **FIRST})
    late = [page_token(started, "/assessment/1") for _ in range(2)]
    for token, fields in zip(late, [SECOND, FIRST], strict=True):
        data = {"page": token, "revision": "1", "number": "1", **fields}
        started.post("/assessment/1/draft", data=data)

    page = started.get("/assessment/1")

    assert SEVERAL in page.text
    assert rated(page) == FIRST


def test_the_check_shows_both_and_says_which_one_counts(started, tabs):
    keep(started, tabs[0], FIRST)
    keep(started, tabs[1], SECOND)

    page = html.unescape(started.get("/assessment/review").text)

    assert "Otherwise the newest is sent." in page
    assert "Choose a version" in page
    assert "<summary>The other version</summary>" in page


def test_the_check_says_in_its_heading_what_has_no_answer(started, tabs):
    keep(started, tabs[0], FIRST)

    page = started.get("/assessment/review").text

    assert "<h1>6 scenarios have no answer yet. Check before you send.</h1>" in page


def test_half_an_answer_that_was_sent_is_told_to_be_kept_but_not_whole(started, tabs):
    page = started.post("/assessment/1", data={"page": tabs[0], "revision": "0", **HALF})

    assert page.status_code == 422
    assert "What you chose is kept, but it is not a whole answer yet." in page.text
    assert "What you see here is not saved yet." not in page.text


def test_an_empty_page_that_was_sent_claims_nothing(started, tabs):
    page = started.post("/assessment/1", data={"page": tabs[0], "revision": "0"})

    assert "What you see here is not saved yet." in page.text


def test_a_draft_is_told_whether_it_is_a_whole_answer(started, tabs):
    told = [
        started.post("/assessment/1/draft", data={"page": token, "revision": "0", **fields}).json
        for token, fields in zip(tabs, [HALF, FIRST], strict=True)
    ]

    assert [one["is_whole"] for one in told] == [False, True]


def names_in_order(page):
    return list(dict.fromkeys(re.findall(r'name="r_(.)"', page)))


def told_in_order(page, texts):
    told = re.findall(r"<li><b>[^<]*</b> ([^<]+)</li>", html.unescape(page))
    return [texts[text] for text in told if text in texts]


def test_what_is_saved_is_told_in_the_order_of_the_page(started, tabs, session):
    sitting = session.exec(select(Sitting)).one()
    sitting.option_seed = 3  # another order than the bank's
    session.commit()
    bank = bank_document(session, sitting.bank_version_id)
    options = bank.get_scenario("late-parts").items[0].options
    texts = {option.text: option.id for option in options}
    order = names_in_order(started.get("/assessment/1").text)
    started.post("/assessment/1", data={"page": tabs[0], "revision": "0", **FIRST})

    stale = started.post("/assessment/1", data={"page": tabs[1], "revision": "0", **SECOND})
    review = started.get("/assessment/review")

    assert order != [option.id for option in options]
    assert told_in_order(stale.text, texts) == order
    assert told_in_order(review.text, texts)[: len(order)] == order
