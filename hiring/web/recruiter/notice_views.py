"""An opening's notices: what to put into the posting and the invitation, and whose rules hold."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hiring import notices
from hiring.db import db
from hiring.errors import NoticeFaultError
from hiring.notices import Place
from hiring.notices.places import NoticePlaceFault
from hiring.openings.records import Opening
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now, settings
from hiring.web.recruiter.notice_forms import PlaceForm, moment_of
from hiring.web.recruiter.notice_pages import notices_page


@bp.get("/openings/<uuid:opening_id>/notices", endpoint="notices")
@for_recruiters
def show_notices(opening_id: UUID) -> ResponseReturnValue:
    """The texts of this opening in every language, to copy, and what candidates will read."""
    found = my_opening(opening_id)
    posted = found.posted_notice_at
    form = PlaceForm(
        formdata=None, place=found.place, posted_on=None if posted is None else posted.date()
    )
    return _page(found, form)


@bp.post("/openings/<uuid:opening_id>/notices")
@for_recruiters
def set_place(opening_id: UUID) -> ResponseReturnValue:
    """Say whose rules hold and since when the notice stands in the posting."""
    found, form = my_opening(opening_id), PlaceForm()
    if not form.validate() or not _is_set(found, form):
        return _page(found, form), 422
    db.session.commit()
    flash(_("The place is set. Send the new texts to those who have not started yet."))
    return redirect(url_for("recruiter.notices", opening_id=found.id))


def fault_words(fault: NoticeFaultError) -> str:
    """Why an opening cannot follow a place's rules like that."""
    match NoticePlaceFault(fault.code):
        case NoticePlaceFault.TELL_WHEN:
            return str(
                _(
                    "Write the day on which you told the people who were invited already. "
                    "Their 10 business days count from it."
                )
            )
        case NoticePlaceFault.POSTED_LATER:
            return str(_("Choose today or an earlier day"))


def _is_set(found: Opening, form: PlaceForm) -> bool:
    """Set the place; what the capability refuses stands next to its field."""
    try:
        notices.set_place(
            db.session,
            found,
            Place(form.place.data),
            posted_notice_at=moment_of(form.posted_on.data),
            actor=signed_in(),
            now=now(),
        )
    except NoticeFaultError as fault:
        form.posted_on.errors = [fault_words(fault)]
        return False
    return True


def _page(found: Opening, form: PlaceForm) -> str:
    errors = form_errors(form)
    page = notices_page(db.session, found, settings=settings(), now=now())
    return render_template(
        "recruiter/notices.html",
        page=page,
        form=form,
        errors=errors,
        **desk(has_errors=bool(errors)),
    )
