"""Pages for interviewers: whom they will meet, and the brief to read before. Nothing else."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import openings
from hiring.accounts import Role
from hiring.db import db
from hiring.interviews.listing import InterviewLine, missing_cards, own_interviews
from hiring.interviews.sight import is_score_sealed
from hiring.openings.records import Candidate, Opening
from hiring.scoring.roster import RosterRow, roster
from hiring.web.access import signed_in
from hiring.web.briefs import (
    candidate_brief,
    candidate_brief_pdf,
    method_url,
    note_export,
    note_reading,
    pdf_answer,
)
from hiring.web.desks import desk
from hiring.web.interview_words import SHAPES, state_words
from hiring.web.interviewer import card_views
from hiring.web.interviewer.desk import (
    bp,
    for_all_who_interview,
    for_interviewers,
    my_candidate,
    now,
)
from hiring.web.masking import hidden_code
from hiring.web.pacing import paper_paced

__all__ = ["bp", "card_views"]


@bp.get("/interviews")
@for_all_who_interview
def home() -> ResponseReturnValue:
    """One's own interviews with where they stand; for interviewers everybody else's briefs, too."""
    staff, moment = signed_in(), now()
    lines = sorted(own_interviews(db.session, staff), key=lambda line: hidden_code(line.candidate))
    is_interviewer = staff.role == Role.INTERVIEWER
    groups = _groups(openings.list_openings(db.session, staff)) if is_interviewer else []
    return render_template(
        "interviewer/home.html",
        lines=[(line, *_state(line)) for line in lines],
        missing=missing_cards(lines, moment),
        scored={row.candidate.id for _, rows in groups for row in rows if row.scored_at},
        groups=groups,
        is_interviewer=is_interviewer,
        **desk(),
    )


@bp.get("/interviews/<uuid:candidate_id>/brief")
@for_interviewers
def brief(candidate_id: UUID) -> ResponseReturnValue:
    """The brief as a page; sealed where one's own scorecard comes first."""
    candidate = my_candidate(candidate_id)
    note_reading(db.session, candidate, signed_in())
    is_sealed = _is_sealed(candidate)
    words = candidate_brief(db.session, candidate, is_sealed=is_sealed)
    db.session.commit()
    return render_template(
        "interviewer/brief.html",
        brief=words,
        method_url=method_url(words),
        is_sealed=is_sealed,
        own=_own_line(candidate.id) if is_sealed else None,
        pdf_url=url_for("interviewer.brief_pdf", candidate_id=candidate.id),
        back_url=url_for("interviewer.home"),
        **desk(),
    )


@bp.get("/interviews/<uuid:candidate_id>/brief.pdf")
@for_interviewers
@paper_paced
def brief_pdf(candidate_id: UUID) -> ResponseReturnValue:
    """The brief on two sides of paper; sealed as on the page."""
    candidate = my_candidate(candidate_id)
    pdf = candidate_brief_pdf(db.session, candidate, is_sealed=_is_sealed(candidate))
    note_export(db.session, candidate, signed_in(), pdf)
    db.session.commit()
    return pdf_answer(pdf, candidate)


def _is_sealed(candidate: Candidate) -> bool:
    opening = openings.get_opening(db.session, candidate.opening_id)
    return is_score_sealed(db.session, opening, candidate.id, signed_in())


def _own_line(candidate_id: UUID) -> InterviewLine | None:
    """One's own interview with the candidate, which leads to the scorecard."""
    lines = own_interviews(db.session, signed_in())
    mine = (line for line in lines if line.candidate.id == candidate_id)
    return next((line for line in mine if line.interview.cancelled_at is None), None)


def _state(line: InterviewLine) -> tuple[str, str]:
    state = line.state(now())
    return state_words(state), SHAPES[state]


def _groups(found: list[Opening]) -> list[tuple[Opening, list[RosterRow]]]:
    """Submitted candidates by opening; the queries do not grow with the openings."""
    rows = roster(db.session, [opening.id for opening in found])
    submitted = sorted(
        (row for row in rows if row.is_submitted), key=lambda row: hidden_code(row.candidate)
    )
    return [
        (opening, [row for row in submitted if row.candidate.opening_id == opening.id])
        for opening in found
    ]
