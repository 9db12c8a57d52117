"""A candidate on paper for those who decide: score, what it stands on, decisions. No notes."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from hiring.db import db
from hiring.openings.decisions import note_view
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.masking import shows_name
from hiring.web.recruiter.candidate_pages import candidate_page
from hiring.web.recruiter.desk import bp, for_recruiters, my_candidate, now


@bp.get("/candidates/<uuid:candidate_id>/profile")
@for_recruiters
def profile(candidate_id: UUID) -> ResponseReturnValue:
    """The figures of a candidate, to be printed; that they were looked at is noted as ever."""
    found, opening = my_candidate(candidate_id)
    note_view(db.session, found, staff=signed_in(), now=now())
    page = candidate_page(db.session, found, opening, now=now())
    words = render_template(
        "recruiter/profile.html",
        page=page,
        printed_at=now(),
        shows_name=shows_name(found),
        **desk(page.labels),
    )
    db.session.commit()
    return words
