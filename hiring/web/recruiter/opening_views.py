"""Openings: the list of them, and whether their key is accepted."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hiring import openings
from hiring.accounts import Role
from hiring.db import db
from hiring.openings.records import Opening
from hiring.scoring.closing_the_loop import count_past_due
from hiring.sittings.late_answers import waiting_late
from hiring.web.access import for_staff, signed_in
from hiring.web.desks import HOMES, desk
from hiring.web.language import zone_here
from hiring.web.recruiter.desk import bp, for_owners, for_recruiters, my_opening, now
from hiring.web.recruiter.mail_pages import count_unsent
from hiring.web.recruiter.opening_pages import OpeningLine, opening_lines
from hiring.web.recruiter.today_words import or_more


@bp.get("/openings", endpoint="openings")
@for_staff(*Role)
def list_openings() -> ResponseReturnValue:
    """The home of staff; interviewers and analysts are led to theirs."""
    staff = signed_in()
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        return redirect(url_for(HOMES[Role(staff.role)]))
    lines = opening_lines(db.session, staff, now())
    n_unsent = count_unsent(db.session, staff)
    ids = [line.opening.id for line in lines]
    late = waiting_late(db.session, ids)
    return render_template(
        "recruiter/openings.html",
        lines=lines,
        n_unsent=n_unsent,
        late=late,
        past_due=_past_due(lines),
        is_owner=staff.role == Role.OWNER,
        **desk(),
    )


def _past_due(lines: list[OpeningLine]) -> list[tuple[Opening, str]]:
    """Openings with people who should have heard by now, and how many those are."""
    found = [line.opening for line in lines]
    tallies = count_past_due(db.session, [one.id for one in found], now=now(), zone=zone_here())
    return [
        (one, or_more(_people_words(tally.n, one), tally))
        for one in found
        if (tally := tallies.get(one.id))
    ]


def _people_words(n: int, opening: Opening) -> str:
    return str(
        ngettext(
            "%(num)d person in %(opening)s",
            "%(num)d people in %(opening)s",
            n,
            opening=opening.title,
        )
    )


@bp.get("/openings/archived")
@for_recruiters
def archived_openings() -> ResponseReturnValue:
    """The openings that were put away."""
    lines = opening_lines(db.session, signed_in(), now(), is_archived=True)
    return render_template("recruiter/archived.html", lines=lines, **desk())


@bp.post("/openings/<uuid:opening_id>/accept-key")
@for_owners
def accept_key(opening_id: UUID) -> ResponseReturnValue:
    """Record that an owner accepts a provisional or public key for this opening."""
    found = my_opening(opening_id)
    openings.acknowledge(db.session, found, owner=signed_in(), now=now())
    db.session.commit()
    flash(_("You have accepted the key for this opening. Candidates can start."))
    return redirect(url_for("recruiter.opening", opening_id=found.id))
