"""The clock: judged by arrival, moved only forward, stopped and set going, the same in any zone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hiring.accounts import Role
from hiring.conditions import Agreed, agree
from hiring.errors import NotAllowedError, SittingClosedError
from hiring.sittings import Sitting, TimeChangeKind, submit
from hiring.sittings.clock import (
    Arrival,
    apply_conditions,
    give_time,
    judge,
    left_seconds,
    pause,
    resume,
)
from hiring.sittings.time_changes import list_changes
from tests.stores import only_once

MINUTE = timedelta(minutes=1)
LIMIT = 30 * MINUTE


@pytest.fixture
def person(timed_house):
    return timed_house.candidate(timed_house.opening())


@pytest.fixture
def sitting(timed_house, person, now):
    return timed_house.sitting(person, started=now)


@pytest.fixture
def recruiter(staff):
    return staff[Role.RECRUITER]


@pytest.fixture
def agreed(session, person, sitting, recruiter):
    """Agree to something while the sitting runs."""

    def change(moment, **what):
        row = agree(session, person, Agreed(**what), staff=recruiter, now=moment)
        apply_conditions(session, sitting, row, staff=recruiter, now=moment)
        session.commit()

    return change


@pytest.mark.parametrize(
    ("seconds", "arrival"),
    [
        (-1, Arrival.IN_TIME),
        (0, Arrival.IN_TIME),
        (59, Arrival.IN_GRACE),
        (60, Arrival.IN_GRACE),
        (61, Arrival.LATE),
    ],
)
def test_arrival_is_held_against_the_end_of_the_time(now, seconds, arrival):
    found = judge(now + timedelta(seconds=seconds), deadline_at=now, is_paused=False)

    assert found is arrival


@pytest.mark.parametrize(("ends", "is_paused"), [(False, False), (True, True)])
def test_without_a_running_clock_nothing_is_late(now, ends, is_paused):
    deadline_at = now if ends else None

    assert judge(now + LIMIT, deadline_at=deadline_at, is_paused=is_paused) is Arrival.IN_TIME


def test_the_clock_starts_with_the_sitting(session, sitting, now):
    assert (sitting.limit_seconds, sitting.deadline_at) == (1800, now + LIMIT)
    assert [one.kind for one in list_changes(session, sitting.id)] == ["started"]


@only_once
def test_an_untimed_form_has_no_clock(session, small_house, now):
    sitting = small_house.sitting(small_house.candidate(small_house.opening()))

    assert (sitting.limit_seconds, sitting.deadline_at, left_seconds(sitting, now)) == (None,) * 3
    assert list_changes(session, sitting.id) == []


@only_once
@pytest.mark.parametrize(
    ("what", "seconds"),
    [
        ({"extra_percent": 25}, 2250),
        ({"extra_percent": 50, "extra_minutes": 5}, 3000),
        ({"extra_minutes": 10}, 2400),
        ({"is_untimed": True}, None),
    ],
)
def test_what_was_agreed_before_the_start_counts(
    session, timed_house, person, recruiter, now, what, seconds
):
    agree(session, person, Agreed(**what), staff=recruiter, now=now)

    assert timed_house.sitting(person, started=now).limit_seconds == seconds


@only_once
def test_a_begun_second_counts_whole(sitting, now):
    later = now + timedelta(seconds=10, milliseconds=400)

    assert left_seconds(sitting, later) == 1790
    assert left_seconds(sitting, now + 2 * LIMIT) == 0


def test_paused_time_does_not_count(session, sitting, now):
    assert pause(session, sitting, TimeChangeKind.BREAK, now=now + 10 * MINUTE)
    session.commit()
    assert left_seconds(sitting, now + 3 * LIMIT) == 20 * 60

    assert resume(session, sitting, now=now + 90 * MINUTE)
    assert sitting.deadline_at == now + 110 * MINUTE


@only_once
def test_stopping_and_going_on_twice_changes_nothing(session, sitting, now):
    pause(session, sitting, TimeChangeKind.BREAK, now=now + MINUTE)
    assert not pause(session, sitting, TimeChangeKind.REQUEST, now=now + 5 * MINUTE)
    resume(session, sitting, now=now + 10 * MINUTE)
    assert not resume(session, sitting, now=now + 20 * MINUTE)

    assert sitting.deadline_at == now + 39 * MINUTE
    assert [one.kind for one in list_changes(session, sitting.id)] == [
        "started",
        "break",
        "resumed",
    ]


@only_once
def test_time_that_is_over_cannot_be_stopped(session, sitting, now):
    assert not pause(session, sitting, TimeChangeKind.BREAK, now=now + LIMIT)
    assert sitting.paused_at is None


@only_once
def test_an_untimed_sitting_can_be_stopped_too(session, small_house, now):
    sitting = small_house.sitting(small_house.candidate(small_house.opening()))

    assert pause(session, sitting, TimeChangeKind.REQUEST, now=now)
    assert resume(session, sitting, now=now + LIMIT)
    assert (sitting.deadline_at, sitting.left_seconds, sitting.paused_at) == (None,) * 3


@only_once
def test_what_is_agreed_under_way_moves_the_end_forward_only(sitting, agreed, now):
    agreed(now + MINUTE, extra_percent=50)
    assert sitting.deadline_at == now + 45 * MINUTE
    agreed(now + 2 * MINUTE, extra_percent=25)
    assert sitting.deadline_at == now + 45 * MINUTE
    agreed(now + 3 * MINUTE, extra_percent=100)
    assert sitting.deadline_at == now + 60 * MINUTE


@only_once
def test_what_is_agreed_during_a_break_is_there_afterwards(session, sitting, agreed, now):
    pause(session, sitting, TimeChangeKind.REQUEST, now=now + 10 * MINUTE)
    agreed(now + 12 * MINUTE, extra_percent=50)
    resume(session, sitting, now=now + 20 * MINUTE)

    assert sitting.deadline_at == now + 55 * MINUTE


@only_once
def test_who_is_freed_of_the_limit_stays_free(session, sitting, agreed, now):
    agreed(now + MINUTE, is_untimed=True)
    agreed(now + 2 * MINUTE, extra_percent=25)

    assert (sitting.limit_seconds, sitting.deadline_at) == (None, None)
    assert left_seconds(sitting, now + 9 * LIMIT) is None


def test_time_given_by_hand_comes_on_top(session, sitting, agreed, recruiter, now):
    give_time(session, sitting, 300, staff=recruiter, now=now + MINUTE)
    agreed(now + 2 * MINUTE, extra_percent=50)

    assert sitting.deadline_at == now + 50 * MINUTE
    assert [(one.kind, one.seconds) for one in list_changes(session, sitting.id)[1:]] == [
        ("staff", 300),
        ("conditions", 900),
    ]


@only_once
def test_time_given_when_none_is_left_counts_from_now(session, sitting, recruiter, now):
    moment = now + LIMIT + timedelta(seconds=40)
    give_time(session, sitting, 600, staff=recruiter, now=moment)

    assert sitting.deadline_at == moment + 10 * MINUTE


@only_once
def test_a_sitting_that_is_over_gets_no_time(session, sitting, recruiter, now):
    submit(session, sitting, now=now + MINUTE)

    with pytest.raises(SittingClosedError):
        give_time(session, sitting, 600, staff=recruiter, now=now + 2 * MINUTE)


@only_once
@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.ANALYST])
def test_only_those_who_decide_give_time(session, sitting, staff, now, role):
    with pytest.raises(NotAllowedError):
        give_time(session, sitting, 600, staff=staff[role], now=now)


def test_of_many_who_give_time_at_once_all_count(new_session, session, sitting, recruiter, now):
    sitting_id, staff_id = sitting.id, recruiter.id
    session.commit()

    def give(_turn):
        mine = new_session()
        found, member = mine.get_one(Sitting, sitting_id), mine.get_one(type(recruiter), staff_id)
        give_time(mine, found, 60, staff=member, now=now)
        mine.commit()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(give, range(6)))

    session.refresh(sitting)
    assert sitting.deadline_at == now + 36 * MINUTE


@only_once
@pytest.mark.parametrize("day", [datetime(2026, 3, 29), datetime(2026, 10, 25)])  # noqa: DTZ001
def test_a_change_of_the_wall_clock_takes_and_gives_no_second(timed_house, person, day):
    zone = ZoneInfo("Europe/Paris")
    started = day.replace(hour=1, minute=45, tzinfo=zone)
    sitting = timed_house.sitting(person, started=started.astimezone(UTC))

    assert sitting.deadline_at - sitting.started_at == LIMIT
    assert left_seconds(sitting, sitting.started_at + 29 * MINUTE) == 60
