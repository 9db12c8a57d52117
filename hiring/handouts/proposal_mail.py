"""Mail to an owner: something waits for a second person. It names no candidate and no reason."""

from dataclasses import dataclass

from hiring.accounts.proposals import ProposalKind
from hiring.handouts.receipt_mail import MailWords
from hiring.mail import without_links
from hiring.words import Translator


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """What waits, who asked for it, and where it is settled.

    ``opening`` is the title of the opening that it is about, "" where it is about none.
    """

    kind: ProposalKind
    asked_by: str
    opening: str
    address: str


def proposal_mail(facts: ProposalFacts, translator: Translator) -> MailWords:
    """The words, with the address of the page."""
    _ = translator.gettext
    name, opening = without_links(facts.asked_by), without_links(facts.opening)
    parts = [
        _("Hello,"),
        _what(facts.kind, translator).format(name=name, opening=opening),
        "\n".join([_("Nothing changes before a second person agrees:"), facts.address]),
        _("If you do not agree, say so on the same page."),
    ]
    return MailWords(_("Something waits for a second person"), "\n\n".join(parts) + "\n")


def _what(kind: ProposalKind, translator: Translator) -> str:
    _ = translator.gettext
    match kind:
        case ProposalKind.FEEDBACK_OFF:
            return _("{name} asks to turn feedback off for candidates of “{opening}”.")
        case ProposalKind.RESCORING:
            return _("{name} asks to score sittings again.")
        case ProposalKind.OPENING_ERASURE:
            return _("{name} asks to erase everybody of “{opening}”.")
