"""Business days: the same time of day, weekends left out."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.cases import after_business_days

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(day, hour=15):
    return datetime(2026, 5, day, hour, 30, tzinfo=UTC)  # 4 May 2026 is a Monday


def end_of(day):
    return datetime(2026, 5, day, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "n_days", "due"),
    [
        pytest.param(at(4), 1, at(5), id="Monday to Tuesday"),
        pytest.param(at(8), 1, at(11), id="Friday to Monday"),
        pytest.param(at(7), 5, at(14), id="Thursday to Thursday"),
        pytest.param(at(9), 1, end_of(11), id="Saturday to Monday's end"),
        pytest.param(at(10), 5, end_of(15), id="Sunday to Friday's end"),
    ],
)
def test_days_are_counted_without_weekends(asked, n_days, due):
    assert after_business_days(asked, n_days) == due


def test_the_zone_of_the_moment_does_not_matter():
    there = timezone(timedelta(hours=11))

    assert after_business_days(at(8).astimezone(there), 1) == at(11)


@given(MOMENTS, st.integers(1, 30))
def test_a_day_more_is_never_sooner_and_an_end_is_on_a_business_day(moment, n_days):
    due = after_business_days(moment, n_days)

    assert moment < due < after_business_days(moment, n_days + 1)
    assert due.weekday() < 5


def test_no_days_at_all_are_refused():
    with pytest.raises(ValueError, match="1 or more"):
        after_business_days(at(4), 0)
