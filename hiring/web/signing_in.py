"""The form of the sign-in, and what was sent after a session had ended.

A form that comes too late stays in the page: its fields travel as one hidden field of the sign-in,
and who has signed in sends them with a press of their own. The server stores nothing of it. Files
cannot travel this way; they have to be chosen again.
"""

from urllib.parse import parse_qsl, urlencode

from flask import make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

UNAUTHORISED = 401
# What a page gives of itself; the page after the sign-in has its own.
TOKEN_FIELD = "csrf_token"  # noqa: S105 - a name


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Mail address and password, where to go then, and what was sent too late."""

    email = EmailField(
        _l("Mail address"),
        [InputRequired(_l("Enter your mail address")), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Enter your password")), Length(max=256)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    kept = HiddenField()


def find_late_form() -> str:
    """The fields of the form that this request sends, in one text; empty where it has none."""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != TOKEN_FIELD]
    return urlencode(fields)


def ask_with(kept: str) -> Response:
    """The sign-in page, which keeps what was sent."""
    here = request.full_path.rstrip("?")
    form = SignInForm(formdata=None, next=here, kept=kept)
    page = render_template("account/sign_in.html", form=form, errors=[])
    return make_response(page, UNAUTHORISED)


def offer_to_send(kept: str, target: str) -> Response:
    """A page with what was sent too late, and a button that sends it."""
    fields = parse_qsl(kept, keep_blank_values=True)
    # Words that somebody wrote, not marks and numbers that the page had made.
    texts = [value for _name, value in fields if len(value.split()) > 1]
    page = render_template("account/send_late.html", fields=fields, texts=texts, target=target)
    return make_response(page)
