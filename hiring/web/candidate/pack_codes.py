"""The closed sets of a copy of somebody's data in words: kinds, states, outcomes, acts, roles.

The words of the desks are for those who decide; these speak to the person whom the data are about.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import reduce
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from hiring.audit import SYSTEM_ACTOR
from hiring.briefs.codes import in_groups
from hiring.cases import CaseKind, CaseOutcome, CaseStatus, Wish
from hiring.data_pack import Seen
from hiring.mail import LINK, MailState
from hiring.openings.decisions import Outcome, ReasonCode
from hiring.psychometrics.quality.flags import Indicator
from hiring.sittings import AnswerState, Closer, TimeChangeKind
from hiring.web.candidate.pack_desk_codes import DESK_SPOKEN, DESK_STAFF_COLUMNS
from hiring.web.candidate.pack_labels import LABELS
from hiring.web.case_words import UNDECIDED, kind_words, outcome_words, wish_words
from hiring.web.language import NAMES, current_language, to_the_minute
from hiring.web.pages import role_words
from hiring.words import to_the_day

Row = Mapping[str, Any]
CASE_STATES = {**UNDECIDED, CaseStatus.DECIDED: _l("Decided")}
DECISIONS = {
    Outcome.ADVANCE: _l("You go on to the next step"),
    Outcome.HOLD: _l("On hold"),
    Outcome.NOT_ADVANCE: _l("You do not go on"),
}
GROUNDS = {
    ReasonCode.EVIDENCE_TOGETHER: _l("The evidence taken together"),
    ReasonCode.EXPERIENCE: _l("Experience and work history"),
    ReasonCode.INTERVIEW: _l("The interview"),
    ReasonCode.AVAILABILITY: _l("Availability or terms"),
    ReasonCode.WITHDREW: _l("You withdrew"),
    ReasonCode.OTHER: _l("Another ground, told in the reason"),
}
MAIL_KINDS = {
    "receipt": _l("Receipt"),
    "invitation": _l("Invitation"),
    "reminder": _l("Reminder"),
    "closed": _l("News that the opening is closed"),
}
MAIL_STATES = {
    MailState.QUEUED: _l("Waits to be sent"),
    MailState.SENT: _l("Sent"),
    MailState.NO_SERVER: _l("Not sent: there is no mail server"),
    MailState.REFUSED: _l("Not sent: the mail server refused it"),
    MailState.DROPPED: _l("Not sent: it was no longer needed"),
}
CLOSERS = {
    Closer.CANDIDATE: _l("You"),
    Closer.SERVER: _l("The software, when your time was over"),
}
ANSWER_STATES = {
    AnswerState.ANSWERED: _l("Answered"),
    AnswerState.SKIPPED: _l("Left out"),
    AnswerState.NOT_REACHED: _l("Not reached"),
    AnswerState.VOID: _l("Taken out"),
}
TIME_CHANGES = {
    TimeChangeKind.STARTED: _l("The clock started"),
    TimeChangeKind.BREAK: _l("The clock stopped for a break"),
    TimeChangeKind.REQUEST: _l("The clock stopped while you asked for help"),
    TimeChangeKind.RESUMED: _l("The clock went on"),
    TimeChangeKind.CONDITIONS: _l("Time given as agreed with you"),
    TimeChangeKind.OUTAGE: _l("Time given back after a breakdown of ours"),
    TimeChangeKind.STAFF: _l("Time given by a person"),
}
UNLIKE_OTHERS = _l("The answers fit together less well than those of most people")
SIGNS = {
    Indicator.TIME_EFFORT: _l("Many scenarios were answered much sooner than others answer them"),
    Indicator.UNREAD_SCREENS: _l("Screens were answered sooner than their words can be read"),
    Indicator.LONGEST_RUN: _l("The same rating stands many times in a row"),
    Indicator.VARIABILITY: _l("All ratings are the same or nearly so"),
    Indicator.PERSON_TOTAL: _l("Scenarios that most people find easy went worse than hard ones"),
    Indicator.GUTTMAN: UNLIKE_OTHERS,
    Indicator.L_Z: UNLIKE_OTHERS,
    Indicator.EVEN_ODD: UNLIKE_OTHERS,
    Indicator.INSTRUCTED: _l("Questions that say which answer to choose got another one"),
}
OTHER_ACTORS = {
    "candidate": _l("You"),
    "staff": _l("A member of staff"),
    "manager": _l("Somebody with a link from a member of staff"),
    "program": _l("A program that the employer uses"),
    SYSTEM_ACTOR: _l("The software"),
}
ACTS = {
    "assistant.left": _l("The assistant stopped entering answers"),
    "assistant.named": _l("An assistant was named"),
    "brief.exported": _l("The short report about you was taken away as a file"),
    "brief.read": _l("The short report about you was read"),
    "candidate.added": _l("You were added to the opening"),
    "candidate.adjusted": _l("Noted that other conditions hold for you"),
    "candidate.data_taken": _l("A copy of your data was taken"),
    "candidate.decided": _l("A decision about you was made"),
    "candidate.erased": _l("Your data were erased"),
    "candidate.held": _l("Your data were put on hold, so that nobody erases them"),
    "candidate.hold_ended": _l("The hold on your data was lifted"),
    "candidate.marked": _l("Your data were put on the list of those to be erased"),
    "candidate.not_adjusted": _l("Noted that the usual conditions hold for you"),
    "candidate.shared": _l("What you sent was shared with a hiring manager"),
    "note.written": _l("A note about you was written"),
    "note.removed": _l("A note about you was taken away"),
    "note.restored": _l("A note about you was brought back"),
    "candidate.retake_allowed": _l("You were invited again before the usual time had passed"),
    "candidate.spared": _l("Your data were taken off the list of those to be erased"),
    "candidate.told": _l("Noted that you were told of a decision"),
    "candidate.unblinded": _l("Your name was asked for, where a code stands in its place"),
    "candidate.viewed": _l("The page about you was opened"),
    "candidate.withdrew": _l("You withdrew"),
    "candidates.compared": _l("You stood beside others in a comparison"),
    "case.acknowledged": _l("A request of yours was seen by a person"),
    "case.asked": _l("You asked for something"),
    "case.decided": _l("A request of yours was answered"),
    "case.taken_back": _l("You took a request back"),
    "case.viewed": _l("A request of yours was opened"),
    "conditions.agreed": _l("Conditions were agreed with you"),
    "invitation.reissued": _l("You were given a new link"),
    "invitation.revoked": _l("Your link was withdrawn"),
    "late_answer.accepted": _l("A late answer was accepted"),
    "mail.invited": _l("The invitation was mailed to you"),
    "mail.sent_again": _l("Mail to you was sent again"),
    "rating.filed": _l("Somebody rated what you wrote"),
    "receipt.checked": _l("Your receipt was checked"),
    "result.fetched": _l("A program of the employer read your result"),
    "result.read": _l("You opened your result"),
    "score.erased": _l("Your result was erased"),
    "score.verified": _l("The code of your result was checked"),
    "sheet.exported": _l("Your answers were taken away question by question, without your name"),
    "sheet.read": _l("Your answers were read question by question, without your name"),
    "sitting.conditions_applied": _l("Your running assessment got the agreed conditions"),
    "sitting.taken_back": _l("You took your answers back"),
    "sitting.time_given": _l("You were given time"),
    "interview.assigned": _l("An interview with you was arranged"),
    "interview.cancelled": _l("An interview with you was called off"),
    "interview.held": _l("Noted that an interview with you took place"),
    "interview.planned": _l("A day for an interview with you was noted"),
    "scorecards.read": _l("What interviewers wrote about you was read"),
    "scorecard.confirmed": _l("An interviewer confirmed what was copied from paper"),
    "scorecard.corrected": _l("An interviewer corrected what they had handed in"),
    "scorecard.filed": _l("An interviewer handed in what they wrote about the interview"),
    "scorecard.typed": _l("What an interviewer wrote on paper was copied"),
}


def plain_words(value: Any) -> str:
    """A stored value for people; nothing for what is empty."""
    match value:
        case None:
            return ""
        case bool():
            return str(_("yes") if value else _("no"))
        case datetime():
            return to_the_minute(value)
        case date():
            return to_the_day(value, current_language())
        case float():
            return f"{value:g}"
        case list() | tuple():
            return in_a_row(map(plain_words, value))
        case _:
            return str(value)


def in_a_row(words: Iterable[str]) -> str:
    """Words one after the other, with the comma of the language."""
    parts = list(words) or [""]
    return reduce(lambda one, two: str(_("%(one)s, %(two)s", one=one, two=two)), parts)


def actor_words(told: str) -> str:
    """Who did something: the person, the software, or staff by role."""
    return str(OTHER_ACTORS[told] if told in OTHER_ACTORS else role_words(told))


def act_words(one: Seen) -> str:
    """An entry of the record, with what is told of it."""
    # A house that has run for years holds acts of earlier releases: those stay as they were noted.
    act = str(ACTS.get(one.act, one.act))
    details = in_a_row(_act_details(one.details))
    return str(_("%(act)s (%(details)s)", act=act, details=details)) if details else act


def language_words(code: str) -> str:
    """A language by its own name."""
    return NAMES.get(code, code)


def _act_details(details: Row) -> list[str]:
    kind = CaseKind(details["kind"]) if "kind" in details else None
    told = [] if kind is None else [kind_words(kind)]
    if "outcome" in details:
        outcome = details["outcome"]
        told.append(
            str(DECISIONS[Outcome(outcome)])
            if kind is None
            else outcome_words(kind, CaseOutcome(outcome))
        )
    if "reason_code" in details:
        told.append(str(GROUNDS[ReasonCode(details["reason_code"])]))
    if "generation" in details:
        told.append(str(_("link %(n)s", n=details["generation"])))
    if "seconds" in details:
        told.append(str(ngettext("%(num)d second", "%(num)d seconds", details["seconds"])))
    return told


def _case_outcome(row: Row) -> str:
    return outcome_words(CaseKind(row["kind"]), CaseOutcome(row["outcome"]))


def _changes(row: Row) -> str:
    """Facts that a request changed, before and after; a day that was set stands alone."""
    lines = []
    for name, change in row["details"].items():
        label = LABELS["expires_at"] if name == "link_until" else LABELS.get(name, name)
        if not isinstance(change, dict):
            lines.append(f"{label}: {plain_words(datetime.fromisoformat(change))}")
            continue
        before, after = (plain_words(change[when]) or _("nothing") for when in ("before", "after"))
        words = _(
            "%(name)s: %(before)s before, %(after)s now", name=label, before=before, after=after
        )
        lines.append(str(words))
    return "\n".join(lines)


def _signs(row: Row) -> str:
    """Signs without their figures, which say nothing without those of other people."""
    told = dict.fromkeys(str(SIGNS[Indicator(name)]) for name in row["signs"])
    return "\n".join(told) or str(_("None"))


def _key(row: Row) -> str:
    key = row["key_version_id"]
    status = _("confirmed") if key["status"] == "confirmed" else _("provisional")
    return in_a_row((key["version"], str(status)))


def _rescoring(row: Row) -> str:
    told = row["rescoring_id"]
    day = plain_words(told["decided_at"])
    return str(_("By key %(key)s, decided on %(day)s", key=told["key_version"], day=day))


# By table and column, of rows in which the column is not empty.
SPOKEN: Mapping[tuple[str, str], Callable[[Row], str]] = DESK_SPOKEN | {
    ("answer", "state"): lambda row: str(ANSWER_STATES[AnswerState(row["state"])]),
    ("candidate", "opening_id"): lambda row: str(row["opening_id"]["title"]),
    ("candidate_case", "details"): _changes,
    ("candidate_case", "kind"): lambda row: kind_words(CaseKind(row["kind"])),
    ("candidate_case", "outcome"): _case_outcome,
    ("candidate_case", "status"): lambda row: str(CASE_STATES[CaseStatus(row["status"])]),
    ("candidate_case", "wishes"): lambda row: "\n".join(wish_words(Wish(w)) for w in row["wishes"]),
    ("decision", "outcome"): lambda row: str(DECISIONS[Outcome(row["outcome"])]),
    ("decision", "reason_code"): lambda row: str(GROUNDS[ReasonCode(row["reason_code"])]),
    ("mail", "body"): lambda row: row["body"].replace(LINK, str(_("(your link)"))),
    ("mail", "kind"): lambda row: str(MAIL_KINDS.get(row["kind"], row["subject"])),
    ("mail", "language"): lambda row: language_words(row["language"]),
    ("mail", "state"): lambda row: str(MAIL_STATES[MailState(row["state"])]),
    ("response_quality", "signs"): _signs,
    ("score", "code"): lambda row: in_groups(row["code"]),
    ("score", "key_version_id"): _key,
    ("score", "replaces_id"): lambda row: plain_words(row["replaces_id"] is not None),
    ("score", "rescoring_id"): _rescoring,
    ("sitting", "closed_by"): lambda row: str(CLOSERS[Closer(row["closed_by"])]),
    ("sitting", "interface_language"): lambda row: language_words(row["interface_language"]),
    ("sitting", "key_version_id"): _key,
    ("sitting", "language"): lambda row: language_words(row["language"]),
    ("sitting", "notice_id"): lambda row: str(row["notice_id"]["text"]),
    ("time_change", "kind"): lambda row: str(TIME_CHANGES[TimeChangeKind(row["kind"])]),
    ("whereabouts", "key_version_id"): _key,
    ("whereabouts", "opening_id"): lambda row: str(row["opening_id"]["title"]),
    ("whereabouts", "outcome"): lambda row: str(DECISIONS[Outcome(row["outcome"])]),
}
STAFF_COLUMNS = DESK_STAFF_COLUMNS | frozenset(
    {"accepted_by_id", "acknowledged_by_id", "decided_by_id", "handler_id", "staff_id"}
)
