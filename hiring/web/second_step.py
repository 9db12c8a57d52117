"""The second step of a sign-in: a code of an app, a recovery code, or what a passkey has signed."""

from datetime import datetime

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from hiring import audit
from hiring.accounts import HalfSignIn, Staff
from hiring.accounts.authenticators import find_authenticator, use_code
from hiring.accounts.passkeys import MAX_ANSWER_CHARS, find_site, use_passkey
from hiring.accounts.recovery import is_like_a_code, use_recovery_code
from hiring.db import db
from hiring.web.doorkeeper import may_try_code
from hiring.web.pages import employer_words

MAX_CODE_CHARS = 60


class SecondStepForm(FlaskForm):  # type: ignore[misc]
    """A code, or the answer of the browser that asked a passkey; and where to go then."""

    code = StringField(
        _l("Code"),
        [Length(max=MAX_CODE_CHARS, message=_l("A code is shorter than that"))],
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )
    answer = HiddenField(validators=[Length(max=MAX_ANSWER_CHARS)])
    next = HiddenField()
    kept = HiddenField()


def is_right(form: SecondStepForm, half: HalfSignIn, staff: Staff, *, now: datetime) -> bool:
    """Whether what was sent is a second factor of this person that counts now."""
    if form.answer.data:
        return _has_signed(form.answer.data, half, staff, now)
    if is_like_a_code(form.code.data or ""):
        return _uses_recovery(form.code.data, staff, now)
    return _shows_code(form.code.data or "", staff, now)


def _has_signed(answer: str, half: HalfSignIn, staff: Staff, now: datetime) -> bool:
    settings = current_app.extensions["hiring_settings"]
    site = find_site(settings.public_url, name=employer_words(settings))
    return site is not None and use_passkey(
        db.session, staff, answer, site=site, challenge=half.challenge, now=now
    )


def _uses_recovery(code: str, staff: Staff, now: datetime) -> bool:
    if not use_recovery_code(db.session, staff, code, now=now):
        return False
    audit.record(
        db.session, "staff.recovery_code_used", actor=staff.id, object_id=staff.id, now=now
    )
    return True


def _shows_code(code: str, staff: Staff, now: datetime) -> bool:
    """A code of the app. It can be guessed, so only so many are looked at."""
    app = find_authenticator(db.session, staff)
    if app is None or app.confirmed_at is None or not may_try_code(staff.email, now):
        return False
    secret = current_app.extensions["hiring_settings"].secret_key.get_secret_value()
    return use_code(db.session, app, "".join(code.split()), secret=secret, now=now)
