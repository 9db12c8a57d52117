"""A page that was open for long: its form token is gone, what was typed is not."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from sqlmodel import select

from hiring import sittings
from hiring.accounts import Role
from hiring.cases import Case, CaseStatus
from hiring.conditions import Agreed, agree
from hiring.sittings import find_sitting
from hiring.web.cookies import CANDIDATE_COOKIE
from tests.builders import BEST_ANSWERS, TOKEN, form_token, send

FORM_COOKIE = "hiring_form"
WORDS = "My connection was lost in scenario nine <again> & again"
SHOWN_WORDS = "My connection was lost in scenario nine &lt;again&gt; &amp; again"
TOLD = "Nothing has been sent yet"
TYPED = {
    "/assessment/help": ("words", {"wishes": ["other"]}),
    "/assessment/rights/contest": ("contest-words", {}),
    "/assessment/rights/correction": ("correction-words", {}),
    "/assessment/rights/erasure": ("erasure-words", {"erasure-is_sure": "y"}),
}
FAR = timedelta(days=59)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def person(small_house):
    return small_house.candidate(small_house.opening())


@pytest.fixture
def browser(client, small_house, person):
    """A browser in which everything was answered and nothing was sent."""
    send(client, f"/c/{small_house.token(person)}")
    small_house.sitting(person, BEST_ANSWERS)
    small_house.session.commit()
    return client


@pytest.fixture
def all_cases(session):
    return lambda: session.exec(select(Case)).all()


def forget(browser):
    """Lose the cookie of the form tokens, as when a browser was closed."""
    browser.delete_cookie(FORM_COOKIE)


def form_cookie_of(response):
    found = [one for one in response.headers.getlist("Set-Cookie") if one.startswith(FORM_COOKIE)]
    return found[0] if found else ""


def lives_until(cookie):
    return parsedate_to_datetime(re.search("Expires=([^;]+)", cookie)[1])


def test_the_form_token_lives_as_long_as_the_link_is_known(client, small_house, person):
    token = form_token(client)
    opened = client.post(f"/c/{small_house.token(person)}", data={"csrf_token": token})

    assert CANDIDATE_COOKIE in "".join(opened.headers.getlist("Set-Cookie"))
    assert lives_until(form_cookie_of(opened)) > datetime.now(UTC) + FAR


def test_a_token_made_later_lives_as_long(browser):
    forget(browser)
    made = form_cookie_of(browser.get("/assessment/rights"))

    assert lives_until(made) > datetime.now(UTC) + FAR


def test_the_form_token_of_everybody_else_ends_with_the_browser(client):
    cookie = form_cookie_of(client.get("/sign-in"))

    assert cookie
    assert "Expires" not in cookie


@pytest.mark.parametrize("path", TYPED)
@pytest.mark.parametrize("is_cookie_gone", [True, False], ids=["no cookie", "wrong token"])
def test_what_was_typed_comes_back_with_a_new_token_and_can_be_sent(
    browser, all_cases, path, is_cookie_gone
):
    field, others = TYPED[path]
    fields = {field: WORDS, **others}
    form_token(browser)
    if is_cookie_gone:
        forget(browser)
    again = browser.post(path, data=fields | {"csrf_token": "old"})

    assert again.status_code == 422
    assert TOLD in again.text
    assert SHOWN_WORDS in again.text
    assert all_cases() == []

    fresh = TOKEN.search(again.text)[1]
    assert browser.post(path, data=fields | {"csrf_token": fresh}).status_code == 302
    assert [case.words for case in all_cases()] == [WORDS]


def test_boxes_that_were_ticked_stay_ticked(browser):
    forget(browser)
    page = browser.post("/assessment/help", data={"wishes": ["large_print"]}).text

    assert re.search('value="large_print"[^>]* checked', page)


def test_sending_the_answers_shows_them_again_and_then_sends_them(browser, session, person):
    form_token(browser)
    forget(browser)
    again = browser.post("/assessment/submit", data={"csrf_token": "old"})

    assert (again.status_code, TOLD in again.text) == (422, True)
    assert find_sitting(session, person.id).submitted_at is None

    fresh = TOKEN.search(again.text)[1]
    sent = browser.post("/assessment/submit", data={"csrf_token": fresh})
    assert sent.location == "/assessment/receipt"


@pytest.mark.parametrize("path", ["withdraw", "data", "start", "resume", "survey", "take-back"])
def test_no_button_acts_upon_an_old_token_nor_ends_in_an_error(browser, session, person, path):
    forget(browser)
    answered = browser.post(f"/assessment/{path}", data={"csrf_token": "old"})

    assert answered.status_code in {302, 422}
    session.expire_all()
    assert person.withdrawn_at is None
    assert find_sitting(session, person.id).submitted_at is None


def test_a_request_is_not_taken_back_upon_an_old_token(browser, session, all_cases):
    send(browser, "/assessment/rights/contest", **{"contest-words": WORDS})
    (case,) = all_cases()
    forget(browser)
    answered = browser.post(f"/assessment/requests/{case.id}/take-back")

    assert answered.location == "/assessment/rights"
    session.expire_all()
    assert case.status == CaseStatus.ASKED.value


def test_the_name_of_who_helps_comes_back(browser, session, staff, person):
    agreed = Agreed(has_assistant=True)
    agree(session, person, agreed, staff=staff[Role.OWNER], now=datetime.now(UTC))
    session.commit()
    forget(browser)
    page = browser.post("/assessment/assistant", data={"name": "Zoe Helper"})

    assert (page.status_code, "Zoe Helper" in page.text) == (422, True)


def test_ratings_of_the_survey_come_back(browser, session, person):
    sittings.submit(session, find_sitting(session, person.id), now=datetime.now(UTC))
    session.commit()
    forget(browser)
    page = browser.post("/assessment/survey", data={"fairness": "4"})

    assert page.status_code == 422
    assert re.search('value="4"[^>]* checked', page.text)


def test_a_stranger_who_sends_a_form_learns_and_changes_nothing(client, all_cases):
    answered = client.post("/assessment/rights/contest", data={"contest-words": WORDS})

    assert answered.status_code == 410
    assert TOLD not in answered.text
    assert all_cases() == []


def test_every_form_of_candidates_shows_its_page_again_or_needs_no_token(app):
    posts = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("candidate.") and "POST" in rule.methods
    }
    lost = {name for name in posts if not hasattr(app.view_functions[name], "shows_again")}

    assert len(posts) > 12
    assert lost == {"candidate.answer", "candidate.draft", "candidate.try_practice"}


def test_where_nothing_comes_back_the_page_does_not_advise_to_load_it_first(client):
    page = client.post("/sign-in", data={"email": "a@example.org"}).text

    assert TOLD not in page
    assert page.index("copy it before") < page.index("load the page again")
