"""Mail about an invitation: the invitation itself, a reminder, and that the opening is closed.

The words of the invitation are the notice that the opening's place asks for, so that nobody is
invited without having been told. There are words in the languages of the notices; whoever reads
another language is told so in that one, and gets the mail in English. No mail names the candidate:
mailboxes are read by others too.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from gettext import NullTranslations

from babel import Locale
from babel.support import Translations

from hiring import places
from hiring.config import Settings
from hiring.handouts.receipt_mail import MailWords
from hiring.mail import LINK, without_links
from hiring.notices import NoticeFacts, NoticeKind, Place, compose, language_for
from hiring.openings.records import Opening
from hiring.openings.settings import days_kept
from hiring.words import Translator, set_apart, to_the_day


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter is written from.

    Attributes:
        opening: Whose candidate.
        wanted: The language that the candidate reads.
        last_day: Until when the link starts something; None while it is held.
        has_started: Whether the candidate has begun.
    """

    opening: Opening
    wanted: str
    last_day: datetime | None
    has_started: bool = False

    @property
    def language(self) -> str:
        """The language of the letter."""
        return language_for(self.wanted)


def invitation_letter(facts: LetterFacts, settings: Settings) -> MailWords:
    """The invitation.

    Raises:
        NoControllerError: Nobody is named as responsible, so nobody can be invited.
    """
    _ = translator_of(facts.language).gettext
    notice = compose(
        NoticeKind.INVITATION,
        Place(facts.opening.place),
        facts.language,
        _notice_facts(facts, settings),
    )
    subject = _("Your assessment for “{opening}”").format(opening=_title(facts))
    parts = [
        _("Hello,"),
        notice.text,
        "\n".join(_way_in(facts, settings)),
        _signature(settings, facts),
    ]
    return _mail(subject, parts, facts)


def reminder_letter(facts: LetterFacts, settings: Settings) -> MailWords:
    """A reminder to somebody who has not sent answers yet."""
    _ = translator_of(facts.language).gettext
    subject = _("A reminder: your assessment for “{opening}”").format(opening=_title(facts))
    first = (
        _("You have begun the assessment for “{opening}”. Every answer that reached us is saved.")
        if facts.has_started
        else _("You were invited to a short assessment for “{opening}”.")
    )
    parts = [
        _("Hello,"),
        first.format(opening=_title(facts)),
        "\n".join(_way_in(facts, settings)),
        _("If you would rather not take part, you need not do anything."),
        _help(settings, facts),
        _signature(settings, facts),
    ]
    return _mail(subject, parts, facts)


def closed_letter(facts: LetterFacts, settings: Settings) -> MailWords:
    """That the opening is closed, to somebody who has not started."""
    _ = translator_of(facts.language).gettext
    subject = _("The opening “{opening}” is closed").format(opening=_title(facts))
    parts = [
        _("Hello,"),
        _("The opening “{opening}” is closed. You need not take the assessment any more.").format(
            opening=_title(facts)
        ),
        _("Thank you for your interest. This says nothing about you."),
        "\n".join([_("Your own page, with your data and your rights:"), LINK]),
        _help(settings, facts),
        _signature(settings, facts),
    ]
    return _mail(subject, parts, facts)


@lru_cache(maxsize=8)
def translator_of(language: str) -> Translator:
    """The catalogue of a language; English is that of the messages themselves."""
    if language == "en":
        return NullTranslations()
    found: Translator = Translations.load(str(places.TRANSLATIONS), [language])
    return found


def _mail(subject: str, parts: list[str], facts: LetterFacts) -> MailWords:
    told = [_in_other_language(facts)] if facts.language != facts.wanted else []
    return MailWords(subject, "\n\n".join([*told, *parts]) + "\n")


def _in_other_language(facts: LetterFacts) -> str:
    """Said in the language that the reader would have liked."""
    _ = translator_of(facts.wanted).gettext
    name = Locale.parse(facts.wanted).get_language_name(facts.language)
    words = _("This mail is not in {wanted} yet. Your page is.")
    return words.format(wanted=name or facts.wanted)


def _way_in(facts: LetterFacts, settings: Settings) -> list[str]:
    _ = translator_of(facts.language).gettext
    lines = [_("Your own link. Please do not pass it on:"), LINK]
    if facts.last_day is None or facts.has_started:
        return lines
    last_day = facts.last_day.astimezone(settings.zone).date()
    day = to_the_day(last_day, facts.language, "full")
    return [*lines, _("You can start until {day}.").format(day=day)]


def _help(settings: Settings, facts: LetterFacts) -> str:
    _ = translator_of(facts.language).gettext
    contact = settings.contact or _("the person who sent you the link")
    return _("Questions? Ask {contact}.").format(contact=set_apart(contact, facts.language))


def _signature(settings: Settings, facts: LetterFacts) -> str:
    return settings.employer or translator_of(facts.language).gettext("The employer")


def _title(facts: LetterFacts) -> str:
    return set_apart(without_links(facts.opening.title), facts.language)


def _notice_facts(facts: LetterFacts, settings: Settings) -> NoticeFacts:
    _ = translator_of(facts.language).gettext
    employer = settings.employer or (_("The employer") if settings.demo else "")
    return NoticeFacts(
        employer=employer,
        contact=settings.contact or _("the person who sent you the link"),
        opening=without_links(facts.opening.title),
        days_kept=days_kept(facts.opening, house_days=settings.retention_days),
        reply_by=to_the_day(facts.opening.decide_by, facts.language),
        operator=settings.operator,
    )
