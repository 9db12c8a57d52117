"""Domain errors as pages: the only place where they get a status."""

from typing import Any

from flask import Flask, g, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from hiring import errors
from hiring.db import db
from hiring.web.desks import desk

# Where a page of its own says more than the page of its status.
PAGE_OF: dict[type[errors.HiringError], str] = {
    errors.NotOpenYetError: "not_open_yet",
    errors.OpeningClosedError: "opening_closed",
    errors.LinkRunOutError: "link_run_out",
    errors.NoLinkHereError: "no_link_here",
    errors.NamesNeededError: "names_needed",
}
STATUS_OF: dict[type[errors.HiringError], int] = {
    errors.NotOpenYetError: 409,
    errors.NotFoundError: 404,
    errors.NamesNeededError: 403,
    errors.NotAllowedError: 403,
    errors.SittingClosedError: 409,
    errors.OpeningClosedError: 410,
    errors.LinkRunOutError: 410,
    errors.NoLinkHereError: 410,
    errors.InvitationClosedError: 410,
    errors.NotComparableError: 409,
    errors.NotScorableError: 409,
    errors.DecisionFaultError: 409,
    errors.CaseFaultError: 409,
    errors.NormGroupFaultError: 409,
    errors.AlreadyPublishedError: 409,
}
BROKEN = 500
PAGES = (400, 403, 404, 405, 409, 410, 413, 429, 500)


def register(app: Flask) -> None:
    """Show domain errors and HTTP errors as plain pages that say what to do next."""
    app.register_error_handler(errors.HiringError, _domain_error)
    for status in PAGES:
        app.register_error_handler(status, _http_error)


def _page(name: str, status: int, **values: Any) -> ResponseReturnValue:
    """A page about an error. Staff keep their way to other pages, unless the app is broken."""
    if "staff" in g and status < BROKEN:
        db.session.rollback()
        values = {**desk(), **values}
    return render_template(f"errors/{name}.html", **values), status


def _domain_error(error: errors.HiringError) -> ResponseReturnValue:
    for kind, status in STATUS_OF.items():
        if isinstance(error, kind):
            page = PAGE_OF.get(kind, str(status))
            if kind is errors.InvitationClosedError:  # its help page would only say the same
                return _page(page, status, help_url="")
            return _page(page, status)
    return _page("500", BROKEN)


def _http_error(error: Exception) -> ResponseReturnValue:
    status = error.code if isinstance(error, HTTPException) and error.code else 500
    return _page(str(status), status)
