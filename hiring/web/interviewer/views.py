"""Pages for interviewers: whom they will meet, and the brief to read before. Nothing else."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import openings
from hiring.accounts import Role
from hiring.db import db
from hiring.openings.records import Candidate, Opening
from hiring.scoring.roster import RosterRow, roster
from hiring.web.access import for_staff, signed_in
from hiring.web.briefs import (
    candidate_brief,
    candidate_brief_pdf,
    note_export,
    note_reading,
    pdf_answer,
)
from hiring.web.desks import desk

bp = Blueprint("interviewer", __name__)

for_interviewers = for_staff(Role.INTERVIEWER)


@bp.get("/interviews")
@for_interviewers
def home() -> ResponseReturnValue:
    """The openings this person works on, with everybody who has sent answers, by name."""
    found = openings.list_openings(db.session, signed_in())
    return render_template("interviewer/home.html", groups=_groups(found), **desk())


@bp.get("/interviews/<uuid:candidate_id>/brief")
@for_interviewers
def brief(candidate_id: UUID) -> ResponseReturnValue:
    """The brief as a page."""
    candidate = _my_candidate(candidate_id)
    note_reading(db.session, candidate, signed_in())
    words = candidate_brief(db.session, candidate)
    db.session.commit()
    return render_template(
        "interviewer/brief.html",
        brief=words,
        pdf_url=url_for("interviewer.brief_pdf", candidate_id=candidate.id),
        back_url=url_for("interviewer.home"),
        **desk(),
    )


@bp.get("/interviews/<uuid:candidate_id>/brief.pdf")
@for_interviewers
def brief_pdf(candidate_id: UUID) -> ResponseReturnValue:
    """The brief on two sides of paper."""
    candidate = _my_candidate(candidate_id)
    pdf = candidate_brief_pdf(db.session, candidate)
    note_export(db.session, candidate, signed_in(), pdf)
    db.session.commit()
    return pdf_answer(pdf, candidate)


def _groups(found: list[Opening]) -> list[tuple[Opening, list[RosterRow]]]:
    """Submitted candidates by opening; the queries do not grow with the openings."""
    rows = roster(db.session, [opening.id for opening in found])
    submitted = [row for row in rows if row.is_submitted]
    return [
        (opening, [row for row in submitted if row.candidate.opening_id == opening.id])
        for opening in found
    ]


def _my_candidate(candidate_id: UUID) -> Candidate:
    """The candidate, if this person works on the opening.

    Raises:
        NotFoundError: There is none, or it is not theirs.
    """
    candidate = openings.get_candidate(db.session, candidate_id)
    openings.require_member(db.session, candidate.opening_id, signed_in())
    return candidate
