"""The core questions of an opening, and scorecards that come back on paper."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring.db import db
from hiring.errors import InterviewFaultError
from hiring.interviews.cards import Card, faults_of
from hiring.interviews.listing import InterviewLine
from hiring.interviews.plan import (
    MAX_QUESTIONS,
    MIN_QUESTIONS,
    find_plan,
    guide_questions,
    make_plan,
    plan_questions,
)
from hiring.interviews.scorecards import require_no_card, type_card
from hiring.interviews.sight import require_sight
from hiring.openings.records import Opening
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.interview_words import fault_words
from hiring.web.pages import simulated_label
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.interview_forms import PlanForm, filled_plan
from hiring.web.recruiter.interview_pages import line_of
from hiring.web.scorecards import card_form, read_card


@bp.get("/openings/<uuid:opening_id>/interview-plan")
@for_recruiters
def interview_plan(opening_id: UUID) -> ResponseReturnValue:
    """The core questions that hold, with the form to choose others while nobody has filed."""
    opening = my_opening(opening_id)
    guide = guide_questions(db.session, opening)
    return _plan_page(opening, filled_plan(guide, plan_questions(db.session, opening.id)))


@bp.post("/openings/<uuid:opening_id>/interview-plan")
@for_recruiters
def choose_interview_plan(opening_id: UUID) -> ResponseReturnValue:
    """Choose the core questions; every brief of the opening prints exactly these."""
    opening = my_opening(opening_id)
    form = PlanForm()
    drafts = form.drafts(guide_questions(db.session, opening))
    try:
        make_plan(db.session, opening, drafts, staff=signed_in(), now=now())
    except InterviewFaultError as fault:
        db.session.rollback()
        return _plan_page(opening, form, fault_words(fault)), 422
    db.session.commit()
    flash(_("The core questions are stored. Every brief of this opening now prints them."))
    return redirect(url_for("recruiter.interview_plan", opening_id=opening.id))


@bp.get("/assignments/<uuid:interview_id>/paper")
@for_recruiters
def paper_card(interview_id: UUID) -> ResponseReturnValue:
    """The form to type what an interviewer wrote on paper."""
    line = _line_to_type(interview_id)
    try:
        require_no_card(db.session, line.interview)
    except InterviewFaultError as fault:
        return _refused(interview_id, fault)
    return _paper_page(line, Card())


@bp.post("/assignments/<uuid:interview_id>/paper")
@for_recruiters
def type_paper_card(interview_id: UUID) -> ResponseReturnValue:
    """File the card for the interviewer; who typed it is stored and shown."""
    line = _line_to_type(interview_id)
    questions = plan_questions(db.session, line.opening.id)
    card = read_card(questions, request.form)
    try:
        type_card(db.session, line.interview, card, typist=signed_in(), now=now())
    except InterviewFaultError as fault:
        db.session.rollback()
        faults = faults_of(card, [one.id for one in questions], is_typed=True)
        return (_paper_page(line, card, faults), 422) if faults else _refused(interview_id, fault)
    db.session.commit()
    flash(_("Filed. The interviewer can confirm or correct it on their page."))
    return redirect(url_for("recruiter.interview", interview_id=interview_id))


def _line_to_type(interview_id: UUID) -> InterviewLine:
    """The interview, for somebody who may read its card.

    Raises:
        NotFoundError: There is none, or it is not theirs.
        NotAllowedError: They interview the same candidate and have not filed yet.
    """
    line = line_of(db.session, interview_id)
    require_sight(db.session, line.candidate.id, signed_in())
    return line


def _plan_page(opening: Opening, form: PlanForm, fault: str = "") -> str:
    plan = find_plan(db.session, opening.id)
    errors = [{"target_id": "plan", "text": fault}] if fault else []
    return render_template(
        "recruiter/interview_plan.html",
        opening=opening,
        form=form,
        guide=guide_questions(db.session, opening),
        planned=plan_questions(db.session, opening.id),
        is_frozen=plan is not None and plan.frozen_at is not None,
        low=MIN_QUESTIONS,
        high=MAX_QUESTIONS,
        errors=errors,
        **desk(simulated_label(is_simulated=opening.is_simulated), has_errors=bool(errors)),
    )


def _paper_page(
    line: InterviewLine, card: Card, faults: list[InterviewFaultError] | None = None
) -> str:
    form = card_form(plan_questions(db.session, line.opening.id), card, 1, faults or [])
    labels = simulated_label(is_simulated=line.opening.is_simulated)
    return render_template(
        "recruiter/interview_paper.html",
        line=line,
        form=form,
        errors=form.errors,
        **desk(labels, has_errors=bool(form.errors)),
    )


def _refused(interview_id: UUID, fault: InterviewFaultError) -> ResponseReturnValue:
    flash(fault_words(fault))
    return redirect(url_for("recruiter.interview", interview_id=interview_id))
