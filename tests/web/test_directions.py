"""Pages that read from the right, with scenarios and names that read from the left."""

import re

import pytest

from hiring import sittings
from hiring.scoring import score_sitting
from tests.builders import BEST_ANSWERS, NOW, page_token, send

ERROR = re.compile(r'<p class="err"[^>]*lang="(\w+)" dir="(\w+)"><span class="vh">([^<]*)</span> ')
CONTROLS = re.compile(r'<div lang="(\w+)" dir="(\w+)"><fieldset')
ARABIC = re.compile("[\u0600-\u06ff]")

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def ada(small_house):
    return small_house.candidate(small_house.opening("Parts desk (spring)"))


@pytest.fixture
def browser(client, small_house, ada):
    send(client, f"/c/{small_house.token(ada)}")
    return client


@pytest.fixture
def in_arabic(session, small_house, ada):
    """The sitting of somebody who reads our pages in Arabic, and the scenarios in English."""

    def answered(answers):
        sitting = small_house.sitting(ada, answers)
        sitting.interface_language = "ar"
        session.commit()
        return sitting

    return answered


def test_what_is_wrong_is_told_in_the_language_and_direction_of_the_page(browser, in_arabic):
    in_arabic({})
    token = page_token(browser, "/assessment/1")
    page = browser.post("/assessment/1", data={"page": token, "revision": "0", "r_a": "4"}).text

    assert CONTROLS.findall(page) == [("en", "ltr")]
    told = ERROR.findall(page)
    assert {(language, direction) for language, direction, _label in told} == {("ar", "rtl")}
    assert all(ARABIC.search(label) for _language, _direction, label in told)


def test_practice_tells_it_the_same_way(browser):
    page = browser.post("/assessment/practice?language=ar", data={"r_a": "2"}).text

    assert CONTROLS.findall(page) == [("en", "ltr")]
    assert {found[:2] for found in ERROR.findall(page)} == {("ar", "rtl")}


def test_a_response_quoted_in_an_error_runs_in_its_own_direction(browser, in_arabic):
    in_arabic({})
    token = page_token(browser, "/assessment/1")
    page = browser.post("/assessment/1", data={"page": token, "revision": "0", "r_a": "4"}).text

    # Each of three, in the summary and by its field; and the name of the scenarios' language.
    assert len(re.findall("\u2068[A-Z][^\u2069]+[.]\u2069", page)) == 2 * 3
    assert "\u2068English\u2069" in page


def test_titles_in_our_sentences_run_in_their_own_direction(browser, in_arabic, session, ada):
    sitting = in_arabic(BEST_ANSWERS)
    sittings.submit(session, sitting, now=NOW)
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    sheet = browser.get("/assessment/feedback").text

    assert "<bdi>Parts desk (spring)</bdi>" in sheet
    assert f"<bdi>{ada.code}</bdi>" in sheet
    assert 'dir="auto"' not in sheet
    assert "\u2068" not in sheet


def test_a_page_that_reads_as_its_names_do_is_left_alone(browser, small_house, session, ada):
    score_sitting(session, small_house.submitted(ada, BEST_ANSWERS).id, now=NOW)
    session.commit()
    sheet = browser.get("/assessment/feedback").text

    assert "Parts desk (spring)" in sheet
    assert "<bdi>Parts desk" not in sheet
