"""Candidates' links, to copy one by one or to fetch for a mail merge."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from hiring.cases.links import set_days_of
from hiring.db import db
from hiring.exports.columns import Column, Kind
from hiring.exports.rows import Row
from hiring.exports.tables import csv_file
from hiring.jobs.letters import to_invite
from hiring.openings.open_links import all_open_links, open_links
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.recruiter.desk import bp, for_recruiters, has_mail, my_opening, now
from hiring.web.recruiter.opening_pages import address_of, opening_page

COLUMNS = tuple(Column(name, Kind.TEXT, "") for name in ("name", "email", "link"))


@bp.get("/openings/<uuid:opening_id>/links")
@for_recruiters
def links(opening_id: UUID) -> ResponseReturnValue:
    """The links of those who have not sent answers yet, to copy; fifty on a page."""
    found = my_opening(opening_id)
    page = opening_page(db.session, found, staff=signed_in(), shown="", now=now(), has_people=False)
    after = request.args.get("after", type=UUID)
    some = open_links(db.session, found, after=after, now=now())
    can_mail = has_mail()
    return render_template(
        "recruiter/links.html",
        page=page,
        links=[(one, invitation, address_of(invitation)) for one, invitation in some.people],
        goes_on=some.goes_on,
        is_first=after is None,
        held=set_days_of(db.session, [one.id for one, _invitation in some.people]),
        can_mail=can_mail,
        n_waiting=len(to_invite(db.session, found, now=now())) if can_mail else 0,
        **desk(page.labels),
    )


@bp.get("/openings/<uuid:opening_id>/links.csv")
@for_recruiters
def links_file(opening_id: UUID) -> ResponseReturnValue:
    """All of them for a mail merge: name, address and link."""
    found = my_opening(opening_id)
    rows: list[Row] = [
        {"name": one.name, "email": one.email or "", "link": address_of(invitation)}
        for one, invitation in all_open_links(db.session, found, now=now())
    ]
    response = Response(csv_file(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="links.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
