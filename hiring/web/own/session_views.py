"""Ending one's own sessions."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hiring import accounts
from hiring.db import db
from hiring.web.access import for_anybody_on_staff, session_here, signed_in
from hiring.web.own.desk import bp


@bp.post("/sessions/<uuid:session_id>/end")
@for_anybody_on_staff
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one session; of this browser, it asks to sign in again."""
    accounts.end_session(db.session, signed_in(), session_id)
    db.session.commit()
    flash(_("That session has ended."))
    return redirect(url_for("own.security"))


@bp.post("/sessions/end-others")
@for_anybody_on_staff
def end_others() -> ResponseReturnValue:
    """End all sessions but this one."""
    n = accounts.end_other_sessions(db.session, session_here())
    db.session.commit()
    flash(ngettext("%(num)d session has ended.", "%(num)d sessions have ended.", n))
    return redirect(url_for("own.security"))
