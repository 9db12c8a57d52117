"""What every page for candidates needs: the clock, the cookie, and who is there."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, current_app, request

from hiring import sittings
from hiring.config import Settings
from hiring.db import db
from hiring.errors import InvitationClosedError, NoLinkHereError
from hiring.web.candidate.pages import StartPage, start_page
from hiring.web.cookies import CANDIDATE_COOKIE, read_cookie
from hiring.web.language import speak

bp = Blueprint("candidate", __name__)


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def arrived_at() -> datetime:
    """When the request reached the server, before any work was done for it."""
    found: datetime | None = request.environ.get("hiring.arrived_at")
    return found or now()


def cookie() -> str:
    """The candidate's token in this browser, or an empty string."""
    return read_cookie(CANDIDATE_COOKIE)


def settings() -> Settings:
    """The settings of the application."""
    found: Settings = current_app.extensions["hiring_settings"]
    return found


def secret() -> str:
    """The application's secret."""
    return settings().secret_key.get_secret_value()


def load_page() -> StartPage:
    """What all pages but the questions need, in the candidate's language.

    Raises:
        NoLinkHereError: No cookie: nothing is known about whoever asks.
        InvitationClosedError: Its link was withdrawn, or the candidate is erased.
    """
    if not cookie():
        raise NoLinkHereError("no link was opened in this browser")
    found = sittings.find_access(db.session, cookie())
    if found is None:
        raise InvitationClosedError("no open invitation in this browser")
    page = start_page(db.session, *found, settings=settings(), now=now())
    speak(page.language)
    return page


def shared(**more: Any) -> dict[str, Any]:
    """What the page skeleton needs where there is no candidate's page."""
    return {"audience": "candidate", **more}
