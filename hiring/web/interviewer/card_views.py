"""One's own scorecard: written, kept as a draft, filed, corrected; then the colleagues' ones."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring.db import db
from hiring.errors import InterviewFaultError
from hiring.interviews.assigning import hold as hold_interview
from hiring.interviews.cards import Card, faults_of
from hiring.interviews.listing import InterviewLine
from hiring.interviews.plan import plan_questions
from hiring.interviews.scorecards import (
    card_of,
    confirm_typed,
    filed_cards,
    next_number,
    open_card,
)
from hiring.interviews.scorecards import file_card as file_scorecard
from hiring.interviews.scorecards import keep_draft as keep_scorecard
from hiring.interviews.sight import is_score_sealed, may_see_cards
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.interview_words import SHAPES, fault_words, state_words
from hiring.web.interviewer.desk import bp, for_all_who_interview, my_line, now
from hiring.web.pages import simulated_label
from hiring.web.panels import panel_view
from hiring.web.scorecards import CardForm, card_form, filed_pages, read_card, read_number

FROM_SCRIPT = "fetch"


@bp.get("/scorecards/<uuid:interview_id>")
@for_all_who_interview
def scorecard(interview_id: UUID) -> ResponseReturnValue:
    """What is filed, or the form with what was kept so far; a correction when asked for."""
    line = my_line(interview_id)
    row = open_card(db.session, interview_id)
    has_filed = line.filed is not None
    wants_form = not has_filed or row is not None or "correct" in request.args
    if not wants_form or line.interview.cancelled_at is not None:
        return _page(line, None)
    return _page(line, _form(line, _written(line)))


@bp.post("/scorecards/<uuid:interview_id>/draft")
@for_all_who_interview
def keep_card(interview_id: UUID) -> ResponseReturnValue:
    """Keep what is written so far; a script asks for this on its own, too."""
    line = my_line(interview_id)
    card = _sent(line)
    is_script = request.headers.get("X-Requested-With") == FROM_SCRIPT
    try:
        keep_scorecard(
            db.session,
            line.interview,
            card,
            number=read_number(request.form),
            staff=signed_in(),
            now=now(),
        )
    except InterviewFaultError as fault:
        return ("", 409) if is_script else _refused(interview_id, fault)
    db.session.commit()
    if is_script:
        return "", 204
    flash(_("Your draft is kept. Nobody else can read it."))
    return redirect(url_for("interviewer.scorecard", interview_id=interview_id))


@bp.post("/scorecards/<uuid:interview_id>")
@for_all_who_interview
def file_card(interview_id: UUID) -> ResponseReturnValue:
    """File the scorecard once; from then on it can be corrected, never edited."""
    line = my_line(interview_id)
    card, number = _sent(line), read_number(request.form)
    try:
        file_scorecard(
            db.session, line.interview, card, number=number, staff=signed_in(), now=now()
        )
    except InterviewFaultError as fault:
        db.session.rollback()
        return _not_filed(interview_id, card, number, fault)
    db.session.commit()
    flash(_("Your scorecard is filed. You can now read those of your colleagues."))
    return redirect(url_for("interviewer.scorecard", interview_id=interview_id))


@bp.post("/scorecards/<uuid:interview_id>/held")
@for_all_who_interview
def hold(interview_id: UUID) -> ResponseReturnValue:
    """Say that the interview took place."""
    line = my_line(interview_id)
    try:
        hold_interview(db.session, line.interview, held_at=now(), staff=signed_in(), now=now())
    except InterviewFaultError as fault:
        return _refused(interview_id, fault)
    db.session.commit()
    flash(_("Noted: the interview took place. Please file your scorecard soon."))
    return redirect(url_for("interviewer.scorecard", interview_id=interview_id))


@bp.post("/scorecards/<uuid:interview_id>/confirm")
@for_all_who_interview
def confirm_card(interview_id: UUID) -> ResponseReturnValue:
    """Say that what was typed from paper is right."""
    line = my_line(interview_id)
    try:
        confirm_typed(db.session, line.interview, staff=signed_in(), now=now())
    except InterviewFaultError as fault:
        return _refused(interview_id, fault)
    db.session.commit()
    flash(_("Thank you. The scorecard is confirmed."))
    return redirect(url_for("interviewer.scorecard", interview_id=interview_id))


@bp.get("/scorecards/<uuid:interview_id>/panel")
@for_all_who_interview
def panel(interview_id: UUID) -> ResponseReturnValue:
    """Colleagues' scorecards and the panel's result; only after one's own is filed."""
    line = my_line(interview_id)
    if not may_see_cards(db.session, line.candidate.id, signed_in()):
        return render_template("interviewer/not_yet.html", line=line, **desk()), 403
    view = panel_view(db.session, line.candidate.id)
    labels = simulated_label(is_simulated=line.opening.is_simulated)
    return render_template("interviewer/panel.html", line=line, view=view, **desk(labels))


def _written(line: InterviewLine) -> Card:
    """What was kept, else the filed card as the start of a correction, else nothing."""
    row = open_card(db.session, line.interview.id) or line.filed
    if row is None:
        return Card()
    card = card_of(db.session, row)
    is_new_correction = row.filed_at is not None
    return Card(card.marks, card.advice, card.summary) if is_new_correction else card


def _form(line: InterviewLine, card: Card) -> CardForm:
    questions = plan_questions(db.session, line.opening.id)
    return card_form(questions, card, next_number(db.session, line.interview.id))


def _sent(line: InterviewLine) -> Card:
    return read_card(plan_questions(db.session, line.opening.id), request.form)


def _not_filed(
    interview_id: UUID, card: Card, number: int, fault: InterviewFaultError
) -> ResponseReturnValue:
    """The form with everything that is missing; where nothing is, the words of the fault."""
    line = my_line(interview_id)
    questions = plan_questions(db.session, line.opening.id)
    faults = faults_of(card, [one.id for one in questions], is_correction=number > 1)
    if number != next_number(db.session, interview_id) or not faults:
        return _refused(interview_id, fault)
    return _page(line, card_form(questions, card, number, faults)), 422


def _refused(interview_id: UUID, fault: InterviewFaultError) -> ResponseReturnValue:
    db.session.rollback()
    flash(fault_words(fault))
    return redirect(url_for("interviewer.scorecard", interview_id=interview_id))


def _page(line: InterviewLine, form: CardForm | None) -> str:
    questions = plan_questions(db.session, line.opening.id)
    state = line.state(now())
    errors = [] if form is None else form.errors
    labels = simulated_label(is_simulated=line.opening.is_simulated)
    return render_template(
        "interviewer/scorecard.html",
        line=line,
        state=state_words(state),
        shape=SHAPES[state],
        form=form,
        filed=filed_pages(db.session, line, questions),
        is_typed=_awaits_confirmation(line),
        is_sealed=is_score_sealed(db.session, line.opening, line.candidate.id, signed_in()),
        errors=errors,
        **desk(labels, has_errors=bool(errors)),
    )


def _awaits_confirmation(line: InterviewLine) -> bool:
    newest = next(iter(filed_cards(db.session, line.interview.id)), None)
    return newest is not None and newest.typed_by_id is not None and newest.confirmed_at is None
