"""What the record of who did what learns of a request: its name, and the address it came from.

Not of candidates: nobody needs to know where they were, so their addresses are not written down.
"""

from ipaddress import IPv6Address, ip_address

from flask import Flask, current_app, request
from flask_limiter.util import get_remote_address

from hiring import audit
from hiring.db import db
from hiring.web.tracing import request_name

WITHOUT_ACTS = {None, "static"}


def register(app: Flask) -> None:
    """Let acts of every request bear its origin."""
    app.before_request(_note)


def address_days() -> int:
    """For how many days addresses are kept, so that people can be told; 0: none are."""
    days: int = current_app.extensions["hiring_settings"].address_days
    return days


def _note() -> None:
    if request.endpoint not in WITHOUT_ACTS:
        audit.came_from(db.session, audit.Origin(request_name(), _address()))


def _address() -> str:
    """The visitor's address, read from as many proxies as are named; what is none is left out."""
    if address_days() == 0 or request.blueprint == "candidate":
        return ""
    try:
        found = ip_address(get_remote_address())
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    # What follows a % names a cable of that machine, in whatever signs it likes.
    return str(mapped or found).partition("%")[0]
