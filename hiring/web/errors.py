"""Domain errors as pages: the only place where they get a status."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from hiring import errors

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
PAGES = (400, 403, 404, 405, 409, 410, 413, 429, 500)


def register(app: Flask) -> None:
    """Show domain errors and HTTP errors as plain pages that say what to do next."""
    app.register_error_handler(errors.HiringError, _domain_error)
    for status in PAGES:
        app.register_error_handler(status, _http_error)


def _domain_error(error: errors.HiringError) -> ResponseReturnValue:
    for kind, status in STATUS_OF.items():
        if isinstance(error, kind):
            page = f"errors/{PAGE_OF.get(kind, str(status))}.html"
            if kind is errors.InvitationClosedError:  # its help page would only say the same
                return render_template(page, help_url=""), status
            return render_template(page), status
    return render_template("errors/500.html"), 500


def _http_error(error: Exception) -> ResponseReturnValue:
    status = error.code if isinstance(error, HTTPException) and error.code else 500
    return render_template(f"errors/{status}.html"), status
