"""A request that reached us by phone or mail: staff write it down, and its clock runs."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import cases, sittings
from hiring.cases import CaseKind, Wish
from hiring.db import db
from hiring.openings.records import Candidate
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors
from hiring.web.recruiter.case_forms import AskedForm
from hiring.web.recruiter.desk import bp, for_recruiters, my_candidate, now


@bp.get("/candidates/<uuid:candidate_id>/requests/new")
@for_recruiters
def new_case(candidate_id: UUID) -> ResponseReturnValue:
    """Ask what the candidate asked for."""
    candidate, _opening = my_candidate(candidate_id)
    return _shown(candidate, AskedForm(formdata=None))


@bp.post("/candidates/<uuid:candidate_id>/requests/new")
@for_recruiters
def open_case(candidate_id: UUID) -> ResponseReturnValue:
    """Write a request down, as if the candidate had sent it: a running clock stops at once."""
    candidate, _opening = my_candidate(candidate_id)
    form = AskedForm()
    if _is_over(candidate) or not form.validate():
        return _shown(candidate, form), 422
    case = cases.open_case(
        db.session,
        candidate,
        CaseKind.ADJUSTMENT,
        wishes=[Wish(wish) for wish in form.wishes.data or ()],
        words=form.words.data or "",
        written_by=signed_in(),
        now=now(),
    )
    db.session.commit()
    flash(_("The request is written down. The candidate reads it on their pages."))
    return redirect(url_for("recruiter.case", case_id=case.id))


def _is_over(candidate: Candidate) -> bool:
    """Whether there is nothing left to adjust."""
    sitting = sittings.find_sitting(db.session, candidate.id)
    is_sent = sitting is not None and sitting.submitted_at is not None
    return is_sent or candidate.withdrawn_at is not None


def _shown(candidate: Candidate, form: AskedForm) -> str:
    errors = form_errors(form)
    return render_template(
        "recruiter/new_case.html",
        candidate=candidate,
        form=form,
        is_over=_is_over(candidate),
        errors=errors,
        **desk(has_errors=bool(errors)),
    )
