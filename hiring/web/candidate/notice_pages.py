"""What a candidate is told before the start, and from when they may start."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _
from sqlmodel import Session

from hiring import notices, openings, sittings
from hiring.banks.schema import TestForm
from hiring.conditions import SECONDS_PER_MINUTE, Conditions, find_conditions, limit_seconds
from hiring.config import Settings
from hiring.notices import Notice, NoticeKind, NoticeSection, NoticeText, Place
from hiring.openings import Candidate, Opening
from hiring.web.candidate.pages import StartPage
from hiring.web.language import ContentLanguage, content_language, current_language
from hiring.web.notice_words import facts_of

# These come before the figures about the test, so that the page says things in their order.
OPENING_SECTIONS = frozenset({"who", "what"})


@dataclass(frozen=True, slots=True)
class OwnTime:
    """The time one person has: the form's, and what was agreed with them.

    Attributes:
        minutes: In all; None = no time limit.
        may_pause: Whether they can stop their clock.
        reason: Why the form has a time limit, in the language of the scenarios.
    """

    minutes: int | None
    may_pause: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """What stands on the page before the start.

    Attributes:
        before: The parts of the notice that come first: who asks, and what is measured.
        after: All other parts.
        language: The language of the notice, and whether it is another one than the page's.
        digest: The name of the wording, which the start sends back.
        starts_on: The first day, where it is still to come; None = at once.
        time: How long the person has.
        version: The version of the texts.
    """

    before: tuple[NoticeSection, ...]
    after: tuple[NoticeSection, ...]
    language: ContentLanguage
    digest: str
    starts_on: date | None
    time: OwnTime
    version: str

    @property
    def wait_words(self) -> str:
        """From which day the person may start, and why."""
        day = format_date(self.starts_on, "full")
        return str(
            _(
                "You can start on %(day)s or later. New York City asks for 10 business days "
                "between this notice and the start. Come back by the same link.",
                day=day,
            )
        )


def before_start(session: Session, page: StartPage, now: datetime) -> Told:
    """What a candidate reads who has not started.

    Raises:
        NoControllerError: Nobody is named who is responsible for the data.
    """
    candidate = openings.get_candidate(session, page.candidate_id)
    opening = openings.get_opening(session, candidate.opening_id)
    text = _text(page.settings, opening, notices.language_for(current_language()))
    return Told(
        before=tuple(one for one in text.sections if one.name in OPENING_SECTIONS),
        after=tuple(one for one in text.sections if one.name not in OPENING_SECTIONS),
        language=content_language(text.language),
        digest=text.digest,
        starts_on=_day_to_wait_for(session, page.settings, opening, candidate, now),
        time=_own_time(session, page),
        version=text.version,
    )


def after_start(session: Session, page: StartPage) -> Told:
    """What a candidate was told before the start, in the words that were shown then."""
    notice_id = page.sitting.notice_id if page.sitting else None
    notice = None if notice_id is None else notices.get_notice(session, notice_id)
    return Told(
        before=(),
        after=notices.shown_sections(notice) if notice else (),
        language=content_language(notice.language if notice else current_language()),
        digest="",
        starts_on=None,
        time=_own_time(session, page),
        version=notice.version if notice else "",
    )


def find_shown_notice(
    session: Session, page: StartPage, digest: str, now: datetime
) -> Notice | None:
    """The stored notice that a page named by its digest; None where that is not what holds now.

    Any language will do: the candidate may have changed it between reading and starting.

    Raises:
        NoControllerError: Nobody is named who is responsible for the data.
    """
    candidate = openings.get_candidate(session, page.candidate_id)
    opening = openings.get_opening(session, candidate.opening_id)
    for language in notices.languages():
        text = _text(page.settings, opening, language)
        if text.digest == digest:
            return notices.stored(session, text, now=now)
    return None


def _text(settings: Settings, opening: Opening, language: str) -> NoticeText:
    facts = facts_of(settings, opening, language)
    return notices.compose(NoticeKind.PRETEST, Place(opening.place), language, facts)


def _day_to_wait_for(
    session: Session, settings: Settings, opening: Opening, candidate: Candidate, now: datetime
) -> date | None:
    start = notices.earliest_start(
        Place(opening.place),
        posted_notice_at=opening.posted_notice_at,
        # That somebody was added does not say that anything was sent: what is known counts.
        invited_at=sittings.first_opened_at(session, candidate.id) or now,
        extra_holidays=settings.closed_days,
    )
    return None if start is None or now >= start else start.date()


def _own_time(session: Session, page: StartPage) -> OwnTime:
    form = page.bank.get_form(page.form_id)
    agreed = find_conditions(session, page.candidate_id)
    return OwnTime(
        minutes=_own_minutes(form, agreed),
        may_pause=agreed is not None and agreed.may_pause,
        reason=form.timing_rationale or "",
    )


def _own_minutes(form: TestForm, agreed: Conditions | None) -> int | None:
    seconds = limit_seconds(form.minutes, agreed)
    return None if seconds is None else seconds // SECONDS_PER_MINUTE
