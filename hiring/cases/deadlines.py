"""By when a case has to be answered, in business days.

Business days are Monday to Friday in coordinated universal time; public holidays are not left out.
What is asked at a weekend counts from Monday, 00:00.
"""

from datetime import UTC, datetime, timedelta

ACKNOWLEDGE_DAYS = 1
DECIDE_DAYS = 5

_SATURDAY = 5
_DAYS_OF_WEEK = 7


def after_business_days(moment: datetime, n_days: int) -> datetime:
    """The same time of day ``n_days`` business days later.

    Args:
        moment: An aware time.
        n_days: How many business days; not negative.

    Raises:
        ValueError: ``n_days`` is negative.
    """
    if n_days < 0:
        raise ValueError(f"{n_days} business days: give 0 or more")
    later = _first_business_moment(moment.astimezone(UTC))
    for _ in range(n_days):
        later = _first_business_moment(later + timedelta(days=1), keeps_time=True)
    return later


def _first_business_moment(moment: datetime, *, keeps_time: bool = False) -> datetime:
    """The moment itself on a business day; else Monday, at 00:00 or at the same time of day."""
    if moment.weekday() < _SATURDAY:
        return moment
    monday = moment + timedelta(days=_DAYS_OF_WEEK - moment.weekday())
    if keeps_time:
        return monday
    return monday.replace(hour=0, minute=0, second=0, microsecond=0)
