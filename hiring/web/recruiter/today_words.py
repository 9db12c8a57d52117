"""What the home of owners and recruiters says of so many people, in words."""

from typing import assert_never

from flask_babel import gettext as _
from flask_babel import ngettext

from hiring.accounts.proposals import ProposalKind
from hiring.scoring.looks import ENDS_WITHIN, SILENT_AFTER, Look
from hiring.scoring.tallies import Tally


def need_words(look: Look, n: int) -> str:
    """What there is to do for so many people."""
    match look:
        case Look.LATE:
            return _late_words(n)
        case Look.UNDECIDED:
            return _undecided_words(n)
        case Look.UNTOLD:
            return _untold_words(n)
        case Look.STUCK:
            return _stuck_words(n)
        case Look.FINISHED:
            return _finished_words(n)
        case Look.ENDING:
            return _ending_words(n)
        case _:
            assert_never(look)


def or_more(words: str, tally: Tally) -> str:
    """Words that begin with a number; where not everybody was counted they say so."""
    return str(_("More than %(words)s", words=words)) if tally.has_more else words


def proposal_words(kind: ProposalKind, name: str) -> str:
    """What waits for a second owner."""
    match kind:
        case ProposalKind.FEEDBACK_OFF:
            return str(_("%(name)s asks you to agree: candidates get no feedback", name=name))
        case ProposalKind.RESCORING:
            return str(_("%(name)s asks you to agree: sittings are scored again", name=name))
        case ProposalKind.OPENING_ERASURE:
            return str(_("%(name)s asks you to agree: everybody here is erased", name=name))
        case _:
            assert_never(kind)


def past_due_words(n: int) -> str:
    """How many people have waited for too long."""
    return str(
        ngettext(
            "%(num)d person should have heard from us by now",
            "%(num)d people should have heard from us by now",
            n,
        )
    )


def _late_words(n: int) -> str:
    return str(
        ngettext(
            "%(num)d person has late answers to look at",
            "%(num)d people have late answers to look at",
            n,
        )
    )


def _undecided_words(n: int) -> str:
    return str(
        ngettext(
            "%(num)d person has sent answers and waits for a decision",
            "%(num)d people have sent answers and wait for a decision",
            n,
        )
    )


def _untold_words(n: int) -> str:
    return str(
        ngettext(
            "%(num)d person was decided about and is not told yet",
            "%(num)d people were decided about and are not told yet",
            n,
        )
    )


def _finished_words(n: int) -> str:
    return str(ngettext("%(num)d person has sent answers", "%(num)d people have sent answers", n))


def _stuck_words(n: int) -> str:
    return str(
        ngettext(
            "%(num)d person has started and been silent for %(days)s days",
            "%(num)d people have started and been silent for %(days)s days",
            n,
            days=SILENT_AFTER.days,
        )
    )


def _ending_words(n: int) -> str:
    return str(
        ngettext(
            "%(num)d link that nobody has started with ends within %(days)s days",
            "%(num)d links that nobody has started with end within %(days)s days",
            n,
            days=ENDS_WITHIN.days,
        )
    )
