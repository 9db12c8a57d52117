"""Requests, the copy of the data and the three questions."""

import html
import io
import json
import zipfile

import pytest
from sqlalchemy import event
from sqlmodel import select

from hiring.cases import Case
from hiring.db import db
from hiring.surveys import SurveyReply
from tests.builders import BEST_ANSWERS, send
from tests.web.after.pages import RECEIPT, RIGHTS, SURVEY, words


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
