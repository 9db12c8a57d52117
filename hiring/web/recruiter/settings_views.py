"""The settings of an opening: one page, every change noted with name and time."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import InputRequired, ValidationError

from hiring.db import db
from hiring.interviews.sealing import may_change_seal, set_sealed
from hiring.openings.records import Opening
from hiring.openings.settings import OpeningSettings, change_settings, settings_of
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import (
    bp,
    for_recruiters,
    my_opening,
    now,
    settings,
    today_here,
)
from hiring.web.recruiter.forms import MAX_DAYS_AHEAD, title_field
from hiring.web.recruiter.terms_fields import (
    background_field,
    blind_field,
    flag,
    keep_days_field,
    link_days_field,
    reminders_field,
    retake_field,
    sealed_field,
)

PAGE = "/openings/<uuid:opening_id>/settings"


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """What can be changed while an opening runs."""

    title = title_field()
    decide_by = DateField(
        _l("Decide by"),
        [InputRequired(_l("Choose the day by which everybody has an answer"))],
        description=_l("Candidates were told this day. If you move it, tell them."),
    )
    link_days = link_days_field()
    has_reminders = reminders_field()
    retake_after_days = retake_field()
    keep_days = keep_days_field()
    is_sealed = sealed_field()
    is_blind = blind_field()
    asks_background = background_field()

    def __init__(self, opening: Opening, **values: Any) -> None:
        super().__init__(**values)
        self.opening = opening

    def validate_decide_by(self, field: Any) -> None:
        """A new day lies ahead; the one that holds may stay."""
        today = today_here()
        if field.data is None or field.data == self.opening.decide_by:
            return
        if field.data < today:
            raise ValidationError(_("Choose today or a later day"))
        if field.data > today + timedelta(days=MAX_DAYS_AHEAD):
            raise ValidationError(_("Choose a day within the next two years"))

    @property
    def wanted(self) -> OpeningSettings:
        """The settings as they are to be."""
        return OpeningSettings(
            title=self.title.data,
            decide_by=self.decide_by.data,
            is_blind=flag(self.is_blind),
            has_reminders=flag(self.has_reminders),
            asks_background=flag(self.asks_background),
            link_days=self.link_days.data,
            keep_days=self.keep_days.data,
            retake_after_days=self.retake_after_days.data,
        )


@bp.get(PAGE)
@for_recruiters
def opening_settings(opening_id: UUID) -> ResponseReturnValue:
    """What holds now, and a form to change it."""
    found = my_opening(opening_id)
    held = settings_of(found)
    form = SettingsForm(
        found,
        formdata=None,
        title=held.title,
        decide_by=held.decide_by,
        link_days=held.link_days,
        keep_days=held.keep_days,
        retake_after_days=held.retake_after_days,
        has_reminders=held.has_reminders,
        asks_background=held.asks_background,
        is_blind=held.is_blind,
        is_sealed=found.is_sealed,
    )
    return _page(found, form)


@bp.post(PAGE)
@for_recruiters
def change_opening_settings(opening_id: UUID) -> ResponseReturnValue:
    """Change what differs from now on."""
    found = my_opening(opening_id)
    form = SettingsForm(found)
    if not form.validate():
        return _page(found, form), 422
    changed = change_settings(db.session, found, form.wanted, staff=signed_in(), now=now())
    is_seal_open = may_change_seal(db.session, found)
    is_resealed = is_seal_open and set_sealed(
        db.session, found, is_sealed=flag(form.is_sealed), staff=signed_in(), now=now()
    )
    db.session.commit()
    is_new = bool(changed) or is_resealed
    flash(_("Stored. It holds from now on.") if is_new else _("Nothing was changed."))
    return redirect(url_for("recruiter.opening_settings", opening_id=found.id))


def _page(found: Opening, form: SettingsForm) -> str:
    errors = form_errors(form)
    return render_template(
        "recruiter/opening_settings.html",
        opening=found,
        form=form,
        errors=errors,
        may_seal=may_change_seal(db.session, found),
        house_days=settings().retention_days,
        **desk(has_errors=bool(errors)),
    )
