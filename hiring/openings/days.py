"""Days where the house is: what people call a day there, and the moments at which it begins."""

from datetime import UTC, date, datetime, tzinfo


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The day that a moment belongs to somewhere."""
    return moment.astimezone(zone).date()


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first moment of a day somewhere, in coordinated universal time."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def end_of(day: date, zone: tzinfo) -> datetime:
    """The last second of a day somewhere: who is told a day has all of it."""
    last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone)
    return last.astimezone(UTC)
