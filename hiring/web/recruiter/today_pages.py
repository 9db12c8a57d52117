"""The home of owners and recruiters: who needs them now, who is stuck, what finished, what is next.

Every number leads to a list that holds as many people: both are the same question.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlmodel import Session

from hiring import cases, openings
from hiring.accounts import Staff
from hiring.cases import CaseKind
from hiring.openings.records import Opening
from hiring.scoring.attention import look_counts
from hiring.scoring.closing_the_loop import count_past_due
from hiring.scoring.looks import ENDS_WITHIN, SILENT_AFTER, Look
from hiring.web.case_words import kind_words
from hiring.web.recruiter.mail_pages import count_unsent

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
            *_past_due(session, found, now),
            *_overdue(found, counts[Look.UNDECIDED], now),
            *_untold(found, counts[Look.UNTOLD]),
            *_unsent(session, staff),
        ],
        stuck=_lines(found, counts, Look.STUCK),
        finished=_lines(found, counts, Look.FINISHED),
        coming=[*_lines(found, counts, Look.ENDING), *_to_decide(found, counts, now)],
        n_openings=len(found),
    )


def need_words(look: Look, n: int) -> str:
    """What there is to do for so many people."""
    words: dict[Look, str] = {
        Look.LATE: ngettext(
            "%(num)d person has late answers to look at",
            "%(num)d people have late answers to look at",
            n,
        ),
        Look.UNDECIDED: ngettext(
            "%(num)d person has sent answers and waits for a decision",
            "%(num)d people have sent answers and wait for a decision",
            n,
        ),
        Look.UNTOLD: ngettext(
            "%(num)d person was decided about and is not told yet",
            "%(num)d people were decided about and are not told yet",
            n,
        ),
        Look.STUCK: _stuck_words(n),
        Look.FINISHED: ngettext(
            "%(num)d person has sent answers", "%(num)d people have sent answers", n
        ),
        Look.ENDING: _ending_words(n),
    }
    return words[look]


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


def _lines(found: list[Opening], counts: dict[Look, dict[UUID, int]], look: Look) -> list[Need]:
    """A line for each opening that has such people."""
    return [
        Need(need_words(look, n), one.title, _list_url(one, look))
        for one in found
        if (n := counts[look].get(one.id, 0))
    ]


def _overdue(found: list[Opening], undecided: dict[UUID, int], now: datetime) -> list[Need]:
    """Openings whose day to decide has passed while somebody still waits."""
    return [
        Need(
            need_words(Look.UNDECIDED, n),
            str(_("%(opening)s, decide by %(day)s", opening=one.title, day=_day(one.decide_by))),
            _list_url(one, Look.UNDECIDED),
            is_late=True,
        )
        for one in found
        if now > one.decide_by and (n := undecided.get(one.id, 0))
    ]


def _untold(found: list[Opening], untold: dict[UUID, int]) -> list[Need]:
    """Openings with decisions that nobody was told of; the page that tells names the people."""
    return [
        Need(need_words(Look.UNTOLD, n), one.title, _telling_url(one))
        for one in found
        if (n := untold.get(one.id, 0))
    ]


def _past_due(session: Session, found: list[Opening], now: datetime) -> list[Need]:
    """Openings with people who should have heard by now, decided about or not."""
    past_due = count_past_due(session, [one.id for one in found], now=now)
    return [
        Need(_past_due_words(n), one.title, _telling_url(one), is_late=True)
        for one in found
        if (n := past_due.get(one.id, 0))
    ]


def _past_due_words(n: int) -> str:
    return str(
        ngettext(
            "%(num)d person should have heard from us by now",
            "%(num)d people should have heard from us by now",
            n,
        )
    )


def _to_decide(
    found: list[Opening], counts: dict[Look, dict[UUID, int]], now: datetime
) -> list[Need]:
    """Openings whose day to decide comes soon, or in which somebody waits; the next day first."""
    undecided = counts[Look.UNDECIDED]
    coming = [
        one
        for one in found
        if now <= one.decide_by and (undecided.get(one.id) or one.decide_by <= now + DECIDE_SOON)
    ]
    return [
        _coming_line(one, undecided.get(one.id, 0))
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


def _list_url(opening: Opening, look: Look) -> str:
    return url_for("recruiter.opening", opening_id=opening.id, look=look.value)


def _telling_url(opening: Opening) -> str:
    return url_for("recruiter.people_to_hear", opening_id=opening.id)


def _day(moment: datetime) -> str:
    return str(format_date(moment, "long"))
