"""When somebody who was invited by mail is reminded: half-way, and a day before the link's end.

Reminders follow an invitation that left by mail: nobody hears of an assessment by being reminded
of it. There are at most two for a link, at least a day apart, and none by night. A reminder that
would come when the next one is near, or when the end is near, is left out and not made up for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

ONE_DAY = timedelta(days=1)
MORNING_HOUR, EVENING_HOUR = 8, 21
# A reminder with less time left than this helps nobody.
TOO_LATE = timedelta(hours=2)


class Reminder(StrEnum):
    """Which reminder it is."""

    HALF = "half"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder with the time in which it may leave."""

    reminder: Reminder
    opens_at: datetime
    closes_at: datetime


def plan_reminders(invited_at: datetime, expires_at: datetime) -> tuple[Planned, ...]:
    """The reminders of one link. Links of less than two days have none.

    Args:
        invited_at: When the invitation left.
        expires_at: When the link starts nothing any more.
    """
    half = invited_at + (expires_at - invited_at) / 2
    last = expires_at - ONE_DAY
    if last - invited_at < ONE_DAY:
        return ()
    final = Planned(Reminder.LAST, last, expires_at - TOO_LATE)
    if last - half < ONE_DAY:
        return (final,)
    return Planned(Reminder.HALF, half, last - ONE_DAY / 2), final


def due_reminder(invited_at: datetime, expires_at: datetime, now: datetime) -> Reminder | None:
    """The reminder whose time it is now, whether or not it has left; None where it is none's."""
    for one in plan_reminders(invited_at, expires_at):
        if one.opens_at <= now < one.closes_at:
            return one.reminder
    return None


def is_night(now: datetime, zone: tzinfo) -> bool:
    """Whether nobody is written to now: from 21 to 8 o'clock where the house is."""
    return not MORNING_HOUR <= now.astimezone(zone).hour < EVENING_HOUR
