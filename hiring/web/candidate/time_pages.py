"""How much time is left, as pages show it: in words by the server, counted down by js/clock.js."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from babel.lists import format_list
from babel.units import format_unit
from flask import redirect, url_for
from flask_babel import format_time, get_locale
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from hiring import jobs
from hiring.conditions import SECONDS_PER_MINUTE, agreed_of, find_conditions, limit_seconds
from hiring.errors import NotAllowedError
from hiring.sittings import Sitting, Step, TimeChangeKind, clock, closing
from hiring.sittings.clock import Arrival, judge, left_seconds, seconds_until

MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """A clock as a page shows it.

    Attributes:
        left: Seconds to go.
        limit: The seconds that this person has in all.
        shown_at: When this was so.
        may_pause: Whether the person may stop the clock.
        is_practice: Whether nothing hangs on it.
    """

    left: int
    limit: int
    shown_at: datetime
    may_pause: bool = False
    is_practice: bool = False

    @property
    def span(self) -> str:
        """What is left, in hours and whole minutes."""
        return span_words(self.left)

    @property
    def words(self) -> str:
        """The same, as a statement."""
        return str(_("%(time)s left", time=self.span))

    @property
    def plain_words(self) -> str:
        """The same for pages that cannot count: when it was so, and when the time ends.

        In UTC and saying so: without scripts nobody knows where the reader is.
        """
        return str(
            _(
                "at %(moment)s. Your time ends at %(end)s (both UTC).",
                moment=format_time(self.shown_at, "short"),
                end=format_time(self.shown_at + timedelta(seconds=self.left), "short"),
            )
        )


def span_words(seconds: int) -> str:
    """A span of time in hours and whole minutes, a begun minute counting whole."""
    hours, minutes = divmod(ceil(seconds / SECONDS_PER_MINUTE), MINUTES_PER_HOUR)
    locale = get_locale() or "en"
    parts = [(hours, "duration-hour"), (minutes, "duration-minute")]
    words = [format_unit(n, unit, "long", locale=locale) for n, unit in parts if n]
    if not words:
        return str(format_unit(0, "duration-minute", "long", locale=locale))
    return str(format_list(words, locale=locale))


def clock_of_step(step: Step, *, now: datetime) -> ClockFacts | None:
    """The clock of a scenario's page; None where no time limit holds."""
    if step.limit_seconds is None or step.deadline_at is None:
        return None
    return ClockFacts(
        left=seconds_until(step.deadline_at, now),
        limit=step.limit_seconds,
        shown_at=now,
        may_pause=step.may_pause,
    )


def clock_of_sitting(session: Session, sitting: Sitting, *, now: datetime) -> ClockFacts | None:
    """The clock of a page between the scenarios; None where no time limit holds."""
    left = left_seconds(sitting, now)
    if left is None or sitting.limit_seconds is None or sitting.submitted_at is not None:
        return None
    agreed = agreed_of(find_conditions(session, sitting.candidate_id))
    return ClockFacts(left, sitting.limit_seconds, shown_at=now, may_pause=agreed.may_pause)


def practice_clock(
    session: Session, candidate_id: UUID, minutes: int | None, left: str, *, now: datetime
) -> ClockFacts | None:
    """The clock of the practice, with the person's own time; None where they have no limit.

    Args:
        session: The database session.
        candidate_id: Who practises.
        minutes: The form's time limit.
        left: What the practice page says is left; the whole time where it says nothing sensible.
        now: The moment.
    """
    limit = limit_seconds(minutes, find_conditions(session, candidate_id))
    if limit is None:
        return None
    is_number = left.isascii() and left.isdigit() and len(left) <= len(str(limit))
    going = min(int(left), limit) if is_number else limit
    return ClockFacts(going, limit, shown_at=now, is_practice=True)


def close_if_over(session: Session, sitting_id: UUID, *, now: datetime) -> bool:
    """Close a sitting whose time and grace are over, and ask for what follows. The caller commits.

    Returns:
        Whether it was this call that closed it.
    """
    is_closed = closing.close_if_over(session, session.get_one(Sitting, sitting_id), now=now)
    if is_closed:
        jobs.end_of_sitting(session, sitting_id, now=now)
    return is_closed


def take_break(session: Session, step: Step, *, now: datetime) -> bool:
    """Stop the clock, for people with whom breaks were agreed; whether this did it. Flushes.

    Raises:
        NotAllowedError: No breaks were agreed.
    """
    if not step.may_pause:
        raise NotAllowedError("no breaks were agreed")
    sitting = session.get_one(Sitting, step.sitting_id)
    return clock.pause(session, sitting, TimeChangeKind.BREAK, now=now)


def instead_of_working(sitting: Sitting, *, now: datetime) -> Response | None:
    """The way to the break or to the end of the time, for pages that are there to work on."""
    if sitting.paused_at is not None:
        return redirect(url_for("candidate.break_page"))
    arrival = judge(now, deadline_at=sitting.deadline_at, is_paused=False)
    return None if arrival is Arrival.IN_TIME else redirect(url_for("candidate.time_up"))
