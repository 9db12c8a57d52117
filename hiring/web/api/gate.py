"""How other programs come in: by a key in the header, and by nothing else.

No cookie is read here, so no other site can send one along, and no form token is needed. A key that
is right opens whatever others do: only wrong ones are counted, by the place that sends them. A key
in an address or a body has been seen by logs on the way, and is ended.
"""

import itertools
from datetime import UTC, datetime
from typing import cast
from urllib.parse import unquote

import structlog
from flask import Flask, g, request
from werkzeug.wrappers import Response

from hiring.accounts.api_keys import (
    LOOKS_LIKE_ONE,
    ApiKey,
    Scope,
    burn,
    find_api_key,
    note_use,
)
from hiring.db import db
from hiring.web.api.errors import ApiError, Code, is_for_programs, problem
from hiring.web.pacing import count_wrong_key

# So many texts that look like keys are looked up in one request.
MOST_BURNT = 5

log = structlog.get_logger()


def register(app: Flask) -> None:
    """Look for keys in the wrong place before anything else, and tell problems as such."""
    app.before_request(_refuse_misplaced)
    app.register_error_handler(ApiError, _told)


def admit(scope: Scope) -> None:
    """Let the program in whose key stands in the header, if the key may do that.

    Raises:
        ApiError: There is none, it opens nothing, or not this.
        TooOftenError: Many wrong ones came from the same place.
    """
    now, token = datetime.now(UTC), _token_here()
    key = find_api_key(db.session, token, now) if token else None
    if key is None:
        if token:
            log.warning("api key refused", route=request.endpoint)
            count_wrong_key()
        raise ApiError(Code.NO_KEY)
    if scope not in key.scopes:
        raise ApiError(Code.SCOPE_MISSING)
    g.api_key = key
    if note_use(db.session, key, now):
        db.session.commit()


def key_here() -> ApiKey:
    """The key that came with this request; views for programs only."""
    return cast("ApiKey", g.api_key)


def _token_here() -> str:
    """The key of the header, as Bearer or as the user name of Basic; else an empty string."""
    given = request.authorization
    if given is None:
        return ""
    if given.type == "basic":
        return given.parameters.get("username") or ""
    return (given.token if given.type == "bearer" else "") or ""


def _refuse_misplaced() -> None:
    """End keys that stand in the address or the body.

    Raises:
        ApiError: There is a text that looks like one; whether it was one is not told.
    """
    if not is_for_programs():
        return
    address = unquote(f"{request.path}?{request.query_string.decode('latin-1')}")
    body = request.get_data().decode("latin-1")
    found = itertools.chain(LOOKS_LIKE_ONE.findall(address), LOOKS_LIKE_ONE.findall(body))
    tokens = list(dict.fromkeys(itertools.islice(found, MOST_BURNT)))
    if not tokens:
        return
    now = datetime.now(UTC)
    if any([burn(db.session, token, now=now) for token in tokens]):  # noqa: C419 - all of them
        db.session.commit()
        log.warning("api key burnt", route=request.endpoint)
    raise ApiError(Code.KEY_MISPLACED)


def _told(error: ApiError) -> Response:
    return problem(error.code, error.faults)
