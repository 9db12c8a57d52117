"""Headers of every answer, protection against forged requests, and throttling."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect
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
OK = 200

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex, nofollow",
}

View = TypeVar("View", bound=Callable[..., Any])


class FormGuard(CSRFProtect):  # type: ignore[misc]
    """Refuses every form without a good token, so that no other site can send one.

    Where a view can show its page again, that is the answer: what was typed stays.
    """

    def protect(self, *args: Any, **named: Any) -> None:
        """Check the token of this request.

        Raises:
            CSRFError: It is no good, and the view has no page to show again.
        """
        try:
            super().protect(*args, **named)
        except CSRFError:
            if not hasattr(current_app.view_functions[request.endpoint or ""], "shows_again"):
                raise
            g.is_stale = True


csrf = FormGuard()
limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=False)


def register(app: Flask) -> None:
    """Protect every answer of the application."""
    csrf.init_app(app)
    app.context_processor(lambda: {"is_shown_again": "is_shown_again" in g})
    _add_limiter(app)
    app.after_request(_add_headers)


def shown_again_by(show: Callable[..., ResponseReturnValue]) -> Callable[[View], View]:
    """Answer a form whose token is no good with its page (422); the view itself is not called.

    Args:
        show: Makes the page from the same arguments as the view, with what was sent filled in. It
            changes nothing.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            if "is_stale" not in g:
                return view(**values)  # type: ignore[no-any-return]
            return _again(show, values)

        guarded.shows_again = True  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard


def _again(show: Callable[..., ResponseReturnValue], values: dict[str, Any]) -> Response:
    """The page with a word on what happened, which an error page in its place must not bear."""
    g.is_shown_again = True
    try:
        response = make_response(show(**values))
    finally:
        del g.is_shown_again
    response.status_code = 422 if response.status_code == OK else response.status_code
    return response


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
