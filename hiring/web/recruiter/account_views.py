"""For owners: where a colleague is signed in, and how an account is closed and opened again."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hiring import accounts, audit
from hiring.accounts import Staff
from hiring.accounts.closing import shut_out
from hiring.db import db
from hiring.openings.share_links import withdraw_links_of
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.devices import device_words
from hiring.web.pages import role_words
from hiring.web.recruiter.desk import bp, for_owners, now


@bp.get("/colleagues/<uuid:staff_id>/account")
@for_owners
def colleague_account(staff_id: UUID) -> ResponseReturnValue:
    """Sessions of a colleague, and what can be done about the account."""
    colleague = accounts.get_staff(db.session, staff_id)
    sessions = accounts.list_sessions(db.session, colleague, now())
    return render_template(
        "recruiter/colleague_account.html",
        colleague=colleague,
        role=role_words(colleague.role),
        has_second=accounts.has_second_factor(db.session, colleague),
        is_me=colleague.id == signed_in().id,
        sessions=[(one, device_words(one)) for one in sessions],
        **desk(),
    )


@bp.post("/colleagues/<uuid:staff_id>/sessions/end")
@for_owners
def end_colleagues_sessions(staff_id: UUID) -> ResponseReturnValue:
    """Sign a colleague out everywhere, from the next page on."""
    colleague = _other(staff_id)
    n = shut_out(db.session, colleague)
    me = signed_in().id
    audit.record(
        db.session, "staff.signed_out", actor=me, object_id=colleague.id, now=now(), n_sessions=n
    )
    db.session.commit()
    flash(ngettext("%(num)d session has ended.", "%(num)d sessions have ended.", n))
    return _back(colleague)


@bp.post("/colleagues/<uuid:staff_id>/close")
@for_owners
def close_account(staff_id: UUID) -> ResponseReturnValue:
    """Close an account: its sessions and the links that it shared end at once."""
    colleague = _other(staff_id)
    accounts.close_account(db.session, colleague, actor=signed_in().id, now=now())
    withdraw_links_of(db.session, colleague, by=signed_in(), now=now())
    db.session.commit()
    flash(_("The account of %(name)s is closed.", name=colleague.name))
    return _back(colleague)


@bp.post("/colleagues/<uuid:staff_id>/reopen")
@for_owners
def reopen_account(staff_id: UUID) -> ResponseReturnValue:
    """Let a colleague sign in again; what was shared stays closed."""
    colleague = _other(staff_id)
    accounts.reopen_account(db.session, colleague, actor=signed_in().id, now=now())
    db.session.commit()
    flash(_("%(name)s can sign in again.", name=colleague.name))
    return _back(colleague)


def _other(staff_id: UUID) -> Staff:
    colleague = accounts.get_staff(db.session, staff_id)
    accounts.require_other_owner(colleague, signed_in())
    return colleague


def _back(colleague: Staff) -> ResponseReturnValue:
    return redirect(url_for("recruiter.colleague_account", staff_id=colleague.id))
