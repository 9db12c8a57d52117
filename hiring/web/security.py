"""Headers of every answer, protection against forged requests, and throttling."""

from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from hiring.web import throttle  # noqa: F401 - registers its storage with the limiter

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
ONE_YEAR_SECONDS = 31_536_000
# Only an address that names its version may be kept.
STATIC_FOR_EVER = f"public, max-age={ONE_YEAR_SECONDS}, immutable"
ASK_AGAIN = "no-cache"

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex, nofollow",
}

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=False)


def register(app: Flask) -> None:
    """Protect every answer of the application."""
    csrf.init_app(app)
    _add_limiter(app)
    app.after_request(_add_headers)


def _add_limiter(app: Flask) -> None:
    """Add the limiter without its hooks around every request.

    Throttled views ask it themselves; before all others it would look for limits in vain.
    """
    hooks: list[dict[str | None, list[Any]]] = [
        app.before_request_funcs,
        app.after_request_funcs,
        app.teardown_request_funcs,
    ]
    before = [list(funcs.get(None, ())) for funcs in hooks]
    limiter.init_app(app)
    for funcs, kept in zip(hooks, before, strict=True):
        funcs[None] = kept


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault(
            "Strict-Transport-Security", f"max-age={ONE_YEAR_SECONDS}; includeSubDomains"
        )
    if request.endpoint == "static":
        response.headers["Cache-Control"] = STATIC_FOR_EVER if "v" in request.args else ASK_AGAIN
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
