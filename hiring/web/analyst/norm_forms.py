"""What an analyst says about a norm group, and by what its sittings are picked."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from hiring.norm_groups import Chosen, People, Sources
from hiring.web.language import NAMES
from hiring.web.norm_words import people_words

MAX_NAME_CHARS = 120
MAX_TEXT_CHARS = 2000
NO_AUTOCOMPLETE = {"autocomplete": "off"}


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class PastDayField(DateField):  # type: ignore[misc]
    """A day, in the browser's own date picker."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; say in our words what to type where there is no picker."""
        try:
            super().process_formdata(valuelist if any(valuelist) else [])
        except ValueError as error:
            raise ValueError(
                _("Write the day as year-month-day, for example 2027-01-31")
            ) from error


class TickField(SelectMultipleField):  # type: ignore[misc]
    """Any number of the choices offered; none means all."""

    def pre_validate(self, form: Any) -> None:
        """Refuse in our words what was not offered."""
        del form
        offered = {choice.value for choice in self.choices}
        if not set(self.data or ()) <= offered:
            raise ValidationError(_("Choose among those shown; reload the page to see them anew"))


class NormGroupForm(FlaskForm):  # type: ignore[misc]
    """A new norm group. ``previewed`` holds what the analyst has looked at before making it."""

    name = StringField(
        _l("Name of the group"),
        [
            DataRequired(_l("Write a name, for example “Support applicants, spring 2026”")),
            Length(max=MAX_NAME_CHARS, message=_l("Shorten the name to 120 characters")),
        ],
        filters=[_stripped],
        description=_l("It stands on candidates' pages and on briefs."),
        render_kw=NO_AUTOCOMPLETE,
    )
    people = RadioField(
        _l("Who answered"), [InputRequired(_l("Say whether they were applicants or in the job"))]
    )
    role_title = StringField(
        _l("Which role"),
        [
            DataRequired(_l("Write the role, for example “Customer support, telephone”")),
            Length(max=MAX_NAME_CHARS, message=_l("Shorten the role to 120 characters")),
        ],
        filters=[_stripped],
        render_kw=NO_AUTOCOMPLETE,
    )
    description = TextAreaField(
        _l("Whom the group stands for"),
        [
            DataRequired(_l("Describe the group: who, where, how they came to answer")),
            Length(max=MAX_TEXT_CHARS, message=_l("Shorten the text to 2000 characters")),
        ],
        description=_l("Say what a reader needs to judge whether the comparison is fair."),
        render_kw={"rows": 4},
    )
    openings = TickField(_l("Openings"), description=_l("Tick none to take all of them."))
    languages = TickField(
        _l("Languages of the sittings"), description=_l("Tick none to take all of them.")
    )
    from_day = PastDayField(_l("Submitted from"), [Optional()])
    until_day = PastDayField(
        _l("Submitted until"), [Optional()], description=_l("Both days belong to the choice, UTC.")
    )
    previewed = HiddenField()

    def __init__(self, offered: Sources, **values: Any) -> None:
        """Args: offered: Where real, scored sittings of the form come from."""
        super().__init__(**values)
        self.people.choices = [SelectChoice(one.value, people_words(one)) for one in People]
        self.openings.choices = [SelectChoice(str(one.id), one.title) for one in offered.openings]
        self.languages.choices = [
            SelectChoice(code, NAMES.get(code, code)) for code in offered.languages
        ]

    def validate_until_day(self, field: Any) -> None:
        """The rule of the capability, told next to its field."""
        if field.data and self.from_day.data and field.data < self.from_day.data:
            raise ValidationError(_("Choose a last day that is not before the first"))

    @property
    def chosen(self) -> Chosen:
        """By what sittings are picked."""
        return Chosen(
            opening_ids=tuple(UUID(one) for one in self.openings.data or ()),
            languages=tuple(self.languages.data or ()),
            from_day=self.from_day.data,
            until_day=self.until_day.data,
        )
