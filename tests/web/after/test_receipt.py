"""Sending, the receipt, and where the same address leads from then on."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring import jobs, sittings
from hiring.openings.invitations import get_invitation_of
from tests.builders import BEST_ANSWERS, NOW, send
from tests.web.after.pages import RECEIPT, REVIEW, START, words


def test_sending_gives_a_receipt_and_asks_for_score_and_mail(browser, started, session):
    answered = send(browser, "/assessment/submit")
    session.refresh(started)

    assert answered.location == RECEIPT
    assert started.receipt in words(browser.get(RECEIPT))
    tasks = {job.task for job in session.exec(select(jobs.Job)).all()}
    assert tasks == {"score_sitting", "write_receipt"}


def test_sending_again_says_that_it_was_sent_already(browser, sent):
    answered = send(browser, "/assessment/submit")

    assert answered.location == f"{RECEIPT}?again=1"
    assert "had been sent already. Nothing has changed." in words(browser.get(answered.location))


@pytest.mark.parametrize("path", [START, REVIEW, "/assessment/3", "/assessment/later"])
def test_going_back_after_sending_leads_to_the_receipt(browser, sent, path):
    page = browser.get(path, follow_redirects=True)

    assert page.request.path == RECEIPT
    assert "no-store" in page.headers["Cache-Control"]


def test_the_receipt_tells_what_happens_next_and_what_can_be_done(browser, sent, session, opening):
    shown = words(browser.get(RECEIPT))

    assert sent.receipt in shown
    assert "No machine decides." in shown
    assert "by 13 June 2026 at the latest" in shown
    page = browser.get(RECEIPT).text
    for path in ("feedback", "feedback.pdf", "explanation", "survey", "rights", "take-back"):
        assert f'href="/assessment/{path}' in page


def test_the_receipt_is_there_long_after_the_link_has_run_out(
    session, small_house, opening, open_link
):
    early = small_house.candidate(
        opening, "Early", expires_at=datetime.now(UTC) + timedelta(days=1)
    )
    sitting = small_house.submitted(early, BEST_ANSWERS)
    get_invitation_of(session, early.id).expires_at = datetime.now(UTC) - timedelta(days=7)
    session.commit()

    assert sitting.receipt in words(open_link(early).get(RECEIPT))


def test_feedback_that_comes_later_is_told_with_its_day(browser, sent, session, opening):
    opening.feedback = "on_date"
    opening.feedback_from = datetime.now(UTC) + timedelta(days=9)
    session.commit()
    page = browser.get(RECEIPT)

    assert "/assessment/feedback" not in page.text
    assert "You can read your feedback here from" in words(page)


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (lambda _session, _sitting: None, START),
        (lambda _session, sitting: setattr(sitting, "paused_at", NOW), "/assessment/break"),
        (lambda session, sitting: sittings.submit(session, sitting, now=NOW), RECEIPT),
    ],
)
def test_the_same_address_leads_everybody_to_where_they_are(browser, started, session, make, path):
    make(session, started)
    session.commit()

    assert browser.get(START, follow_redirects=True).request.path == path


def test_who_asked_for_something_is_led_to_the_answer(browser, started, session):
    send(browser, "/assessment/help", wishes=["large_print"])

    assert browser.get(START, follow_redirects=True).request.path == "/assessment/help"
