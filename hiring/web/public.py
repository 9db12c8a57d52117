"""Pages for anybody: the front door, help, health, and checking a printed code."""

import hashlib
from functools import cache

from flask import (
    Blueprint,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import text

from hiring import places
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.web.access import public
from hiring.web.accessibility import Coverage, statement
from hiring.web.cookies import STAFF_COOKIE, read_cookie
from hiring.web.language import SUPPORTED, content_language, current_language, speak
from hiring.web.pages import contact_words
from hiring.web.security import ASK_AGAIN, STATIC_FOR_EVER

bp = Blueprint("public", __name__)

SCRIPTS = places.STATIC / "js"
HASH_CHARS = 10


@cache
def scripts() -> dict[str, bytes]:
    """What every script says, by name."""
    return {path.name: path.read_bytes() for path in sorted(SCRIPTS.glob("*.js"))}


@cache
def scripts_version() -> str:
    """One name for the state of all scripts together."""
    return hashlib.sha256(repr(scripts()).encode()).hexdigest()[:HASH_CHARS]


@bp.get("/")
@public
def front_door() -> ResponseReturnValue:
    """Staff go to their desk; everybody else reads what this is."""
    if read_cookie(STAFF_COOKIE):
        return redirect(url_for("recruiter.today"))
    return render_template("public/front_door.html")


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """Whether this process answers and its database does."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """What was checked, which gaps are known, and whom to tell."""
    if request.args.get("language") in SUPPORTED:
        speak(request.args["language"])
    found = statement(current_language())
    return render_template(
        "public/accessibility.html",
        statement=found,
        language=content_language(found.language),
        coverage={one: _coverage_words(one) for one in Coverage},
        contact=contact_words(current_app.extensions["hiring_settings"]),
    )


@bp.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """Browsers ask for this name whatever the page says."""
    return redirect(url_for("static", filename="img/mark.svg", v=request.args.get("v")))


@bp.get("/scripts/<version>/<script_name>")
@public
def script(version: str, script_name: str) -> ResponseReturnValue:
    """A script under an address that names the state of all of them.

    Scripts import each other by name, so the version stands in the folder: whatever one imports
    comes from the same state, and browsers may keep it. Query strings would not be handed down, and
    the pages' policy allows no import map within a page.
    """
    if script_name not in scripts():
        raise NotFoundError("no such script")
    found = make_response(scripts()[script_name])
    found.mimetype = "text/javascript"
    is_known = version == scripts_version()
    found.headers["Cache-Control"] = STATIC_FOR_EVER if is_known else ASK_AGAIN
    found.add_etag()
    return found.make_conditional(request)


def _coverage_words(coverage: Coverage) -> str:
    match coverage:
        case Coverage.MET:
            return str(_("Met"))
        case Coverage.PARTLY:
            return str(_("In part"))
        case Coverage.ABSENT:
            return str(_("Missing"))
