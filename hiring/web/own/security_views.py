"""The page “Security”, and the password that is asked for before anything changes."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hiring import accounts, audit
from hiring.accounts.authenticators import begin_authenticator, remove_authenticator
from hiring.accounts.factors import factors_of, has_second_factor
from hiring.accounts.passkeys import timed_challenge
from hiring.accounts.passwords import MIN_PASSWORD_CHARS
from hiring.accounts.recovery import make_codes, remove_codes
from hiring.db import db
from hiring.web.access import for_anybody_on_staff, must_add_factor, session_here, signed_in
from hiring.web.devices import device_words
from hiring.web.origins import address_days
from hiring.web.own.acts import Act, get_act, is_open, words_of
from hiring.web.own.desk import (
    PasswordCheckForm,
    bp,
    house_secret,
    is_password_right,
    now,
    page,
    settle,
    site_here,
)


@bp.get("")
@for_anybody_on_staff
def security() -> ResponseReturnValue:
    """Second factor, password and sessions of who is signed in."""
    here = session_here()
    sessions = accounts.list_sessions(db.session, signed_in(), now())
    return page(
        "own/security.html",
        factors=factors_of(db.session, signed_in()),
        has_site=site_here() is not None,
        must_add=must_add_factor(),
        is_short=here.needs_more,
        sessions=[(one, device_words(one)) for one in sessions],
        here=here.id,
        idle_hours=round(accounts.IDLE_LIMIT.total_seconds() / 3600),
        most_hours=round(accounts.ABSOLUTE_LIMIT.total_seconds() / 3600),
        address_days=address_days(),
    )


@bp.get("/confirm/<act_name>")
@for_anybody_on_staff
def ask(act_name: str) -> ResponseReturnValue:
    """Ask for the password before one of the acts."""
    act = get_act(act_name)
    if not _is_open(act):
        return redirect(url_for("own.security"))
    return _ask_page(PasswordCheckForm(formdata=None), act)


@bp.post("/confirm/<act_name>")
@for_anybody_on_staff
def confirm(act_name: str) -> ResponseReturnValue:
    """Do it, once the password is right."""
    act, form = get_act(act_name), PasswordCheckForm()
    if not _is_open(act):
        return redirect(url_for("own.security"))
    if not form.validate() or not is_password_right(form):
        return _ask_page(form, act)
    match act:
        case Act.SET_UP_APP:
            return _begin_app()
        case Act.REMOVE_APP:
            return _remove_app(form)
        case Act.NEW_CODES:
            return _new_codes()
        case Act.ADD_PASSKEY:
            return _begin_passkey()


def may_stand_alone(form: PasswordCheckForm) -> bool:
    """Whether the password that was typed is long enough without a second factor; else says so."""
    if len(form.password.data) >= MIN_PASSWORD_CHARS:
        return True
    form.password.errors = [
        _(
            "Your password is too short to stand alone. First choose one of at least %(least)s "
            "characters.",
            least=MIN_PASSWORD_CHARS,
        )
    ]
    return False


def drop_codes_without_factor() -> bool:
    """Make recovery codes worthless where nothing is left to recover; whether a factor is left."""
    has_second = has_second_factor(db.session, signed_in())
    if not has_second:
        remove_codes(db.session, signed_in())
    return has_second


def codes_page(codes: list[str]) -> str:
    """The only page that ever shows recovery codes."""
    return page("own/codes.html", codes=codes)[0]


def _is_open(act: Act) -> bool:
    factors = factors_of(db.session, signed_in())
    return is_open(act, factors, has_site=site_here() is not None)


def _ask_page(form: PasswordCheckForm, act: Act) -> ResponseReturnValue:
    return page("own/confirm.html", form, words=words_of(act), act=act.value)


def _begin_app() -> Response:
    begin_authenticator(db.session, signed_in(), secret=house_secret(), now=now())
    db.session.commit()
    return redirect(url_for("own.app_page"))


def _remove_app(form: PasswordCheckForm) -> ResponseReturnValue:
    is_last = not factors_of(db.session, signed_in()).passkeys
    if is_last and not may_stand_alone(form):
        return _ask_page(form, Act.REMOVE_APP)
    remove_authenticator(db.session, signed_in())
    has_second = drop_codes_without_factor()
    _note("staff.app_removed")
    flash(_("The app is removed. Your other sessions have ended."))
    return settle(redirect(url_for("own.security")), has_second=has_second)


def _new_codes() -> ResponseReturnValue:
    codes = make_codes(db.session, signed_in(), now=now())
    _note("staff.recovery_codes_made")
    db.session.commit()
    return codes_page(codes)


def _begin_passkey() -> Response:
    session_here().challenge = timed_challenge(now())
    db.session.commit()
    return redirect(url_for("own.new_passkey"))


def _note(act: str) -> None:
    me = signed_in().id
    audit.record(db.session, act, actor=me, object_id=me, now=now())
