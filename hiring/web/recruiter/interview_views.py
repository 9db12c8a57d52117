"""Interviews of an opening: who meets whom, where each stands, and how far interviewers agree."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import accounts, openings
from hiring.accounts import Role
from hiring.db import db
from hiring.errors import InterviewFaultError
from hiring.interviews.agreement import MIN_PAIRS
from hiring.interviews.assigning import assign, cancel, hold, interviewers_on_offer, plan_for
from hiring.interviews.plan import plan_questions
from hiring.interviews.sight import may_see_cards, note_cards_read
from hiring.openings.records import Opening
from hiring.psychometrics.agreement.severity import MIN_SHARED_RATINGS
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.interview_words import fault_words
from hiring.web.language import day_here
from hiring.web.masking import sees_names
from hiring.web.pages import form_errors, simulated_label
from hiring.web.panels import panel_view
from hiring.web.recruiter.desk import (
    bp,
    for_recruiters,
    my_candidate,
    my_opening,
    now,
    today_here,
)
from hiring.web.recruiter.interview_forms import AssignForm, HeldForm, InterviewDayForm
from hiring.web.recruiter.interview_pages import (
    agreement_page,
    candidates_on_offer,
    held_moment,
    interviews_page,
    line_of,
    listed,
    planned_moment,
)
from hiring.web.scorecards import filed_pages


@bp.get("/openings/<uuid:opening_id>/interviews")
@for_recruiters
def interviews(opening_id: UUID) -> ResponseReturnValue:
    """All interviews of an opening, and the scorecards to ask for."""
    opening = my_opening(opening_id)
    return _list(opening, _assign_form(opening))


@bp.post("/openings/<uuid:opening_id>/interviews")
@for_recruiters
def assign_interview(opening_id: UUID) -> ResponseReturnValue:
    """Let somebody interview a candidate."""
    opening = my_opening(opening_id)
    form = _assign_form(opening)
    if not form.validate() or not _assigned(opening, form):
        return _list(opening, form), 422
    db.session.commit()
    flash(_("Assigned. It stands on the interviewer's page from now on; no mail is sent."))
    return redirect(url_for("recruiter.interviews", opening_id=opening.id))


@bp.get("/assignments/<uuid:interview_id>")
@for_recruiters
def interview(interview_id: UUID) -> ResponseReturnValue:
    """One interview: its day, whether it took place, and what was filed; reading that is noted."""
    line = line_of(db.session, interview_id)
    if may_see_cards(db.session, line.candidate.id, signed_in()):
        note_cards_read(db.session, line.candidate, staff=signed_in(), now=now())
    page = _one(interview_id, InterviewDayForm(formdata=None), HeldForm(formdata=None))
    db.session.commit()
    return page


@bp.post("/assignments/<uuid:interview_id>/day")
@for_recruiters
def plan_interview(interview_id: UUID) -> ResponseReturnValue:
    """Set the day, or take it away."""
    line = line_of(db.session, interview_id)
    form = InterviewDayForm()
    if not form.validate():
        return _one(interview_id, form, HeldForm(formdata=None)), 422
    try:
        day = planned_moment(form.planned_on.data)
        plan_for(db.session, line.interview, planned_at=day, staff=signed_in(), now=now())
    except InterviewFaultError as fault:
        return _refused(interview_id, fault)
    db.session.commit()
    flash(_("The day is stored."))
    return redirect(url_for("recruiter.interview", interview_id=interview_id))


@bp.post("/assignments/<uuid:interview_id>/held")
@for_recruiters
def hold_interview(interview_id: UUID) -> ResponseReturnValue:
    """Note that they have met. From now on a missing scorecard is asked for."""
    line = line_of(db.session, interview_id)
    form = HeldForm()
    if not form.validate():
        return _one(interview_id, InterviewDayForm(formdata=None), form), 422
    try:
        day = held_moment(form.held_on.data, now())
        hold(db.session, line.interview, held_at=day, staff=signed_in(), now=now())
    except InterviewFaultError as fault:
        return _refused(interview_id, fault)
    db.session.commit()
    flash(_("Noted. If the scorecard is missing, the interviewer is reminded on their page."))
    return redirect(url_for("recruiter.interview", interview_id=interview_id))


@bp.post("/assignments/<uuid:interview_id>/cancel")
@for_recruiters
def cancel_interview(interview_id: UUID) -> ResponseReturnValue:
    """Call an interview off; the panel then does without it."""
    line = line_of(db.session, interview_id)
    try:
        cancel(db.session, line.interview, staff=signed_in(), now=now())
    except InterviewFaultError as fault:
        return _refused(interview_id, fault)
    db.session.commit()
    flash(_("Called off. To bring it back, assign the two again."))
    return redirect(url_for("recruiter.interviews", opening_id=line.opening.id))


@bp.get("/candidates/<uuid:candidate_id>/panel")
@for_recruiters
def panel(candidate_id: UUID) -> ResponseReturnValue:
    """What the interviewers filed about a candidate; for those who interview, after their own.

    That it was read is noted: who has read it does not interview the candidate afterwards.
    """
    candidate, opening = my_candidate(candidate_id)
    may_see = may_see_cards(db.session, candidate.id, signed_in())
    if may_see:
        note_cards_read(db.session, candidate, staff=signed_in(), now=now())
    labels = simulated_label(is_simulated=candidate.is_simulated)
    page = render_template(
        "recruiter/panel.html",
        candidate=candidate,
        opening=opening,
        view=panel_view(db.session, candidate.id) if may_see else None,
        **desk(labels),
    )
    db.session.commit()
    return (page, 200) if may_see else (page, 403)


@bp.get("/openings/<uuid:opening_id>/agreement")
@for_recruiters
def interview_agreement(opening_id: UUID) -> ResponseReturnValue:
    """How far interviewers agree, by question and by month; owners also see who rates strictly."""
    opening = my_opening(opening_id)
    page = agreement_page(db.session, opening)
    is_owner = signed_in().role == Role.OWNER
    return render_template(
        "recruiter/interview_agreement.html",
        page=page,
        severities=page.severities(db.session) if is_owner else [],
        is_owner=is_owner,
        min_pairs=MIN_PAIRS,
        min_shared=MIN_SHARED_RATINGS,
        **desk(simulated_label(is_simulated=opening.is_simulated)),
    )


def _assign_form(opening: Opening) -> AssignForm:
    form = AssignForm()
    wanted = request.values.get("candidate", "")
    people, are_all = candidates_on_offer(db.session, opening, wanted)
    form.offer(people, interviewers_on_offer(db.session, opening.id))
    if not are_all:
        form.candidate.description = _("Too many for a list: come from the candidate's page.")
    if not form.is_submitted():
        form.candidate.data = wanted
    return form


def _assigned(opening: Opening, form: AssignForm) -> bool:
    """Whether the interview could be stored; if not, the form says why."""
    try:
        assign(
            db.session,
            opening,
            openings.get_candidate(db.session, UUID(form.candidate.data)),
            accounts.get_staff(db.session, UUID(form.interviewer.data)),
            planned_at=planned_moment(form.planned_on.data),
            staff=signed_in(),
            now=now(),
        )
    except InterviewFaultError as fault:
        db.session.rollback()
        form.interviewer.errors = [fault_words(fault)]
        return False
    return True


def _list(opening: Opening, form: AssignForm) -> str:
    errors = form_errors(form)
    return render_template(
        "recruiter/interviews.html",
        page=interviews_page(db.session, opening, now=now()),
        form=form,
        errors=errors,
        **desk(simulated_label(is_simulated=opening.is_simulated), has_errors=bool(errors)),
    )


def _one(interview_id: UUID, day_form: InterviewDayForm, held_form: HeldForm) -> str:
    line = line_of(db.session, interview_id)
    days = (line.interview.planned_at, line.interview.held_at)
    planned, held = days if sees_names() else (None, None)
    if not day_form.is_submitted() and planned is not None:
        day_form.planned_on.data = day_here(planned)
    if not held_form.errors and held_form.held_on.data is None:
        held_form.held_on.data = today_here() if held is None else day_here(held)
    may_see = may_see_cards(db.session, line.candidate.id, signed_in())
    errors = [*form_errors(day_form), *form_errors(held_form)]
    questions = plan_questions(db.session, line.opening.id)
    return render_template(
        "recruiter/interview.html",
        one=listed(line, now()),
        is_own=line.interviewer.id == signed_in().id,
        may_see=may_see,
        filed=filed_pages(db.session, line, questions) if may_see else [],
        day_form=day_form,
        held_form=held_form,
        errors=errors,
        **desk(simulated_label(is_simulated=line.opening.is_simulated), has_errors=bool(errors)),
    )


def _refused(interview_id: UUID, fault: InterviewFaultError) -> ResponseReturnValue:
    db.session.rollback()
    flash(fault_words(fault))
    return redirect(url_for("recruiter.interview", interview_id=interview_id))
