"""Who may open which page: every view carries a rule, and a view without one is closed.

The rule says which kind of person may come in at all. Whether this person may see this opening is
asked of the capability, which answers "not found" for both absent and foreign things.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

import structlog
from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from hiring import accounts
from hiring.accounts import Role, Staff, StaffSession
from hiring.accounts.api_keys import Scope
from hiring.db import db
from hiring.web.api import gate
from hiring.web.cookies import STAFF_COOKIE, read_cookie
from hiring.web.signing_in import ask_with, find_late_form

log = structlog.get_logger()

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """Who a page is for."""

    PUBLIC = "public"
    CANDIDATE = "candidate"
    STAFF = "staff"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Rule:
    """An audience; for staff the roles that may come in, for programs what their key must allow.

    ``is_early`` opens a page to staff who still have to set up a second factor.
    """

    audience: Audience
    roles: frozenset[Role] = frozenset()
    is_early: bool = False
    scope: Scope | None = None


def public(view: View) -> View:
    """Anybody may open this page."""
    return _with_rule(view, Rule(Audience.PUBLIC))


def for_candidates(view: View) -> View:
    """The view itself asks for the candidate's cookie and answers kindly without it."""
    return _with_rule(view, Rule(Audience.CANDIDATE))


def for_staff(*roles: Role) -> Callable[[View], View]:
    """Signed-in staff of these roles may open this page."""
    return lambda view: _with_rule(view, Rule(Audience.STAFF, frozenset(roles)))


def for_programs(scope: Scope) -> Callable[[View], View]:
    """Programs may call this, with a key in the header that allows it."""
    return lambda view: _with_rule(view, Rule(Audience.PROGRAM, scope=scope))


def for_anybody_on_staff(view: View) -> View:
    """Signed-in staff of every role may open this page, before they have a second factor too."""
    return _with_rule(view, Rule(Audience.STAFF, frozenset(Role), is_early=True))


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The rule a view carries, or None: such a view is closed."""
    return getattr(view, "access_rule", None)


def signed_in() -> Staff:
    """The member of staff who sent this request; pages for staff only."""
    return cast("Staff", g.staff)


def session_here() -> StaffSession:
    """The session of the browser that sent this request; pages for staff only."""
    return cast("StaffSession", g.staff_session)


def must_add_factor() -> bool:
    """Whether this session opens nothing before a second factor is set up.

    The house may ask for one, and a password of less than fifteen characters cannot stand alone.
    """
    here = session_here()
    is_asked = current_app.extensions["hiring_settings"].require_second_factor
    return here.needs_more or (is_asked and here.second_at is None)


def register(app: Flask) -> None:
    """Ask for the rule before every request."""
    app.before_request(_guard)


def _guard() -> Response | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    rule = rule_of(current_app.view_functions[request.endpoint])
    if rule is None:
        abort(403)
    if rule.scope is not None:
        gate.admit(rule.scope)
    return _require_staff(rule) if rule.audience is Audience.STAFF else None


def _require_staff(rule: Rule) -> Response | None:
    now = datetime.now(UTC)
    token = read_cookie(STAFF_COOKIE)
    found = accounts.find_session(db.session, token, now) if token else None
    if found is None:
        return _ask_to_sign_in()
    g.staff_session, g.staff = found
    if g.staff.role not in rule.roles:
        log.warning("role refused", route=request.endpoint, staff=str(g.staff.id))
        abort(403)
    if accounts.touch(db.session, token, now):
        db.session.commit()
    if must_add_factor() and not rule.is_early:
        return redirect(url_for("own.security"))
    return None


def _ask_to_sign_in() -> Response:
    kept = find_late_form()
    if kept:
        return ask_with(kept)
    here = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("account.sign_in", next=here))


def _with_rule(view: View, rule: Rule) -> View:
    view.access_rule = rule  # type: ignore[attr-defined]
    return view
