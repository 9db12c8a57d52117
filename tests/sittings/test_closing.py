"""The server closes what is over: once, with the deadline as the end, drafts included."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from hiring.accounts import Role
from hiring.jobs import Job, Task
from hiring.queue import close_overdue
from hiring.sittings import Draft, Sitting, TimeChangeKind, latest_answers, outages
from hiring.sittings.clock import give_time, pause
from hiring.sittings.closing import close_if_over, close_swept, list_overdue
from tests.stores import only_once

LIMIT = timedelta(minutes=30)
SWEPT = timedelta(seconds=76)
RATINGS = {"a": 4, "b": 1, "c": 3, "d": 2}


@pytest.fixture
def person(timed_house):
    return timed_house.candidate(timed_house.opening())


@pytest.fixture
def sitting(timed_house, person, now):
    return timed_house.sitting(person, started=now)


@pytest.fixture
def end(now):
    return now + LIMIT


@only_once
@pytest.mark.parametrize(
    ("seconds", "is_closed"), [(-1, False), (0, False), (60, False), (61, True)]
)
def test_a_sitting_is_closed_on_sight_after_the_grace(session, sitting, end, seconds, is_closed):
    assert close_if_over(session, sitting, now=end + timedelta(seconds=seconds)) is is_closed
    assert (sitting.submitted_at is not None) is is_closed


def test_the_deadline_is_the_end(session, sitting, end):
    close_if_over(session, sitting, now=end + timedelta(hours=3))

    assert (sitting.submitted_at, sitting.closed_by) == (end, "server")
    assert sitting.receipt


@only_once
@pytest.mark.parametrize(("seconds", "n_closed"), [(61, 0), (75, 0), (76, 1)])
def test_the_sweep_waits_for_what_is_under_way(session, sitting, end, seconds, n_closed):
    assert len(close_overdue(session, now=end + timedelta(seconds=seconds))) == n_closed


@only_once
def test_untimed_sittings_stay_open(session, small_house, now):
    small_house.sitting(small_house.candidate(small_house.opening()))

    assert close_overdue(session, now=now + timedelta(days=300)) == []


@only_once
def test_nothing_is_handed_in_for_who_has_withdrawn(session, person, sitting, end):
    person.withdrawn_at = end
    session.add(person)

    assert close_overdue(session, now=end + SWEPT) == []


@only_once
def test_nothing_is_closed_while_the_clock_stands_still(session, sitting, end):
    pause(session, sitting, TimeChangeKind.REQUEST, now=end - timedelta(seconds=1))

    assert close_overdue(session, now=end + timedelta(days=3)) == []
    assert not close_if_over(session, sitting, now=end + timedelta(days=3))


@only_once
def test_nothing_is_closed_while_the_server_owes_time(session, sitting, end):
    outages.beat(session, now=end - timedelta(minutes=5))

    assert close_overdue(session, now=end + SWEPT) == []
    assert not close_if_over(session, sitting, now=end + SWEPT)


@only_once
def test_after_the_time_was_given_back_closing_goes_on(session, sitting, end):
    outages.beat(session, now=end - timedelta(minutes=5))
    outages.beat(session, now=end + SWEPT)
    moment = end + SWEPT
    while moment <= sitting.deadline_at + SWEPT:
        assert close_overdue(session, now=moment) == []
        moment += timedelta(seconds=25)
        outages.beat(session, now=moment)

    assert close_overdue(session, now=moment) == [sitting.id]


def test_time_given_at_the_last_moment_keeps_a_sitting_open(
    session, new_session, sitting, staff, end
):
    stale = new_session().get_one(Sitting, sitting.id)
    give_time(session, sitting, 600, staff=staff[Role.OWNER], now=end)
    session.commit()

    assert not close_if_over(new_session(), stale, now=end + SWEPT)


def test_what_stood_in_the_page_becomes_an_answer(session, sitting, end):
    session.add(
        Draft(
            sitting_id=sitting.id,
            item="late-parts/responses",
            page_id="abc",
            number=3,
            revision=0,
            fields=RATINGS,
            value=RATINGS,
            received_at=end - timedelta(minutes=1),
        )
    )
    close_if_over(session, sitting, now=end + SWEPT)

    answer = latest_answers(session, sitting.id)["late-parts/responses"]
    assert (answer.value, answer.is_from_draft) == (RATINGS, True)


def test_of_ten_sweeps_at_once_one_closes(new_session, session, sitting, end):
    sitting_id = sitting.id
    session.commit()

    def sweep(_turn):
        return close_overdue(new_session(), now=end + SWEPT)

    with ThreadPoolExecutor(10) as pool:
        closed = list(pool.map(sweep, range(10)))

    assert sorted(closed, key=len)[-2:] == [[], [sitting_id]]
    session.refresh(sitting)
    receipt = sitting.receipt
    scores = session.exec(select(Job).where(Job.task == Task.SCORE_SITTING.value)).all()
    assert (len(scores), bool(receipt)) == (1, True)

    assert close_overdue(session, now=end + 2 * SWEPT) == []
    assert sitting.receipt == receipt


@pytest.fixture
def three(timed_house, sitting, now):
    """Three sittings that ended at the same time, in the order in which the sweep comes to them."""
    opening = timed_house.opening("Another one")
    more = [timed_house.candidate(opening, name) for name in ("Ben Example", "Cy Example")]
    found = [sitting, *(timed_house.sitting(one, started=now) for one in more)]
    return sorted(one.id for one in found)


@only_once
def test_a_fault_in_one_sitting_leaves_the_others_closed_and_is_tried_again(session, three, end):
    refuse = "BEFORE UPDATE OF submitted_at ON sitting WHEN old.id = '{}'"
    trigger = f"CREATE TRIGGER broken {refuse.format(three[1].hex)}"
    session.execute(text(f"{trigger} BEGIN SELECT RAISE(ABORT, 'broken'); END"))
    session.commit()

    assert close_overdue(session, now=end + SWEPT) == [three[0], three[2]]
    scored = session.exec(select(Job).where(Job.task == Task.SCORE_SITTING.value)).all()
    assert len(scored) == 2

    session.execute(text("DROP TRIGGER broken"))
    assert close_overdue(session, now=end + SWEPT) == [three[1]]


@only_once
def test_who_is_killed_in_the_middle_leaves_nothing_half_done(session, new_session, three, end):
    killed = new_session()
    close_swept(killed, three[0], now=end + SWEPT)
    killed.close()  # before anybody asked for the score: its end is not stored either

    assert list_overdue(session, now=end + SWEPT) == three
    assert close_overdue(session, now=end + SWEPT) == three
