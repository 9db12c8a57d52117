"""After the questions: check, stop, send, receipt, rights, withdraw, take back, survey."""

import html
import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from hiring import jobs, sittings
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.banks.versions import bank_document
from hiring.cases import Case
from hiring.db import db
from hiring.mail import Mail, queue_mail
from hiring.openings.decisions import note_view
from hiring.openings.invitations import get_invitation_of
from hiring.scoring import score_sitting
from hiring.sittings import DraftFacts
from hiring.surveys import SurveyReply
from tests import stores
from tests.builders import BEST_ANSWERS, NOW, fields_of, send, sign_in

START, REVIEW, RECEIPT = "/assessment", "/assessment/review", "/assessment/receipt"
RIGHTS, TAKE_BACK, SURVEY = "/assessment/rights", "/assessment/take-back", "/assessment/survey"


@pytest.fixture
def database_url(sqlite_template, tmp_path):
    """SQLite only: pages do not depend on the database."""
    return stores.copied(sqlite_template, tmp_path / "var")


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def ada(small_house, opening):
    return small_house.candidate(opening, email="ada@example.org")


@pytest.fixture
def open_link(app, small_house):
    def go(candidate):
        client = app.test_client()
        send(client, f"/c/{small_house.token(candidate)}")
        return client

    return go


@pytest.fixture
def browser(ada, open_link):
    return open_link(ada)


@pytest.fixture
def started(small_house, ada):
    return small_house.sitting(ada, BEST_ANSWERS)


@pytest.fixture
def sent(small_house, ada, session):
    sitting = small_house.submitted(ada, BEST_ANSWERS)
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return sitting


def words(response):
    """The text of a page as people read it."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", response.text, flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


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


# Checking the answers


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


# Sending


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
    assert "by June 13, 2026 at the latest" in shown
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


# The home of the assessment


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


# Withdrawing


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


# Taking back


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


# Rights


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("correction", {"correction-words": "My name is Adah."}),
        ("contest", {"contest-words": "The line broke off."}),
        ("erasure", {"erasure-is_sure": "y"}),
    ],
)
def test_a_request_becomes_a_case_and_is_shown(browser, sent, session, kind, fields):
    answered = send(browser, f"{RIGHTS}/{kind}", **fields)
    assert answered.location == f"{RIGHTS}#asked"

    (case,) = session.exec(select(Case)).all()
    assert (case.kind, case.words) == (
        kind,
        next(iter(fields.values())) if kind != "erasure" else "",
    )
    assert "What you asked for" in words(browser.get(RIGHTS))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("correction", "Say in a few words"),
        ("contest", "Say in a few words"),
        ("erasure", "Tick this box"),
    ],
)
def test_a_request_without_words_is_asked_for_them(browser, session, kind, told):
    answered = send(browser, f"{RIGHTS}/{kind}")

    assert answered.status_code == 422
    assert told in words(answered)
    assert answered.text.count('id="error-summary"') == 1
    assert session.exec(select(Case)).all() == []


def test_there_are_no_other_kinds_of_request(browser):
    assert send(browser, f"{RIGHTS}/adjustment").status_code == 404


def test_erasing_is_asked_for_once(browser, sent, session):
    send(browser, f"{RIGHTS}/erasure", **{"erasure-is_sure": "y"})

    assert "A person answers you." in words(browser.get(RIGHTS))
    assert f"{RIGHTS}/erasure" not in browser.get(RIGHTS).text


def test_the_copy_of_the_data_is_one_file_to_read_and_for_machines(browser, sent, ada):
    response = send(browser, "/assessment/data")
    archive = zipfile.ZipFile(io.BytesIO(response.data))
    page = html.unescape(archive.read("my-data.html").decode())

    assert f"my-data-{ada.code}.zip" in response.headers["Content-Disposition"]
    for told in ("Ada Example", "ada@example.org", sent.receipt, "Your answers", "Your result"):
        assert told in page
    assert "<script" not in page
    assert json.loads(archive.read("my-data.json"))["tables"]["answer"]


def test_the_copy_is_written_in_the_language_of_the_assessment(
    session, small_house, open_link, opening
):
    eva = small_house.candidate(opening, "Eva")
    sitting = small_house.submitted(eva, BEST_ANSWERS)
    sitting.interface_language = "ar"
    session.commit()
    archive = zipfile.ZipFile(io.BytesIO(send(open_link(eva), "/assessment/data").data))

    assert '<html lang="ar" dir="rtl">' in archive.read("my-data.html").decode()


# The two questions


def test_the_questions_are_asked_once(browser, sent, session, ada):
    assert send(browser, SURVEY, fairness="4").location == SURVEY
    send(browser, SURVEY, fairness="1", clarity="1")

    assert [(one.fairness, one.clarity) for one in session.exec(select(SurveyReply))] == [(4, None)]
    assert "Thank you for telling us" in words(browser.get(SURVEY))
    assert "/assessment/survey" not in browser.get(RECEIPT).text


def test_a_reply_is_not_written_together_with_who_gave_it(app, browser, sent):
    steps = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "commit", lambda _connection: steps.append("commit"))
    event.listen(
        engine, "before_cursor_execute", lambda _c, _cursor, words, *_more: steps.append(words)
    )
    send(browser, SURVEY, fairness="4")
    told = [one.split()[1] if one != "commit" else one for one in steps if is_writing(one)]

    assert "candidate commit INTO commit" in " ".join(told)


def is_writing(words):
    return words == "commit" or words.startswith(("UPDATE candidate ", "INSERT INTO survey_reply"))


def test_a_reply_without_an_answer_is_asked_again(browser, sent, session):
    answered = send(browser, SURVEY)

    assert answered.status_code == 422
    assert "Answer one of the two questions" in words(answered)
    assert session.exec(select(SurveyReply)).all() == []


def test_the_questions_wait_until_everything_is_sent(browser, started, session):
    send(browser, SURVEY, fairness="4")

    assert session.exec(select(SurveyReply)).all() == []


# What staff see


@pytest.fixture
def desk(app, session, small_house, opening):
    return sign_in(session, app.test_client(), small_house.join(opening, Role.RECRUITER))


def test_every_page_of_a_desk_leads_to_the_check_of_receipts(app, session, desk, staff, opening):
    for path in ("/openings", f"/openings/{opening.id}", "/requests"):
        nav = desk.get(path).text.split("<nav")[1].split("</nav>")[0]
        assert 'href="/receipts"' in nav
    interviewer = sign_in(session, app.test_client(), staff[Role.INTERVIEWER])
    assert "/receipts" not in interviewer.get("/openings", follow_redirects=True).text


def test_staff_find_whose_a_receipt_code_is(desk, sent, ada, opening):
    typed = sent.receipt.lower().replace("-", " ")
    shown = words(send(desk, "/receipts", code=typed))

    for told in (ada.name, ada.code, opening.title, "May 4, 2026"):
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
        assert "May 4, 2026" not in words(page)
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
