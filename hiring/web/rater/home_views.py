"""The home of raters."""

from flask import render_template
from flask.typing import ResponseReturnValue

from hiring.db import db
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.rater.desk import bp, for_raters, now
from hiring.web.rater.pages import question_lines


@bp.get("", endpoint="home")
@for_raters
def home() -> ResponseReturnValue:
    """The questions whose answers wait for this rater."""
    lines = question_lines(db.session, signed_in(), now=now())
    return render_template("rater/home.html", lines=lines, **desk())
