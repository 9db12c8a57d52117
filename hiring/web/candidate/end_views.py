"""The candidate's way out: check the answers, send them, receipt. And to stop without sending."""

from datetime import date, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import jobs, sittings
from hiring.db import db
from hiring.sittings import Sitting
from hiring.sittings.clock import Arrival, is_while_standing, judge
from hiring.sittings.closing import close_if_over
from hiring.sittings.outages import is_pulse_stale
from hiring.web.access import for_candidates
from hiring.web.candidate.after_pages import after_page, review_rows, several_positions
from hiring.web.candidate.desk import arrived_at, bp, load_page, now
from hiring.web.candidate.keeping import time_owed_page
from hiring.web.candidate.pages import StartPage
from hiring.web.candidate.time_pages import clock_of_sitting, instead_of_working
from hiring.web.security import shown_again_by


@bp.get("/assessment/review")
@for_candidates
def review() -> ResponseReturnValue:
    """All answers before they are sent, those left out first."""
    page = load_page()
    if (elsewhere := _elsewhere(page)) is not None:
        return elsewhere
    rows = review_rows(db.session, page)
    clock = clock_of_sitting(db.session, page.sitting, now=now()) if page.sitting else None
    return render_template(
        "candidate/review.html", page=page, rows=rows, clock=clock, **page.shared
    )


@bp.get("/assessment/later")
@for_candidates
def later() -> ResponseReturnValue:
    """Stop here: what is kept, and how to come back. Sends nothing in."""
    page = load_page()
    if (elsewhere := _elsewhere(page)) is not None:
        return elsewhere
    clock = clock_of_sitting(db.session, page.sitting, now=now()) if page.sitting else None
    return render_template(
        "candidate/later.html",
        page=page,
        clock=clock,
        last_day=_last_day(page),
        several=several_positions(db.session, page),
        **page.shared,
    )


@bp.post("/assessment/submit")
@for_candidates
@shown_again_by(review)
def submit() -> ResponseReturnValue:
    """Send the answers in. Sending twice gives the same receipt and says so."""
    at = arrived_at()
    page = load_page()
    if page.is_submitted:
        return redirect(url_for("candidate.receipt", again=1))
    if page.sitting is None or page.withdrawn_at is not None:
        return redirect(url_for("candidate.start"))
    if _is_time_owed(page.sitting, at):
        return time_owed_page()
    if is_while_standing(
        at, limit_seconds=page.sitting.limit_seconds, paused_at=page.sitting.paused_at
    ):
        return redirect(url_for("candidate.break_page"))
    if not close_if_over(db.session, page.sitting, now=at):
        sittings.submit(db.session, page.sitting, now=at)
    jobs.end_of_sitting(db.session, page.sitting.id, now=at)
    db.session.commit()
    return redirect(url_for("candidate.receipt"))


@bp.get("/assessment/receipt")
@for_candidates
def receipt() -> ResponseReturnValue:
    """The receipt, what happens next and by when. Stays reachable by the same link."""
    page = load_page()
    if not page.is_submitted:
        return redirect(url_for("candidate.start"))
    return render_template(
        "candidate/receipt.html",
        page=page,
        after=after_page(db.session, page, now()),
        warning=_warning(),
        **page.shared,
    )


def _last_day(page: StartPage) -> date | None:
    """The last day of the link, while it is to come. Who began in time may send later as well."""
    day = page.closes_on
    here = now().astimezone(page.settings.zone).date()
    return None if day is None or day < here else day


def _elsewhere(page: StartPage) -> ResponseReturnValue | None:
    """Where somebody belongs who has nothing to check or to stop."""
    if page.is_submitted:
        return redirect(url_for("candidate.receipt"))
    if page.sitting is None or page.withdrawn_at is not None:
        return redirect(url_for("candidate.start"))
    return instead_of_working(page.sitting, now=now())


def _is_time_owed(sitting: Sitting, at: datetime) -> bool:
    """Whether the time ran out while the server was away, and has not been given back yet."""
    is_paused = sitting.paused_at is not None
    arrival = judge(at, deadline_at=sitting.deadline_at, is_paused=is_paused)
    return arrival is Arrival.LATE and is_pulse_stale(db.session, at)


def _warning() -> str:
    """What to say first where somebody comes to the receipt a second time, by Back or too late."""
    if "late" in request.args:
        words = _(
            "Your answers had been sent already. The change you made just now is not among them."
        )
        return str(words)
    if "again" in request.args:
        return str(_("Your answers had been sent already. Nothing has changed."))
    return ""
