"""When people are reminded, by rule and over fourteen days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hiring.handouts.reminding import Reminder, due_reminder, is_night, plan_reminders

START = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def planned(days):
    return [
        (one.reminder, one.opens_at - START)
        for one in plan_reminders(START, START + timedelta(days=days))
    ]


def test_a_link_of_two_weeks_has_two_reminders():
    half, last = (Reminder.HALF, timedelta(days=7)), (Reminder.LAST, timedelta(days=13))

    assert planned(14) == [half, last]


@pytest.mark.parametrize("days", [2, 3, 3.9])
def test_a_short_link_has_the_last_one_only(days):
    assert [reminder for reminder, _at in planned(days)] == [Reminder.LAST]


@pytest.mark.parametrize("days", [0.5, 1, 1.9])
def test_a_link_of_less_than_two_days_has_none(days):
    assert planned(days) == []


def test_two_reminders_are_at_least_a_day_apart():
    moments = [at for _reminder, at in planned(4)]

    assert moments[1] - moments[0] >= timedelta(days=1)


def test_what_was_missed_while_the_next_is_near_is_not_made_up_for():
    end = START + timedelta(days=14)

    assert due_reminder(START, end, START + timedelta(days=12, hours=11)) is Reminder.HALF
    assert due_reminder(START, end, START + timedelta(days=12, hours=13)) is None
    assert due_reminder(START, end, end - timedelta(hours=1)) is None


@pytest.mark.parametrize(
    ("hour", "night"), [(5, True), (6, False), (12, False), (18, False), (19, True), (23, True)]
)
def test_night_is_that_of_the_house(hour, night):
    moment = datetime(2026, 7, 1, hour, 0, tzinfo=UTC)  # two hours later in Paris

    assert is_night(moment, PARIS) is night
