"""Staff sign in and out."""

import hashlib
import re
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hiring import accounts
from hiring.db import db
from hiring.errors import SignInError
from hiring.web.access import for_staff, public
from hiring.web.cookies import STAFF_COOKIE, delete_cookie, read_cookie, set_cookie
from hiring.web.pages import form_errors
from hiring.web.security import limiter
from hiring.web.signing_in import SignInForm, offer_to_send

bp = Blueprint("account", __name__)

TRIES_PER_ADDRESS = "10 per minute; 60 per hour"
TRIES_PER_ACCOUNT = "10 per 5 minutes"
# One slash, then neither a second one nor a backslash, which browsers read as one; no white space.
LOCAL_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


def _account() -> str:
    """A name for the account that is short and tells nobody's address."""
    email = request.form.get("email", "").strip().lower()
    return "account:" + hashlib.sha256(email.encode(errors="replace")).hexdigest()


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Ask who it is."""
    form = SignInForm(next=request.args.get("next", ""))
    return render_template("account/sign_in.html", form=form, errors=[])


@bp.post("/sign-in")
@public
@limiter.limit(TRIES_PER_ADDRESS)
@limiter.limit(TRIES_PER_ACCOUNT, key_func=_account)
def check_sign_in() -> ResponseReturnValue:
    """Start a session, or say in one and the same way that it did not work."""
    form = SignInForm()
    if not form.validate():
        return _again(form)
    try:
        token = accounts.sign_in(
            db.session,
            email=form.email.data,
            password=form.password.data,
            now=datetime.now(UTC),
        )
    except SignInError:
        form.password.errors = [_("Address and password do not belong together. Try again.")]
        return _again(form)
    db.session.commit()
    response = _led_on(form)
    set_cookie(response, STAFF_COOKIE, token, None)
    return response


@bp.post("/sign-out")
@for_staff(*accounts.Role)
def sign_out() -> ResponseReturnValue:
    """End the session on the server as well as in the browser."""
    accounts.sign_out(db.session, read_cookie(STAFF_COOKIE))
    db.session.commit()
    response = redirect(url_for("account.sign_in"))
    delete_cookie(response, STAFF_COOKIE)
    return response


def _led_on(form: SignInForm) -> Response:
    target = _local(form.next.data)
    if target and form.kept.data:
        return offer_to_send(form.kept.data, target)
    return redirect(target or url_for("recruiter.today"))


def _again(form: SignInForm) -> ResponseReturnValue:
    page = render_template(
        "account/sign_in.html", form=form, errors=form_errors(form), has_errors=True
    )
    return page, 422


def _local(target: str | None) -> str:
    """A path on this site, or nothing: a sign-in page must not send people elsewhere."""
    return target if target and LOCAL_PATH.fullmatch(target) else ""
