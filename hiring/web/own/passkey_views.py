"""Adding, naming and removing passkeys."""

from uuid import UUID

from flask import flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import audit
from hiring.accounts.factors import factors_of, first_codes
from hiring.accounts.passkeys import (
    Passkey,
    add_passkey,
    get_passkey,
    is_fresh,
    list_passkeys,
    options_to_make,
    remove_passkey,
    timed_challenge,
)
from hiring.db import db
from hiring.web.access import for_anybody_on_staff, session_here, signed_in
from hiring.web.own.desk import (
    PasskeyForm,
    PasswordCheckForm,
    bp,
    is_password_right,
    now,
    page,
    settle,
    site_here,
)
from hiring.web.own.security_views import codes_page, drop_codes_without_factor, may_stand_alone


@bp.get("/passkey")
@for_anybody_on_staff
def new_passkey() -> ResponseReturnValue:
    """Name a passkey and have the browser make it; only after the password."""
    if not _is_begun():
        return redirect(url_for("own.security"))
    return _new_page(PasskeyForm(formdata=None))


@bp.post("/passkey")
@for_anybody_on_staff
def store_passkey() -> ResponseReturnValue:
    """Keep what the browser has made; with a first factor come recovery codes."""
    form = PasskeyForm()
    if not _is_begun():
        return redirect(url_for("own.security"))
    if not form.validate() or not _is_stored(form):
        return _new_page(form)
    me = signed_in()
    codes = first_codes(db.session, me, now=now())
    audit.record(db.session, "staff.passkey_added", actor=me.id, object_id=me.id, now=now())
    if not codes:
        flash(_("The passkey is added. Your other sessions have ended."))
        return settle(redirect(url_for("own.security")), has_second=True)
    return settle(make_response(codes_page(codes)), has_second=True)


@bp.get("/passkeys/<uuid:passkey_id>/remove")
@for_anybody_on_staff
def ask_to_remove(passkey_id: UUID) -> ResponseReturnValue:
    """Ask for the password before a passkey goes."""
    found = get_passkey(db.session, signed_in(), passkey_id)
    return _remove_page(PasswordCheckForm(formdata=None), found)


@bp.post("/passkeys/<uuid:passkey_id>/remove")
@for_anybody_on_staff
def drop_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Remove a passkey, once the password is right."""
    found, form = get_passkey(db.session, signed_in(), passkey_id), PasswordCheckForm()
    if not form.validate() or not is_password_right(form) or not _may_go(form):
        return _remove_page(form, found)
    me = signed_in()
    remove_passkey(db.session, me, passkey_id)
    has_second = drop_codes_without_factor()
    audit.record(db.session, "staff.passkey_removed", actor=me.id, object_id=me.id, now=now())
    flash(_("The passkey is removed. Your other sessions have ended."))
    return settle(redirect(url_for("own.security")), has_second=has_second)


def _is_begun() -> bool:
    """Whether the password was asked for a moment ago."""
    return site_here() is not None and is_fresh(session_here().challenge, now())


def _is_stored(form: PasskeyForm) -> bool:
    """Whether the browser's answer made a passkey. The next one has to sign something else."""
    here, site = session_here(), site_here()
    challenge, here.challenge = here.challenge, None
    try:
        if site is None or challenge is None:
            raise ValueError("nothing was asked for")  # noqa: TRY301 - one end for all faults
        add_passkey(
            db.session,
            signed_in(),
            form.answer.data or "",
            name=form.name.data,
            site=site,
            challenge=challenge,
            now=now(),
        )
    except ValueError:
        db.session.rollback()
        session_here().challenge = timed_challenge(now())
        db.session.commit()
        form.name.errors = [_("No passkey was made. Press the button to try again.")]
        return False
    return True


def _may_go(form: PasswordCheckForm) -> bool:
    factors = factors_of(db.session, signed_in())
    is_last = factors.authenticator is None and len(factors.passkeys) == 1
    return not is_last or may_stand_alone(form)


def _new_page(form: PasskeyForm) -> ResponseReturnValue:
    site, challenge = site_here(), session_here().challenge
    if site is None or challenge is None:
        return redirect(url_for("own.security"))
    known = list_passkeys(db.session, signed_in())
    options = options_to_make(signed_in(), known, site=site, challenge=challenge)
    return page("own/new_passkey.html", form, options=options)


def _remove_page(form: PasswordCheckForm, found: Passkey) -> ResponseReturnValue:
    return page("own/remove_passkey.html", form, passkey=found)
