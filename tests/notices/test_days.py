"""Ten business days in New York, over weekends, holidays and the turn of a year."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.notices import Place, earliest_start
from hiring.notices.days import (
    BUSINESS_DAYS,
    business_day_after,
    federal_holidays,
    is_business_day,
)

NOON = timedelta(hours=12)


def at(day):
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def start(posted=None, invited="2026-05-04", **more):
    posted_at = None if posted is None else at(posted)
    found = earliest_start(
        Place.US_NYC, posted_notice_at=posted_at, invited_at=at(invited) + NOON, **more
    )
    return found.date().isoformat()


@pytest.mark.parametrize("place", [place for place in Place if place is not Place.US_NYC])
def test_other_places_know_no_such_rule(place):
    assert earliest_start(place, posted_notice_at=None, invited_at=at("2026-05-04")) is None


@pytest.mark.parametrize(
    ("told", "first"),
    [
        pytest.param("2026-03-02", "2026-03-16", id="Monday, two whole weeks"),
        pytest.param("2026-03-06", "2026-03-20", id="Friday"),
        pytest.param("2026-03-07", "2026-03-23", id="Saturday counts from Monday"),
        pytest.param("2026-03-08", "2026-03-23", id="Sunday counts from Monday"),
        pytest.param("2026-05-15", "2026-06-01", id="over Memorial Day"),
        pytest.param("2026-11-16", "2026-12-01", id="over Thanksgiving"),
        pytest.param("2026-12-18", "2027-01-05", id="over Christmas and New Year"),
        pytest.param("2026-12-25", "2027-01-12", id="told on a holiday"),
        pytest.param("2026-06-22", "2026-07-07", id="4 July on a Saturday is kept on Friday"),
        pytest.param("2027-06-28", "2027-07-13", id="4 July on a Sunday is kept on Monday"),
        pytest.param("2027-12-20", "2028-01-05", id="a new year that begins on a Saturday"),
    ],
)
def test_the_first_day_is_the_tenth_business_day_after_the_notice(told, first):
    assert start(invited=told) == first


def test_a_posted_notice_counts_in_place_of_the_invitation():
    assert start(posted="2026-03-02", invited="2026-05-04") == "2026-03-16"


def test_more_days_can_be_closed():
    snow = frozenset({date(2026, 3, 5)})

    assert start(invited="2026-03-02", extra_holidays=snow) == "2026-03-17"


def test_nobody_starts_before_midnight_in_new_york():
    found = earliest_start(Place.US_NYC, posted_notice_at=None, invited_at=at("2026-01-05"))

    # In winter New York is five hours behind.
    assert found == datetime(2026, 1, 20, 5, tzinfo=UTC)


def test_a_late_evening_in_new_york_never_gains_a_day():
    # Monday, 2 March, 23:30 there: Tuesday in universal time.
    late = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)
    found = earliest_start(Place.US_NYC, posted_notice_at=None, invited_at=late)

    assert found.date() == date(2026, 3, 17)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (
            2026,
            "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
        ),
        (
            2027,
            "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
        ),
        (2028, "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25"),
    ],
)
def test_federal_holidays_of_a_year(year, days):
    assert federal_holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in days.split()}


@settings(max_examples=60)
@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_ten_business_days_lie_between_whatever_the_day(day):
    first = business_day_after(day, BUSINESS_DAYS)
    between = [day + timedelta(days=n) for n in range(1, (first - day).days + 1)]

    assert is_business_day(first)
    assert sum(map(is_business_day, between)) in {BUSINESS_DAYS, BUSINESS_DAYS + 1}
    assert sum(map(is_business_day, between)) >= BUSINESS_DAYS
