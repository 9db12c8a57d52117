"""What a list of candidates can be narrowed to and ordered by, in words."""

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from hiring.openings.cuts import CutMethod
from hiring.openings.decisions import Outcome
from hiring.psychometrics.reliability.cut_groups import CutGroup
from hiring.scoring.listing import NOBODY_DECIDED, Sort
from hiring.scoring.looks import SILENT_AFTER, Look
from hiring.scoring.narrowing import Dated, Span
from hiring.web.recruiter.words import outcome_words


def sort_words(sort: Sort) -> str:
    """What a list is ordered by."""
    words: dict[Sort, str] = {
        Sort.NAME: _("Name"),
        Sort.ADDED: _("Added, newest first"),
        Sort.ACTIVITY: _("Last activity, newest first"),
        Sort.GROUP: _("Place to the cut score"),
        Sort.SCORE: _("Score (order not firm)"),
    }
    return words[sort]


def group_words(group: CutGroup) -> str:
    """Where somebody stands to the cut score."""
    words: dict[CutGroup, str] = {
        CutGroup.ABOVE: _("Clearly above the cut"),
        CutGroup.AROUND: _("Around the cut"),
        CutGroup.BELOW: _("Clearly below the cut"),
    }
    return words[group]


def look_words(look: Look) -> str:
    """Why somebody should look."""
    words: dict[Look, str] = {
        Look.LATE: _("Late answers to look at"),
        Look.UNDECIDED: _("Sent in, no decision yet"),
        Look.UNTOLD: _("Decided, not told yet"),
        Look.STUCK: ngettext(
            "Started, silent for %(num)d day", "Started, silent for %(num)d days", SILENT_AFTER.days
        ),
        Look.FINISHED: _("Sent in since yesterday"),
        Look.ENDING: _("Not started, link ends soon"),
    }
    return words[look]


def dated_words(dated: Dated) -> str:
    """What the days of a list are the days of."""
    words: dict[Dated, str] = {
        Dated.ACTIVITY: _("Last activity"),
        Dated.SENT: _("Answers sent"),
    }
    return words[dated]


def span_words(span: Span) -> str:
    """From when to when, and of what."""
    what = dated_words(span.dated)
    since, until = (
        None if one is None else format_date(one, "long") for one in (span.since, span.until)
    )
    if until is None:
        return str(_("%(what)s: from %(since)s on", what=what, since=since))
    if since is None:
        return str(_("%(what)s: until %(until)s", what=what, until=until))
    if since == until:
        return str(_("%(what)s: on %(since)s", what=what, since=since))
    return str(_("%(what)s: %(since)s to %(until)s", what=what, since=since, until=until))


def outcome_choice_words(outcome: str) -> str:
    """A choice of the filter by decision."""
    return str(_("No decision")) if outcome == NOBODY_DECIDED else outcome_words(Outcome(outcome))


def method_words(method: CutMethod) -> str:
    """How a cut score was found."""
    words: dict[CutMethod, str] = {
        CutMethod.PANEL: _("A panel judged what the job needs"),
        CutMethod.CURRENT_STAFF: _("From the scores of people who do the job"),
        CutMethod.PLACES: _("From the number of places in the next step"),
        CutMethod.OTHER: _("In another way, told in the reason"),
    }
    return words[method]


def cut_fault_words(code: str) -> tuple[str, str]:
    """Which field a refused cut score points at, and what to do."""
    faults: dict[str, tuple[str, str]] = {
        "cut_off_scale": ("cut_points", _("Give a number from 0 to 100")),
        "reason_too_short": ("reason", _("Give the reason in words, at least 10 characters")),
        "reason_too_long": ("reason", _("Shorten the reason to 2000 characters")),
    }
    return faults[code]


def note_fault_words(code: str) -> str:
    """What to do about a refused note, tag or saved list."""
    faults: dict[str, str] = {
        "note_empty": _("Write the note first. Nothing was stored."),
        "note_too_long": _("Shorten the note to 4000 characters. Nothing was stored."),
        "tag_empty": _("Write the tag first. Nothing was changed."),
        "tag_too_long": _("Shorten the tag to 40 characters. Nothing was changed."),
        "view_unnamed": _("Give the list a name first. Nothing was stored."),
        "view_name_too_long": _("Shorten the name to 60 characters. Nothing was stored."),
        "too_many_views": _("You keep 20 lists here already. Remove one first."),
    }
    return faults[code]


def tied_words(n: int) -> str:
    """From how many others there is no dependable difference."""
    if n == 0:
        return str(_("nobody else"))
    return str(ngettext("%(num)d other", "%(num)d others", n))
