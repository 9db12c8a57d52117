"""People side by side."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import audit, comparison, openings
from hiring.banks.versions import bank_document
from hiring.db import db
from hiring.errors import NotComparableError, NotFoundError
from hiring.openings.records import Candidate, Opening, get_bank_of
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.recruiter.comparison_pages import ComparisonPage
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.words import why_not_words


@bp.get("/openings/<uuid:opening_id>/compare")
@for_recruiters
def compare(opening_id: UUID) -> ResponseReturnValue:
    """Two to five people in order of name, or the reason why not."""
    opening = my_opening(opening_id)
    try:
        found = comparison.compare(db.session, _chosen(opening))
    except NotComparableError as fault:
        return _refusal(opening, fault)
    _version, key = get_bank_of(db.session, openings.get_administration(db.session, opening.id))
    bank = bank_document(db.session, key.bank_version_id, opening.language)
    page = ComparisonPage(opening, key, bank, found)
    _note(opening, found)
    db.session.commit()
    return render_template("recruiter/comparison.html", page=page, **desk(page.labels))


def _note(opening: Opening, found: comparison.Comparison) -> None:
    """Note who was looked at side by side."""
    audit.record(
        db.session,
        "candidates.compared",
        actor=signed_in().id,
        object_id=opening.id,
        now=now(),
        chain=opening.id,
        candidates=[str(person.candidate.id) for person in found.people],
    )


def _chosen(opening: Opening) -> list[Candidate]:
    """The people whose ids were sent, each once; ids of other openings are not found."""
    people = {str(one.id): one for one in openings.list_candidates(db.session, opening.id)}
    wanted = dict.fromkeys(request.args.getlist("id"))
    if not wanted.keys() <= people.keys():
        raise NotFoundError("no such candidate in this opening")
    return [people[one] for one in wanted]


def _refusal(opening: Opening, fault: NotComparableError) -> ResponseReturnValue:
    reason, remedy = why_not_words(fault.code)
    body = render_template(
        "recruiter/not_comparable.html",
        opening=opening,
        reason=reason,
        remedy=remedy,
        back_url=url_for("recruiter.opening", opening_id=opening.id),
        **desk(),
    )
    return body, 409
