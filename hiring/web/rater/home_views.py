"""The home of raters."""

from flask import render_template
from flask.typing import ResponseReturnValue

from hiring.web.desks import desk
from hiring.web.rater.desk import bp, for_raters


@bp.get("", endpoint="home")
@for_raters
def home() -> ResponseReturnValue:
    """The questions whose answers wait for this rater."""
    return render_template("rater/home.html", **desk())
