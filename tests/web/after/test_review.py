"""The check before sending: nothing is sent that was not meant."""

import re
from datetime import timedelta

from hiring import sittings
from hiring.banks.versions import bank_document
from hiring.sittings import DraftFacts
from tests.builders import NOW, fields_of, send
from tests.web.after.pages import REVIEW, words


def keep_draft(session, sitting, item, value, revision, fields=None):
    facts = DraftFacts(
        item=item,
        page_id="a" * 12,
        number=1,
        revision=revision,
        fields=fields or value,
        value=value,
        shown_at=NOW - timedelta(minutes=5),
        active_seconds=None,
        received_at=NOW,
        cookie="",
    )
    sittings.keep_draft(session, sitting.id, facts)
    session.commit()


def test_unanswered_scenarios_come_first_and_the_chosen_words_are_shown(browser, started):
    page = browser.get(REVIEW)
    places = [int(n) for n in re.findall(r"<h2>(\d+)\.", page.text)]

    assert places == [7, 1, 2, 3, 4, 5, 6]
    assert "No answer yet" in words(page)


def test_the_words_beside_a_choice_are_those_of_its_scenario(browser, started, session):
    started.interface_language = "ar"
    session.add(started)
    session.commit()
    page = browser.get(REVIEW)

    assert '<html lang="ar" dir="rtl">' in page.text
    assert "Most effective" in words(page)


def test_the_page_shows_no_number_that_hints_at_the_key(browser, started, session, small_house):
    shown = words(browser.get(REVIEW)).lower()

    for hint in (" points", "score", "correct", "right answer"):
        assert hint not in shown


def test_a_draft_that_was_not_confirmed_says_so_and_is_sent(browser, started, session):
    keep_draft(session, started, "own-words/responses", "I would call.", 0)
    page = browser.get(REVIEW)
    assert "You have not confirmed this yet. It is sent as it stands here." in words(page)
    assert "I would call." in words(page)

    send(browser, "/assessment/submit")
    answers = sittings.latest_answers(session, started.id)
    assert answers["own-words/responses"].value == "I would call."


def test_a_draft_that_is_not_whole_does_not_count(browser, started, session):
    keep_draft(session, started, "own-words/responses", None, 0, fields={"text": ""})
    keep_draft(session, started, "lost-order/responses", None, 1, fields={"choice": ""})

    shown = words(browser.get(REVIEW))
    assert "You began this. It does not count until it is complete." in shown
    assert "Until you finish, your earlier answer counts." in shown


def test_change_leads_to_the_scenario_and_back_to_the_check(browser, started, session):
    page = browser.get(REVIEW)
    link = re.search(r'href="(/assessment/4\?back=review)"', page.text)[1]
    question = browser.get(link)
    fields = dict(re.findall(r'name="(page|revision|back)" value="([^"]*)"', question.text))
    item = bank_document(session, started.bank_version_id).get_scenario("lost-order").items[0]
    answered = browser.post(link, data=fields | fields_of(item, "a"))

    assert (answered.status_code, answered.location) == (302, REVIEW)
    assert sittings.latest_answers(session, started.id)["lost-order/responses"].value == "a"


def test_buttons_tell_the_truth(browser, started):
    assert "Send my answers \N{EN DASH} this cannot be changed" in words(browser.get(REVIEW))
    assert "Save and continue" in words(browser.get("/assessment/1"))


def test_stopping_sends_nothing(browser, started, session):
    page = browser.get(REVIEW)
    link = re.search(r'<a href="([^"]+)">Stop here and go on later', page.text)[1]
    assert "Nothing has been sent." in words(browser.get(link))

    session.refresh(started)
    assert started.submitted_at is None
    assert browser.get(REVIEW).status_code == 200
