"""The voluntary questions: off by default, after sending, changed and removed at will."""

import pytest
from sqlmodel import select

from hiring.vault import VaultReply
from tests.builders import send
from tests.web.after.pages import RECEIPT, words

PAGE = "/assessment/about-you"


@pytest.fixture
def asked(session, opening):
    opening.asks_background = True
    session.commit()


def replies(session):
    session.expire_all()
    return session.exec(select(VaultReply)).all()


def test_nobody_is_asked_unless_the_opening_says_so(browser, sent, session):
    assert PAGE not in browser.get(RECEIPT).text
    assert browser.get(PAGE).location == RECEIPT
    assert send(browser, PAGE, sex="female").location == RECEIPT
    assert replies(session) == []


def test_the_questions_wait_until_everything_is_sent(browser, started, asked, session):
    assert browser.get(PAGE).status_code == 302
    send(browser, PAGE, sex="female")

    assert replies(session) == []


def test_the_page_says_what_it_is_for_and_asks_what_the_place_asks(browser, sent, asked):
    assert PAGE in browser.get(RECEIPT).text
    page = words(browser.get(PAGE))

    assert "What we ask this for" in page
    assert "fewer than 10 people are not shown" in page
    assert page.count("I prefer not to say") == 3
    assert "Race or ethnicity" not in page


def test_the_page_names_the_number_of_people_that_the_house_asks_for(
    app, browser, sent, asked, monkeypatch
):
    settings = app.extensions["hiring_settings"].model_copy(update={"min_group": 13})
    monkeypatch.setitem(app.extensions, "hiring_settings", settings)

    assert "fewer than 13 people are not shown" in words(browser.get(PAGE))


def test_in_the_states_race_is_asked_and_disability_is_not(browser, sent, asked, session, opening):
    opening.place = "us_nyc"
    session.commit()
    page = words(browser.get(PAGE))

    assert "Race or ethnicity" in page
    assert "Disability" not in page


def test_answers_are_kept_shown_again_changed_and_removed(browser, sent, asked, session):
    answered = send(browser, PAGE, sex="female", age_band="40_to_54")
    page = browser.get(answered.location)
    assert "apart from your application." in words(page)
    assert page.text.count(" checked") == 2

    send(browser, PAGE, sex="not_said")
    assert [(one.sex, one.age_band) for one in replies(session)] == [("not_said", None)]

    page = browser.get(send(browser, f"{PAGE}/remove").location)
    assert "Your answers to these questions are removed." in words(page)
    assert replies(session) == []


def test_what_is_not_offered_is_not_kept(browser, sent, asked, session):
    send(browser, PAGE, sex="female", ethnicity="asian", disability="maybe")

    assert [(one.ethnicity, one.disability) for one in replies(session)] == [(None, None)]


def test_an_empty_form_is_asked_again(browser, sent, asked, session):
    answered = send(browser, PAGE)

    assert answered.status_code == 422
    assert "Choose one answer, or go back" in words(answered)
    assert replies(session) == []


def test_what_was_told_stays_theirs_when_nobody_is_asked_any_more(
    browser, sent, asked, session, opening
):
    send(browser, PAGE, sex="female")
    opening.asks_background = False
    session.commit()

    assert PAGE in browser.get(RECEIPT).text
    assert "Remove my answers" in words(browser.get(PAGE))


def test_no_page_of_the_desk_changes_with_what_somebody_told(browser, sent, asked, desk, ada):
    pages = [f"/openings/{ada.opening_id}", f"/candidates/{ada.id}"]
    for _visit in range(2):  # the first one is noted on the page itself
        before = [words(desk.get(one)) for one in pages]
    send(browser, PAGE, sex="female", age_band="40_to_54")

    assert [words(desk.get(one)) for one in pages] == before
