"""Staff sign in and out: password first, then a second factor where there is one."""

import re
from datetime import UTC, datetime

import structlog
from flask import (
    Blueprint,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hiring import accounts, audit
from hiring.accounts import Admitted, HalfSignIn, Staff
from hiring.accounts.browsers import KNOWN_FOR, remember
from hiring.accounts.factors import factors_of
from hiring.accounts.passkeys import find_site, options_to_show
from hiring.db import db
from hiring.errors import SignInError
from hiring.web.access import for_anybody_on_staff, public
from hiring.web.cookies import (
    BROWSER_COOKIE,
    HALF_COOKIE,
    STAFF_COOKIE,
    delete_cookie,
    read_cookie,
    set_cookie,
)
from hiring.web.devices import device_here
from hiring.web.doorkeeper import Entrance, account_name, knock, known_here
from hiring.web.pages import employer_words, form_errors
from hiring.web.second_step import SecondStepForm, is_right
from hiring.web.signing_in import SignInForm, offer_to_send
from hiring.web.tracing import request_name

bp = Blueprint("account", __name__)
log = structlog.get_logger()

TOO_MANY = 429
ACCOUNT_CHARS = 12
# One slash, then neither a second one nor a backslash, which browsers read as one; no white space.
LOCAL_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Ask who it is."""
    form = SignInForm(next=request.args.get("next", ""))
    return render_template("account/sign_in.html", form=form, errors=[])


@bp.post("/sign-in")
@public
def check_sign_in() -> ResponseReturnValue:
    """Start a session or half of one, or say in one and the same way that it did not work."""
    now = datetime.now(UTC)
    entrance = knock(request.form.get("email", ""), now)
    form = SignInForm()
    if entrance.is_barred:
        _tell("sign-in barred")
        abort(TOO_MANY)
    if not form.validate():
        return _refused(form, entrance)
    try:
        admitted = _admitted(form, entrance, now)
    except SignInError:
        form.password.errors = [_("Address and password do not belong together. Try again.")]
        return _refused(form, entrance)
    return _inside(form, admitted, now) if admitted.is_whole else _half_way(form, admitted, now)


@bp.get("/sign-in/second")
@public
def second_step() -> ResponseReturnValue:
    """Ask for the second factor of somebody whose password was right."""
    half = accounts.find_half_way(db.session, read_cookie(HALF_COOKIE), datetime.now(UTC))
    if half is None:
        return redirect(url_for("account.sign_in"))
    return _second_page(SecondStepForm(next=request.args.get("next", "")), *half)


@bp.post("/sign-in/second")
@public
def check_second_step() -> ResponseReturnValue:
    """Finish the sign-in, or say that the code or the passkey was not right."""
    now = datetime.now(UTC)
    form = SecondStepForm()
    half = accounts.find_half_way(db.session, read_cookie(HALF_COOKIE), now)
    if half is None:
        return _start_over(form)
    if not form.validate():
        return _second_page(form, *half)
    if not is_right(form, *half, now=now):
        return _wrong_second(form, *half, now)
    try:
        token = accounts.finish_sign_in(db.session, *half, device=device_here(), now=now)
    except SignInError:  # pressed twice
        return _start_over(form)
    return _inside(form, Admitted(token, is_whole=True, staff=half[1]), now)


@bp.post("/sign-out")
@for_anybody_on_staff
def sign_out() -> ResponseReturnValue:
    """End the session on the server as well as in the browser."""
    accounts.sign_out(db.session, read_cookie(STAFF_COOKIE))
    db.session.commit()
    response = redirect(url_for("account.sign_in"))
    delete_cookie(response, STAFF_COOKIE)
    return response


def _admitted(form: SignInForm, entrance: Entrance, now: datetime) -> Admitted:
    return accounts.sign_in(
        db.session,
        email=form.email.data,
        password=form.password.data,
        now=now,
        device=device_here(),
        only_with_second=entrance.only_with_second,
    )


def _inside(form: SignInForm | SecondStepForm, admitted: Admitted, now: datetime) -> Response:
    """Where the person wanted to go, with the cookies of a session that begins here.

    A session that this browser had before ends; the browser is known from now on.
    """
    if read_cookie(STAFF_COOKIE):
        accounts.sign_out(db.session, read_cookie(STAFF_COOKIE))
    me = admitted.staff
    has_second = isinstance(form, SecondStepForm)
    audit.record(
        db.session, "staff.signed_in", actor=me.id, object_id=me.id, now=now, with_second=has_second
    )
    known = known_here(me.email, now)
    browser = remember(db.session, me, known=known, now=now)
    db.session.commit()
    response = _led_on(form)
    set_cookie(response, STAFF_COOKIE, admitted.token, None)
    set_cookie(response, BROWSER_COOKIE, browser, int(KNOWN_FOR.total_seconds()))
    delete_cookie(response, HALF_COOKIE)
    return response


def _half_way(form: SignInForm, admitted: Admitted, now: datetime) -> Response:
    """The second step. What was sent too late goes along within the page."""
    db.session.commit()
    target = _local(form.next.data)
    response: Response
    if form.kept.data:
        response = _second_with(form.kept.data, target, admitted.token, now)
    else:
        response = redirect(url_for("account.second_step", next=target or None))
    set_cookie(response, HALF_COOKIE, admitted.token, None)
    return response


def _second_with(kept: str, target: str, token: str, now: datetime) -> Response:
    half = accounts.find_half_way(db.session, token, now)
    if half is None:  # closed this very moment
        abort(TOO_MANY)
    return make_response(_second_page(SecondStepForm(formdata=None, next=target, kept=kept), *half))


def _wrong_second(
    form: SecondStepForm, half: HalfSignIn, staff: Staff, now: datetime
) -> ResponseReturnValue:
    """Say so, with a new challenge; after five wrong ones the password is asked for again."""
    _tell("second step refused", staff=str(staff.id))
    accounts.note_wrong(db.session, half)
    db.session.commit()
    again = accounts.find_half_way(db.session, read_cookie(HALF_COOKIE), now)
    if again is None:
        return _start_over(form)
    form.code.errors = [
        _("That did not work. A code counts once and for half a minute: try the next one.")
    ]
    return _second_page(form, half, staff)


def _second_page(form: SecondStepForm, half: HalfSignIn, staff: Staff) -> ResponseReturnValue:
    settings = current_app.extensions["hiring_settings"]
    factors = factors_of(db.session, staff)
    site = find_site(settings.public_url, name=employer_words(settings))
    options = None
    if site is not None and factors.passkeys:
        options = options_to_show(factors.passkeys, site=site, challenge=half.challenge)
    errors = form_errors(form)
    page = render_template(
        "account/second_step.html",
        form=form,
        errors=errors,
        has_errors=bool(errors),
        has_app=factors.authenticator is not None,
        options=options,
    )
    return page, 422 if errors else 200


def _start_over(form: SecondStepForm) -> ResponseReturnValue:
    """The first step again, where the second took too long or was wrong too often."""
    first = SignInForm(formdata=None, next=_local(form.next.data), kept=form.kept.data)
    first.password.errors = [_("Please start again with your password: the second step is over.")]
    return _again(first)


def _led_on(form: SignInForm | SecondStepForm) -> Response:
    target = _local(form.next.data)
    if target and form.kept.data:
        return offer_to_send(form.kept.data, target)
    return redirect(target or url_for("recruiter.today"))


def _refused(form: SignInForm, entrance: Entrance) -> ResponseReturnValue:
    """The page again. Once an account was tried too often, all its tries are answered alike."""
    _tell("sign-in refused")
    if entrance.only_with_second:
        abort(TOO_MANY)
    return _again(form)


def _again(form: SignInForm) -> ResponseReturnValue:
    page = render_template(
        "account/sign_in.html", form=form, errors=form_errors(form), has_errors=True
    )
    return page, 422


def _tell(event: str, **facts: str) -> None:
    """Write to the log that somebody was not let in; who it was said to be only as a digest."""
    email = request.form.get("email", "")
    account = {"account": account_name(email)[:ACCOUNT_CHARS]} if email else {}
    log.warning(event, **account, **facts, request=request_name())


def _local(target: str | None) -> str:
    """A path on this site, or nothing: a sign-in page must not send people elsewhere."""
    return target if target and LOCAL_PATH.fullmatch(target) else ""
