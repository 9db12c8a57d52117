"""Pages that a browser may not fetch ahead: to open them means something.

Browsers fetch links before anybody follows them. Reading one's result ends the right to take the
answers back, so only a person who opens the page may set that off.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

# The standard header, then those of older browsers.
ANNOUNCING = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def never_ahead(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Refuse to be fetched ahead, before anything is noted.

    425 and not 204: a browser throws it away and asks again once somebody follows the link, while
    to an empty success it may hold, and the link would do nothing.
    """

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        return ("", HTTPStatus.TOO_EARLY) if _is_ahead() else view(**values)

    return guarded


def _is_ahead() -> bool:
    told = (request.headers.get(name, "") for name in ANNOUNCING)
    return any(words.lower().startswith(("prefetch", "preview")) for words in told)
