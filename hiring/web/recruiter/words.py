"""Codes of the middle in the words of a desk."""

from datetime import datetime
from typing import Literal, TypeAlias

from flask_babel import format_timedelta, ngettext
from flask_babel import gettext as _

from hiring.banks.versions import KeyVersion
from hiring.comparison import MAX_PEOPLE, WhyNot
from hiring.openings.decisions import MIN_REASON_CHARS, VIEW_COUNTS_FOR, Outcome, ReasonCode
from hiring.psychometrics.quality.flags import Indicator
from hiring.scoring.roster import Progress, RosterRow

SHAPES = {
    Progress.INVITED: "empty",
    Progress.OPENED: "diamond",
    Progress.IN_PROGRESS: "half",
    Progress.SUBMITTED: "full",
    Progress.BEING_RATED: "frame",
    Progress.SCORED: "square",
    Progress.LINK_EXPIRED: "bar",
    Progress.WITHDRAWN: "cross",
    Progress.TAKEN_BACK: "cross",
    Progress.WITHDREW: "cross",
}


Ended: TypeAlias = Literal[
    Progress.LINK_EXPIRED, Progress.WITHDRAWN, Progress.TAKEN_BACK, Progress.WITHDREW
]


def progress_words(progress: Progress) -> str:
    """How far somebody has come, in a word or two."""
    match progress:  # not a table: it would be translated whole for every row of a list
        case Progress.INVITED:
            return str(_("Invited"))
        case Progress.OPENED:
            return str(_("Link opened"))
        case Progress.IN_PROGRESS:
            return str(_("In progress"))
        case Progress.SUBMITTED:
            return str(_("Answers sent"))
        case Progress.BEING_RATED:
            return str(_("Being rated"))
        case Progress.SCORED:
            return str(_("Scored"))
        case Progress.LINK_EXPIRED | Progress.WITHDRAWN | Progress.TAKEN_BACK | Progress.WITHDREW:
            return _ended_words(progress)


def _ended_words(progress: Ended) -> str:
    match progress:
        case Progress.LINK_EXPIRED:
            return str(_("Link expired"))
        case Progress.WITHDRAWN:
            return str(_("Link withdrawn"))
        case Progress.TAKEN_BACK:
            return str(_("No result available"))
        case Progress.WITHDREW:
            return str(_("Candidate withdrew"))


