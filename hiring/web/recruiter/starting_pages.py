"""What a new opening takes over beside what its form asks for, in words."""

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from hiring.norm_groups import NormGroup
from hiring.openings.records import FeedbackTime, get_opening
from hiring.openings.starting_terms import StartingTerms
from hiring.openings.templates import get_template
from hiring.web.recruiter.feedback_views import time_words


def source_words(session: Session, terms: StartingTerms) -> str:
    """Where the terms come from."""
    if terms.source == "template":
        return str(
            _("From the template “%(name)s”", name=get_template(session, terms.source_id).name)
        )
    return str(
        _("With the terms of “%(title)s”", title=get_opening(session, terms.source_id).title)
    )


def terms_lines(terms: StartingTerms, *, is_feedback_on: bool) -> list[tuple[str, str]]:
    """Each term with what it says. ``is_feedback_on``: off is not for the reader to take over."""
    when = FeedbackTime.AT_ONCE if is_feedback_on else terms.feedback
    lines = [
        (_("Feedback for candidates"), _feedback_words(when, terms)),
        (_("New links are valid for"), _days(terms.link_days)),
        (_("Candidates are kept for"), _kept(terms.keep_days)),
        (_("Gap before the same test again"), _gap(terms.retake_after_days)),
        (_("Reminders by mail"), _yes(is_on=terms.has_reminders)),
        (_("Answers can be taken back"), _yes(is_on=terms.may_void)),
        (_("Scores wait for the interviewer's scorecard"), _yes(is_on=terms.is_sealed)),
        (_("Codes in place of names"), _yes(is_on=terms.is_blind)),
        (_("Voluntary questions about background"), _yes(is_on=terms.asks_background)),
    ]
    return [(str(name), words) for name, words in lines]


def norm_lines(group: NormGroup | None) -> list[tuple[str, str]]:
    """The norm group to go on with, if there is one: it stays only with the same test."""
    if group is None or group.is_retired:
        return []
    return [(str(_("Norm group")), str(_("%(name)s, with the same test", name=group.name)))]


def _feedback_words(when: FeedbackTime, terms: StartingTerms) -> str:
    if when is FeedbackTime.ON_DATE:
        return str(_("After %(days)s", days=_days(terms.feedback_days or 1)))
    if when is FeedbackTime.OFF:
        return str(_("Not at all, once a second person has agreed"))
    return time_words(when)


def _kept(days: int | None) -> str:
    return str(_("As long as the house keeps them")) if days is None else _days(days)


def _gap(days: int | None) -> str:
    return str(_("None")) if days is None else _days(days)


def _days(days: int) -> str:
    return str(ngettext("%(num)d day", "%(num)d days", days))


def _yes(*, is_on: bool) -> str:
    return str(_("Yes") if is_on else _("No"))
