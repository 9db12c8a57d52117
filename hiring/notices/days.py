"""Business days in New York, and from when a candidate there may start.

The city's rule asks for ten business days between notice and use. What it does not say is read
against us: a notice given on a day that is no business day counts from the next one, and where the
hour decides on which side of midnight something happened, the later day is taken. That needs no
table of time zones, whose absence on some machines would otherwise decide who may start.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from hiring.notices.kinds import Place

BUSINESS_DAYS = 10
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6
# Midnight in New York in winter; in summer it is one o'clock there.
MIDNIGHT = time(5, tzinfo=UTC)
ONE_DAY = timedelta(days=1)


def earliest_start(
    place: Place,
    *,
    posted_notice_at: datetime | None,
    invited_at: datetime,
    extra_holidays: frozenset[date] = frozenset(),
) -> datetime | None:
    """From when a candidate may start; None where the place knows no such rule.

    Args:
        place: Whose rules hold.
        posted_notice_at: When the notice stood in the posting; None = it did not.
        invited_at: When the candidate is known to have been told, which counts without a posted
            notice: the first opening of the link.
        extra_holidays: More days that are no business days.
    """
    if not place.waits:
        return None
    told_at = posted_notice_at or invited_at
    first = told_at.astimezone(UTC).date()
    return datetime.combine(business_day_after(first, BUSINESS_DAYS, extra_holidays), MIDNIGHT)


def business_day_after(
    day: date, n_days: int, extra_holidays: frozenset[date] = frozenset()
) -> date:
    """The ``n_days``-th business day after ``day``, or after the next one if it is none itself."""
    while not is_business_day(day, extra_holidays):
        day += ONE_DAY
    for _ in range(n_days):
        day += ONE_DAY
        while not is_business_day(day, extra_holidays):
            day += ONE_DAY
    return day


def is_business_day(day: date, extra_holidays: frozenset[date] = frozenset()) -> bool:
    """Whether offices work: no Saturday, no Sunday, no federal holiday, none of the extra days."""
    if day.weekday() in {SATURDAY, SUNDAY} or day in extra_holidays:
        return False
    return day not in federal_holidays(day.year)


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> frozenset[date]:
    """The days of a year on which federal offices of the United States are closed.

    A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after; so a
    New Year's Day on a Saturday closes the last day of the year before.

    Source:
        5 U.S.C. 6103, and Executive Order 11582 for holidays on a Sunday.
    """
    observed = {_observed(day) for near in (year, year + 1) for day in _holidays(near)}
    return frozenset(day for day in observed if day.year == year)


def _holidays(year: int) -> Iterator[date]:
    """The eleven holidays as they fall, by the rules of the law."""
    yield date(year, 1, 1)  # New Year's Day
    yield _nth(year, 1, MONDAY, 3)  # Birthday of Martin Luther King, Jr.
    yield _nth(year, 2, MONDAY, 3)  # Washington's Birthday
    yield _last_monday_of_may(year)  # Memorial Day
    yield date(year, 6, 19)  # Juneteenth
    yield date(year, 7, 4)  # Independence Day
    yield _nth(year, 9, MONDAY, 1)  # Labor Day
    yield _nth(year, 10, MONDAY, 2)  # Columbus Day
    yield date(year, 11, 11)  # Veterans Day
    yield _nth(year, 11, THURSDAY, 4)  # Thanksgiving Day
    yield date(year, 12, 25)  # Christmas Day


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _observed(day: date) -> date:
    if day.weekday() == SATURDAY:
        return day - ONE_DAY
    return day + ONE_DAY if day.weekday() == SUNDAY else day
