"""Candidates' requests: the list with its clocks, one request, seen, answered."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import cases, retention
from hiring.cases import Case, CaseKind, CaseOutcome
from hiring.conditions import agreed_of, find_conditions
from hiring.db import db, scrub
from hiring.errors import CaseFaultError
from hiring.openings.records import Candidate
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.masking import is_blinded
from hiring.web.pages import form_errors
from hiring.web.recruiter.case_forms import (
    AdjustmentReplyForm,
    CorrectionReplyForm,
    ReplyForm,
    reply_form,
)
from hiring.web.recruiter.case_mail import send_news
from hiring.web.recruiter.case_pages import case_lines, case_page
from hiring.web.recruiter.desk import bp, for_recruiters, my_candidate, now


@bp.get("/requests", endpoint="cases")
@for_recruiters
def list_cases() -> ResponseReturnValue:
    """The open requests of my openings; what waits too long comes first."""
    lines = case_lines(db.session, signed_in(), now())
    return render_template("recruiter/cases.html", lines=lines, **desk())


@bp.get("/requests/<uuid:case_id>", endpoint="case")
@for_recruiters
def show_case(case_id: UUID) -> ResponseReturnValue:
    """One request, its clock, and the form to answer it."""
    case, candidate = _my_case(case_id)
    return _page(case, candidate, _form(case, candidate, formdata=None))


@bp.post("/requests/<uuid:case_id>/seen")
@for_recruiters
def acknowledge_case(case_id: UUID) -> ResponseReturnValue:
    """Tell the candidate that a person has seen the request."""
    case, candidate = _my_case(case_id)
    cases.acknowledge(db.session, case, staff=signed_in(), now=now())
    send_news(db.session, case, candidate, now=now())
    db.session.commit()
    flash(_("The candidate now reads that somebody is looking at it."))
    return redirect(url_for("recruiter.case", case_id=case.id))


@bp.post("/requests/<uuid:case_id>/answer")
@for_recruiters
def decide_case(case_id: UUID) -> ResponseReturnValue:
    """Answer a request; what was granted holds from now on."""
    case, candidate = _my_case(case_id)
    form = _form(case, candidate)
    if not form.validate() or not _is_decided(case, form):
        return _page(case, candidate, form), 422
    is_erased = case.kind == CaseKind.ERASURE and form.chosen is CaseOutcome.GRANTED
    if is_erased:
        retention.erase(db.session, [candidate], now=now())
    else:
        send_news(db.session, case, candidate, now=now())
    db.session.commit()
    if is_erased:
        scrub(db.engine)
        flash(_("Everything about this person is erased."))
        return redirect(url_for("recruiter.cases"))
    flash(_("Your answer is stored. The candidate reads it on their pages."))
    return redirect(url_for("recruiter.case", case_id=case.id))


def _is_decided(case: Case, form: ReplyForm) -> bool:
    """Whether the answer could be written; if not, the form says why."""
    try:
        _decide(case, form)
    except CaseFaultError as fault:
        form.blame(fault)
        return False
    return True


def _decide(case: Case, form: ReplyForm) -> None:
    session, staff, at = db.session, signed_in(), now()
    reply, outcome = form.reply.data, form.chosen
    if isinstance(form, AdjustmentReplyForm):
        cases.decide_adjustment(
            session,
            case,
            form.agreed,
            is_else=bool(form.is_adjusted.data),
            staff=staff,
            outcome=outcome,
            reply=reply,
            now=at,
        )
    elif isinstance(form, CorrectionReplyForm) and outcome is CaseOutcome.CORRECTED:
        name, email = form.name.data or "", form.email.data
        cases.decide_correction(
            session, case, name=name, email=email, staff=staff, reply=reply, now=at
        )
    else:
        cases.decide(session, case, staff=staff, outcome=outcome, reply=reply, now=at)


def _my_case(case_id: UUID) -> tuple[Case, Candidate]:
    """The case and its candidate, if the person who is signed in may work on the opening.

    Raises:
        NotFoundError: There is none, or it is not theirs.
    """
    case = cases.get_case(db.session, case_id)
    candidate, _opening = my_candidate(case.candidate_id)
    return case, candidate


def _form(case: Case, candidate: Candidate, **values: object) -> ReplyForm:
    agreed = agreed_of(find_conditions(db.session, candidate.id))
    return reply_form(case, candidate, agreed, **values)


def _page(case: Case, candidate: Candidate, form: ReplyForm) -> str:
    """The page, with a note of who read it."""
    cases.note_look(db.session, case, staff=signed_in(), now=now())
    page = case_page(db.session, case, candidate, staff=signed_in(), now=now())
    errors = form_errors(form)
    words = render_template(
        "recruiter/case.html",
        page=page,
        form=form,
        is_blinded=is_blinded(candidate),
        errors=errors,
        **desk(has_errors=bool(errors)),
    )
    db.session.commit()
    return words
