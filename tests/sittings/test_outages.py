"""While the server was away no clock ran: whoever lost time gets it back, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from hiring.sittings import TimeChangeKind
from hiring.sittings.clock import left_seconds, pause, resume
from hiring.sittings.closing import close_if_over
from hiring.sittings.outages import Outage, Pulse, beat, is_pulse_stale, list_outages
from hiring.sittings.submitting import submit
from hiring.sittings.time_changes import list_changes
from tests.stores import only_once

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
LIMIT = 30 * MINUTE


@pytest.fixture
def start(timed_house):
    opening = timed_house.opening()

    def one(moment, name="Ada Example"):
        return timed_house.sitting(timed_house.candidate(opening, name), started=moment)

    return one


@pytest.fixture
def away(session):
    """The server is silent from one moment to another."""

    def silent(from_at, until_at):
        beat(session, now=from_at)
        found = beat(session, now=until_at)
        session.commit()
        return found

    return silent


def test_five_minutes_away_give_five_minutes(session, start, away, now):
    sitting = start(now)
    outage = away(now + 10 * MINUTE, now + 15 * MINUTE)

    assert sitting.deadline_at == now + 35 * MINUTE
    assert (outage.from_at, outage.until_at, outage.n_sittings) == (
        now + 10 * MINUTE,
        now + 15 * MINUTE,
        1,
    )
    change = list_changes(session, sitting.id)[-1]
    assert (change.kind, change.seconds) == (TimeChangeKind.OUTAGE.value, 300)


@only_once
def test_where_the_time_ended_in_the_gap_that_part_is_left_again(session, start, away, now):
    sitting = start(now)
    back = now + 40 * MINUTE
    away(now + 28 * MINUTE, back)

    assert left_seconds(sitting, back) == 120
    assert list_changes(session, sitting.id)[-1].seconds == 120


@only_once
def test_who_started_within_the_gap_gets_what_came_after(start, away, now):
    sitting = start(now + 5 * SECOND)
    away(now, now + 2 * MINUTE)

    assert sitting.deadline_at == now + 2 * MINUTE + LIMIT


@only_once
def test_only_clocks_that_ran_get_time_back(session, start, away, now):
    over, still, sent = start(now - 31 * MINUTE, "Over"), start(now, "Still"), start(now, "Sent")
    pause(session, still, TimeChangeKind.BREAK, now=now + MINUTE)
    submit(session, sent, now=now + MINUTE)
    outage = away(now + 2 * MINUTE, now + 9 * MINUTE)

    assert outage.n_sittings == 0
    assert (over.deadline_at, sent.deadline_at) == (now - MINUTE, now + LIMIT)
    assert left_seconds(still, now + 9 * MINUTE) == 29 * 60


@only_once
def test_a_clock_that_was_set_going_again_counts_from_there(session, start, away, now):
    sitting = start(now)
    pause(session, sitting, TimeChangeKind.BREAK, now=now + 10 * MINUTE)
    resume(session, sitting, now=now + 20 * MINUTE + 5 * SECOND)
    away(now + 20 * MINUTE, now + 21 * MINUTE)

    assert left_seconds(sitting, now + 21 * MINUTE) == 20 * 60


@only_once
def test_untimed_sittings_are_left_alone(session, small_house, away, now):
    sitting = small_house.sitting(small_house.candidate(small_house.opening()), started=now)
    away(now + MINUTE, now + 9 * MINUTE)

    assert sitting.deadline_at is None
    assert list_changes(session, sitting.id) == []


@only_once
@pytest.mark.parametrize(("seconds", "n_outages"), [(10, 0), (30, 0), (31, 1)])
def test_half_a_minute_of_silence_is_no_outage(session, away, now, seconds, n_outages):
    away(now, now + timedelta(seconds=seconds))

    assert len(list_outages(session)) == n_outages


@only_once
def test_beating_again_gives_nothing_more(session, start, away, now):
    sitting = start(now)
    away(now + MINUTE, now + 6 * MINUTE)

    assert beat(session, now=now + 6 * MINUTE) is None
    assert beat(session, now=now + 5 * MINUTE) is None
    assert sitting.deadline_at == now + 35 * MINUTE


@only_once
def test_a_clock_that_was_put_forward_closes_nobody_and_takes_no_time(session, start, now):
    sitting, jumped = start(now), now + timedelta(days=1)
    beat(session, now=now + 10 * MINUTE)

    assert not close_if_over(session, sitting, now=jumped)
    beat(session, now=jumped)
    assert left_seconds(sitting, jumped) == 20 * 60


@only_once
def test_a_clock_that_was_put_back_is_followed_and_outages_are_noticed_again(session, start, now):
    sitting = start(now)
    beat(session, now=now + timedelta(days=1))
    assert beat(session, now=now + MINUTE) is None

    assert beat(session, now=now + 6 * MINUTE).n_sittings == 1
    assert sitting.deadline_at == now + 35 * MINUTE


@only_once
def test_nodes_whose_clocks_differ_by_minutes_give_nothing_away(session, start, now):
    sitting = start(now)
    for turn in range(6):
        beat(session, now=now + turn * 10 * SECOND + (turn % 2) * 5 * MINUTE)

    # The one step from clock to clock, and no other.
    assert sitting.deadline_at <= now + 36 * MINUTE


def test_of_many_that_find_the_same_gap_one_gives_the_time_back(new_session, session, start, now):
    sitting = start(now)
    beat(session, now=now + MINUTE)
    session.commit()

    def come_back(turn):
        mine = new_session()
        found = beat(mine, now=now + 6 * MINUTE + turn * timedelta(milliseconds=1))
        mine.commit()
        return found is not None

    with ThreadPoolExecutor(6) as pool:
        credited = sum(pool.map(come_back, range(6)))

    session.refresh(sitting)
    assert credited == 1
    assert len(session.exec(select(Outage)).all()) == 1
    assert abs(sitting.deadline_at - (now + 35 * MINUTE)) < SECOND


def test_the_first_beats_at_the_same_moment_leave_one_pulse(new_session, session, now):
    def first(_turn):
        mine = new_session()
        beat(mine, now=now)
        mine.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(first, range(4)))

    assert len(session.exec(select(Pulse)).all()) == 1


@only_once
def test_without_a_pulse_nothing_is_stale(session, now):
    assert not is_pulse_stale(session, now)


@only_once
@pytest.mark.parametrize(("seconds", "is_stale"), [(30, False), (31, True)])
def test_a_silent_pulse_is_stale(session, now, seconds, is_stale):
    beat(session, now=now)

    assert is_pulse_stale(session, now + timedelta(seconds=seconds)) is is_stale
