"""Withdrawing and taking back: asked first, then held."""

import re
from datetime import timedelta

from sqlmodel import select

from hiring import sittings
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.openings.decisions import note_view
from tests.builders import NOW, send
from tests.web.after.pages import RECEIPT, REVIEW, RIGHTS, START, TAKE_BACK, words


def test_withdrawing_asks_first_and_then_holds(browser, started, session, ada):
    assert "cannot be undone here" in words(browser.get("/assessment/withdraw"))
    session.refresh(ada)
    assert ada.withdrawn_at is None

    assert send(browser, "/assessment/withdraw").location == "/assessment/withdrawn"
    for path in (START, "/assessment/1", REVIEW, "/assessment/later", "/assessment/withdraw"):
        assert browser.get(path, follow_redirects=True).request.path == "/assessment/withdrawn"


def test_who_has_withdrawn_keeps_receipt_and_rights(browser, sent, ada):
    send(browser, "/assessment/withdraw")

    assert sent.receipt in words(browser.get(RECEIPT))
    assert "You withdrew on" in words(browser.get(RIGHTS))
    assert send(browser, "/assessment/data").mimetype == "application/zip"


def test_who_has_withdrawn_can_neither_answer_nor_start_nor_send(browser, started, session, ada):
    token = re.search(r'name="page" value="([^"]*)"', browser.get("/assessment/1").text)[1]
    send(browser, "/assessment/withdraw")
    browser.post("/assessment/7", data={"page": token, "revision": "0", "text": "Late."})
    send(browser, "/assessment/start")
    send(browser, "/assessment/submit")

    session.expire_all()
    assert started.submitted_at is None
    assert "own-words/responses" not in sittings.latest_answers(session, started.id)


def test_withdrawing_before_the_start_works_as_well(browser, ada):
    send(browser, "/assessment/withdraw")

    assert "You have withdrawn" in words(browser.get(START, follow_redirects=True))


def test_taking_back_asks_first_and_then_tells(browser, sent, session):
    assert "cannot undo it" in words(browser.get(TAKE_BACK))
    assert send(browser, TAKE_BACK).location == RECEIPT

    shown = words(browser.get(RECEIPT))
    assert "They count nowhere from now on." in shown
    assert "Read my feedback" not in shown
    assert "no result" in words(browser.get("/assessment/feedback")).lower()


def test_who_has_read_their_feedback_is_told_why_it_is_too_late(browser, sent):
    assert browser.get("/assessment/feedback").status_code == 200
    answered = send(browser, TAKE_BACK)

    assert answered.status_code == 409
    assert "You have seen your result" in words(answered)
    assert "take-back" not in browser.get(RECEIPT).text


def test_a_copy_of_the_data_shows_the_result_so_it_ends_taking_back(browser, sent):
    send(browser, "/assessment/data")

    assert send(browser, TAKE_BACK).status_code == 409


def test_staff_who_looked_first_are_told(browser, sent, session, small_house, opening, ada):
    recruiter = small_house.join(opening, Role.RECRUITER)
    note_view(session, ada, staff=recruiter, now=NOW + timedelta(hours=1))
    session.commit()

    assert "Somebody who hires has looked" in words(browser.get(TAKE_BACK))


def test_taking_back_is_offered_only_where_the_opening_allows_it(
    browser, sent, desk, opening, session
):
    path = f"/openings/{opening.id}/taking-back"
    assert "checked" in desk.get(path).text
    assert "take-back" in browser.get(RECEIPT).text

    assert send(desk, path).status_code == 302
    session.refresh(opening)
    assert opening.may_void is False
    for page in (RECEIPT, RIGHTS):
        assert "take-back" not in browser.get(page).text
    answered = send(browser, TAKE_BACK)
    assert answered.status_code == 409
    assert "answers that were sent cannot be taken back" in words(answered)

    send(desk, path, may_void="y")
    assert "take-back" in browser.get(RECEIPT).text
    acts = [one.act for one in session.exec(select(AuditEntry))]
    assert acts.count("taking_back.set") == 2
