"""What candidates read about their own answers: feedback, the same on paper, an explanation."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hiring import comparison, feedback, openings, sittings
from hiring.briefs import press
from hiring.comparison import ScoredPerson
from hiring.db import db
from hiring.feedback import FeedbackState, Release
from hiring.handouts.explanation_words import compose_explanation
from hiring.handouts.feedback_sheet import render_sheet
from hiring.handouts.feedback_words import compose_feedback
from hiring.handouts.sheets import SheetContent, plain_text
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import bp, load_page, now, settings
from hiring.web.candidate.pages import StartPage
from hiring.web.language import current_language, translator, zone_here
from hiring.web.pacing import paper_paced
from hiring.web.prefetching import never_ahead


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why there is nothing to read yet, and what to do."""

    title: str
    sentences: tuple[str, ...]
    explanation_url: str = ""


Wait = Callable[[StartPage, ScoredPerson | None], Waiting | None]
Compose = Callable[[StartPage, ScoredPerson], SheetContent]


@bp.get("/assessment/feedback", endpoint="feedback")
@for_candidates
@never_ahead
def feedback_page() -> ResponseReturnValue:
    """Feedback on the candidate's own answers, or from when there is some."""
    page = load_page()
    found = _read(page, _wait_for_feedback, _feedback)
    if isinstance(found, Waiting):
        return _waiting_page(page, found)
    press.warm()  # who reads this may want it on paper next
    return _sheet_page(page, found, pdf_url=url_for("candidate.feedback_pdf"))


@bp.get("/assessment/feedback.pdf", endpoint="feedback_pdf")
@for_candidates
@never_ahead
@paper_paced
def feedback_pdf() -> ResponseReturnValue:
    """The same words on paper."""
    page = load_page()
    found = _read(page, _wait_for_feedback, _feedback)
    if isinstance(found, Waiting):
        return redirect(url_for("candidate.feedback"))
    return _download(
        press.printed(render_sheet, found), "application/pdf", f"feedback-{_code(page)}.pdf"
    )


@bp.get("/assessment/explanation", endpoint="explanation")
@for_candidates
@never_ahead
def explanation_page() -> ResponseReturnValue:
    """How the result came about, or by when this can be read."""
    page = load_page()
    found = _read(page, _wait_for_explanation, _explanation)
    if isinstance(found, Waiting):
        return _waiting_page(page, found)
    return _sheet_page(page, found, text_url=url_for("candidate.explanation_text"))


@bp.get("/assessment/explanation.txt", endpoint="explanation_text")
@for_candidates
@never_ahead
def explanation_text() -> ResponseReturnValue:
    """The same words as a text file."""
    page = load_page()
    found = _read(page, _wait_for_explanation, _explanation)
    if isinstance(found, Waiting):
        return redirect(url_for("candidate.explanation"))
    text, name = plain_text(found), f"explanation-{_code(page)}.txt"
    return _download(text.encode(), "text/plain; charset=utf-8", name)


def feedback_words(state: FeedbackState) -> str:
    """In a sentence whether feedback can be read, for a link or in its place."""
    match state.release:
        case Release.OPEN:
            return str(_("Your feedback is ready."))
        case Release.NOT_SCORED:
            return str(_("Your feedback is being made. Please look again in a few minutes."))
        case Release.LATER:
            day = "" if state.first_day is None else format_date(state.first_day, "long")
            return str(_("You can read your feedback here from %(day)s on.", day=day))
        case Release.OFF:
            return str(_("For this opening there is no feedback."))


def before_scoring(page: StartPage) -> Waiting | None:
    """Why there is no result, and whether one comes; None once the answers are sent and count."""
    if page.is_voided:
        words = _("You have taken these answers back, so there is no result.")
        return Waiting(str(_("No result")), (str(words),))
    if page.is_submitted:
        return None
    if page.withdrawn_at is not None:
        words = _("You withdrew before you sent any answers, so there is no result.")
        return Waiting(str(_("No result")), (str(words),))
    words = _(
        "There is no result yet. It comes as soon as you have sent your answers and they are "
        "scored."
    )
    return Waiting(str(_("Not yet")), (str(words),))


