"""When candidates of an opening see their feedback: set by its people, turned off by two."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, StopValidation

from hiring import jobs
from hiring.accounts import Role, Staff
from hiring.accounts.proposals import may_agree
from hiring.db import db
from hiring.feedback import feedback_state, first_day, set_feedback_time
from hiring.openings.days import start_of
from hiring.openings.no_feedback import (
    MAX_REASON_CHARS,
    MIN_REASON_CHARS,
    find_no_feedback,
    get_no_feedback,
    leave_feedback_on,
    propose_no_feedback,
    turn_feedback_off,
)
from hiring.openings.records import FeedbackTime, Opening
from hiring.web.access import signed_in
from hiring.web.desks import desk
from hiring.web.language import zone_here
from hiring.web.pages import form_errors
from hiring.web.recruiter.desk import bp, for_recruiters, my_opening, now
from hiring.web.recruiter.forms import DayField

PAGE = "/openings/<uuid:opening_id>/feedback"


class FeedbackForm(FlaskForm):  # type: ignore[misc]
    """When; from which day; and, for owners, why not at all."""

    when = RadioField(
        _l("When candidates see their feedback"), [InputRequired(_l("Choose a time"))]
    )
    starts_on = DayField(
        _l("The day, if it is a day of your choice"), validators=[Optional(strip_whitespace=True)]
    )
    reason = TextAreaField(
        _l("Why candidates get no feedback, if you turn it off"),
        description=_l(
            "Noted with your name. A second person has to agree before feedback is off. Candidates "
            "then read that there is none, not the reason."
        ),
        render_kw={"rows": 3},
    )

    def __init__(self, *, is_owner: bool, **values: Any) -> None:
        super().__init__(**values)
        offered = [one for one in FeedbackTime if is_owner or one is not FeedbackTime.OFF]
        self.when.choices = [SelectChoice(one.value, time_words(one)) for one in offered]
        if not is_owner:
            del self.reason

    def validate_when(self, field: Any) -> None:
        """A day of one's choice needs the day."""
        if field.data == FeedbackTime.ON_DATE.value and self.starts_on.data is None:
            raise StopValidation(_("Choose the day from which candidates see their feedback"))

    def validate_reason(self, field: Any) -> None:
        """Turning feedback off needs a reason in words."""
        if self.when.data != FeedbackTime.OFF.value:
            return
        n_chars = len((field.data or "").strip())
        if n_chars < MIN_REASON_CHARS:
            raise StopValidation(
                _("Give the reason in words, at least %(n)s characters", n=MIN_REASON_CHARS)
            )
        if n_chars > MAX_REASON_CHARS:
            raise StopValidation(_("Shorten the text to %(n)s characters", n=MAX_REASON_CHARS))

    @property
    def starts_at(self) -> datetime | None:
        """The first moment of the day, where there is one to speak of."""
        if self.when.data != FeedbackTime.ON_DATE.value:
            return None
        return start_of(self.starts_on.data, zone_here())


@bp.get(PAGE)
@for_recruiters
def feedback_time(opening_id: UUID) -> ResponseReturnValue:
    """What holds now, and a form to change it."""
    found = my_opening(opening_id)
    day = None if found.feedback_from is None else first_day(found, zone_here())
    reason = {"reason": found.feedback_off_reason or ""} if _is_owner() else {}
    form = FeedbackForm(
        is_owner=_is_owner(), formdata=None, when=found.feedback, starts_on=day, **reason
    )
    return _page(found, form)


@bp.post(PAGE)
@for_recruiters
def choose_feedback_time(opening_id: UUID) -> ResponseReturnValue:
    """Set it from now on."""
    found = my_opening(opening_id)
    form = FeedbackForm(is_owner=_is_owner())
    if not form.validate():
        return _page(found, form), 422
    time = FeedbackTime(form.when.data)
    if time is FeedbackTime.OFF:
        return _asked(found, form.reason.data)
    set_feedback_time(
        db.session, found, time=time, starts_at=form.starts_at, staff=signed_in(), now=now()
    )
    db.session.commit()
    flash(_("Stored. Candidates: %(words)s", words=state_words(found)))
    return redirect(url_for("recruiter.opening", opening_id=found.id))


@bp.post(f"{PAGE}/off/<uuid:proposal_id>/agree")
@for_recruiters
def agree_to_no_feedback(opening_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Be the second person."""
    found = my_opening(opening_id)
    proposal = get_no_feedback(db.session, found, proposal_id)
    turn_feedback_off(db.session, found, proposal, staff=signed_in(), now=now())
    db.session.commit()
    flash(_("Stored. Candidates: %(words)s", words=state_words(found)))
    return redirect(url_for("recruiter.opening", opening_id=found.id))


@bp.post(f"{PAGE}/off/<uuid:proposal_id>/drop")
@for_recruiters
def keep_feedback(opening_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Take it back, or do not agree."""
    found = my_opening(opening_id)
    proposal = get_no_feedback(db.session, found, proposal_id)
    leave_feedback_on(db.session, found, proposal, staff=signed_in(), now=now())
    db.session.commit()
    flash(_("Feedback is not turned off. Nothing has changed for candidates."))
    return redirect(url_for("recruiter.feedback_time", opening_id=found.id))


def time_words(when: FeedbackTime) -> str:
    """A choice in words."""
    match when:
        case FeedbackTime.AT_ONCE:
            return str(_("As soon as their answers are scored"))
        case FeedbackTime.AT_CLOSE:
            return str(_("When the day of decision is over"))
        case FeedbackTime.ON_DATE:
            return str(_("From a day of your choice"))
        case FeedbackTime.OFF:
            return str(_("Not at all"))


def state_words(opening: Opening) -> str:
    """What holds for the candidates of an opening now, in a few words."""
    if opening.feedback == FeedbackTime.OFF.value:
        return str(_("no feedback"))
    day = feedback_state(opening, None, now(), zone=zone_here()).first_day
    if day is None:
        return str(_("feedback as soon as their answers are scored"))
    return str(_("feedback from %(day)s on", day=format_date(day, "long")))


def _asked(found: Opening, reason: str) -> ResponseReturnValue:
    """Ask for a second person; nothing changes where it is off for the same reason."""
    if found.feedback_off_reason != reason.strip():
        proposal = propose_no_feedback(
            db.session, found, reason=reason, staff=signed_in(), now=now()
        )
        jobs.tell_owners(db.session, proposal, now=now())
        db.session.commit()
        flash(_("Noted. Feedback goes off when a second person agrees on this page."))
    return redirect(url_for("recruiter.feedback_time", opening_id=found.id))


def _waiting(found: Opening) -> dict[str, Any] | None:
    """What waits for a second person, and what the reader can do about it."""
    proposal = find_no_feedback(db.session, found)
    if proposal is None:
        return None
    reader = signed_in()
    return {
        "row": proposal,
        "author": db.session.get_one(Staff, proposal.asked_by_id).name,
        "is_mine": proposal.asked_by_id == reader.id,
        "may_agree": may_agree(db.session, proposal, reader),
    }


def _is_owner() -> bool:
    return signed_in().role == Role.OWNER


def _page(found: Opening, form: FeedbackForm) -> str:
    errors = form_errors(form)
    return render_template(
        "recruiter/feedback.html",
        opening=found,
        form=form,
        errors=errors,
        is_owner=_is_owner(),
        is_off=found.feedback == FeedbackTime.OFF.value,
        holds=state_words(found),
        asked=_waiting(found),
        **desk(has_errors=bool(errors)),
    )
