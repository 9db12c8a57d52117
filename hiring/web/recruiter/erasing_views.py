"""Erasing everybody of a closed opening: one owner asks, another agrees, both see what goes."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import StopValidation

from hiring import jobs
from hiring.accounts import Staff
from hiring.db import db
from hiring.openings.records import Opening
from hiring.retention import GRACE_DAYS
from hiring.retention import openings as erasing
from hiring.retention.openings import MAX_REASON_CHARS, MIN_REASON_CHARS
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import bp, for_owners, my_opening, now

PAGE = "/openings/<uuid:opening_id>/erase"


class ErasingForm(FlaskForm):  # type: ignore[misc]
    """Why."""

    reason = TextAreaField(
        _l("Why everybody of this opening is to be erased"),
        description=_l("Noted with your name. The other owner reads it. Please name nobody."),
        render_kw={"rows": 3},
    )

    def validate_reason(self, field: Any) -> None:
        """Erasing needs a reason in words."""
        n_chars = len((field.data or "").strip())
        if n_chars < MIN_REASON_CHARS:
            raise StopValidation(
                _("Give the reason in words, at least %(n)s characters", n=MIN_REASON_CHARS)
            )
        if n_chars > MAX_REASON_CHARS:
            raise StopValidation(_("Shorten the text to %(n)s characters", n=MAX_REASON_CHARS))


@bp.get(PAGE)
@for_owners
def erasing_opening(opening_id: UUID) -> ResponseReturnValue:
    """What would go, who would stay for now, and what can be done."""
    return _page(my_opening(opening_id), ErasingForm(formdata=None))


@bp.post(PAGE)
@for_owners
def ask_to_erase_opening(opening_id: UUID) -> ResponseReturnValue:
    """Ask the other owners."""
    found, form = my_opening(opening_id), ErasingForm()
    if found.closed_at is None:
        flash(_("Close the opening first."))
        return _back(found)
    if not form.validate():
        return _page(found, form), 422
    proposal = erasing.ask_to_erase(
        db.session, found, reason=form.reason.data, staff=signed_in(), now=now()
    )
    jobs.tell_owners(db.session, proposal, now=now())
    db.session.commit()
    flash(_("Noted. Nobody is erased before another owner agrees on this page."))
    return _back(found)


@bp.post(f"{PAGE}/<uuid:proposal_id>/agree")
@for_owners
def agree_to_erase_opening(opening_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Be the other owner: everybody is marked, and nobody erased yet."""
    found = my_opening(opening_id)
    proposal = erasing.get_erasure(db.session, found, proposal_id)
    n = erasing.agree_to_erase(db.session, found, proposal, staff=signed_in(), now=now())
    db.session.commit()
    flash(
        ngettext(
            "%(num)d person is marked. Until the day below you can undo it.",
            "%(num)d people are marked. Until the day below you can undo it.",
            n,
        )
    )
    return _back(found)


@bp.post(f"{PAGE}/<uuid:proposal_id>/drop")
@for_owners
def drop_opening_erasure(opening_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Take it back, or do not agree."""
    found = my_opening(opening_id)
    proposal = erasing.get_erasure(db.session, found, proposal_id)
    erasing.drop_erasure(db.session, found, proposal, staff=signed_in(), now=now())
    db.session.commit()
    flash(_("Nobody is erased. Everything is as it was."))
    return _back(found)


@bp.post(f"{PAGE}/spare")
@for_owners
def spare_opening(opening_id: UUID) -> ResponseReturnValue:
    """Take the marks off again."""
    found = my_opening(opening_id)
    n = erasing.spare_opening(db.session, found, staff=signed_in(), now=now())
    db.session.commit()
    if n:
        flash(_("The marks are off. Everybody is kept as long as the opening says."))
    return _back(found)


def _back(found: Opening) -> ResponseReturnValue:
    return redirect(url_for("recruiter.erasing_opening", opening_id=found.id))


def _waiting(found: Opening) -> dict[str, Any] | None:
    """What waits for another owner, and whether the reader can be that one."""
    proposal = erasing.find_erasure(db.session, found)
    if proposal is None:
        return None
    return {
        "row": proposal,
        "author": db.session.get_one(Staff, proposal.asked_by_id).name,
        "is_mine": proposal.asked_by_id == signed_in().id,
    }


def _page(found: Opening, form: ErasingForm) -> str:
    errors = form_errors(form)
    extent = erasing.extent_of(db.session, found, now=now())
    return render_template(
        "recruiter/erasing.html",
        opening=found,
        form=form,
        errors=errors,
        extent=extent,
        day=extent.erase_from and format_date(extent.erase_from, "long"),
        n_days=GRACE_DAYS,
        asked=_waiting(found),
        **desk(has_errors=bool(errors)),
    )
