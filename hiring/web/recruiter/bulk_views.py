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
from hiring.web.recruiter.deciding import (
    MAX_AT_ONCE,
    BulkForm,
    ToDecide,
    are_decided,
    named_errors,
    to_decide,
)
from hiring.web.recruiter.decision_pages import decision_words
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.opening_pages import labels_of


@bp.get("/openings/<uuid:opening_id>/decide")
@for_recruiters
def decide_many(opening_id: UUID) -> ResponseReturnValue:
    """One form for each person; who was not looked at lately is to be opened first."""
    opening = my_opening(opening_id)
    people = _chosen(opening, request.args.getlist("who"))
    rows = to_decide(db.session, people[:MAX_AT_ONCE], signed_in(), sent=())
    return _page(opening, rows, n_beyond=max(0, len(people) - MAX_AT_ONCE))


@bp.post("/openings/<uuid:opening_id>/decide")
@for_recruiters
def store_decisions(opening_id: UUID) -> ResponseReturnValue:
    """Store everything or, where one row is wrong, nothing. Who had no form yet comes next.

    Asked to show the forms of those opened meanwhile, it stores nothing and keeps what was typed.
    """
    opening = my_opening(opening_id)
    rows = _sent_rows(opening)
    if request.form.get("again"):
        return _page(opening, rows)
    mine = [row for row in rows if _is_sent(row)]
    if not mine or not are_decided(db.session, mine):
        db.session.rollback()
        return _page(opening, rows, _all_errors(mine)), 422
    n_stored = sum(row.form is not None and not row.form.is_left_out for row in mine)
    db.session.commit()
    flash(_stored_words(n_stored))
    return redirect(
        _onward(opening_id, [str(row.candidate.id) for row in rows if not _is_sent(row)])
    )


def _sent_rows(opening: Opening) -> list[ToDecide]:
    """Those who had a form on the page that was sent, and those who had none yet."""
    sent = request.form.getlist("who")
    people = _chosen(opening, [*sent, *request.form.getlist("waiting")])[:MAX_AT_ONCE]
    return to_decide(db.session, people, signed_in(), sent=sent)


def _is_sent(row: ToDecide) -> bool:
    return str(row.candidate.id) in request.form.getlist("who")


def _onward(opening_id: UUID, waiting: list[str]) -> str:
    """To those who are still to be opened, else to the list."""
    if waiting:
        return url_for("recruiter.decide_many", opening_id=opening_id, who=waiting)
    return url_for("recruiter.opening", opening_id=opening_id)


def _chosen(opening: Opening, ids: Sequence[str]) -> Sequence[Candidate]:
    return openings.chosen_candidates(db.session, opening.id, ids)


def _all_errors(rows: Sequence[ToDecide]) -> list[dict[str, str]]:
    """What is missing, person by person, then who was not looked at."""
    named = [error for row in rows if row.form for error in named_errors(row.candidate, row.form)]
    unopened = [
        {
            "target_id": f"who-{row.candidate.code}",
            "text": str(_("Open the page of %(name)s first; then decide", name=who(row.candidate))),
        }
        for row in rows
        if row.form is None
    ]
    return [*named, *unopened]


def _page(
    opening: Opening,
    rows: Sequence[ToDecide],
    errors: Sequence[dict[str, str]] = (),
    n_beyond: int = 0,
) -> str:
    return render_template(
        "recruiter/decide_many.html",
        opening=opening,
        rows=rows,
        words={row.candidate.id: decision_words(row.newest) for row in rows},
        n_forms=sum(row.form is not None for row in rows),
        n_beyond=n_beyond,
        most=MAX_AT_ONCE,
        now=now(),
        form=BulkForm(),
        errors=errors,
        **desk(labels_of(db.session, opening), has_errors=bool(errors)),
    )


def _stored_words(n_stored: int) -> str:
    return str(
        ngettext(
            "%(num)d decision is stored. Nothing has been sent to anybody.",
            "%(num)d decisions are stored. Nothing has been sent to anybody.",
            n_stored,
        )
    )
