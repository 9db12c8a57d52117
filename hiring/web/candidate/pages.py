"""What candidates' pages show, put together from capabilities; templates only lay it out."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from sqlmodel import Session

from hiring import openings, sittings
from hiring.banks.schema import BankDocument, Item, ItemFormat, Scenario
from hiring.banks.summary import summarise
from hiring.banks.versions import KeyVersion, languages_of, shown_document
from hiring.cases.links import set_day_of
from hiring.config import Settings
from hiring.errors import NotFoundError
from hiring.openings.invitations import InvitationState, state_of
from hiring.openings.records import get_bank_of, needs_acknowledgement
from hiring.sittings import (
    Page,
    Sitting,
    ordered_options,
)
from hiring.web.language import NAMES, SUPPORTED, ContentLanguage, content_language, speak, speaking
from hiring.web.pages import candidate_labels, contact_words, employer_words, simulated_label

PRACTICE_SEED = 0


@dataclass(frozen=True)
class StartPage:
    """A candidate outside the questions: who, on which terms, how far.

    ``language`` is that of the pages, ``content_language`` that of the scenarios. They differ where
    a bank has not been translated. Nobody starts where the link ``has_run_out``, or the opening
    ``waits_for_owner`` or ``is_closed``; help, data and rights are open all the same.
    ``closes_on`` is the last day to start; None while the link is held for an open request.
    """

    candidate_id: UUID
    opening_title: str
    language: str
    languages: tuple[tuple[str, str], ...]
    content_language: str
    bank: BankDocument
    form_id: str
    sitting: Sitting | None
    labels: list[dict[str, str]]
    settings: Settings
    closes_on: date | None
    decide_by: date
    withdrawn_at: datetime | None = None
    has_run_out: bool = False
    waits_for_owner: bool = False
    is_closed: bool = False

    @property
    def is_voided(self) -> bool:
        """Whether what was sent has been taken back."""
        return self.sitting is not None and self.sitting.voided_at is not None

    @property
    def content(self) -> ContentLanguage:
        """How pages mark what is in the language of the scenarios."""
        return content_language(self.content_language)

    @property
    def is_submitted(self) -> bool:
        """Whether everything has been sent."""
        return self.sitting is not None and self.sitting.submitted_at is not None

    @property
    def keep_name(self) -> str:
        """Under which browsers file copies of this sitting; empty before the start."""
        return sittings.sitting_name(self.sitting.id) if self.sitting else ""

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages of the form in this language."""
        return sittings.pages_of(self.bank, self.form_id)

    @property
    def n_scenarios(self) -> int:
        """How many scenarios the form has."""
        return len(self.bank.get_form(self.form_id).scenarios)

    @cached_property
    def minutes(self) -> int:
        """Typical time, estimated from words and marks and rounded up to five minutes."""
        typical = summarise(self.bank, None, self.bank.get_form(self.form_id)).minutes
        return int(-(-typical // 5) * 5)

    @property
    def practice(self) -> Scenario:
        """The scenario to try the controls on.

        Raises:
            NotFoundError: The form has none.
        """
        name = self.bank.get_form(self.form_id).practice
        if name is None:
            raise NotFoundError("this form has no practice scenario")
        return self.bank.get_scenario(name)

    @property
    def has_practice(self) -> bool:
        """Whether there is something to practise on."""
        return self.bank.get_form(self.form_id).practice is not None

    @property
    def practice_item(self) -> Item:
        """The item of the practice scenario."""
        return self.practice.items[0]

    @property
    def reply_by(self) -> str:
        """By when everybody has an answer."""
        return str(format_date(self.decide_by, "long"))

    @property
    def employer(self) -> str:
        """Who asks."""
        return employer_words(self.settings)

    @property
    def contact(self) -> str:
        """Whom a candidate may ask."""
        return contact_words(self.settings)

    @property
    def shared(self) -> dict[str, Any]:
        """What the page skeleton needs."""
        return {
            "audience": "candidate",
            "labels": self.labels,
            "help_url": url_for("candidate.help_page", language=self.language),
            "rights_url": url_for("candidate.rights", language=self.language),
            "brand": self.employer,
        }


def start_page(
    session: Session,
    candidate: openings.Candidate,
    invitation: openings.Invitation,
    *,
    settings: Settings,
    now: datetime,
) -> StartPage:
    """Gather what a candidate may know before, between and after the questions.

    Raises:
        NotFoundError: There is no such opening any more.
    """
    opening = openings.get_opening(session, candidate.opening_id)
    terms = openings.get_administration(session, opening.id)
    _bank, key = get_bank_of(session, terms)
    sitting = sittings.find_sitting(session, candidate.id)
    is_new = sitting is None and candidate.withdrawn_at is None
    pinned = sitting or terms
    available = languages_of(session, pinned.bank_version_id)
    language = _interface(sitting, available, opening.language)
    content = sitting.language if sitting else _content(language, available, opening.language)
    speak(language)  # before the first sentence, which settles the language of all others
    return StartPage(
        candidate_id=candidate.id,
        opening_title=opening.title,
        language=language,
        languages=tuple((code, NAMES.get(code, code)) for code in _offered(available)),
        content_language=content,
        bank=shown_document(session, pinned.bank_version_id, content, pinned.form_id),
        form_id=pinned.form_id,
        sitting=sitting,
        labels=_labels(key, sitting, is_simulated=opening.is_simulated),
        settings=settings,
        closes_on=None
        if set_day_of(session, candidate.id)
        else invitation.expires_at.astimezone(settings.zone).date(),
        decide_by=opening.decide_by,
        withdrawn_at=candidate.withdrawn_at,
        has_run_out=is_new and state_of(invitation, now) is not InvitationState.USABLE,
        waits_for_owner=is_new and needs_acknowledgement(terms, key),
        is_closed=is_new and opening.closed_at is not None,
    )


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with its options in the order this sitting shows them."""

    id: str
    format: ItemFormat
    question: str
    options: tuple[Any, ...]
    choose: int | None
    max_words: int | None

    @classmethod
    def of(cls, item: Item, *, seed: int, item_ref: str) -> "ItemView":
        """The item as one sitting sees it."""
        options = ordered_options(item, seed=seed, item_ref=item_ref)
        return cls(item.id, item.format, item.question, options, item.choose, item.max_words)


def chosen_words(
    item: Item | ItemView, value: Any, bank: BankDocument
) -> tuple[tuple[str, str], ...]:
    """A stored answer in words: pairs of label and option text. Empty when it was left out.

    They come in the order of the item's options: that of the sitting, where the item is its view.
    The labels speak the language of the bank's words, as they do on the page of the scenario.
    """
    if value is None:
        return ()
    texts = {option.id: option.text for option in item.options}
    match item.format:
        case ItemFormat.RATE_EACH:
            return tuple((bank.response_scale[value[o.id] - 1], o.text) for o in item.options)
        case ItemFormat.BEST_WORST:
            with speaking(bank.language):
                best, worst = _("Most effective"), _("Least effective")
            return (best, texts[value["best"]]), (worst, texts[value["worst"]])
        case ItemFormat.RANK_ALL:
            return tuple((f"{n}.", texts[name]) for n, name in enumerate(value, start=1))
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            return (("", texts[value]),)
        case ItemFormat.PICK_N:
            return tuple(("", text) for name, text in texts.items() if name in value)
        case ItemFormat.OPEN_TEXT:
            return (("", str(value)),)


def practice_view(page: StartPage) -> ItemView:
    """The practice item; its order is the same for everybody."""
    return ItemView.of(page.practice_item, seed=PRACTICE_SEED, item_ref="practice")


def _labels(
    key: KeyVersion, sitting: Sitting | None, *, is_simulated: bool
) -> list[dict[str, str]]:
    """What must not be overlooked. How the key came about is for before and after the work.

    A scenario's page does not say it, and the pages between scenarios are to look the same.
    """
    is_at_work = sitting is not None and sitting.submitted_at is None
    if is_at_work:
        return simulated_label(is_simulated=is_simulated)
    return candidate_labels(key, is_simulated=is_simulated)


def _interface(sitting: Sitting | None, available: tuple[str, ...], preferred: str) -> str:
    """The language pinned in the sitting; before, the one asked for, else the browser's."""
    if sitting is not None:
        return sitting.interface_language or sitting.language
    offered = _offered(available)
    from_browser = request.accept_languages.best_match(offered) or ""
    for wanted in (request.values.get("language", ""), from_browser, preferred):
        if wanted in offered:
            return wanted
    return offered[0]


def _content(interface: str, available: tuple[str, ...], preferred: str) -> str:
    """The language of the scenarios: the reader's where they are translated, else a fallback."""
    return next((one for one in (interface, preferred) if one in available), available[0])


def _offered(available: tuple[str, ...]) -> tuple[str, ...]:
    """Languages of the bank first, then those that only the pages speak."""
    return (*available, *(code for code in SUPPORTED if code not in available))
