"""Pages for anybody: the front door, help, health, and checking a printed code."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import text

from hiring.db import db
from hiring.web.access import public
from hiring.web.accessibility import Coverage, statement
from hiring.web.cookies import STAFF_COOKIE, read_cookie
from hiring.web.language import SUPPORTED, content_language, current_language, speak
from hiring.web.pages import contact_words

bp = Blueprint("public", __name__)


@bp.get("/")
@public
def front_door() -> ResponseReturnValue:
    """Staff go to their openings; everybody else reads what this is."""
    if read_cookie(STAFF_COOKIE):
        return redirect(url_for("recruiter.openings"))
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


def _coverage_words(coverage: Coverage) -> str:
    match coverage:
        case Coverage.MET:
            return str(_("Met"))
        case Coverage.PARTLY:
            return str(_("In part"))
        case Coverage.ABSENT:
            return str(_("Missing"))
