"""Fields that the settings of an opening and of a template share."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

MAX_LINK_DAYS, MAX_KEEP_DAYS = 365, 3650
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class DaysField(IntegerField):  # type: ignore[misc]
    """A number of days, typed as a number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; say in our words what to type."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Write a number of days, for example 14")) from error


def link_days_field() -> DaysField:
    """How long new links are valid."""
    return DaysField(
        _l("Days for which new links are valid"),
        [
            InputRequired(_l("Write for how many days links are valid")),
            NumberRange(1, MAX_LINK_DAYS, _l("Write a number from 1 to 365")),
        ],
        render_kw=DIGITS,
    )


def keep_days_field() -> DaysField:
    """How long candidates are kept, where it is not the house's number."""
    return DaysField(
        _l("Days for which candidates are kept"),
        [Optional(), NumberRange(1, MAX_KEEP_DAYS, _l("Write a number from 1 to 3650"))],
        description=_l("Leave it empty to keep them as long as the house does."),
        render_kw=DIGITS,
    )


def reminders_field() -> BooleanField:
    """Whether people are reminded."""
    return BooleanField(
        _l("Remind candidates who were invited by mail"),
        description=_l(
            "Half-way and one day before the link ends; by day only, and never after they have "
            "sent their answers or withdrawn."
        ),
    )


def sealed_field() -> BooleanField:
    """Whether scores wait for the interviewer."""
    return BooleanField(
        _l("Interviewers see scores only after they have handed in what they saw"),
        description=_l("Recruiters and owners see scores all the same."),
    )


def blind_field() -> BooleanField:
    """Whether codes stand for names."""
    return BooleanField(
        _l("Show codes in place of names"),
        description=_l("Where people are compared. Looking up a name is noted."),
    )


def flag(field: Any) -> bool:
    """A tick as a truth value."""
    return bool(field.data)