def _read(page: StartPage, wait: Wait, compose: Compose) -> SheetContent | Waiting:
    """What a candidate reads of their result, noted as read; or why it cannot be read now."""
    person = _find_scored(page)
    waiting = wait(page, person)
    if person is None or waiting is not None:
        return waiting or _not_scored(page)
    _note_reading(person)
    content = compose(page, person)
    db.session.commit()
    return content


def _find_scored(page: StartPage) -> ScoredPerson | None:
    """The candidate with the newest score of what counts; none for answers taken back."""
    sitting = page.sitting
    if sitting is None or sitting.voided_at is not None:
        return None
    candidate = openings.get_candidate(db.session, page.candidate_id)
    return comparison.find_scored(db.session, candidate)


def _wait_for_feedback(page: StartPage, person: ScoredPerson | None) -> Waiting | None:
    """Why there is no feedback now, or None where there is."""
    before = before_scoring(page)
    if before is not None:
        return before
    candidate = openings.get_candidate(db.session, page.candidate_id)
    opening = openings.get_opening(db.session, candidate.opening_id)
    score = None if person is None else person.score
    state = feedback.feedback_state(opening, score, now(), zone=zone_here())
    return None if state.is_open else _waiting(state, is_scored=person is not None)


def _waiting(state: FeedbackState, *, is_scored: bool) -> Waiting:
    told = [feedback_words(state)]
    if state.release is Release.LATER:
        told.append(str(_("Your link brings you back to this page.")))
    return Waiting(
        str(_("Feedback on your answers")),
        tuple(told),
        url_for("candidate.explanation") if is_scored else "",
    )


def _wait_for_explanation(page: StartPage, person: ScoredPerson | None) -> Waiting | None:
    """Why there is no explanation now, or None where there is."""
    before = before_scoring(page)
    if before is not None or person is not None:
        return before
    return _not_scored(page)


def _not_scored(page: StartPage) -> Waiting:
    """With the day by which the law wants it; mostly it takes minutes."""
    sent_at = now() if page.sitting is None else page.sitting.submitted_at or now()
    words = _(
        "Your answers are being scored. This mostly takes a few minutes. By %(day)s at the latest "
        "you can read here how your result came about.",
        day=format_date(feedback.explanation_due_on(sent_at), "long"),
    )
    return Waiting(str(_("Your answers are being scored")), (str(words),))


def _feedback(page: StartPage, person: ScoredPerson) -> SheetContent:
    told = feedback.feedback_of(db.session, person, page.bank)
    return compose_feedback(told, translator(), current_language(), contact=page.contact)


def _explanation(page: StartPage, person: ScoredPerson) -> SheetContent:
    return compose_explanation(
        feedback.explanation_of(db.session, person, page.bank),
        translator(),
        current_language(),
        contact=page.contact,
        rights_address=_rights_address(),
    )


def _rights_address() -> str:
    """Where a correction or another look is asked for, written out for paper and text."""
    return settings().public_url.rstrip("/") + url_for("candidate.rights")


def _note_reading(person: ScoredPerson) -> None:
    """Note it before anything is shown, then read again whether the answers still count.

    Raises:
        NotScorableError: They were taken back at the same moment, in another window.
    """
    feedback.note_reading(db.session, person.candidate, now=now())
    sittings.require_standing(db.session, person.candidate.id)


def _code(page: StartPage) -> str:
    """By which files are named: not by whose they are."""
    return openings.get_candidate(db.session, page.candidate_id).code


def _sheet_page(page: StartPage, content: SheetContent, **links: str) -> str:
    return render_template("candidate/sheet.html", sheet=content, **links, **page.shared)


def _waiting_page(page: StartPage, waiting: Waiting) -> str:
    return render_template("candidate/sheet_waits.html", waiting=waiting, page=page, **page.shared)


def _download(body: bytes, kind: str, name: str) -> Response:
    response = make_response(body)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
