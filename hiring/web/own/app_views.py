"""Setting up an authenticator app: a square to scan or a key to type, then a first code."""

import segno
from flask import current_app, flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import audit
from hiring.accounts.authenticators import (
    Authenticator,
    address_of,
    confirm_authenticator,
    find_authenticator,
    key_of,
)
from hiring.accounts.factors import first_codes
from hiring.accounts.passkeys import SET_UP_WITHIN
from hiring.db import db
from hiring.web.access import for_anybody_on_staff, signed_in
from hiring.web.own.desk import AppForm, bp, house_secret, now, page, settle
from hiring.web.own.security_views import codes_page
from hiring.web.pages import employer_words

GROUP_CHARS = 4
QUIET_SQUARES = 4  # of white around, so that cameras find it


@bp.get("/app")
@for_anybody_on_staff
def app_page() -> ResponseReturnValue:
    """The key, as a picture and in letters, until a first code was right."""
    waiting = _waiting()
    if waiting is None:
        return redirect(url_for("own.security"))
    return _app_page(AppForm(formdata=None), waiting)


@bp.post("/app")
@for_anybody_on_staff
def confirm_app() -> ResponseReturnValue:
    """Count the app from now on; with a first factor come recovery codes."""
    waiting, form = _waiting(), AppForm()
    if waiting is None:
        return redirect(url_for("own.security"))
    if not form.validate() or not _is_confirmed(waiting, form):
        return _app_page(form, waiting)
    me = signed_in()
    codes = first_codes(db.session, me, now=now())
    audit.record(db.session, "staff.app_added", actor=me.id, object_id=me.id, now=now())
    if not codes:
        flash(_("The app is set up. Your other sessions have ended."))
        return settle(redirect(url_for("own.security")), has_second=True)
    return settle(make_response(codes_page(codes)), has_second=True)


def _waiting() -> Authenticator | None:
    """The app that is being set up: begun a moment ago, with a key that can be read."""
    row = find_authenticator(db.session, signed_in())
    if row is None or row.confirmed_at is not None or now() - row.made_at > SET_UP_WITHIN:
        return None
    return row if key_of(row, secret=house_secret()) is not None else None


def _is_confirmed(waiting: Authenticator, form: AppForm) -> bool:
    code = "".join(form.code.data.split())
    if confirm_authenticator(db.session, waiting, code, secret=house_secret(), now=now()):
        return True
    form.code.errors = [
        _("That is not the code of this moment. Look at your app again; its clock must be right.")
    ]
    return False


def _app_page(form: AppForm, waiting: Authenticator) -> ResponseReturnValue:
    key = key_of(waiting, secret=house_secret()) or ""
    house = employer_words(current_app.extensions["hiring_settings"])
    square = segno.make(address_of(key, account=signed_in().email, house=house), error="m")
    n_squares, drawn = drawn_square([list(row) for row in square.matrix])
    starts = range(0, len(key), GROUP_CHARS)
    return page(
        "own/app.html",
        form,
        key=" ".join(key[start : start + GROUP_CHARS] for start in starts),
        n_squares=n_squares,
        drawn=drawn,
    )


def drawn_square(rows: list[list[int]]) -> tuple[int, str]:
    """The side of a picture of squares with white around, and the dark ones as an SVG path."""
    parts = [
        f"M{x + QUIET_SQUARES} {y + QUIET_SQUARES}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return len(rows) + 2 * QUIET_SQUARES, "".join(parts)
