"""What the pages about one's own account share."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, current_app, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from hiring import accounts
from hiring.accounts.passkeys import MAX_ANSWER_CHARS, MAX_NAME_CHARS, Site, find_site
from hiring.accounts.passwords import MAX_PASSWORD_CHARS, matches
from hiring.db import db
from hiring.web.access import session_here, signed_in
from hiring.web.cookies import STAFF_COOKIE, set_cookie
from hiring.web.desks import desk
from hiring.web.doorkeeper import may_check_password
from hiring.web.pages import employer_words, form_errors

bp = Blueprint("own", __name__, url_prefix="/account/security")

TOO_MANY = 429
MAX_CODE_CHARS = 60


class PasswordCheckForm(FlaskForm):  # type: ignore[misc]
    """The password again, before something about the account changes."""

    password = PasswordField(
        _l("Your password"),
        [InputRequired(_l("Enter your password")), Length(max=MAX_PASSWORD_CHARS)],
        render_kw={"autocomplete": "current-password"},
    )


class NewPasswordForm(PasswordCheckForm):
    """A new password, once: whoever wants to see it can have the browser show it."""

    new = PasswordField(
        _l("New password"),
        [InputRequired(_l("Enter a new password"))],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("The new password once more"),
        [InputRequired(_l("Enter the new password once more"))],
        render_kw={"autocomplete": "new-password"},
    )


class AppForm(FlaskForm):  # type: ignore[misc]
    """A first code of an app."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Enter the code that your app shows")), Length(max=MAX_CODE_CHARS)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class PasskeyForm(FlaskForm):  # type: ignore[misc]
    """What the browser made, and a name by which its owner knows it again."""

    name = StringField(
        _l("Name"),
        [
            DataRequired(message=_l("Give it a name, such as “Work phone”")),
            Length(max=MAX_NAME_CHARS, message=_l("Choose a shorter name")),
        ],
        render_kw={"autocomplete": "off"},
    )
    answer = HiddenField(validators=[Length(max=MAX_ANSWER_CHARS)])


def now() -> datetime:
    """The moment of this request."""
    return datetime.now(UTC)


def house_secret() -> str:
    """What the keys of apps are closed with."""
    return str(current_app.extensions["hiring_settings"].secret_key.get_secret_value())


def site_here() -> Site | None:
    """What passkeys are bound to; None where browsers make none for our address."""
    settings = current_app.extensions["hiring_settings"]
    return find_site(settings.public_url, name=employer_words(settings))


def is_password_right(form: PasswordCheckForm) -> bool:
    """Whether the form holds the password of who is signed in; if not, it says so."""
    if not may_check_password(signed_in().email):
        abort(TOO_MANY)
    if matches(signed_in().password_hash, form.password.data):
        return True
    form.password.errors = [_("That is not your password. Try again.")]
    return False


def page(template: str, form: Any = None, **values: Any) -> tuple[str, int]:
    """One of the pages, with what is wrong in its form."""
    errors = form_errors(form) if form is not None else []
    shown = render_template(
        template, form=form, errors=errors, **values, **desk(has_errors=bool(errors))
    )
    return shown, 422 if errors else 200


def settle(response: Response, *, has_second: bool) -> Response:
    """Commit a change of the account: this session gets a new token, all others end."""
    here = session_here()
    here.second_at = now() if has_second else None
    here.needs_more = here.needs_more and not has_second
    accounts.end_other_sessions(db.session, here)
    token = accounts.renew(db.session, here)
    db.session.commit()
    set_cookie(response, STAFF_COOKIE, token, None)
    return response
