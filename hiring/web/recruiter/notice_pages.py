"""What the page of an opening's notices shows: texts to copy, and what candidates will read."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from hiring import notices, openings
from hiring.banks.versions import key_document, languages_of
from hiring.config import Settings
from hiring.errors import NoControllerError
from hiring.legal import LegalLine, legal_card
from hiring.notices import NoticeFacts, NoticeKind, NoticeSection, Place
from hiring.openings import Opening
from hiring.web.language import NAMES, SUPPORTED, ContentLanguage, content_language
from hiring.web.notice_words import facts_of
from hiring.web.recruiter.notice_forms import place_words

# Applicants there may read either language.
BILINGUAL = {Place.CANADA_ONTARIO: ("en", "fr"), Place.CANADA_QUEBEC: ("fr", "en")}
RULES_OF = {
    Place.EU_UK: {"European Union", "United Kingdom"},
    Place.US_NYC: {"New York City"},
    Place.US_COLORADO: {"Colorado"},
    Place.US_CALIFORNIA: {"California"},
    Place.US_ILLINOIS: {"Illinois"},
    Place.CANADA_ONTARIO: {"Ontario"},
    Place.CANADA_QUEBEC: {"Quebec"},
    Place.OTHER: set(),
}


@dataclass(frozen=True, slots=True)
class NoticesInLanguage:
    """The three notices of an opening in one language."""

    language: ContentLanguage
    posting: str
    invitation: str
    pretest: tuple[NoticeSection, ...]
    version: str


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """The notices of an opening.

    Attributes:
        texts: By language, the opening's own first; empty where nobody is named as responsible.
        earliest: From when somebody invited today may start, where the place counts days.
        rules: How the place's rule books read a test like this one.
    """

    opening: Opening
    place: Place
    texts: tuple[NoticesInLanguage, ...]
    earliest: date | None
    rules: tuple[LegalLine, ...]
    has_contact: bool
    today: date

    @property
    def language_words(self) -> str:
        """In which languages there are notices for this place."""
        return ", ".join(NAMES[code] for code in SUPPORTED if code in notices.languages())

    @property
    def without(self) -> list[tuple[str, str]]:
        """Languages of candidates' pages without a notice, each with the one shown instead."""
        lacking = [code for code in SUPPORTED if code not in notices.languages()]
        return [(NAMES[code], NAMES[notices.language_for(code)]) for code in lacking]

    @property
    def place_words(self) -> str:
        """The place as people call it."""
        return place_words(self.place)

    @property
    def version(self) -> str:
        """The version of the texts."""
        return self.texts[0].version if self.texts else ""

    @property
    def is_stale(self) -> bool:
        """Whether somebody should look at the law again before using the texts."""
        return bool(self.texts) and notices.is_stale(self.version, today=self.today)


def notices_page(
    session: Session, opening: Opening, *, settings: Settings, now: datetime
) -> NoticesPage:
    """Gather the notices of an opening."""
    place = Place(opening.place)
    start = notices.earliest_start(
        place,
        posted_notice_at=opening.posted_notice_at,
        invited_at=now,
        extra_holidays=settings.closed_days,
    )
    return NoticesPage(
        opening=opening,
        place=place,
        texts=_texts(session, opening, place, settings),
        earliest=None if start is None else max(start, now).date(),
        rules=_rules(session, opening, place, now.date()),
        has_contact=bool(settings.contact),
        today=now.date(),
    )


def lacks_employer(settings: Settings) -> bool:
    """Whether nobody is named as responsible, so that candidates can be shown no notice."""
    return not settings.demo and not settings.employer.strip()


def _texts(
    session: Session, opening: Opening, place: Place, settings: Settings
) -> tuple[NoticesInLanguage, ...]:
    try:
        return tuple(
            _in_language(opening, place, settings, language)
            for language in _languages(session, opening, place)
        )
    except NoControllerError:
        return ()


def _in_language(
    opening: Opening, place: Place, settings: Settings, language: str
) -> NoticesInLanguage:
    facts = facts_of(settings, opening, language)
    pretest = notices.compose(NoticeKind.PRETEST, place, language, facts)
    # Nobody has been sent a link yet, so "the person who sent you the link" would be nobody.
    outside = replace(facts, contact=settings.contact)
    return NoticesInLanguage(
        language=content_language(language),
        posting=_words(NoticeKind.POSTING, place, language, outside),
        invitation=_words(NoticeKind.INVITATION, place, language, outside),
        pretest=pretest.sections,
        version=pretest.version,
    )


def _words(kind: NoticeKind, place: Place, language: str, facts: NoticeFacts) -> str:
    return notices.compose(kind, place, language, facts).text


def _languages(session: Session, opening: Opening, place: Place) -> tuple[str, ...]:
    """The opening's language, those the place asks for, those of the test; English if none."""
    terms = openings.get_administration(session, opening.id)
    of_test = languages_of(session, terms.bank_version_id)
    wanted = dict.fromkeys((opening.language, *BILINGUAL.get(place, ()), *of_test))
    known = tuple(one for one in wanted if one in notices.languages())
    return known or (notices.language_for(opening.language),)


def _rules(session: Session, opening: Opening, place: Place, today: date) -> tuple[LegalLine, ...]:
    terms = openings.get_administration(session, opening.id)
    card = legal_card(key_document(session, terms.key_version_id), today=today)
    return tuple(line for line in card.lines if line.place in RULES_OF[place])
