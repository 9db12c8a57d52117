"""What candidates' and staff's pages about notices share: the facts filled in, and place names."""

from flask_babel import format_date
from flask_babel import gettext as _

from hiring.config import Settings
from hiring.notices import NoticeFacts, Place
from hiring.openings import Opening
from hiring.web.language import speaking
from hiring.web.pages import contact_words, employer_words


def facts_of(settings: Settings, opening: Opening, language: str) -> NoticeFacts:
    """What stands in a candidate's notice, with days and stand-ins in the notice's language.

    Outside the demo nobody stands in for the employer: a notice without one must not be shown.
    """
    with speaking(language):
        return NoticeFacts(
            employer=employer_words(settings) if settings.demo else settings.employer,
            contact=contact_words(settings),
            opening=opening.title,
            days_kept=settings.retention_days,
            reply_by=str(format_date(opening.decide_by.date(), "long")),
            operator=settings.operator,
        )


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
