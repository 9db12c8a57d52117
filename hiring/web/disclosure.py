"""Whom to tell of a weakness: ``/.well-known/security.txt``, as RFC 9116 describes it."""

import re
from datetime import UTC, datetime, timedelta

from flask import Blueprint, current_app, make_response, url_for
from flask.typing import ResponseReturnValue

from hiring.config import Settings
from hiring.errors import NotFoundError
from hiring.web.access import public

bp = Blueprint("disclosure", __name__)

VALID_FOR = timedelta(days=180)
LANGUAGES = "en, fr, es"
_MAIL = re.compile(r"[^\s@<>(),;]+@[^\s@<>(),;]+\.[^\s@<>(),;]+")
_PAGE = re.compile(r"https://\S+")


@bp.get("/.well-known/security.txt")
@public
def security_txt() -> ResponseReturnValue:
    """The contact of the house; nothing where nobody can be reached."""
    settings: Settings = current_app.extensions["hiring_settings"]
    reached = contact_address(settings.contact)
    if not reached:
        raise NotFoundError("nobody is named")
    until = (datetime.now(UTC) + VALID_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {reached}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {LANGUAGES}",
        f"Canonical: {settings.public_url.rstrip('/')}{url_for('disclosure.security_txt')}",
    ]
    answer = make_response("\n".join(lines) + "\n")
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    return answer


def contact_address(contact: str) -> str:
    """The first page or mail address in the words of a setting, as a link; empty without one."""
    page = _PAGE.search(contact)
    if page is not None:
        return page[0]
    mail = _MAIL.search(contact)
    return f"mailto:{mail[0]}" if mail is not None else ""
