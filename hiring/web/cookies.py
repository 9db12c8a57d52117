"""Our cookies, for staff and for candidates: each holds a random token, nothing else.

Staff have one for the session, one for half a sign-in, and one by which a browser is known again.
"""

from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

STAFF_COOKIE = "hiring_staff"
HALF_COOKIE = "hiring_half"
BROWSER_COOKIE = "hiring_browser"
CANDIDATE_COOKIE = "hiring_candidate"
CANDIDATE_LIFE = timedelta(days=60)
SECURE_PREFIX = "__Host-"


def read_cookie(name: str) -> str:
    """The token in a cookie, or an empty string."""
    return request.cookies.get(_full_name(name), "")


def set_cookie(response: Response, name: str, token: str, max_age_seconds: int | None) -> None:
    """Store a token in the browser; scripts cannot read it and other sites cannot send it."""
    response.set_cookie(
        _full_name(name),
        token,
        max_age=max_age_seconds,
        secure=_is_secure(),
        httponly=True,
        samesite="Lax",
        path="/",
    )


def delete_cookie(response: Response, name: str) -> None:
    """Remove a token from the browser."""
    response.delete_cookie(
        _full_name(name), secure=_is_secure(), httponly=True, samesite="Lax", path="/"
    )


def _full_name(name: str) -> str:
    """The prefix binds a cookie to this host; browsers accept it over https only."""
    return SECURE_PREFIX + name if _is_secure() else name


def _is_secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])
