"""How often the same person may ask for what costs the house much, and how links are guessed at.

A kind page says that it will be there again soon. Nobody can use up somebody else's share: staff
are counted by account, candidates by their cookie, hiring managers by their link, programs by their
key. Of the links of candidates and of API keys only those that open nothing are counted; one that
is right opens whatever others do.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import g, request
from limits import RateLimitItem, parse_many

from hiring.accounts import hash_token
from hiring.errors import InvitationClosedError, TooOftenError
from hiring.web.cookies import CANDIDATE_COOKIE, read_cookie
from hiring.web.doorkeeper import place_here
from hiring.web.security import limiter

PAPER = parse_many("60 per 5 minutes; 600 per day")
FILES = parse_many("20 per 10 minutes; 200 per day")
WRONG_LINKS = parse_many("30 per minute; 300 per hour")
WRONG_KEYS = parse_many("30 per minute; 300 per hour")
ORDERS = parse_many("60 per minute; 5000 per day")
RESULTS = parse_many("120 per minute; 20000 per day")

View = TypeVar("View", bound=Callable[..., Any])


def paper_paced(view: View) -> View:
    """A sheet that is drawn anew for each request."""
    return _paced(view, "paper", PAPER)


def files_paced(view: View) -> View:
    """Tables and bundles of a whole opening: asking for them, and taking them away."""
    return _paced(view, "files", FILES)


def orders_paced(view: View) -> View:
    """Inviting somebody in the name of a program."""
    return _paced(view, "orders", ORDERS)


def results_paced(view: View) -> View:
    """A result for a program, which is noted each time."""
    return _paced(view, "results", RESULTS)


def count_wrong_key() -> None:
    """Count an API key that opens nothing.

    Raises:
        TooOftenError: There were many from the same place.
    """
    _require_room(WRONG_KEYS, "wrong-key", place_here())


def wrong_links_paced(view: View) -> View:
    """Candidates' links: after many that open nothing, the same place is told to wait."""

    @wraps(view)
    def guarded(**values: Any) -> Any:
        try:
            return view(**values)
        except InvitationClosedError:
            _require_room(WRONG_LINKS, "wrong-link", place_here())
            raise

    return guarded  # type: ignore[return-value]


def _paced(view: View, name: str, limits: list[RateLimitItem]) -> View:
    @wraps(view)
    def guarded(**values: Any) -> Any:
        _require_room(limits, name, _who_asks())
        return view(**values)

    return guarded  # type: ignore[return-value]


def _who_asks() -> str:
    """The person as far as known before anything is looked up; no token is stored as it is."""
    if "staff" in g:
        return str(g.staff.id)
    if "api_key" in g:
        return str(g.api_key.id)
    token = (request.view_args or {}).get("share") or read_cookie(CANDIDATE_COOKIE)
    return hash_token(token) if token else place_here()


def _require_room(limits: list[RateLimitItem], *names: str) -> None:
    if not all(limiter.limiter.hit(limit, *names) for limit in limits):
        raise TooOftenError("asked for more often than the house serves")
