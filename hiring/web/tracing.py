"""A name for each request, so that a line of the log and one of the proxy's can be put together.

There is no log of visits. Only what took long and what went wrong is written, by the name of the
route: a path may be somebody's secret link.
"""

import re
import time
from uuid import uuid4

import structlog
from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

NAME_HEADER = "X-Request-Id"
GIVEN_NAME = re.compile(r"[A-Za-z0-9-]{8,64}")
NAME_CHARS = 16
SLOW_SECONDS = 2.0

log = structlog.get_logger()


def register(app: Flask) -> None:
    """Name every request before anything else, and tell of those that took long."""
    app.before_request(_begin)
    app.after_request(_end)


def route_name() -> str:
    """The name of the page that was asked for, or "none"; never its address."""
    return request.endpoint or "none"


def request_name() -> str:
    """The name of this request; empty where none has begun."""
    return str(g.get("request_name", ""))


def seconds_so_far() -> float:
    """How long this request has been worked on; 0.0 where its beginning was not seen."""
    began = g.get("began")
    return 0.0 if began is None else time.perf_counter() - began


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_name = _given_name() or uuid4().hex[:NAME_CHARS]


def _end(response: Response) -> Response:
    response.headers[NAME_HEADER] = request_name()
    seconds = seconds_so_far()
    if seconds >= SLOW_SECONDS:
        log.warning(
            "slow request",
            route=route_name(),
            method=request.method,
            status=response.status_code,
            seconds=round(seconds, 2),
            request=request_name(),
        )
    return response


def _given_name() -> str:
    """The name that a proxy of ours gave; from anybody else it might be made to mislead."""
    if not current_app.extensions["hiring_settings"].trusted_proxies:
        return ""
    given = request.headers.get(NAME_HEADER, "")
    return given if GIVEN_NAME.fullmatch(given) else ""
