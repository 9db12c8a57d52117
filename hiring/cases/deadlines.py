"""By when a case has to be answered, in business days.

Business days are Monday to Friday in coordinated universal time; public holidays are not left out.
What is asked at a weekend is due at the end of a business day: the first one is Monday.
"""

from datetime import UTC, datetime, timedelta

ACKNOWLEDGE_DAYS = 1
DECIDE_DAYS = 5

_FRIDAY = 4


def after_business_days(moment: datetime, n_days: int) -> datetime:
    """The same time of day ``n_days`` business days later; from a weekend, the end of that day.

    Args:
        moment: An aware time.
        n_days: How many business days, at least 1.

    Raises:
        ValueError: ``n_days`` is less than 1.
    """
    if n_days < 1:
        raise ValueError(f"{n_days} business days: give 1 or more")
    later = _last_business_moment(moment.astimezone(UTC))
    for _ in range(n_days):
        later += timedelta(days=3 if later.weekday() == _FRIDAY else 1)
    return later


def _last_business_moment(moment: datetime) -> datetime:
    """The moment itself on a business day; else the last second of Friday."""
    n_over = moment.weekday() - _FRIDAY
    if n_over <= 0:
        return moment
    return (moment - timedelta(days=n_over)).replace(hour=23, minute=59, second=59, microsecond=0)
