"""The home of owners and recruiters: who needs them now, who is stuck, what finished, what is next.

Every number leads to a list that holds as many people: both are the same question.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlmodel import Session

from hiring import cases, jobs, openings
from hiring.accounts import Role, Staff
from hiring.accounts.proposals import ProposalKind, list_waiting
from hiring.cases import CaseKind
from hiring.openings.records import Opening
from hiring.scoring.attention import look_counts
from hiring.scoring.closing_the_loop import count_past_due
from hiring.scoring.looks import Look
from hiring.scoring.tallies import Tally
from hiring.web.case_words import kind_words
from hiring.web.language import day_here, zone_here
from hiring.web.recruiter.mail_pages import count_unsent
from hiring.web.recruiter.today_words import (
    need_words,
    or_more,
    past_due_words,
    proposal_words,
)
from hiring.web.recruiter.webhook_pages import host_of

DECIDE_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Need:
    """One line: what there is to do, for how many, and where. ``is_late`` where its day is past."""

    words: str
    where: str
    url: str
    is_late: bool = False


@dataclass(frozen=True)
class TodayPage:
    """The four questions with their lines; ``n_openings`` tells an empty house from a quiet day."""

    now_needed: list[Need]
    stuck: list[Need]
    finished: list[Need]
    coming: list[Need]
    n_openings: int


def today_page(session: Session, staff: Staff, now: datetime) -> TodayPage:
    """Gather the home page. The number of queries grows with nothing."""
    found = openings.list_openings(session, staff)
    counts = look_counts(session, [one.id for one in found], now=now)
    late = [*_requests(session, staff, now), *_lines(found, counts, Look.LATE)]
    return TodayPage(
        now_needed=[
            *late,
            *_proposed(session, staff, found),
            *_past_due(session, found, now),
            *_overdue(found, counts[Look.UNDECIDED], day_here(now)),
            *_untold(found, counts[Look.UNTOLD]),
            *_unsent(session, staff),
            *_untaken(session, staff),
        ],
        stuck=_lines(found, counts, Look.STUCK),
        finished=_lines(found, counts, Look.FINISHED),
        coming=[*_lines(found, counts, Look.ENDING), *_to_decide(found, counts, day_here(now))],
        n_openings=len(found),
    )


def _lines(found: list[Opening], counts: dict[Look, dict[UUID, Tally]], look: Look) -> list[Need]:
    """A line for each opening that has such people."""
    return [
        Need(or_more(need_words(look, n.n), n), one.title, _list_url(one, look))
        for one in found
        if (n := counts[look].get(one.id))
    ]


def _overdue(found: list[Opening], undecided: dict[UUID, Tally], today: date) -> list[Need]:
    """Openings whose day to decide has passed while somebody still waits."""
    return [
        Need(
            need_words(Look.UNDECIDED, n.n),
            str(_("%(opening)s, decide by %(day)s", opening=one.title, day=_day(one.decide_by))),
            _list_url(one, Look.UNDECIDED),
            is_late=True,
        )
        for one in found
        if today > one.decide_by and (n := undecided.get(one.id))
    ]


def _untold(found: list[Opening], untold: dict[UUID, Tally]) -> list[Need]:
    """Openings with decisions that nobody was told of; the page that tells names the people."""
    return [
        Need(need_words(Look.UNTOLD, n.n), one.title, _telling_url(one))
        for one in found
        if (n := untold.get(one.id))
    ]


def _past_due(session: Session, found: list[Opening], now: datetime) -> list[Need]:
    """Openings with people who should have heard by now, decided about or not."""
    past_due = count_past_due(session, [one.id for one in found], now=now, zone=zone_here())
    return [
        Need(or_more(past_due_words(n.n), n), one.title, _telling_url(one), is_late=True)
        for one in found
        if (n := past_due.get(one.id))
    ]


def _to_decide(
    found: list[Opening], counts: dict[Look, dict[UUID, Tally]], today: date
) -> list[Need]:
    """Openings whose day to decide comes soon, or in which somebody waits; the next day first."""
    undecided = counts[Look.UNDECIDED]
    coming = [
        one
        for one in found
        if today <= one.decide_by
        and (undecided.get(one.id) or one.decide_by <= today + DECIDE_SOON)
    ]
    return [
        _coming_line(one, undecided.get(one.id, Tally(0)).n)
        for one in sorted(coming, key=lambda one: one.decide_by)
    ]


def _coming_line(opening: Opening, n: int) -> Need:
    words = need_words(Look.UNDECIDED, n) if n else str(_("Nobody waits for a decision yet"))
    day = _("%(opening)s, decide by %(day)s", opening=opening.title, day=_day(opening.decide_by))
    return Need(words, str(day), _list_url(opening, Look.UNDECIDED))


def _requests(session: Session, staff: Staff, now: datetime) -> list[Need]:
    """Requests of candidates by kind, with how many are overdue; contests and the rest alike."""
    waiting = cases.list_open_cases(session, staff, now=now)
    lines = []
    for kind in CaseKind:
        of_kind = [one for one in waiting if one.case.kind == kind]
        n_late = sum(one.is_overdue for one in of_kind)
        if of_kind:
            lines.append(_request_line(kind, len(of_kind), n_late))
    return lines


def _request_line(kind: CaseKind, n: int, n_late: int) -> Need:
    words = ngettext(
        "%(num)d open request: %(kind)s",
        "%(num)d open requests: %(kind)s",
        n,
        kind=kind_words(kind),
    )
    late = ngettext("%(num)d is overdue", "%(num)d are overdue", n_late) if n_late else ""
    where = str(late or _("in time"))
    return Need(str(words), where, url_for("recruiter.cases"), is_late=bool(n_late))


def _proposed(session: Session, staff: Staff, found: list[Opening]) -> list[Need]:
    """What a colleague has asked for and nobody does alone."""
    titles = {str(one.id): one.title for one in found}
    return [
        Need(
            proposal_words(ProposalKind(one.kind), name),
            titles.get(one.subject, ""),
            jobs.page_of(one),
        )
        for one, name in list_waiting(session, staff)
    ]


def _unsent(session: Session, staff: Staff) -> list[Need]:
    n = count_unsent(session, staff)
    if not n:
        return []
    words = ngettext(
        "%(num)d mail to a candidate could not be sent",
        "%(num)d mails to candidates could not be sent",
        n,
    )
    return [Need(str(words), "", url_for("recruiter.unsent_mail"), is_late=True)]


def _untaken(session: Session, staff: Staff) -> list[Need]:
    """For owners: other systems that are told nothing any more, and messages that were given up."""
    if staff.role != Role.OWNER:
        return []
    silent = jobs.silent_endpoints(session)
    n = jobs.count_given_up(session)
    return [_silent_line(one) for one in silent] + ([_given_up_line(n)] if n else [])


def _silent_line(one: jobs.SilentEndpoint) -> Need:
    words = _("%(host)s took no message for days and was switched off", host=host_of(one.endpoint))
    where = ngettext(
        "%(num)d message is kept for it", "%(num)d messages are kept for it", one.n_waiting
    )
    url = url_for("recruiter.webhook", endpoint_id=one.endpoint.id)
    return Need(str(words), str(where), url)


def _given_up_line(n: int) -> Need:
    words = ngettext(
        "%(num)d message to another system was given up",
        "%(num)d messages to other systems were given up",
        n,
    )
    return Need(str(words), "", url_for("recruiter.webhooks_page"))


def _list_url(opening: Opening, look: Look) -> str:
    return url_for("recruiter.opening", opening_id=opening.id, look=look.value)


def _telling_url(opening: Opening) -> str:
    return url_for("recruiter.people_to_hear", opening_id=opening.id)


def _day(day: date) -> str:
    return str(format_date(day, "long"))
