"""The home of owners and recruiters, and who is at work in an opening just now."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import cases, sittings
from hiring.accounts import Role
from hiring.banks.versions import bank_document
from hiring.db import db
from hiring.openings.records import Candidate
from hiring.sittings.monitoring import AtWork, working_now
from hiring.web.access import for_staff, signed_in
from hiring.web.desks import HOMES, desk
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.today_pages import today_page
from hiring.web.recruiter.words import ago

QUIET_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class LiveLine:
    """One candidate at work: where, since when, and whether somebody should help."""

    candidate: Candidate
    page: str
    state: str
    shape: str
    one: AtWork
    last_words: str
    waits_for_help: bool


@bp.get("/desk")
@for_staff(*Role)
def today() -> ResponseReturnValue:
    """Who needs me now, who is stuck, what finished; other roles are led to homes of their own."""
    staff = signed_in()
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        return redirect(url_for(HOMES[Role(staff.role)]))
    page = today_page(db.session, staff, now())
    return render_template("recruiter/today.html", page=page, **desk())


@bp.get("/openings/<uuid:opening_id>/live")
@for_recruiters
def live(opening_id: UUID) -> ResponseReturnValue:
    """Who is at work just now; nothing about answers."""
    found = my_opening(opening_id)
    working = working_now(db.session, found.id)
    waiting = {
        one.candidate.id for one in cases.list_open_cases(db.session, signed_in(), now=now())
    }
    return render_template(
        "recruiter/live.html",
        opening=found,
        lines=[_line(one, waits_for_help=one.candidate.id in waiting) for one in working.people],
        n_all=working.n_all,
        moment=now(),
        **desk(),
    )


def _line(one: AtWork, *, waits_for_help: bool) -> LiveLine:
    state, shape = _state(one)
    last = ago(one.last_at, now())
    return LiveLine(one.candidate, _page_words(one), state, shape, one, last, waits_for_help)


def _state(one: AtWork) -> tuple[str, str]:
    """What can be known from here: a page that is only read sends nothing."""
    if one.is_paused:
        return str(_("Paused")), "bar"
    if now() - one.last_at > QUIET_AFTER:
        return str(_("Quiet")), "empty"
    return str(_("At work")), "half"


def _page_words(one: AtWork) -> str:
    """The page on which something was saved last, of how many."""
    bank = bank_document(db.session, one.sitting.bank_version_id)
    pages = sittings.pages_of(bank, one.sitting.form_id)
    places = {page.item_ref: page.position for page in pages}
    if one.item not in places:
        return str(_("Nothing saved yet, of %(total)s", total=len(pages)))
    return str(_("Scenario %(n)s of %(total)s", n=places[one.item], total=len(pages)))
