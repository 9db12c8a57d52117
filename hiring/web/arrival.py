"""When a request came in: written down before any work is done for it.

Whether an answer came in time must not hang on how busy the server is, so the outermost layer
stamps each request and the views judge by the stamp. A header in which a client could claim a time
was rejected: only our own clock counts.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Flask, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ARRIVED_AT = "hiring.arrived_at"


def register(app: Flask) -> None:
    """Stamp every request before anything else sees it. To be registered last."""
    app.wsgi_app = stamping(app.wsgi_app)  # type: ignore[method-assign]


def stamping(inner: "WSGIApplication") -> Callable[..., Iterable[bytes]]:
    """The same application, with the moment of arrival (aware, UTC) in the environment."""

    def stamp(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ[ARRIVED_AT] = datetime.now(UTC)
        return inner(environ, start_response)

    return stamp


def arrived_at() -> datetime:
    """When the request of this view came in."""
    found: datetime = request.environ[ARRIVED_AT]
    return found
