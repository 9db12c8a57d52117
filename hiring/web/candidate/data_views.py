"""A copy of everything stored about a candidate, as one file."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from hiring import audit, feedback, openings, places
from hiring.data_pack import gather_pack, packed
from hiring.db import db
from hiring.openings.records import Candidate
from hiring.web.access import for_candidates
from hiring.web.candidate.desk import bp, load_page, now
from hiring.web.candidate.pack_words import pack_page
from hiring.web.candidate.rights_views import rights
from hiring.web.security import shown_again_by


@bp.post("/assessment/data")
@for_candidates
@shown_again_by(rights)
def data_pack() -> ResponseReturnValue:
    """The file. That it was taken is noted; it may show a result, which is noted too."""
    page, at = load_page(), now()
    candidate = openings.get_candidate(db.session, page.candidate_id)
    _note(candidate)
    pack = gather_pack(db.session, candidate, now=at)
    words = pack_page(pack, page)
    html = render_template("candidate/data_pack.html", pack=words, candidate=candidate, page=page)
    style = (places.STATIC / "css" / "app.css").read_text(encoding="utf-8")
    response = make_response(packed(pack, page=html, style=style))
    if pack.tables["score"] and not page.is_voided:
        feedback.note_reading(db.session, candidate, now=at)
    db.session.commit()
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{candidate.code}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _note(candidate: Candidate) -> None:
    """Note it before anything is read: who takes answers back at the same moment waits for it."""
    audit.record(
        db.session,
        "candidate.data_taken",
        actor=candidate.id,
        object_id=candidate.id,
        now=now(),
        chain=candidate.opening_id,
    )
