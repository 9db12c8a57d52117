"""Whether candidates of an opening may take back the answers they sent."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from hiring.db import db
from hiring.sittings.leaving import set_may_void
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now

PAGE = "/openings/<uuid:opening_id>/taking-back"


class MayVoidForm(FlaskForm):  # type: ignore[misc]
    """One tick."""

    may_void = BooleanField(_l("Candidates may take back the answers they sent"))


@bp.get(PAGE)
@for_recruiters
def taking_back(opening_id: UUID) -> ResponseReturnValue:
    """What holds now, and a form to change it."""
    found = my_opening(opening_id)
    form = MayVoidForm(formdata=None, may_void=found.may_void)
    return render_template("recruiter/taking_back.html", opening=found, form=form, **desk())


@bp.post(PAGE)
@for_recruiters
def choose_taking_back(opening_id: UUID) -> ResponseReturnValue:
    """Set it from now on."""
    found, form = my_opening(opening_id), MayVoidForm()
    set_may_void(db.session, found, may_void=bool(form.may_void.data), staff=signed_in(), now=now())
    db.session.commit()
    flash(
        _("Stored. Candidates may take back their answers as long as nobody has seen a result.")
        if found.may_void
        else _("Stored. Answers that are sent stay sent.")
    )
    return redirect(url_for("recruiter.opening", opening_id=found.id))
