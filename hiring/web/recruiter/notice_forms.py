"""Fields about whose rules an opening follows, for a new opening and for its notices."""

from datetime import UTC, date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, StopValidation

from hiring.notices import Place
from hiring.web.recruiter.desk import today_here


class PastDayField(DateField):  # type: ignore[misc]
    """A day until today where the house is, in the browser's own date picker."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; say in our words what to type where there is no picker."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(
                _("Write the day as year-month-day, for example 2027-01-31")
            ) from error

    def pre_validate(self, form: Any) -> None:
        """Refuse days to come: nobody has read, or met, on a day that is not there yet."""
        del form
        if self.data is not None and self.data > today_here():
            raise StopValidation(_("Choose today or an earlier day"))


def place_field() -> SelectField:
    """Whose rules hold."""
    return SelectField(
        _l("Place of the job"),
        [InputRequired(_l("Choose a place"))],
        choices=lambda: [SelectChoice(place.value, place_words(place)) for place in Place],
        description=_l("What candidates are told follows the rules of this place."),
    )


def posted_field() -> PastDayField:
    """Since when the notice stands in the posting."""
    return PastDayField(
        _l("Day on which the notice was in the posting"),
        [Optional()],
        description=_l(
            "Leave it empty if the posting had no notice. In New York City, 10 business days are "
            "counted from it; without it, from the day on which somebody first opens their link."
        ),
    )


def moment_of(day: date | None) -> datetime | None:
    """A posted day as it is stored."""
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """Whose rules an opening follows, and when its notice was posted."""

    place = place_field()
    posted_on = posted_field()


def place_words(place: Place) -> str:
    """A place as people call it."""
    match place:
        case Place.EU_UK:
            return str(_("European Union and United Kingdom"))
        case Place.US_NYC:
            return str(_("New York City"))
        case Place.US_COLORADO:
            return str(_("Colorado"))
        case Place.US_CALIFORNIA:
            return str(_("California"))
        case Place.US_ILLINOIS:
            return str(_("Illinois"))
        case Place.CANADA_ONTARIO:
            return str(_("Ontario"))
        case Place.CANADA_QUEBEC:
            return str(_("Quebec"))
        case Place.OTHER:
            return str(_("Another place"))
