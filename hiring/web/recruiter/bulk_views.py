"""Deciding about several people on one page: each with reason and words of their own."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hiring import openings
from hiring.db import db
from hiring.openings.records import Candidate, Opening
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.masking import who
from hiring.web.pages import form_errors
from hiring.web.recruiter.deciding import MAX_AT_ONCE, BulkForm, ToDecide, are_decided, to_decide
from hiring.web.recruiter.decision_pages import decision_words
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now


@bp.get("/openings/<uuid:opening_id>/decide")
@for_recruiters
def decide_many(opening_id: UUID) -> ResponseReturnValue:
    """One form for each person; who was not looked at lately is to be opened first."""
    opening = my_opening(opening_id)
    people = _chosen(opening, request.args.getlist("who"))
    rows = to_decide(db.session, people[:MAX_AT_ONCE], signed_in(), is_sent=False)
    return _page(opening, people, rows)


@bp.post("/openings/<uuid:opening_id>/decide")
@for_recruiters
def store_decisions(opening_id: UUID) -> ResponseReturnValue:
    """Store everything or, where one row is wrong, nothing."""
    opening = my_opening(opening_id)
    people = _chosen(opening, request.form.getlist("who"))[:MAX_AT_ONCE]
    rows = to_decide(db.session, people, signed_in(), is_sent=True)
    if not rows or not are_decided(db.session, rows):
        db.session.rollback()
        return _page(opening, people, rows, _unopened_errors(rows)), 422
    n_stored = sum(row.form is not None and not row.form.is_left_out for row in rows)
    db.session.commit()
    flash(_stored_words(n_stored))
    return redirect(url_for("recruiter.opening", opening_id=opening_id))


def _chosen(opening: Opening, ids: Sequence[str]) -> Sequence[Candidate]:
    return openings.chosen_candidates(db.session, opening.id, ids)


def _unopened_errors(rows: Sequence[ToDecide]) -> list[dict[str, str]]:
    return [
        {
            "target_id": f"who-{row.candidate.code}",
            "text": str(_("Open the page of %(name)s first; then decide", name=who(row.candidate))),
        }
        for row in rows
        if row.form is None
    ]


def _page(
    opening: Opening,
    people: Sequence[Candidate],
    rows: Sequence[ToDecide],
    unopened: Sequence[dict[str, str]] = (),
) -> str:
    errors = [error for row in rows if row.form is not None for error in form_errors(row.form)]
    errors += unopened
    return render_template(
        "recruiter/decide_many.html",
        opening=opening,
        rows=rows,
        words={row.candidate.id: decision_words(row.newest) for row in rows},
        n_forms=sum(row.form is not None for row in rows),
        n_beyond=max(0, len(people) - MAX_AT_ONCE),
        most=MAX_AT_ONCE,
        who_ids=[str(one.id) for one in people[:MAX_AT_ONCE]],
        now=now(),
        form=BulkForm(),
        errors=errors,
        **desk(has_errors=bool(errors)),
    )


def _stored_words(n_stored: int) -> str:
    return str(
        ngettext(
            "%(num)d decision is stored. Nothing has been sent to anybody.",
            "%(num)d decisions are stored. Nothing has been sent to anybody.",
            n_stored,
        )
    )
