"""Staff give time, and let late answers count."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import scoring
from hiring.conditions import SECONDS_PER_MINUTE
from hiring.db import db
from hiring.errors import NotFoundError, SittingClosedError
from hiring.openings.records import Candidate
from hiring.sittings import LateAnswer, Sitting, clock, find_sitting
from hiring.sittings.late_answers import accept_late as accept
from hiring.sittings.late_answers import get_late
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import bp, for_recruiters, my_candidate, now
from hiring.web.recruiter.time_forms import LateForm, TimeForm, blank_late_forms
from hiring.web.recruiter.time_pages import find_time_part


@bp.post("/candidates/<uuid:candidate_id>/time")
@for_recruiters
def give_time(candidate_id: UUID) -> ResponseReturnValue:
    """Give one person more time."""
    found, _opening = my_candidate(candidate_id)
    sitting = _sitting_of(found)
    if sitting.limit_seconds is None:
        raise NotFoundError("no time limit holds here")
    form = TimeForm()
    if not form.validate():
        return _shown(found, sitting, form), 422
    try:
        seconds = int(form.minutes.data) * SECONDS_PER_MINUTE
        clock.give_time(db.session, sitting, seconds, staff=signed_in(), now=now())
    except SittingClosedError:
        db.session.rollback()
        flash(_("Too late: the sitting is over. What came after its end can be accepted below."))
        return _back(found)
    db.session.commit()
    flash(_("The time is given. The open page shows it within a minute."))
    return _back(found)


@bp.post("/candidates/<uuid:candidate_id>/late/<uuid:late_id>")
@for_recruiters
def accept_late(candidate_id: UUID, late_id: UUID) -> ResponseReturnValue:
    """Let a late answer count, with a reason. A new score takes the place of the old one."""
    found, _opening = my_candidate(candidate_id)
    sitting = _sitting_of(found)
    late = _late_of(sitting, late_id)
    form = LateForm(late_id)
    if not form.validate():
        return _shown(found, sitting, TimeForm(formdata=None), {late_id: form}), 422
    at = now()
    scoring.score_sitting(db.session, sitting.id, now=at)  # so that the score without it stays
    if not accept(db.session, late, staff=signed_in(), reason=form.reason.data, now=at):
        db.session.commit()
        flash(_("Nothing was changed: this answer had been accepted already. See below."))
        return _back(found)
    scoring.score_sitting(db.session, sitting.id, now=at)
    db.session.commit()
    flash(_("The answer counts now. The score was made anew; the old one stays in the list."))
    return _back(found)


def _sitting_of(found: Candidate) -> Sitting:
    sitting = find_sitting(db.session, found.id)
    if sitting is None or sitting.voided_at is not None:
        raise NotFoundError("there is no sitting")
    return sitting


def _late_of(sitting: Sitting, late_id: UUID) -> LateAnswer:
    late = get_late(db.session, late_id)
    if late.sitting_id != sitting.id or sitting.submitted_at is None:
        raise NotFoundError("no such late answer here")
    return late


def _back(found: Candidate) -> ResponseReturnValue:
    return redirect(url_for("recruiter.candidate", candidate_id=found.id, _anchor="time"))


def _shown(
    found: Candidate,
    sitting: Sitting,
    time_form: TimeForm,
    faulty: dict[UUID, LateForm] | None = None,
) -> str:
    """The part on a page of its own, with what has to be changed."""
    time = find_time_part(db.session, sitting, now=now())
    late_forms = blank_late_forms(time) | (faulty or {})
    errors = [error for form in (time_form, *late_forms.values()) for error in form_errors(form)]
    return render_template(
        "recruiter/time.html",
        candidate=found,
        time=time,
        time_form=time_form,
        late_forms=late_forms,
        errors=errors,
        **desk(has_errors=bool(errors)),
    )
