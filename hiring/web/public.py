"""Pages for anybody: the front door, help, health, and checking a printed code."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from hiring.db import db
from hiring.web.access import public
from hiring.web.cookies import STAFF_COOKIE, read_cookie

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


@bp.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """Browsers ask for this name whatever the page says."""
    return redirect(url_for("static", filename="img/mark.svg", v=request.args.get("v")))
