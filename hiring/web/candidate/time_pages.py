"""How much time is left, as pages show it: in words by the server, counted down by js/clock.js."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from babel.units import format_unit
from flask import redirect, url_for
from flask_babel import format_time, get_locale
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from hiring import jobs
from hiring.conditions import SECONDS_PER_MINUTE, find_conditions, limit_seconds
from hiring.sittings import Sitting, Step, closing
from hiring.sittings.clock import Arrival, judge, left_seconds, seconds_until


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """A clock as a page shows it.

    Attributes:
        left: Seconds to go.
        limit: The seconds that this person has in all.
        shown_at: When this was so.
        position: The scenario from which a break may be taken; None = from no scenario.
        may_pause: Whether the person may stop the clock.
        is_practice: Whether nothing hangs on it.
    """

    left: int
    limit: int
    shown_at: datetime
    position: int | None = None
    may_pause: bool = False
    is_practice: bool = False

    @property
    def span(self) -> str:
        """What is left, in whole minutes."""
        return minutes_words(self.left)

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


def minutes_words(seconds: int) -> str:
    """A span of time in whole minutes, a begun one counting whole."""
    minutes = ceil(seconds / SECONDS_PER_MINUTE)
    locale = get_locale() or "en"
    return str(format_unit(minutes, "duration-minute", "long", locale=locale))


def clock_of_step(step: Step, *, now: datetime) -> ClockFacts | None:
    """The clock of a scenario's page; None where no time limit holds."""
    if step.limit_seconds is None or step.deadline_at is None:
        return None
    return ClockFacts(
        left=seconds_until(step.deadline_at, now),
        limit=step.limit_seconds,
        shown_at=now,
        position=step.page.position,
        may_pause=step.may_pause,
    )


def clock_of_sitting(session: Session, sitting: Sitting, *, now: datetime) -> ClockFacts | None:
    """The clock of a page between the scenarios; None where no time limit holds."""
    left = left_seconds(sitting, now)
    if left is None or sitting.limit_seconds is None or sitting.submitted_at is not None:
        return None
    may = may_pause(session, sitting.candidate_id)
    return ClockFacts(left, sitting.limit_seconds, shown_at=now, may_pause=may)


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


def instead_of_working(sitting: Sitting, *, now: datetime) -> Response | None:
    """The way to the break or to the end of the time, for pages that are there to work on."""
    if sitting.paused_at is not None:
        return redirect(url_for("candidate.break_page"))
    arrival = judge(now, deadline_at=sitting.deadline_at, is_paused=False)
    return None if arrival is Arrival.IN_TIME else redirect(url_for("candidate.time_up"))


def may_pause(session: Session, candidate_id: UUID) -> bool:
    """Whether breaks were agreed with the person."""
    conditions = find_conditions(session, candidate_id)
    return conditions is not None and conditions.may_pause
