"""Technical reports on the analysts' pages: asked for, waited for, read, printed."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlmodel import select

from hiring import jobs, reports
from hiring.accounts import Role
from hiring.jobs import Job, JobState, Task
from hiring.reports import TechnicalReport, make_report
from hiring.scoring.records import ScoredForm
from tests.builders import NOW, send, sign_in
from tests.reports.filling import fill


@pytest.fixture
def analyst(app, session, house):
    return sign_in(session, app.test_client(), house.staff[Role.ANALYST])


@pytest.fixture
def base(house):
    return f"/measurement/{house.key.id}/standard"


@pytest.fixture
def made(session, house):
    """Makes a report over what is stored, without the way through the queue."""

    def make(*, is_simulated=False, now=NOW):
        subject = ScoredForm(house.key.id, "standard", is_simulated)
        row = make_report(session, subject, now=now, report_id=uuid4())
        session.commit()
        return row

    return make


def asked(session):
    session.expire_all()
    return session.exec(select(Job).where(Job.task == Task.MAKE_REPORT.value)).one()


def run(session):
    job = asked(session)
    return jobs.run_job(session, job.id, clock=lambda: NOW)


def test_a_form_without_reports_says_how_to_make_one(analyst, base):
    page = analyst.get(f"{base}/reports").text

    assert "No report yet" in page
    assert "Make a report" in page


def test_the_button_writes_a_job_and_leads_to_its_progress(analyst, session, base):
    answer = send(analyst, f"{base}/reports", kind="real")

    job = asked(session)
    assert answer.status_code == 302
    assert answer.location == f"{base}/reports/jobs/{job.id}"
    page = analyst.get(answer.location).text
    assert "0 per cent done" in page
    assert '<meta http-equiv="refresh"' in page


def test_asking_twice_while_one_is_under_way_asks_once(analyst, session, base):
    first = send(analyst, f"{base}/reports", kind="real")
    second = send(analyst, f"{base}/reports", kind="real")

    assert first.location == second.location


def test_real_and_simulated_reports_are_asked_for_apart(analyst, session, base):
    send(analyst, f"{base}/reports", kind="real")
    send(analyst, f"{base}/reports", kind="simulated")

    rows = session.exec(select(Job).where(Job.task == Task.MAKE_REPORT.value)).all()
    assert {row.arguments["is_simulated"] for row in rows} == {False, True}


@pytest.mark.parametrize("fields", [{}, {"kind": "both"}])
def test_a_kind_of_sittings_must_be_chosen(analyst, base, fields):
    answer = send(analyst, f"{base}/reports", **fields)

    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.text


def test_the_job_makes_the_report_and_progress_leads_to_it(analyst, session, base, house):
    fill(house, house.opening(), 12)
    answer = send(analyst, f"{base}/reports", kind="real")

    assert run(session) is JobState.DONE
    (row,) = session.exec(select(TechnicalReport)).all()
    assert row.n_sittings == 12
    assert row.asked_by_id == house.staff[Role.ANALYST].id
    assert row.job_id == asked(session).id
    followed = analyst.get(answer.location)
    assert followed.location == f"{base}/reports/{row.id}"


def test_running_the_job_a_second_time_makes_no_second_report(analyst, session, base):
    send(analyst, f"{base}/reports", kind="real")
    run(session)
    job = asked(session)
    job.state = JobState.QUEUED.value
    session.commit()

    assert run(session) is JobState.DONE
    assert len(session.exec(select(TechnicalReport)).all()) == 1


def test_progress_is_stored_while_the_work_goes_on(analyst, session, base, house):
    fill(house, house.opening(), 12)
    send(analyst, f"{base}/reports", kind="real")
    run(session)

    assert asked(session).progress_percent >= 70


def test_a_job_that_was_given_up_says_what_to_do(analyst, session, base):
    answer = send(analyst, f"{base}/reports", kind="real")
    job = asked(session)
    job.state, job.error = JobState.FAILED.value, "RuntimeError"
    session.commit()

    page = analyst.get(answer.location).text
    assert "could not be made" in page
    assert "look at its log" in page
    assert "http-equiv" not in page


def test_the_list_shows_date_and_n(analyst, session, house, base, made):
    fill(house, house.opening(), 12)
    row = made()

    page = analyst.get(f"{base}/reports").text
    assert "4 May 2026, 09:30 UTC" in page
    assert '<td class="num" data-label="N">12</td>' in page
    assert row.digest[:16] in page


def test_the_page_shows_figures_plots_and_tables(analyst, house, base, made):
    fill(house, house.opening(), 60)
    row = made()

    page = analyst.get(f"{base}/reports/{row.id}").text
    found = reports.read_document(row)
    assert f"{found.reliability.alpha.value:.2f}" in page
    assert page.count('<svg class="chart"') == 2 + len(found.items.scenarios)
    assert page.count("<caption>") >= 10
    assert "Provisional key" in page


def test_every_table_of_the_page_says_its_n(analyst, house, base, made):
    fill(house, house.opening(), 60)
    row = made()

    page = analyst.get(f"{base}/reports/{row.id}").text
    tables = re.findall(r"<table class=\"report\">.*?</table>", page, re.DOTALL)
    without = [
        re.search(r"<caption>(.*?)</caption>", one)[1]
        for one in tables
        if "N = " not in one and ">N</th>" not in one
    ]
    assert without == ["Who is counted"]


def test_a_simulated_report_is_labelled(analyst, house, base, made):
    fill(house, house.opening("Made up", is_simulated=True), 12)
    row = made(is_simulated=True)

    page = analyst.get(f"{base}/reports/{row.id}").text
    assert "Simulated: the people here are made up" in page
    assert "Everybody here is made up." in page


def test_an_empty_form_has_a_readable_report(analyst, base, made):
    page = analyst.get(f"{base}/reports/{made().id}").text

    assert "Not shown yet: it rests on 0 sittings, and needs 10." in page
    assert "Nothing about people: no sitting has a number yet." in page


def test_the_pdf_has_the_same_words(analyst, house, base, made):
    fill(house, house.opening(), 12)
    row = made()

    answer = analyst.get(f"{base}/reports/{row.id}/pdf")
    assert answer.content_type == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert row.digest[:16] in words


def test_the_page_speaks_french_numbers(analyst, house, base, made):
    fill(house, house.opening(), 40)
    row = made()
    alpha = reports.read_document(row).reliability.alpha.value

    page = analyst.get(f"{base}/reports/{row.id}", headers={"Accept-Language": "fr"}).text
    assert f"{alpha:.2f}".replace(".", ",") in page


def test_the_forms_own_page_shows_the_newest_report(analyst, house, base, made):
    made(now=NOW - timedelta(days=2))
    fill(house, house.opening(), 12)
    made()

    page = analyst.get(base).text
    assert "Made 4 May 2026, 09:30 UTC over 12 sittings" in page
    assert "Rung of the precision ladder" in page


@pytest.mark.parametrize("tail", ["", "/pdf"])
def test_a_report_of_another_form_is_not_found(analyst, base, made, session, house, tail):
    row = made()
    row.form_id = "other"
    session.commit()

    assert analyst.get(f"{base}/reports/{row.id}{tail}").status_code == 404


@pytest.mark.parametrize("path", ["reports/{}", "reports/{}/pdf", "reports/jobs/{}"])
def test_what_is_not_there_is_not_found(analyst, base, path):
    assert analyst.get(f"{base}/{path.format(uuid4())}").status_code == 404


def test_another_kind_of_job_is_no_report(analyst, session, base):
    job = jobs.add_job(session, Task.SCORE_SITTING, {}, unique_key="x", now=NOW)
    session.commit()

    assert analyst.get(f"{base}/reports/jobs/{job.id}").status_code == 404
