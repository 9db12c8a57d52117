"""Two pages that hold something different and have sent nothing: both are there to choose from."""

import html
import re

from sqlmodel import select

from hiring.banks.versions import bank_document
from hiring.sittings import Answer, Sitting
from tests.builders import page_token
from tests.web.first_page import CHANGED, RATED, ticked

HALF = {"r_a": "2", "r_b": "1"}
SEVERAL = "There is more than one version of your answer"


def keep(client, token, fields, number=1):
    data = {"page": token, "revision": "0", "number": str(number), **fields}
    assert client.post("/assessment/1/draft", data=data).status_code == 200


def test_the_newest_is_filled_in_and_the_other_stands_beside_it(started, tabs):
    keep(started, tabs[0], RATED)
    keep(started, tabs[1], CHANGED)

    page = started.get("/assessment/1")

    assert SEVERAL in page.text
    assert ticked(page) == CHANGED
    (other,) = re.findall(r'href="(/assessment/1\?version=\w+)"', page.text)
    assert ticked(started.get(other)) == RATED


def test_taking_the_other_version_and_saving_it_settles_it(started, tabs, session):
    keep(started, tabs[0], RATED)
    keep(started, tabs[1], CHANGED)
    (other,) = re.findall(r'href="(/assessment/1\?version=\w+)"', started.get("/assessment/1").text)
    token = page_token(started, other)

    started.post("/assessment/1", data={"page": token, "revision": "0", **RATED})

    assert SEVERAL not in started.get("/assessment/1").text
    assert [row.value["a"] for row in session.exec(select(Answer)).all()] == [4]


def test_from_the_other_version_the_way_leads_back_to_the_newest(started, tabs):
    keep(started, tabs[0], RATED)
    keep(started, tabs[1], CHANGED)
    (other,) = re.findall(r'href="(/assessment/1\?version=\w+)"', started.get("/assessment/1").text)

    assert re.search(r'href="/assessment/1">Take this version instead', started.get(other).text)


def test_half_an_answer_is_a_version_too(started, tabs):
    keep(started, tabs[0], HALF)
    keep(started, tabs[1], CHANGED)

    page = started.get("/assessment/1")

    assert "The other version, not complete yet:" in page.text
    assert page.text.count("<li><b>") == len(HALF)


def test_what_says_the_same_is_one_version(started, tabs):
    keep(started, tabs[0], RATED)
    keep(started, tabs[1], RATED)

    assert SEVERAL not in started.get("/assessment/1").text


def test_a_page_shown_afterwards_takes_the_place_of_what_it_showed(started, tabs):
    keep(started, tabs[0], RATED)
    reloaded = page_token(started, "/assessment/1")
    keep(started, reloaded, CHANGED)

    page = started.get("/assessment/1")

    assert SEVERAL not in page.text
    assert ticked(page) == CHANGED


def test_of_three_pages_one_tab_that_was_reloaded_counts_once(started, tabs):
    keep(started, tabs[0], RATED)
    reloaded = page_token(started, "/assessment/1")
    keep(started, reloaded, HALF)
    keep(started, tabs[1], CHANGED)

    page = started.get("/assessment/1").text

    assert page.count("Take this version instead") == 1
    assert "The other version, not complete yet:" in page


def test_a_change_that_was_taken_back_last_does_not_hide_the_other_tab(started, tabs, session):
    started.post("/assessment/1", data={"page": tabs[0], "revision": "0", **RATED})
    late = [page_token(started, "/assessment/1") for _ in range(2)]
    for token, fields in zip(late, [CHANGED, RATED], strict=True):
        data = {"page": token, "revision": "1", "number": "1", **fields}
        started.post("/assessment/1/draft", data=data)

    page = started.get("/assessment/1")

    assert SEVERAL in page.text
    assert ticked(page) == RATED


def test_the_check_shows_both_and_says_which_one_counts(started, tabs):
    keep(started, tabs[0], RATED)
    keep(started, tabs[1], CHANGED)

    page = html.unescape(started.get("/assessment/review").text)

    assert "Otherwise the newest is sent." in page
    assert "Choose a version" in page
    assert "<summary>The other version</summary>" in page


def test_the_check_says_in_its_heading_what_has_no_answer(started, tabs):
    keep(started, tabs[0], RATED)

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
        for token, fields in zip(tabs, [HALF, RATED], strict=True)
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
    started.post("/assessment/1", data={"page": tabs[0], "revision": "0", **RATED})

    stale = started.post("/assessment/1", data={"page": tabs[1], "revision": "0", **CHANGED})
    review = started.get("/assessment/review")

    assert order != [option.id for option in options]
    assert told_in_order(stale.text, texts) == order
    assert told_in_order(review.text, texts)[: len(order)] == order
