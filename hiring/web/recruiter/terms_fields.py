"""Fields that the settings of an opening and of a template share."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired, NumberRange, Optional

from hiring.web.numbers import WholeNumber

MAX_LINK_DAYS, MAX_KEEP_DAYS, MAX_RETAKE_DAYS = 365, 3650, 1095
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class DaysField(WholeNumber):
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


def retake_field() -> DaysField:
    """How long somebody waits before the same test again, if a gap is kept."""
    return DaysField(
        _l("Days before the same person is invited to the same test again"),
        [Optional(), NumberRange(1, MAX_RETAKE_DAYS, _l("Write a number from 1 to 1095"))],
        description=_l(
            "Half a year is 180. Leave it empty to keep no gap. The days count from when the "
            "person last sent answers to this test, in any opening. The answers sent last count, "
            "each for its own opening: earlier openings keep the earlier result. You can still "
            "invite somebody sooner, with a reason."
        ),
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
        _l("Interviewers see scores only after they have filed their scorecard"),
        description=_l("Recruiters and owners see scores all the same."),
    )


def blind_field() -> BooleanField:
    """Whether codes stand for names."""
    return BooleanField(
        _l("Show codes in place of names"),
        description=_l(
            "On pages, in comparisons and on briefs. Asking for a name is noted. Where you add "
            "people and send links, names stand without codes."
        ),
    )


def background_field() -> BooleanField:
    """Whether candidates are offered the voluntary questions about groups."""
    return BooleanField(
        _l("Offer candidates voluntary questions about their background"),
        description=_l(
            "After they have sent their answers: sex, age and, depending on the place, race or "
            "ethnicity, or disability. You will not see who answers, nor what. A colleague with "
            "the role Monitor sees counts of large enough groups, to check for unequal effects. "
            "Ask your counsel which of these questions you may or must ask."
        ),
    )


def flag(field: Any) -> bool:
    """A tick as a truth value."""
    return bool(field.data)
