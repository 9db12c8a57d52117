"""The counts of each opening follow whatever happens to its people."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import delete, text

from hiring import openings, retention, sittings
from hiring.accounts import Role, Staff
from hiring.openings.decisions import note_view
from hiring.openings.headcounts import Headcount, headcounts, put_count_right
from hiring.openings.records import Candidate, list_candidates
from hiring.sittings import find_sitting
from tests.builders import BEST_ANSWERS, NOW
from tests.crowded import crowd
from tests.whereabouts import TABLE

N_WRITERS = 5


@pytest.fixture
def people(session, house, opening):
    """Twenty people, five of each kind."""
    crowd(session, house, opening, 20, now=NOW)
    return list_candidates(session, opening.id)


def counts(session, opening):
    """The counts in the order of the columns, without the opening."""
    found = headcounts(session, [opening.id])[opening.id].model_dump()
    return tuple(n for name, n in found.items() if name != "opening_id")


def test_many_who_are_added_at_once_are_counted_each(session, opening, people):
    assert counts(session, opening) == (20, 15, 10, 5, 5, 0)
    assert put_count_right(session, opening.id) is False


def test_who_is_erased_is_counted_no_more(session, opening, people):
    retention.erase(session, people, now=NOW)
    session.commit()

    assert counts(session, opening) == (0, 0, 0, 0, 0, 0)


def test_each_opening_is_counted_by_itself(session, house, opening, people):
    other = house.opening("Another")
    house.candidate(other)

    assert counts(session, other) == (1, 0, 0, 0, 0, 0)
    assert counts(session, opening)[0] == 20


def test_an_opening_without_anybody_has_no_counts_and_nothing_to_put_right(session, opening):
    assert headcounts(session, [opening.id]) == {}
    assert put_count_right(session, opening.id) is False


def test_a_count_that_somebody_changed_past_us_is_put_right(session, opening, people):
    before = counts(session, opening)
    session.execute(text("UPDATE headcount SET n_sent = 99"))

    assert put_count_right(session, opening.id) is True
    assert counts(session, opening) == before
    assert put_count_right(session, opening.id) is False


def test_counts_that_are_gone_are_made_anew(session, opening, people):
    before = counts(session, opening)
    session.execute(delete(Headcount))

    assert put_count_right(session, opening.id) is True
    assert counts(session, opening) == before


def test_rows_that_are_written_again_as_they_are_change_no_count(session, opening, people):
    before = counts(session, opening)
    session.execute(TABLE.update().values(submitted_at=TABLE.c.submitted_at))

    assert counts(session, opening) == before


def test_five_who_write_at_once_are_each_counted(session, new_session, house, opening):
    owner, ready = house.staff[Role.OWNER], Barrier(N_WRITERS)
    whom = [house.candidate(opening, f"Person {n}") for n in range(N_WRITERS)]
    for one in whom:
        house.sitting(one, BEST_ANSWERS)
        note_view(session, one, staff=owner, now=NOW)
    session.commit()
    ids, owner_id = [one.id for one in whom], owner.id

    def send_and_decide(person_id):
        own = new_session()
        ready.wait()
        sittings.submit(own, find_sitting(own, person_id), now=NOW)
        own.commit()
        facts = {"reason_code": openings.ReasonCode.OTHER, "reason": "A reason in words."}
        facts |= {"considered": "The work history.", "now": NOW}
        person, staff = own.get_one(Candidate, person_id), own.get_one(Staff, owner_id)
        openings.decide(own, person, staff=staff, outcome=openings.Outcome.ADVANCE, **facts)
        own.commit()

    with ThreadPoolExecutor(N_WRITERS) as pool:
        list(pool.map(send_and_decide, ids))
    assert counts(session, opening) == (N_WRITERS, N_WRITERS, N_WRITERS, 0, N_WRITERS, 0)
