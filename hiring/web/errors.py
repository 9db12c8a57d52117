"""Domain errors as pages: the only place where they get a status."""

from typing import Any

import structlog
from flask import Flask, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from hiring import errors
from hiring.db import db
from hiring.web.api.errors import (
    Code,
    is_for_programs,
    problem,
    problem_of_error,
    problem_of_status,
)
from hiring.web.candidate.desk import load_page
from hiring.web.cookies import CANDIDATE_COOKIE, read_cookie
from hiring.web.desks import desk

# Where a page of its own says more than the page of its status.
PAGE_OF: dict[type[errors.HiringError], str] = {
    errors.NotOpenYetError: "not_open_yet",
    errors.OpeningClosedError: "opening_closed",
    errors.LinkRunOutError: "link_run_out",
    errors.NoLinkHereError: "no_link_here",
    errors.NamesNeededError: "names_needed",
    errors.PaperLimitError: "paper_stopped",
    errors.NotScoredYetError: "not_scored_yet",
    errors.TooOftenError: "too_often",
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
    errors.NotScoredYetError: 409,
    errors.NotScorableError: 409,
    errors.PaperLimitError: 503,
    errors.DecisionFaultError: 409,
    errors.CaseFaultError: 409,
    errors.ProposalFaultError: 409,
    errors.TooOftenError: 429,
    errors.NormGroupFaultError: 409,
    errors.AlreadyPublishedError: 409,
}
NOT_FOUND, BROKEN, OUT_OF_ORDER = 404, 500, 503
RETRY_AFTER_SECONDS = 30
PAGES = (400, 403, 404, 405, 409, 410, 413, 429, 500)

log = structlog.get_logger()


def register(app: Flask) -> None:
    """Show domain errors and HTTP errors as plain pages that say what to do next."""
    app.register_error_handler(errors.HiringError, _domain_error)
    app.register_error_handler(OperationalError, _no_database)
    for status in PAGES:
        app.register_error_handler(status, _http_error)


def _page(name: str, status: int, **values: Any) -> ResponseReturnValue:
    """A page about an error. Staff keep their way to other pages, unless the app is broken."""
    if "staff" in g and status < BROKEN:
        db.session.rollback()
        values = {**desk(), **values}
    elif status == NOT_FOUND:
        values = {**_way_back(), **values}
    return render_template(f"errors/{name}.html", **values), status


def _way_back() -> dict[str, Any]:
    """For a candidate whom this browser knows: the way to their assessment, help and rights."""
    db.session.rollback()
    if not read_cookie(CANDIDATE_COOKIE):
        return {}
    try:
        page = load_page()
    except errors.HiringError:
        return {}
    back = url_for("candidate.start", language=page.language)
    return page.shared | {"back_url": back, "is_sent": page.is_submitted}


def _domain_error(error: errors.HiringError) -> ResponseReturnValue:
    if is_for_programs():
        return problem_of_error(error)
    for kind, status in STATUS_OF.items():
        if isinstance(error, kind):
            page = PAGE_OF.get(kind, str(status))
            if kind is errors.InvitationClosedError:  # its help page would only say the same
                return _page(page, status, help_url="")
            return _page(page, status)
    return _page("500", BROKEN)


def _http_error(error: Exception) -> ResponseReturnValue:
    status = error.code if isinstance(error, HTTPException) and error.code else 500
    if is_for_programs():
        return problem_of_status(status)
    return _page(str(status), status)


def _no_database(error: OperationalError) -> ResponseReturnValue:
    """The disk is full, the database is locked or away: nothing was stored, and it will pass.

    A status that scripts take as "try again": they keep what was typed and send it until it is in.
    SQLite also calls a wrong statement operational; that is a fault of ours and does not pass.
    """
    if getattr(error.orig, "sqlite_errorname", "") == "SQLITE_ERROR":
        raise error
    log.error("database out of order", route=request.endpoint, fault=type(error).__name__)
    if is_for_programs():
        return problem(Code.OUT_OF_ORDER)
    page = render_template("errors/503.html")
    return page, OUT_OF_ORDER, {"Retry-After": str(RETRY_AFTER_SECONDS)}
