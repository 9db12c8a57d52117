"""Technical reports of a form: list, ask for one, wait for it, read it, print it."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from hiring import jobs, reports
from hiring.briefs.press import printed
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.jobs import Job, JobState, Task
from hiring.reports import TechnicalReport
from hiring.reports.content import ReportContent, compose, headlines
from hiring.reports.paper import render_report
from hiring.reports.telling import Teller
from hiring.scoring.records import ScoredForm
from hiring.scoring.snapshots import scored_counts
from hiring.web.access import signed_in
from hiring.web.analyst.desk import KeyedForm, bp, for_analysts, keyed_form, now
from hiring.web.desks import desk
from hiring.web.language import current_language, translator
from hiring.web.pacing import paper_paced
from hiring.web.pages import form_errors, key_labels

REAL, SIMULATED = "real", "simulated"


class ReportForm(FlaskForm):  # type: ignore[misc]
    """Which sittings a new report is about."""

    kind = RadioField(validators=[InputRequired()])


@dataclass(frozen=True, slots=True)
class Headline:
    """The newest report over one kind of people, in a few figures."""

    row: TechnicalReport
    made: str
    figures: tuple[tuple[str, str], ...]


def report_headlines(found: KeyedForm) -> list[Headline]:
    """What stands first in the newest reports of a form: of real sittings, then of simulated."""
    speaker, language = translator(), current_language()
    teller = Teller(speaker, language)
    return [
        Headline(
            row,
            teller.day(row.made_at),
            headlines(reports.read_document(row), speaker, language),
        )
        for row in reports.newest_reports(db.session, found.key.id, found.form_id)
    ]


@bp.get("/<uuid:key_id>/<form_id>/reports", endpoint="reports")
@for_analysts
def list_reports(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """Every report of the form, and a button for a new one."""
    found = keyed_form(key_id, form_id)
    return _list_page(found, _report_form(found))


@bp.post("/<uuid:key_id>/<form_id>/reports")
@for_analysts
def make_report(key_id: UUID, form_id: str) -> ResponseReturnValue:
    """Have a report made in the background."""
    found = keyed_form(key_id, form_id)
    form = _report_form(found)
    if not form.validate():
        return _list_page(found, form), 422
    subject = ScoredForm(found.key.id, found.form_id, form.kind.data == SIMULATED)
    job = jobs.ask_for_report(db.session, subject, asked_by_id=signed_in().id, now=now())
    db.session.commit()
    flash(_("The report is being made."))
    return redirect(
        url_for("analyst.report_progress", key_id=key_id, form_id=form_id, job_id=job.id)
    )


@bp.get("/<uuid:key_id>/<form_id>/reports/jobs/<uuid:job_id>")
@for_analysts
def report_progress(key_id: UUID, form_id: str, job_id: UUID) -> ResponseReturnValue:
    """How far a report is; leads on to it when it is there."""
    found = keyed_form(key_id, form_id)
    job = _report_job(found, job_id)
    if job.state == JobState.DONE.value:
        report_id = UUID(job.arguments["report_id"])
        here = url_for("analyst.report", key_id=key_id, form_id=form_id, report_id=report_id)
        return redirect(here)
    return render_template(
        "analyst/report_progress.html",
        form=found,
        percent=job.progress_percent,
        has_failed=job.state == JobState.FAILED.value,
        is_trying_again=job.error is not None,
        **desk(key_labels(found.key, is_simulated=job.arguments["is_simulated"])),
    )


@bp.get("/<uuid:key_id>/<form_id>/reports/<uuid:report_id>")
@for_analysts
def report(key_id: UUID, form_id: str, report_id: UUID) -> ResponseReturnValue:
    """Every figure with its plots and tables."""
    found = keyed_form(key_id, form_id)
    row = _report(found, report_id)
    return render_template(
        "analyst/report.html",
        form=found,
        row=row,
        content=_content(row),
        **desk(key_labels(found.key, is_simulated=row.is_simulated)),
    )


@bp.get("/<uuid:key_id>/<form_id>/reports/<uuid:report_id>/pdf")
@for_analysts
@paper_paced
def report_pdf(key_id: UUID, form_id: str, report_id: UUID) -> Response:
    """The same report on paper."""
    row = _report(keyed_form(key_id, form_id), report_id)
    response = make_response(printed(render_report, _content(row)))
    name = f"report-{row.form_id}-{row.made_at:%Y-%m-%d}-{row.digest[:8]}.pdf"
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _list_page(found: KeyedForm, form: ReportForm) -> str:
    teller = Teller(translator(), current_language())
    rows = reports.list_reports(db.session, found.key.id, found.form_id)
    return render_template(
        "analyst/reports.html",
        form=found,
        report_form=form,
        errors=form_errors(form),
        lines=[(row, teller.day(row.made_at), teller.count(row.n_sittings)) for row in rows],
        **desk(found.labels, has_errors=bool(form.errors)),
    )


def _report_form(found: KeyedForm) -> ReportForm:
    counts = scored_counts(db.session)
    n_real, n_simulated = (
        counts.get((found.key.id, found.form_id, kind), 0) for kind in (False, True)
    )
    form = ReportForm()
    form.kind.label.text = _("Which sittings?")
    form.kind.choices = [
        (REAL, _("Real sittings (N = %(n)s)", n=n_real)),
        (SIMULATED, _("Simulated sittings (N = %(n)s)", n=n_simulated)),
    ]
    if form.kind.data is None and not form.is_submitted():
        form.kind.data = SIMULATED if n_simulated and not n_real else REAL
    return form


def _report_job(found: KeyedForm, job_id: UUID) -> Job:
    job = db.session.get(Job, job_id)
    own = (str(found.key.id), found.form_id)
    if job is None or job.task != Task.MAKE_REPORT.value:
        raise NotFoundError("no such report under way")
    if (job.arguments["key_version_id"], job.arguments["form_id"]) != own:
        raise NotFoundError("this report is about another form")
    return job


def _report(found: KeyedForm, report_id: UUID) -> TechnicalReport:
    row = reports.get_report(db.session, report_id)
    if (row.key_version_id, row.form_id) != (found.key.id, found.form_id):
        raise NotFoundError("this report is about another form")
    return row


def _content(row: TechnicalReport) -> ReportContent:
    return compose(reports.read_document(row), row.digest, translator(), current_language())
