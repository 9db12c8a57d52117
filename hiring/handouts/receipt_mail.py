"""The mail with the receipt: what arrived, what happens next and by when, and whom to ask.

Every sentence is short and in one place. The mail says nothing of the result, and names nobody:
mailboxes are read by others too.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from hiring.config import Settings
from hiring.mail import LINK, without_links
from hiring.openings.records import Candidate, FeedbackTime, Opening, get_candidate, get_opening
from hiring.sittings import Sitting
from hiring.words import Translator, set_apart, to_the_day, to_the_minute


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What the mail is written from. ``is_closed_by_server``: the time was up."""

    opening: str
    employer: str
    contact: str
    receipt: str
    sent_at: datetime
    reply_by: date
    is_closed_by_server: bool
    has_feedback: bool
    locale: str


@dataclass(frozen=True, slots=True)
class MailWords:
    """A subject and a plain text."""

    subject: str
    body: str


def receipt_facts(
    session: Session, sitting: Sitting, *, settings: Settings, translator: Translator
) -> ReceiptFacts | None:
    """What can be said of a sitting that is over; None while it is not."""
    if sitting.submitted_at is None or sitting.receipt is None:
        return None
    candidate: Candidate = get_candidate(session, sitting.candidate_id)
    opening: Opening = get_opening(session, candidate.opening_id)
    _ = translator.gettext
    return ReceiptFacts(
        opening=without_links(opening.title),
        employer=settings.employer or _("The employer"),
        contact=settings.contact or _("the person who sent you the link"),
        receipt=sitting.receipt,
        sent_at=sitting.submitted_at,
        reply_by=opening.decide_by,
        is_closed_by_server=sitting.closed_by == "server",
        has_feedback=opening.feedback != FeedbackTime.OFF.value,
        locale=sitting.interface_language or sitting.language,
    )


def receipt_mail(facts: ReceiptFacts, translator: Translator) -> MailWords:
    """The words. The candidate's own link stands as a mark until the mail leaves."""
    _ = translator.gettext
    subject = _("Your answers have arrived: {receipt}").format(receipt=facts.receipt)
    parts = [
        _("Hello,"),
        "\n".join(_arrival(facts, translator)),
        "\n".join(_next(facts, translator)),
        "\n".join(_rights(facts, translator)),
        facts.employer,
    ]
    return MailWords(subject, "\n\n".join(parts) + "\n")


def _arrival(facts: ReceiptFacts, translator: Translator) -> list[str]:
    _ = translator.gettext
    moment = to_the_minute(facts.sent_at, facts.locale)
    opening = set_apart(facts.opening, facts.locale)
    lines = [_("Your answers for “{opening}” have arrived.").format(opening=opening)]
    if facts.is_closed_by_server:
        lines.append(_("Your time was up. What you had answered until then was sent in for you."))
    return [
        *lines,
        "",
        _("Your receipt code: {receipt}").format(receipt=set_apart(facts.receipt, facts.locale)),
        _("Arrived: {moment}").format(moment=set_apart(moment, facts.locale)),
    ]


def _next(facts: ReceiptFacts, translator: Translator) -> list[str]:
    _ = translator.gettext
    day = to_the_day(facts.reply_by, facts.locale)
    return [
        _("What happens next"),
        _("A person looks at your result beside everything else. No machine decides."),
        _("You hear from us by {day} at the latest.").format(day=day),
    ]


def _rights(facts: ReceiptFacts, translator: Translator) -> list[str]:
    _ = translator.gettext
    opens = (
        _("Your own page has your receipt, your feedback and a copy of your data:")
        if facts.has_feedback
        else _("Your own page has your receipt and a copy of your data:")
    )
    contact = set_apart(facts.contact, facts.locale)
    return [
        opens,
        LINK,
        _("There you can also correct something, object, or ask us to erase your data."),
        "",
        _("Questions? Ask {contact} and give your receipt code.").format(contact=contact),
    ]
