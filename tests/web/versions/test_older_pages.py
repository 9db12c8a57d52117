"""A page that is older than what is stored: answered, faulty, left, left out, or after the end."""

import html
import re

import pytest
from sqlmodel import select

from hiring.sittings import Answer, Draft
from hiring.sittings.late_answers import LateAnswer
from hiring.web.cookies import CANDIDATE_COOKIE
from tests.builders import page_token, send
from tests.web.first_page import CHANGED, RATED, ticked

THIRD = RATED | {"r_a": "2"}
HALF = {"r_a": "3", "r_b": "1"}
SKIP = {"skip": "1"}
NEXT = {"Hiring-Answer": "next"}
NEWER = "There is a newer answer to this scenario"
SEVERAL = "There is more than one version of your answer"


@pytest.fixture
def tabs(started):
    """The tokens of three pages of the first scenario, shown before any of them held anything."""
    return [page_token(started, "/assessment/1") for _ in range(3)]


@pytest.fixture
def post(started, tabs):
    """Send page 1 as one of the tabs has it."""

    def send_page(tab, fields, headers=None, path="/assessment/1", **more):
        data = {"page": tabs[tab], "revision": "0", **fields} | more
        return started.post(path, data=data, headers=headers)

    return send_page


@pytest.fixture
def keep(post):
    def one(tab, fields, number=1, **more):
        return post(tab, fields, path="/assessment/1/draft", number=str(number), **more)

    return one


def values(session, table):
    session.expire_all()
    return [row.value and row.value["a"] for row in session.exec(select(table)).all()]


def fields_of(session):
    session.expire_all()
    return [row.fields for row in session.exec(select(Draft)).all()]


def others(page):
    """Where the other versions on a page are."""
    return [html.unescape(one) for one in re.findall(r'href="([^"]*)">Take this', page.text)]


def test_a_stale_answer_after_the_end_is_kept_for_a_person(post, session, started):
    post(0, RATED)
    send(started, "/assessment/submit")

    assert post(1, CHANGED).location == "/assessment/receipt?late=1"
    assert values(session, LateAnswer) == [1]


def test_a_stale_draft_after_the_end_is_kept_for_a_person(post, keep, session, started):
    post(0, RATED)
    send(started, "/assessment/submit")

    assert keep(1, CHANGED).json == {"why": "closed", "is_kept": True, "is_known": True}
    assert values(session, LateAnswer) == [1]


def test_what_was_replaced_since_the_page_was_shown_is_not_late(post, session, started):
    post(0, RATED)
    post(1, CHANGED, revision="1")
    send(started, "/assessment/submit")

    assert post(0, RATED).location == "/assessment/receipt"
    assert values(session, LateAnswer) == []


def test_a_draft_that_the_answer_of_its_page_overtook_is_not_late(post, keep, session, started):
    post(0, RATED)
    send(started, "/assessment/submit")

    assert keep(0, CHANGED).json["is_kept"] is False
    assert values(session, LateAnswer) == []


def test_half_an_answer_after_the_end_is_kept_and_told(post, session, started):
    send(started, "/assessment/submit")

    assert post(0, HALF).location == "/assessment/receipt?late=1"
    assert fields_of(session) == [{"a": 3, "b": 1}]
    assert values(session, LateAnswer) == []


def test_an_empty_page_after_the_end_says_nothing(post, session, started):
    send(started, "/assessment/submit")

    assert post(0, {}).location == "/assessment/receipt"
    assert fields_of(session) == []


def test_a_script_forgets_only_what_the_server_says_it_has(post, started):
    assert post(0, RATED, NEXT).headers["Hiring-Stored"] == "answer"
    assert post(0, RATED, NEXT, back="review").location == "/assessment/review?stored=answer"
    assert post(0, CHANGED, NEXT, aside="help").headers.get("Hiring-Stored") is None
    token = page_token(started, "/assessment/1")
    aside = post(0, CHANGED, NEXT, page=token, revision="1", aside="help")
    assert aside.location == "/assessment/help?position=1&stored=page"
    assert post(0, RATED, NEXT, revision="1", skip="1").headers["Hiring-Stored"] == "page"
    send(started, "/assessment/submit")
    assert post(0, THIRD, NEXT).location == "/assessment/receipt?late=1&stored=page"
    assert post(0, THIRD, NEXT, page="forged").location == "/assessment/receipt?late=1"


@pytest.mark.parametrize("headers", [None, NEXT])
def test_half_an_answer_from_an_older_page_shows_both_versions(post, session, started, headers):
    post(0, RATED)
    page = post(1, HALF, headers)

    assert page.status_code == 409
    assert NEWER in page.text
    assert 'id="error-summary"' in page.text
    assert ticked(page) == HALF
    assert fields_of(session) == [{"a": 3, "b": 1}]


