"""The candidate's way: link, before you start, practice, one scenario a page, review, receipt."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import jobs, sittings
from hiring.db import db
from hiring.errors import InvitationClosedError, SittingClosedError, StaleAnswerError
from hiring.web.access import for_candidates, public
from hiring.web.candidate.forms import PostedAnswer, read_answer, shown_value
from hiring.web.candidate.pages import (
    StartPage,
    form_is_forged,
    practice_view,
    question_page,
    review_rows,
    start_page,
)
from hiring.web.cookies import CANDIDATE_COOKIE, read_cookie, set_cookie
from hiring.web.language import speak
from hiring.web.security import csrf

bp = Blueprint("candidate", __name__)

COOKIE_SECONDS = 60 * 60 * 24 * 60


@bp.get("/c/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    """Show that the link works. Changes nothing: mail scanners open links."""
    sittings.require_open_link(db.session, token, _now())
    return render_template("candidate/invitation.html", audience="candidate")


@bp.post("/c/<token>")
@public
def open_invitation(token: str) -> ResponseReturnValue:
    """Exchange the link for a cookie, so that the secret leaves the address bar."""
    cookie = sittings.exchange_token(db.session, token, now=_now())
    db.session.commit()
    response = redirect(url_for("candidate.start"))
    set_cookie(response, CANDIDATE_COOKIE, cookie, COOKIE_SECONDS)
    return response


@bp.get("/assessment")
@for_candidates
def start() -> ResponseReturnValue:
    """Say what a candidate wants to know before the start, or lead on from where they were."""
    page = _start_page()
    speak(page.language)
    if page.is_submitted:
        return redirect(url_for("candidate.receipt"))
    return render_template("candidate/start.html", page=page, **page.shared)


@bp.get("/assessment/practice")
@for_candidates
def practice() -> ResponseReturnValue:
    """A scenario to try the controls on. Nothing is stored."""
    page = _start_page()
    speak(page.language)
    return _practice(page, PostedAnswer(None, None, {}), is_tried=False)


@bp.post("/assessment/practice")
@for_candidates
@csrf.exempt  # type: ignore[untyped-decorator]  # stores nothing: nothing to forge
def try_practice() -> ResponseReturnValue:
    """Show how errors and answers look, still without storing anything."""
    page = _start_page()
    speak(page.language)
    posted = read_answer(page.practice_item, request.form, n_steps=len(page.bank.response_scale))
    return _practice(page, posted, is_tried=True)


@bp.post("/assessment/start")
@for_candidates
def begin() -> ResponseReturnValue:
    """Start the sitting, or go on with the one already started."""
    page = _start_page()
    sitting = sittings.start_sitting(
        db.session, page.candidate_id, language=page.language, now=_now()
    )
    db.session.commit()
    return redirect(_next_page(sitting))


@bp.get("/assessment/<int:position>")
@for_candidates
def question(position: int) -> ResponseReturnValue:
    """Show one scenario with what is stored for it."""
    step = _step(position)
    if step is None:
        return redirect(url_for("candidate.start"))
    if step.is_submitted:
        return redirect(url_for("candidate.receipt"))
    speak(step.language)
    shown = PostedAnswer(shown_value(step.page.item, step.value), step.value, {})
    return question_page(step, shown)


@bp.post("/assessment/<int:position>")
@for_candidates
@csrf.exempt  # type: ignore[untyped-decorator]  # checked below: it never costs an answer
def answer(position: int) -> ResponseReturnValue:
    """Store the answer, then show the next scenario."""
    now = _now()
    step = _step(position)
    if step is None:
        return redirect(url_for("candidate.start"))
    speak(step.language)
    wants_skip = "skip" in request.form
    posted = read_answer(step.page.item, request.form, n_steps=len(step.bank.response_scale))
    if form_is_forged():
        return question_page(
            step, posted, notice=_("This page was open for long. Please send again.")
        ), 400
    if posted.errors and not wants_skip:
        return question_page(step, posted), 422
    return _store(step, posted, None if wants_skip else posted.value, now)


@bp.get("/assessment/review")
@for_candidates
def review() -> ResponseReturnValue:
    """All answers before they are sent, those left out first."""
    page = _start_page()
    if page.sitting is None:
        return redirect(url_for("candidate.start"))
    speak(page.language)
    if page.is_submitted:
        return redirect(url_for("candidate.receipt"))
    rows = review_rows(page, sittings.latest_answers(db.session, page.sitting.id))
    return render_template("candidate/review.html", page=page, rows=rows, **page.shared)


@bp.post("/assessment/submit")
@for_candidates
def submit() -> ResponseReturnValue:
    """Send the answers in. Sending twice gives the same receipt."""
    now = _now()
    page = _start_page()
    if page.sitting is None:
        return redirect(url_for("candidate.start"))
    sittings.submit(db.session, page.sitting, now=now)
    jobs.ask_for_score(db.session, page.sitting.id, now=now)
    db.session.commit()
    return redirect(url_for("candidate.receipt"))


@bp.get("/assessment/receipt")
@for_candidates
def receipt() -> ResponseReturnValue:
    """The receipt, what happens next and by when. Stays reachable by the same link."""
    page = _start_page()
    speak(page.language)
    if not page.is_submitted:
        return redirect(url_for("candidate.start"))
    is_late = "late" in request.args
    return render_template("candidate/receipt.html", page=page, is_late=is_late, **page.shared)


@bp.get("/assessment/help")
@for_candidates
def help_page() -> ResponseReturnValue:
    """How to get help, another format or more comfortable conditions."""
    page = _start_page()
    speak(page.language)
    return render_template("candidate/help.html", page=page, **page.shared)


def _store(
    step: sittings.Step, posted: PostedAnswer, value: sittings.Value, now: datetime
) -> ResponseReturnValue:
    """Store the answer; an older page than the stored answer gets both to choose from."""
    seen = request.form.get("revision", "")
    seen_revision = int(seen) if seen.isascii() and seen.isdigit() else -1
    try:
        sittings.store_answer(db.session, step, value, seen_revision=seen_revision, now=now)
    except StaleAnswerError as stale:
        return question_page(step, posted, stale=stale), 409
    except SittingClosedError:
        return redirect(url_for("candidate.receipt", late=1))
    db.session.commit()
    return redirect(_after(step))


def _after(step: sittings.Step) -> str:
    """The next scenario, or the review when this was the last or the candidate came from there."""
    if request.form.get("back") == "review" or step.page.position == step.n_pages:
        return url_for("candidate.review")
    return url_for("candidate.question", position=step.page.position + 1)


def _next_page(sitting: sittings.Sitting) -> str:
    """The first page without a row; the review when there is none."""
    answers = sittings.latest_answers(db.session, sitting.id)
    page = _start_page()
    for candidate_page in page.pages:
        if candidate_page.item_ref not in answers:
            return url_for("candidate.question", position=candidate_page.position)
    return url_for("candidate.review")


def _practice(page: StartPage, posted: PostedAnswer, *, is_tried: bool) -> ResponseReturnValue:
    body = render_template(
        "candidate/practice.html",
        page=page,
        practice_item=practice_view(page),
        posted=posted,
        is_tried=is_tried,
        **page.shared | {"has_errors": bool(posted.errors)},
    )
    return body, 422 if posted.errors else 200


def _step(position: int) -> sittings.Step | None:
    return sittings.load_step(db.session, read_cookie(CANDIDATE_COOKIE), position)


def _start_page() -> StartPage:
    """What all pages but the questions need.

    Raises:
        InvitationClosedError: No cookie, or its link was withdrawn.
    """
    found = sittings.find_access(db.session, read_cookie(CANDIDATE_COOKIE))
    if found is None:
        raise InvitationClosedError("no open invitation in this browser")
    settings: Any = current_app.extensions["hiring_settings"]
    return start_page(db.session, *found, settings=settings, now=_now())


def _now() -> datetime:
    return datetime.now(UTC)
