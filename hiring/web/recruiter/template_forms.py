"""The form of an opening template."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
)

from hiring.banks.schema import BankDocument
from hiring.banks.versions import BankVersion, KeyVersion
from hiring.openings.no_feedback import MAX_REASON_CHARS, MIN_REASON_CHARS
from hiring.openings.people import clean_name
from hiring.openings.records import FeedbackTime
from hiring.openings.templates import OpeningTemplate, TemplateTerms
from hiring.web.language import FOR_STAFF, NAMES
from hiring.web.recruiter.feedback_views import time_words
from hiring.web.recruiter.forms import NO_AUTOCOMPLETE, TEST_SEPARATOR, paper_field, test_choices
from hiring.web.recruiter.notice_forms import place_field
from hiring.web.recruiter.terms_fields import (
    DIGITS,
    DaysField,
    blind_field,
    flag,
    keep_days_field,
    link_days_field,
    reminders_field,
    retake_field,
    sealed_field,
)

MAX_NAME_CHARS = 80
MAX_DECIDE_DAYS = 365
FLAGS = ("may_void", "is_sealed", "is_blind", "has_reminders")


class TemplateForm(FlaskForm):  # type: ignore[misc]
    """What openings to come start from."""

    name = StringField(
        _l("Name of the template"),
        [
            DataRequired(_l("Write a name, for example “Shops, usual terms”")),
            Length(max=MAX_NAME_CHARS, message=_l("Shorten the name to 80 characters")),
        ],
        filters=[lambda text: clean_name(text) if text else text],
        description=_l("Only staff read it."),
        render_kw=NO_AUTOCOMPLETE,
    )
    test = SelectField(
        _l("Test and scoring key"),
        description=_l("Leave it open to choose the test for each opening."),
    )
    language = SelectField(
        _l("Language of the opening and its briefs"),
        choices=[SelectChoice(code, NAMES[code]) for code in FOR_STAFF],
    )
    paper = paper_field()
    place = place_field()
    decide_days = DaysField(
        _l("Days until everybody has an answer"),
        [
            InputRequired(_l("Write the number of days")),
            NumberRange(1, MAX_DECIDE_DAYS, _l("Write a number from 1 to 365")),
        ],
        description=_l("Counted from the day on which an opening is made."),
        render_kw=DIGITS,
    )
    link_days = link_days_field()
    has_reminders = reminders_field()
    when = RadioField(
        _l("When candidates see their feedback"), [InputRequired(_l("Choose a time"))]
    )
    feedback_days = DaysField(
        _l("Days until then, if it is a day of your choice"),
        [Optional(), NumberRange(1, MAX_DECIDE_DAYS, _l("Write a number from 1 to 365"))],
        description=_l("Counted from the day on which an opening is made."),
        render_kw=DIGITS,
    )
    reason = TextAreaField(
        _l("Why candidates get no feedback, if you turn it off"), render_kw={"rows": 3}
    )
    may_void = BooleanField(_l("Candidates may take back the answers they sent"))
    is_sealed = sealed_field()
    is_blind = blind_field()
    retake_after_days = retake_field()
    keep_days = keep_days_field()

    def __init__(self, *, is_owner: bool, **values: Any) -> None:
        super().__init__(**values)
        offered = [one for one in FeedbackTime if is_owner or one is not FeedbackTime.OFF]
        self.when.choices = [SelectChoice(one.value, time_words(one)) for one in offered]
        if not is_owner:
            del self.reason

    def offer(self, tests: Iterable[tuple[BankVersion, KeyVersion, BankDocument]]) -> None:
        """Offer every form of every published key, and to leave it open."""
        self.test.choices = [SelectChoice("", _("Chosen for each opening")), *test_choices(tests)]

    def validate_when(self, field: Any) -> None:
        """A day of one's choice needs a number of days."""
        if field.data == FeedbackTime.ON_DATE.value and self.feedback_days.data is None:
            raise StopValidation(_("Write below after how many days candidates see it"))

    def validate_reason(self, field: Any) -> None:
        """Turning feedback off needs a reason in words."""
        if self.when.data != FeedbackTime.OFF.value:
            return
        if not MIN_REASON_CHARS <= len((field.data or "").strip()) <= MAX_REASON_CHARS:
            raise StopValidation(
                _(
                    "Give the reason in words, %(min)s to %(max)s characters",
                    min=MIN_REASON_CHARS,
                    max=MAX_REASON_CHARS,
                )
            )

    @property
    def terms(self) -> TemplateTerms:
        """What was filled in."""
        key_id, _separator, form_id = (self.test.data or "").partition(TEST_SEPARATOR)
        when = FeedbackTime(self.when.data)
        is_dated, is_off = when is FeedbackTime.ON_DATE, when is FeedbackTime.OFF
        return TemplateTerms(
            name=self.name.data,
            language=self.language.data,
            paper=self.paper.data,
            place=self.place.data,
            key_version_id=UUID(key_id) if key_id else None,
            form_id=form_id or None,
            feedback=when,
            feedback_days=self.feedback_days.data if is_dated else None,
            feedback_off_reason=self.reason.data.strip() if is_off else None,
            link_days=self.link_days.data,
            decide_days=self.decide_days.data,
            keep_days=self.keep_days.data,
            retake_after_days=self.retake_after_days.data,
            **{name: flag(self[name]) for name in FLAGS},
        )


def values_of(template: OpeningTemplate, *, is_owner: bool) -> dict[str, Any]:
    """The fields as a stored template fills them."""
    names = (
        *("name", "language", "paper", "place", "decide_days", "link_days", "keep_days"),
        *("retake_after_days", "feedback_days", *FLAGS),
    )
    test = f"{template.key_version_id}{TEST_SEPARATOR}{template.form_id}"
    more = {"reason": template.feedback_off_reason or ""} if is_owner else {}
    return {
        **{name: getattr(template, name) for name in names},
        "test": test if template.key_version_id else "",
        "when": template.feedback,
        **more,
    }
