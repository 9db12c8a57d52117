"""Pages for hiring managers who follow a share link: whom it names, and the kinds it names."""

from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import audit, comparison, openings
from hiring.db import db
from hiring.errors import NotComparableError
from hiring.openings.records import Candidate
from hiring.sittings.leaving import COMPARED
from hiring.web.access import public
from hiring.web.briefs import (
    candidate_brief,
    candidate_brief_pdf,
    note_export,
    note_reading,
    pdf_answer,
)
from hiring.web.comparing import comparison_page
from hiring.web.manager.desk import Shared, bp, now, open_share
from hiring.web.method import method_page
from hiring.web.origins import address_days
from hiring.web.pacing import paper_paced

__all__ = ["bp"]


@bp.get("/<share>")
@public
def home(share: str) -> ResponseReturnValue:
    """Whom the link names, and until when it works."""
    shared = open_share(share)
    return render_template(
        "manager/home.html", shared=shared, address_days=address_days(), **shared.frame
    )


@bp.get("/<share>/<uuid:shared_id>/brief")
@public
def brief(share: str, shared_id: UUID) -> ResponseReturnValue:
    """The brief as a page."""
    shared, candidate = _brief_of(share, shared_id)
    note_reading(db.session, candidate, shared.link)
    words = candidate_brief(db.session, candidate, is_sealed=shared.is_sealed(candidate))
    db.session.commit()
    return render_template(
        "interviewer/brief.html",
        brief=words,
        pdf_url=url_for("manager.brief_pdf", share=share, shared_id=candidate.id),
        back_url=url_for("manager.home", share=share),
        method_url=url_for("manager.method", share=share, _anchor="range"),
        **shared.frame,
    )


@bp.get("/<share>/<uuid:shared_id>/brief.pdf")
@public
@paper_paced
def brief_pdf(share: str, shared_id: UUID) -> ResponseReturnValue:
    """The brief on two sides of paper."""
    shared, candidate = _brief_of(share, shared_id)
    pdf = candidate_brief_pdf(db.session, candidate, is_sealed=shared.is_sealed(candidate))
    note_export(db.session, candidate, shared.link, pdf)
    db.session.commit()
    return pdf_answer(pdf, candidate)


@bp.get("/<share>/compare")
@public
def compare(share: str) -> ResponseReturnValue:
    """Two to five of the people whom the link names, side by side."""
    shared = open_share(share)
    if not shared.link.shows_comparison:
        abort(404)
    chosen = _chosen(shared)
    _note(shared, chosen)
    try:
        found = comparison.compare(db.session, chosen if shared.may_compare else [])
    except NotComparableError as fault:
        db.session.rollback()  # nobody was looked at
        body = render_template(
            "manager/not_comparable.html", shared=open_share(share), code=fault.code, **shared.frame
        )
        return body, 409
    is_narrowed = bool(request.args.get("differing"))
    page = comparison_page(db.session, shared.opening, found, is_narrowed=is_narrowed)
    db.session.commit()
    frame = shared.frame | {"labels": page.labels}
    return render_template("manager/comparison.html", shared=shared, page=page, **frame)


@bp.get("/<share>/method")
@public
def method(share: str) -> ResponseReturnValue:
    """How the figures behind the link are made."""
    return method_page(**open_share(share).frame)


def _brief_of(share: str, shared_id: UUID) -> tuple[Shared, Candidate]:
    shared = open_share(share)
    if not shared.link.shows_brief:
        abort(404)
    return shared, shared.get(shared_id)


def _chosen(shared: Shared) -> list[Candidate]:
    """The people ticked, or everybody there is something to read about."""
    ids = request.args.getlist("id")
    people = openings.chosen_candidates(db.session, shared.opening.id, ids)
    if not people:
        return [one for one in shared.people if one.id in shared.scored]
    return [shared.get(one.id) for one in people]


def _note(shared: Shared, chosen: list[Candidate]) -> None:
    """Note who is looked at side by side, before any score is read."""
    audit.record(
        db.session,
        COMPARED,
        actor=shared.link.id,
        object_id=shared.opening.id,
        now=now(),
        chain=shared.opening.id,
        candidates=[str(one.id) for one in chosen],
    )
