"""What candidates' and staff's pages about notices share: the facts filled in."""

from flask_babel import format_date

from hiring.config import Settings
from hiring.notices import NoticeFacts
from hiring.openings import Opening
from hiring.openings.settings import days_kept
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
            days_kept=days_kept(opening, house_days=settings.retention_days),
            reply_by=str(format_date(opening.decide_by, "long")),
            operator=settings.operator,
        )
