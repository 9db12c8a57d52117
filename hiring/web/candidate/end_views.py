"""The candidate's way out: check the answers, send them, receipt."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import jobs, sittings
from hiring.db import db
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import arrived_at, bp, load_page
from hiring.web.candidate.pages import review_rows


@bp.get("/assessment/review")
@for_candidates
def review() -> ResponseReturnValue:
    """All answers before they are sent, those left out first."""
    page = load_page()
    if page.sitting is None:
        return redirect(url_for("candidate.start"))
    if page.is_submitted:
        return redirect(url_for("candidate.receipt"))
    rows = review_rows(page, sittings.latest_answers(db.session, page.sitting.id))
    return render_template("candidate/review.html", page=page, rows=rows, **page.shared)


@bp.post("/assessment/submit")
@for_candidates
def submit() -> ResponseReturnValue:
    """Send the answers in. Sending twice gives the same receipt."""
    at = arrived_at()
    page = load_page()
    if page.sitting is None:
        return redirect(url_for("candidate.start"))
    sittings.submit(db.session, page.sitting, now=at)
    jobs.ask_for_score(db.session, page.sitting.id, now=at)
    db.session.commit()
    return redirect(url_for("candidate.receipt"))


@bp.get("/assessment/receipt")
@for_candidates
def receipt() -> ResponseReturnValue:
    """The receipt, what happens next and by when. Stays reachable by the same link."""
    page = load_page()
    if not page.is_submitted:
        return redirect(url_for("candidate.start"))
    is_late = "late" in request.args
    return render_template("candidate/receipt.html", page=page, is_late=is_late, **page.shared)
