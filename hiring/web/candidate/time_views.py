"""Time under way: what is left, breaks that were agreed, and the end of the time."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hiring import cases, sittings
from hiring.cases import CaseKind
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.sittings import Answer, AnswerState, clock
from hiring.sittings.clock import Arrival
from hiring.sittings.late_answers import list_late
from hiring.sittings.outages import is_pulse_stale
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import arrived_at, bp, load_page, now
from hiring.web.candidate.format_views import needs_assistants_name
from hiring.web.candidate.keeping import time_owed_page
from hiring.web.candidate.pages import StartPage
from hiring.web.candidate.time_pages import clock_of_sitting, close_if_over
from hiring.web.security import shown_again_by

MAX_DIGITS = 4


@bp.get("/assessment/time")
@for_candidates
def time_left() -> ResponseReturnValue:
    """What is left, for the clock of an open page."""
    sitting = load_page().sitting
    if sitting is None:
        raise NotFoundError("no clock without a sitting")
    is_paused = sitting.paused_at is not None and sitting.submitted_at is None
    return {"left": clock.left_seconds(sitting, now()), "is_paused": is_paused}


@bp.get("/assessment/break")
@for_candidates
def break_page() -> ResponseReturnValue:
    """While the clock stands still: what is left, and the way back. No scenario shows."""
    page = load_page()
    if page.sitting is None or page.is_submitted or page.sitting.paused_at is None:
        return redirect(url_for("candidate.time_up"))
    if _waits_for_an_answer(page):
        kept = request.args.get("kept")
        return redirect(url_for("candidate.help_page", position=_position(), kept=kept))
    facts = clock_of_sitting(db.session, page.sitting, now=now())
    return render_template(
        "candidate/break.html",
        page=page,
        clock=facts,
        position=_position(),
        is_kept="kept" in request.args,
        **page.shared,
    )


@bp.post("/assessment/resume")
@for_candidates
@shown_again_by(break_page)
def resume() -> ResponseReturnValue:
    """Let the clock run again and lead back to where it was stopped."""
    at, page = arrived_at(), load_page()
    if page.sitting is None or page.is_submitted:
        return redirect(url_for("candidate.start"))
    position = _position()
    if needs_assistants_name(page):
        return redirect(url_for("candidate.assistant", position=position, go_on=1))
    clock.resume(db.session, page.sitting, now=at)
    db.session.commit()
    if position is None or position > len(page.pages):
        return redirect(url_for("candidate.start"))
    return redirect(url_for("candidate.question", position=position))


@bp.get("/assessment/time-up")
@for_candidates
def time_up() -> ResponseReturnValue:
    """What was saved when the time was over, with the receipt as soon as there is one.

    Nobody is offered an end while the server owes them time for having been away.
    """
    page = load_page()
    if (elsewhere := _elsewhere(page)) is not None:
        return elsewhere
    assert page.sitting is not None  # noqa: S101 - otherwise the way leads elsewhere
    if not page.is_submitted and is_pulse_stale(db.session, now()):
        return time_owed_page()
    close_if_over(db.session, page.sitting.id, now=now())
    db.session.commit()
    answers = sittings.latest_answers(db.session, page.sitting.id).values()
    return render_template(
        "candidate/time_up.html",
        page=page,
        saved=_saved_words(list(answers), len(page.pages)),
        n_late=len(list_late(db.session, page.sitting.id)),
        n_several=len(sittings.rival_drafts(db.session, page.sitting.id)),
        **page.shared,
    )


def _waits_for_an_answer(page: StartPage) -> bool:
    """Whether it stands still because something was asked for: the help page tells more then."""
    found = cases.open_cases_of(db.session, page.candidate_id)
    return any(case.kind == CaseKind.ADJUSTMENT for case in found)


def _elsewhere(page: StartPage) -> Response | None:
    """Where somebody belongs whose time is not up."""
    sitting = page.sitting
    if sitting is None:
        return redirect(url_for("candidate.start"))
    if sitting.submitted_at is not None:
        is_ours = sitting.closed_by == sittings.Closer.SERVER.value
        late, stored = request.args.get("late"), request.args.get("stored")
        receipt = url_for("candidate.receipt", late=late, stored=stored)
        return None if is_ours else redirect(receipt)
    if sitting.paused_at is not None:
        return redirect(url_for("candidate.break_page"))
    arrival = clock.judge(now(), deadline_at=sitting.deadline_at, is_paused=False)
    return redirect(url_for("candidate.start")) if arrival is Arrival.IN_TIME else None


def _saved_words(answers: list[Answer], n_pages: int) -> list[str]:
    """What was there at the end: sent by hand, taken over from the page, left open."""
    given = [one for one in answers if one.state == AnswerState.ANSWERED.value]
    n_drafts = sum(one.is_from_draft for one in given)
    words = [_("Answers saved: %(n)s of %(total)s.", n=len(given), total=n_pages)]
    if n_drafts:
        words.append(_("Of these, taken over as they stood in the page: %(n)s.", n=n_drafts))
    if len(given) < n_pages:
        words.append(_("What is left open counts as not reached. It does not void the rest."))
    return [str(one) for one in words]


def _position() -> int | None:
    """The scenario that the candidate came from, if the address or the form names one."""
    text = request.values.get("position", "")
    is_number = text.isascii() and text.isdigit() and len(text) < MAX_DIGITS
    return int(text) or None if is_number else None