def row_words(row: RosterRow, now: datetime, n_pages: int) -> str:
    """The state of one candidate; who is at work is told with how far they are."""
    progress = row.progress(now)
    if progress is not Progress.IN_PROGRESS:
        return progress_words(progress)
    return str(_("In progress, %(n)s of %(total)s", n=row.n_answered, total=n_pages))


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, or in how long, in words."""
    return str(format_timedelta(moment - now, add_direction=True))


def outcome_words(outcome: Outcome) -> str:
    """What a person decided."""
    words: dict[Outcome, str] = {
        Outcome.ADVANCE: _("Goes on to the next step"),
        Outcome.HOLD: _("On hold"),
        Outcome.NOT_ADVANCE: _("Does not go on"),
    }
    return words[outcome]


def reason_words(code: ReasonCode) -> str:
    """The main ground of a decision."""
    words: dict[ReasonCode, str] = {
        ReasonCode.EVIDENCE_TOGETHER: _("The evidence taken together"),
        ReasonCode.EXPERIENCE: _("Experience and work history"),
        ReasonCode.INTERVIEW: _("The interview"),
        ReasonCode.AVAILABILITY: _("Availability or terms"),
        ReasonCode.WITHDREW: _("The candidate withdrew"),
        ReasonCode.OTHER: _("Another ground, told below"),
    }
    return words[code]


def decision_fault_words(code: str) -> tuple[str, str]:
    """Which field a refused decision points at, and what to do about it."""
    faults: dict[str, tuple[str, str]] = {
        "page_not_opened": (
            "outcome",
            ngettext(
                "You have not opened this candidate's page in the last %(num)d day. "
                "Open the page again, read it, then decide",
                "You have not opened this candidate's page in the last %(num)d days. "
                "Open the page again, read it, then decide",
                VIEW_COUNTS_FOR.days,
            ),
        ),
        "second_look_open": (
            "outcome",
            _(
                "The candidate has asked for a second look at a decision of yours. "
                "Until that is answered, the colleague who answers it decides"
            ),
        ),
        "reason_too_short": ("reason", reason_hint()),
        "considered_too_short": ("considered", considered_hint()),
    }
    return faults[code]


def reason_hint() -> str:
    """What to do about a reason without words."""
    return str(_("Give the reason in words, at least %(n)s characters", n=MIN_REASON_CHARS))


def considered_hint() -> str:
    """What to do when nothing besides the score is named."""
    return str(
        _(
            "Name what you considered besides the score, at least %(n)s characters",
            n=MIN_REASON_CHARS,
        )
    )


def why_not_words(code: str) -> tuple[str, str]:
    """Why people cannot stand side by side, and what to do."""
    words: dict[WhyNot, tuple[str, str]] = {
        WhyNot.TOO_FEW: (
            _("A comparison needs at least two people."),
            _("Go back and tick two to five people."),
        ),
        WhyNot.TOO_MANY: (
            _(
                "At most %(n)s people can be compared at once. With more, chance differences "
                "would start to look like real ones.",
                n=MAX_PEOPLE,
            ),
            _("Go back and tick five people or fewer."),
        ),
        WhyNot.OTHER_OPENING: (
            _("These people belong to different openings."),
            _("Compare people of one opening only."),
        ),
        WhyNot.NOT_SCORED: (
            _("At least one of these people has no score yet, or answered too little for one."),
            _(
                "Go back, put the list in the order of the score, and tick people there: each of "
                "them has a number. Look at the others one by one."
            ),
        ),
        WhyNot.OTHER_BANK: (
            _("These people answered different tests, which measure different things."),
            _("Nothing makes their scores comparable. Look at each person's own page."),
        ),
        WhyNot.OTHER_FORM: (
            _("These people answered different forms. One form may be harder than the other."),
            _(
                "An analyst can make the scores comparable with a linking study, once 50 people "
                "have sat each form. Until then, look at each person's own page."
            ),
        ),
        WhyNot.OTHER_KEY: (
            _("These people gave answers to the same test, but were scored by different keys."),
            _(
                "An analyst can score the answers again, so that one key holds for everybody. "
                "Until then, look at each person's own page."
            ),
        ),
        WhyNot.OTHER_VERSION: (
            _("These people answered different versions of the test, and nothing links the two."),
            _(
                "An analyst can make the scores comparable with a linking study, once 50 people "
                "have sat each version; or the bank's authors can declare the versions comparable. "
                "Until then, look at each person's own page."
            ),
        ),
        WhyNot.SIMULATED_WITH_REAL: (
            _("Some of these people are simulated and some are real."),
            _("Compare real people with real people only."),
        ),
    }
    return words[WhyNot(code)]


def key_words(key: KeyVersion) -> str:
    """A key's version, where it comes from, and how far it can be trusted."""
    origins = {
        "theory": _("written from theory"),
        "panel": _("rated by experts"),
        "empirical": _("drawn from answers"),
    }
    notes = [str(_("key %(version)s", version=key.key_version)), str(origins[key.origin])]
    notes.append(str(_("provisional") if key.is_provisional else _("confirmed")))
    return ", ".join([*notes, str(_("public"))] if key.is_public else notes)


def sign_words(sign: Indicator, value: float) -> str:
    """One sign about how answers were given, with what was counted."""
    match sign:
        case Indicator.UNREAD_SCREENS:
            return str(
                ngettext(
                    "%(num)d screen was answered sooner than its words can be read.",
                    "%(num)d screens were answered sooner than their words can be read.",
                    int(value),
                )
            )
        case Indicator.LONGEST_RUN:
            return str(
                ngettext(
                    "The same rating stands %(num)d time in a row.",
                    "The same rating stands %(num)d times in a row.",
                    int(value),
                )
            )
        case Indicator.VARIABILITY:
            return str(_("All ratings are the same or nearly so."))
        case Indicator.PERSON_TOTAL:
            return str(_("Scenarios that most people find easy went worse than hard ones."))
        case Indicator.TIME_EFFORT:
            return str(_("Many items were answered much sooner than others answer them."))
        case Indicator.GUTTMAN | Indicator.L_Z | Indicator.EVEN_ODD:
            return str(_("The answers fit together less well than those of most people."))
        case Indicator.INSTRUCTED:
            return str(_("Items that say which answer to choose got another one."))
