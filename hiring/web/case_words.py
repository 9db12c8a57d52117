"""Requests of candidates in words: the same for those who ask and for those who answer."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from hiring.cases import Case, CaseKind, CaseOutcome, CaseStatus, Wish
from hiring.conditions import Agreed
from hiring.web.language import in_days

SHAPES = {
    CaseStatus.ASKED: "empty",
    CaseStatus.ACKNOWLEDGED: "half",
    CaseStatus.DECIDED: "full",
    CaseStatus.TAKEN_BACK: "cross",
}
# What is decided is told by its outcome.
UNDECIDED = {
    CaseStatus.ASKED: _l("Asked"),
    CaseStatus.ACKNOWLEDGED: _l("Somebody is looking at it"),
    CaseStatus.TAKEN_BACK: _l("Taken back"),
}


def kind_words(kind: CaseKind) -> str:
    """What somebody asks for."""
    words: dict[CaseKind, str] = {
        CaseKind.ADJUSTMENT: _("Other conditions or another format"),
        CaseKind.CORRECTION: _("Correction of facts"),
        CaseKind.CONTEST: _("Another look by a person"),
        CaseKind.ERASURE: _("Erasing all data"),
    }
    return words[kind]


def wish_words(wish: Wish) -> str:
    """What would help."""
    words: dict[Wish, str] = {
        Wish.MORE_TIME: _("More time"),
        Wish.BREAKS: _("Breaks while the clock stands still"),
        Wish.NO_TIME_LIMIT: _("No time limit"),
        Wish.LARGE_PRINT: _("Large print, as a PDF to print or to read"),
        Wish.PLAIN_TEXT: _("Plain text for a screen reader or a braille display"),
        Wish.ASSISTANT: _("Somebody who enters my answers for me"),
        Wish.OTHER: _("Something else"),
    }
    return words[wish]


def status_words(case: Case) -> str:
    """Where a case stands, in a word or two."""
    status = CaseStatus(case.status)
    if status is CaseStatus.DECIDED:
        return outcome_words(CaseKind(case.kind), CaseOutcome(case.outcome or ""))
    return str(UNDECIDED[status])


def outcome_words(kind: CaseKind, outcome: CaseOutcome) -> str:
    """What a person decided."""
    if kind is CaseKind.ERASURE and outcome is CaseOutcome.GRANTED:
        return str(_("Everything is erased"))
    words: dict[CaseOutcome, str] = {
        CaseOutcome.GRANTED: _("Agreed"),
        CaseOutcome.PARTLY: _("Agreed in part"),
        CaseOutcome.DECLINED: _("Not agreed"),
        CaseOutcome.CORRECTED: _("Corrected"),
        CaseOutcome.UPHELD: _("The decision stays as it was"),
        CaseOutcome.OVERTURNED: _("The decision was changed"),
        CaseOutcome.RESCORED: _("Scored again"),
        CaseOutcome.RETEST: _("Another sitting is offered"),
        CaseOutcome.EXPLAINED: _("Explained; nothing was to be changed"),
    }
    return words[outcome]


def promise_words(case: Case) -> str:
    """By when there is an answer to an open case; nothing for a closed one."""
    day = in_days(case.decide_by, "full")
    match CaseStatus(case.status):
        case CaseStatus.ASKED:
            return str(
                _(
                    "A person confirms by %(soon)s that they have seen it, "
                    "and answers by %(day)s at the latest.",
                    soon=in_days(case.acknowledge_by, "full"),
                    day=day,
                )
            )
        case CaseStatus.ACKNOWLEDGED:
            return str(_("You have an answer by %(day)s at the latest.", day=day))
        case CaseStatus.DECIDED | CaseStatus.TAKEN_BACK:
            return ""


def agreed_words(agreed: Agreed) -> list[str]:
    """What was agreed, one thing a line."""
    lines = {
        _("No time limit"): agreed.is_untimed,
        _("%(n)s percent more time", n=agreed.extra_percent): agreed.extra_percent > 0,
        ngettext(
            "%(num)d minute more", "%(num)d minutes more", agreed.extra_minutes
        ): agreed.extra_minutes > 0,
        _("Breaks while the clock stands still"): agreed.may_pause,
        _("Large print"): agreed.large_print,
        _("Plain text"): agreed.plain_text,
        _("An assistant enters the answers"): agreed.has_assistant,
    }
    return [str(words) for words, holds in lines.items() if holds]
