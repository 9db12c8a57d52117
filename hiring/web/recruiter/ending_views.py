"""Closing an opening, opening it again, and putting it away."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from hiring import openings
from hiring.accounts import Role, Staff
from hiring.db import db
from hiring.jobs.letters import tell_closed, to_tell_of_closing
from hiring.openings.records import Opening
from hiring.retention import openings as erasing
from hiring.scoring.roster import Counts, counts_of
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.recruiter.desk import bp, for_recruiters, has_mail, my_opening, now, settings

PAGE = "/openings/<uuid:opening_id>/end"


@bp.get(PAGE)
@for_recruiters
def ending(opening_id: UUID) -> ResponseReturnValue:
    """Say what closing means for whom, and offer what can be done now."""
    found = my_opening(opening_id)
    counts = counts_of(db.session, [found.id]).get(found.id, Counts())
    n_told = len(to_tell_of_closing(db.session, found)) if has_mail() else 0
    return render_template(
        "recruiter/ending.html",
        opening=found,
        counts=counts,
        n_told=n_told,
        n_marked=erasing.count_marked(db.session, found),
        is_owner=signed_in().role == Role.OWNER,
        **desk(),
    )


@bp.post(f"{PAGE}/close")
@for_recruiters
def close_opening(opening_id: UUID) -> ResponseReturnValue:
    """Close it, and tell those who have not started if that was asked for."""
    found = my_opening(opening_id)
    openings.close_opening(db.session, found, staff=signed_in(), now=now())
    n_told = _told(found) if request.form.get("tell") and has_mail() else 0
    db.session.commit()
    flash(_closed_words(n_told))
    return redirect(url_for("recruiter.ending", opening_id=found.id))


@bp.post(f"{PAGE}/reopen")
@for_recruiters
def reopen_opening(opening_id: UUID) -> ResponseReturnValue:
    """Let candidates start again; whoever was to go with the closed opening stays."""
    words = _("The opening is open again. Links that have not expired work as before.")
    return _done(opening_id, _reopen, words)


@bp.post(f"{PAGE}/archive")
@for_recruiters
def archive_opening(opening_id: UUID) -> ResponseReturnValue:
    """Take a closed opening out of the list."""
    found = my_opening(opening_id)
    if found.closed_at is None:
        flash(_("Close the opening before you archive it."))
        return redirect(url_for("recruiter.ending", opening_id=found.id))
    words = _("The opening is in the archive. You find it under “Archived openings”.")
    return _done(opening_id, openings.archive_opening, words)


@bp.post(f"{PAGE}/unarchive")
@for_recruiters
def unarchive_opening(opening_id: UUID) -> ResponseReturnValue:
    """Put an opening back into the list, still closed."""
    words = _("The opening is back in the list. It is still closed.")
    return _done(opening_id, openings.unarchive_opening, words)


def _reopen(session: Session, found: Opening, *, staff: Staff, now: datetime) -> bool:
    is_new = openings.reopen_opening(session, found, staff=staff, now=now)
    erasing.spare_reopened(session, found, staff=staff, now=now)
    return is_new


def _told(found: Opening) -> int:
    return tell_closed(db.session, found, settings=settings(), now=now())


def _done(opening_id: UUID, verb: Callable[..., bool], words: str) -> ResponseReturnValue:
    found = my_opening(opening_id)
    verb(db.session, found, staff=signed_in(), now=now())
    db.session.commit()
    flash(words)
    return redirect(url_for("recruiter.ending", opening_id=found.id))


def _closed_words(n_told: int) -> str:
    words = str(_("The opening is closed. Nobody can start any more."))
    if not n_told:
        return words
    told = ngettext(
        "%(num)d candidate is told by mail.", "%(num)d candidates are told by mail.", n_told
    )
    return f"{words} {told}"
