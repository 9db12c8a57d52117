"""A candidate's time as staff see it: what is left, what moved the clock, what came too late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from babel.units import format_unit
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlmodel import Session

from hiring.accounts import Staff
from hiring.banks.schema import BankDocument
from hiring.banks.versions import bank_document
from hiring.conditions import SECONDS_PER_MINUTE
from hiring.openings import Candidate
from hiring.sittings import LateAnswer, Page, Sitting, TimeChange, TimeChangeKind, pages_of
from hiring.sittings.clock import left_seconds
from hiring.sittings.late_answers import list_late
from hiring.sittings.time_changes import list_changes, paused_seconds
from hiring.web.answers import OptionLine, chosen_lines
from hiring.web.language import in_days, to_the_minute

EXAMPLE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that moved the clock."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class LateLine:
    """One answer that came after the end.

    Attributes:
        late: The answer.
        title: Its scenario.
        delay: How long after the end it came.
        options: What was chosen.
        written: What was written, where the item asks for text.
        accepted_words: Who let it count and when; empty while nobody has.
    """

    late: LateAnswer
    title: str
    delay: str
    options: tuple[OptionLine, ...]
    written: str
    accepted_words: str


@dataclass(frozen=True, slots=True)
class TimePart:
    """The part "Time" of a candidate's page; ``can_give`` until the sitting is over.

    ``paused`` says for how long the clock stood still in all; empty where it never did. ``giving``
    says what minutes that are given do, as long as some can be given.
    """

    left: str
    can_give: bool
    giving: str
    paused: str
    changes: list[ChangeLine]
    late: list[LateLine]


def find_time_part(session: Session, sitting: Sitting | None, *, now: datetime) -> TimePart | None:
    """What staff see of a sitting's time; None where time plays no part in it."""
    if sitting is None or sitting.voided_at is not None:
        return None
    changes, late = list_changes(session, sitting.id), list_late(session, sitting.id)
    if not (changes or late or sitting.limit_seconds):
        return None
    bank = bank_document(session, sitting.bank_version_id, sitting.language)
    pages = {page.item_ref: page for page in pages_of(bank, sitting.form_id)}
    withdrawn_at = session.get_one(Candidate, sitting.candidate_id).withdrawn_at
    is_open = sitting.submitted_at is None and withdrawn_at is None
    can_give = is_open and sitting.limit_seconds is not None
    return TimePart(
        left=_left_words(sitting, now) if withdrawn_at is None else _withdrawn_words(withdrawn_at),
        can_give=can_give,
        giving=_giving_words(sitting, now) if can_give else "",
        paused=_paused_words(changes, sitting.submitted_at or withdrawn_at or now),
        changes=[ChangeLine(one.at, _change_words(session, one)) for one in changes],
        late=[_late_line(session, sitting, bank, pages[one.item], one) for one in late],
    )


def span_words(seconds: float) -> str:
    """A span of time: in seconds below two minutes, else in begun minutes."""
    is_short = seconds < 2 * SECONDS_PER_MINUTE
    number = ceil(seconds) if is_short else ceil(seconds / SECONDS_PER_MINUTE)
    unit = "duration-second" if is_short else "duration-minute"
    return str(format_unit(number, unit, "long", locale=get_locale() or "en"))


def _left_words(sitting: Sitting, now: datetime) -> str:
    if sitting.submitted_at is not None:
        is_theirs = sitting.closed_by == "candidate"
        return str(
            _("Sent in by the candidate.") if is_theirs else _("Closed when the time ended.")
        )
    left = left_seconds(sitting, now)
    if left is None:
        return str(_("No time limit."))
    if sitting.paused_at is not None:
        return str(_("The clock stands still with %(time)s left.", time=span_words(left)))
    if left == 0:
        return str(_("The time is over. What was saved is being handed in."))
    return str(_("%(time)s left.", time=span_words(left)))


def _giving_words(sitting: Sitting, now: datetime) -> str:
    """What giving minutes does, with an example to hold one's own number against."""
    if sitting.deadline_at is None:
        left = left_seconds(sitting, now) or 0
        return str(
            _(
                "Minutes you give are added to what is left: 10 minutes make it %(time)s.",
                time=span_words(left + EXAMPLE.total_seconds()),
            )
        )
    return str(
        _(
            "The time ends on %(now)s. Minutes you give are added to that: with 10 minutes it "
            "ends on %(then)s.",
            now=to_the_minute(sitting.deadline_at),
            then=to_the_minute(sitting.deadline_at + EXAMPLE),
        )
    )


def _withdrawn_words(withdrawn_at: datetime) -> str:
    day = in_days(withdrawn_at)
    return str(_("The candidate withdrew on %(day)s. No time runs any more.", day=day))


def _paused_words(changes: list[TimeChange], until: datetime) -> str:
    seconds = paused_seconds(changes, until)
    if not seconds:
        return ""
    return str(_("The clock stood still for %(time)s in all.", time=span_words(seconds)))


def _change_words(session: Session, change: TimeChange) -> str:
    given = span_words(change.seconds)
    match TimeChangeKind(change.kind):
        case TimeChangeKind.STARTED:
            return str(_("The clock started."))
        case TimeChangeKind.BREAK:
            return str(_("The candidate took a break: the clock stopped."))
        case TimeChangeKind.REQUEST:
            return str(_("The candidate asked for something: the clock stopped."))
        case TimeChangeKind.RESUMED:
            return str(_("The candidate went on: the clock ran again."))
        case TimeChangeKind.CONDITIONS:
            if change.deadline_at is None and change.seconds == 0:
                return str(_("The time limit was taken away."))
            return str(_("What was agreed gave %(time)s more.", time=given))
        case TimeChangeKind.OUTAGE:
            return str(_("We could not be reached: %(time)s were given back.", time=given))
        case TimeChangeKind.STAFF:
            return str(
                _("%(name)s gave %(time)s more.", name=_name(session, change.staff_id), time=given)
            )


def _late_line(
    session: Session, sitting: Sitting, bank: BankDocument, page: Page, late: LateAnswer
) -> LateLine:
    ended_at = sitting.submitted_at or late.arrived_at
    return LateLine(
        late=late,
        title=page.scenario.title,
        delay=span_words(max((late.arrived_at - ended_at).total_seconds(), 0.0)),
        options=chosen_lines(page.item, bank, late.value),
        written=late.value if isinstance(late.value, str) and not page.item.options else "",
        accepted_words=_accepted_words(session, late),
    )


def _accepted_words(session: Session, late: LateAnswer) -> str:
    if late.accepted_by_id is None:
        return ""
    return str(
        _(
            "Accepted by %(name)s: %(reason)s",
            name=_name(session, late.accepted_by_id),
            reason=late.reason,
        )
    )


def _name(session: Session, staff_id: UUID | None) -> str:
    found = None if staff_id is None else session.get(Staff, staff_id)
    return found.name if found is not None else str(_("Somebody"))