def test_half_an_answer_from_an_older_page_never_hides_what_is_saved(post, started):
    post(0, RATED)
    post(1, HALF)
    page = started.get("/assessment/1")

    assert (SEVERAL in page.text, ticked(page)) == (True, HALF)
    assert others(page) == ["/assessment/1?version=saved"]
    assert ticked(started.get("/assessment/1?version=saved")) == RATED


@pytest.mark.parametrize("headers", [None, NEXT])
def test_an_older_page_that_is_not_ours_shows_both_versions(post, headers):
    post(0, RATED)
    page = post(1, CHANGED, headers, page="forged")

    assert (page.status_code, NEWER in page.text) == (400, True)


def test_the_way_to_the_saved_answer_leads_back_to_the_check(post):
    post(0, RATED)
    page = html.unescape(post(1, CHANGED, back="review").text)

    assert 'href="/assessment/1?version=saved&back=review" data-drop' in page


def test_a_draft_that_another_page_answers_over_is_offered(post, keep, session, started):
    keep(0, RATED)
    post(1, CHANGED)
    page = started.get("/assessment/1")

    assert (SEVERAL in page.text, ticked(page)) == (True, CHANGED)
    assert ticked(started.get(others(page)[0])) == RATED
    assert "<summary>The other version</summary>" in started.get("/assessment/review").text
    send(started, "/assessment/submit")
    assert values(session, Answer) == [1]


def test_choosing_settles_what_another_page_answered_over(post, keep, started):
    keep(0, RATED)
    post(1, CHANGED)
    token = page_token(started, "/assessment/1")
    post(1, CHANGED, page=token, revision="1", **SKIP)

    assert SEVERAL not in started.get("/assessment/1").text


def test_a_draft_that_the_answering_page_showed_is_no_other_version(post, keep, started):
    keep(0, RATED)
    post(1, CHANGED, page=page_token(started, "/assessment/1"))

    assert SEVERAL not in started.get("/assessment/1").text


def test_the_drafts_of_the_answering_page_are_no_other_version(post, keep, started):
    keep(0, RATED)
    post(0, CHANGED)

    assert SEVERAL not in started.get("/assessment/1").text


@pytest.mark.parametrize("own", [{}, CHANGED])
def test_leaving_out_fills_in_what_another_page_holds(post, keep, session, started, own):
    keep(0, RATED)
    page = post(1, own, **SKIP)

    assert page.status_code == 409
    assert ticked(page) == (own or RATED)
    assert [ticked(started.get(one)) for one in others(page)] == ([RATED] if own else [])
    assert values(session, Answer) == []
    again = page_token(started, "/assessment/1")
    post(1, {}, page=again, **SKIP)
    assert values(session, Answer) == [None]


def test_a_faulty_page_shows_what_another_page_holds(post, keep):
    keep(0, RATED)
    page = post(1, HALF)

    assert (page.status_code, SEVERAL in page.text, ticked(page)) == (422, True, HALF)


@pytest.mark.parametrize("own", [HALF, CHANGED])
def test_an_older_page_that_goes_on_without_changing_keeps_what_it_holds(
    post, session, started, own
):
    post(0, RATED)
    assert post(1, own, **SKIP).location == "/assessment/2?several=1"
    page = started.get("/assessment/1")

    assert (SEVERAL in page.text, ticked(page)) == (True, own)
    send(started, "/assessment/submit")
    assert values(session, Answer) == [4]


def test_half_an_answer_upon_what_was_left_out_elsewhere_is_kept_on_the_way_to_help(
    post, session, started
):
    post(0, {}, **SKIP)
    page = post(1, HALF, aside="help")

    assert (page.status_code, NEWER in page.text) == (409, True)
    assert ticked(started.get("/assessment/1")) == HALF


def test_an_older_page_that_was_not_touched_leaves_nothing_behind(post, session, started):
    post(0, RATED)
    seen = page_token(started, "/assessment/1")
    post(1, CHANGED, page=page_token(started, "/assessment/1"), revision="1")

    gone = post(1, RATED, page=seen, revision="1", aside="help")
    assert gone.location == "/assessment/help?position=1"
    assert fields_of(session) == []


def test_an_older_page_without_its_cookie_waits_beside_the_answer(
    post, session, started, small_house, somebody
):
    post(0, RATED)
    started.delete_cookie(CANDIDATE_COOKIE)
    assert post(1, CHANGED, NEXT).headers["Hiring-Stored"] == "page"
    send(started, f"/c/{small_house.token(somebody)}")
    page = started.get("/assessment/1")

    assert (SEVERAL in page.text, ticked(page)) == (True, CHANGED)


def test_going_back_to_the_scenario_before_keeps_what_stands_in_the_page(session, started):
    token = page_token(started, "/assessment/2")
    fields = {"page": token, "revision": "0", "aside": "before", "best": "a"}
    gone = started.post("/assessment/2", data=fields)

    assert gone.location == "/assessment/1"
    assert fields_of(session) == [{"best": "a"}]


def test_before_the_first_scenario_there_is_none(post):
    assert post(0, RATED, aside="before").location == "/assessment/1"
