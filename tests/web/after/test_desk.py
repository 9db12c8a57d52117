"""What staff see of all this: receipts, withdrawals, replies, unsent mail."""

from datetime import date

import pytest
from sqlmodel import select

from hiring import jobs
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.mail import Mail, queue_mail
from hiring.surveys import SurveyReply
from tests.builders import NOW, send, sign_in
from tests.stores import only_once
from tests.web.after.pages import TAKE_BACK, words


def test_every_page_of_a_desk_leads_to_the_check_of_receipts(app, session, desk, staff, opening):
    for path in ("/openings", f"/openings/{opening.id}", "/requests"):
        nav = desk.get(path).text.split("<nav")[1].split("</nav>")[0]
        assert 'href="/receipts"' in nav
    interviewer = sign_in(session, app.test_client(), staff[Role.INTERVIEWER])
    assert "/receipts" not in interviewer.get("/openings", follow_redirects=True).text


def test_staff_find_whose_a_receipt_code_is(desk, sent, ada, opening):
    typed = sent.receipt.lower().replace("-", " ")
    shown = words(send(desk, "/receipts", code=typed))

    for told in (ada.name, ada.code, opening.title, "4 May 2026"):
        assert told in shown


def test_checking_a_code_is_noted(desk, sent, session, ada):
    send(desk, "/receipts", code=sent.receipt)

    acts = session.exec(select(AuditEntry).where(AuditEntry.object_id == str(ada.id))).all()
    assert "receipt.checked" in {one.act for one in acts}


@pytest.mark.parametrize("code", ["ABCDE-23456", "x", "'; --"])
def test_an_unknown_code_says_so(desk, sent, code):
    assert "This code is unknown." in words(send(desk, "/receipts", code=code))


def test_codes_of_other_peoples_openings_are_unknown(app, session, small_house, sent):
    stranger = small_house.staff[Role.RECRUITER]
    client = sign_in(session, app.test_client(), stranger)

    assert "This code is unknown." in words(send(client, "/receipts", code=sent.receipt))


def test_staff_learn_nothing_of_what_was_taken_back(browser, sent, desk, ada, opening, session):
    jobs.end_of_sitting(session, sent.id, now=NOW)
    session.commit()
    send(browser, TAKE_BACK)
    pages = [
        desk.get(f"/candidates/{ada.id}"),
        desk.get(f"/openings/{opening.id}"),
        send(desk, "/receipts", code=sent.receipt),
    ]

    for page in pages:
        assert "No result available" in words(page) or "No result is available." in words(page)
        assert "4 May 2026" not in words(page)
    assert sent.receipt not in pages[0].text
    for path in ("brief", "brief.pdf"):
        assert desk.get(f"/candidates/{ada.id}/{path}").status_code == 409
    assert "Ada Example" not in words(desk.get(f"/openings/{opening.id}/links"))


def test_staff_see_who_has_withdrawn_and_that_nothing_is_decided(browser, ada, desk, opening):
    send(browser, "/assessment/withdraw")

    assert "Candidate withdrew" in words(desk.get(f"/openings/{opening.id}"))
    shown = words(desk.get(f"/candidates/{ada.id}"))
    assert "No outcome is set by that; a person decides." in shown
    assert "Nobody has decided yet." in shown


def test_few_replies_are_not_shown_and_many_are_as_counts(desk, opening, session):
    month = NOW.date().replace(day=1)

    def add(n):
        session.add_all(
            SurveyReply(opening_id=opening.id, fairness=5, clarity=4, month=month) for _ in range(n)
        )
        session.commit()

    add(9)
    assert "How candidates found it" not in words(desk.get(f"/openings/{opening.id}"))
    add(1)
    assert "10 people answered, without their names" in words(desk.get(f"/openings/{opening.id}"))


@only_once
def test_a_question_that_few_have_answered_says_so_instead_of_figures(desk, session, opening):
    month = date(2026, 5, 1)
    steps = [1] * 9 + [None]
    session.add_all(
        SurveyReply(opening_id=opening.id, fairness=step, clarity=4, month=month) for step in steps
    )
    session.commit()

    shown = words(desk.get(f"/openings/{opening.id}"))
    assert "Not at all too few (10 needed) 0 A little 0 Partly 0 Mostly 10 Very much 0" in shown


def test_mail_that_could_not_leave_is_there_for_staff_to_send(desk, sent, ada, session, app):
    jobs.end_of_sitting(session, sent.id, now=NOW)
    session.commit()
    runners = jobs.runners_with(app.extensions["hiring_settings"])
    for _ in range(2):
        for job_id in jobs.due_job_ids(session, NOW):
            jobs.run_job(session, job_id, clock=lambda: NOW, runners=runners)

    shown = words(desk.get(f"/candidates/{ada.id}"))
    assert "No mail server is set. Send the words below." in shown
    assert f"Your receipt code: {sent.receipt}" in shown


def test_mail_that_was_given_up_is_listed_and_can_be_sent_again(
    desk, sent, ada, session, app, opening, monkeypatch
):
    settings = app.extensions["hiring_settings"]
    server = settings.model_copy(update={"smtp_url": type(settings.smtp_url)("smtp://127.0.0.1:1")})
    monkeypatch.setitem(app.extensions, "hiring_settings", server)
    jobs.end_of_sitting(session, sent.id, now=NOW)
    session.commit()
    for job_id in jobs.due_job_ids(session, NOW):
        jobs.run_job(session, job_id, clock=lambda: NOW, runners=jobs.runners_with(settings))
    (mail,) = session.exec(select(Mail)).all()
    job = jobs.find_job(session, jobs.send_key(mail.id))
    job.state, job.finished_at = jobs.JobState.FAILED.value, NOW
    session.commit()

    assert "1 mail to a candidate could not be sent." in words(desk.get("/openings"))
    shown = words(desk.get("/unsent-mail"))
    assert ada.name in shown
    assert "Given up" in shown
    send(desk, f"/unsent-mail/{mail.id}/again")
    session.expire_all()
    assert job.state == jobs.JobState.QUEUED.value
    assert "mail.sent_again" in {one.act for one in session.exec(select(AuditEntry))}
    assert "Every mail has left" in words(desk.get("/unsent-mail"))


def test_staff_read_what_the_mail_server_answered(desk, sent, ada, session):
    facts = {"kind": "receipt", "subject": "Receipt", "body": "Thank you.", "language": "en"}
    row = queue_mail(session, ada, **facts, unique_key="one", now=NOW)
    job = jobs.ask_to_send(session, row, now=NOW)
    job.error = "MailNotSentError: the mail server answered 451"
    session.commit()
    assert "answered 451. The mail server did not take it. It is tried again by itself" in words(
        desk.get(f"/candidates/{ada.id}")
    )

    job.error, job.state = "MailRefusedError: the mail server answered 550", "failed"
    session.commit()
    for path in (f"/candidates/{ada.id}", "/unsent-mail"):
        assert "answered 550. It refused the mail for good" in words(desk.get(path))


def test_unsent_mail_to_other_peoples_candidates_is_unknown(app, session, small_house, sent, ada):
    mail = queue_mail(
        session,
        ada,
        kind="receipt",
        subject="For one person only",
        body="",
        language="en",
        unique_key="one",
        now=NOW,
    )
    mail.state = "no_server"
    session.commit()
    other = small_house.opening("Other")
    stranger = sign_in(session, app.test_client(), small_house.join(other, Role.RECRUITER))

    assert "For one person only" not in words(stranger.get("/unsent-mail"))
    assert send(stranger, f"/unsent-mail/{mail.id}/again").status_code == 404
