"""Changing one's password."""

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import accounts
from hiring.accounts.factors import has_second_factor
from hiring.accounts.passwords import (
    MAX_PASSWORD_CHARS,
    MIN_PASSWORD_CHARS,
    MIN_WITH_SECOND_CHARS,
    PasswordFault,
    fault_of,
)
from hiring.db import db
from hiring.web.access import for_anybody_on_staff, session_here, signed_in
from hiring.web.own.desk import NewPasswordForm, bp, is_password_right, now, page, settle


@bp.get("/password")
@for_anybody_on_staff
def password() -> ResponseReturnValue:
    """Ask for the old password and a new one."""
    return _shown(NewPasswordForm(formdata=None))


@bp.post("/password")
@for_anybody_on_staff
def change_password() -> ResponseReturnValue:
    """Store the new password; all other sessions end."""
    form, me = NewPasswordForm(), signed_in()
    has_second = has_second_factor(db.session, me)
    if not form.validate() or not _is_good(form, has_second=has_second):
        return _shown(form)
    if not is_password_right(form):
        return _shown(form)
    accounts.set_password(db.session, me, form.new.data, actor=me.id, now=now())
    session_here().needs_more = False
    flash(_("The new password counts from now on. Your other sessions have ended."))
    return settle(redirect(url_for("own.security")), has_second=has_second)


def _is_good(form: NewPasswordForm, *, has_second: bool) -> bool:
    """Whether the new password is taken; if not, the form says why."""
    settings, me = current_app.extensions["hiring_settings"], signed_in()
    context = (me.email, me.name, settings.employer)
    fault = fault_of(form.new.data, context=context, has_second=has_second)
    if fault is not None:
        form.new.errors = [_fault_words(fault, has_second=has_second)]
    elif form.new.data != form.again.data:
        form.again.errors = [_("The two are not the same. Type the new password again.")]
    return not form.new.errors and not form.again.errors


def _fault_words(fault: PasswordFault, *, has_second: bool) -> str:
    match fault:
        case PasswordFault.TOO_SHORT:
            return str(_("Choose at least %(least)s characters.", least=_least(has_second)))
        case PasswordFault.TOO_LONG:
            return str(_("Choose at most %(most)s characters.", most=MAX_PASSWORD_CHARS))
        case PasswordFault.TOO_COMMON:
            return str(
                _(
                    "Many people try these words first, or they are known of you or your house. "
                    "Choose others: four words that have nothing to do with each other are good."
                )
            )


def _least(has_second: bool) -> int:  # noqa: FBT001 - said by its name
    return MIN_WITH_SECOND_CHARS if has_second else MIN_PASSWORD_CHARS


def _shown(form: NewPasswordForm) -> ResponseReturnValue:
    least = _least(has_second_factor(db.session, signed_in()))
    return page("own/password.html", form, least=least, alone=MIN_PASSWORD_CHARS)
