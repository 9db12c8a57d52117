"""Who has to answer what by when: overdue first, each for their own openings."""

from datetime import timedelta

import pytest

from hiring import cases
from hiring.accounts import Role
from hiring.cases import CaseKind, Waiting
from tests.stores import only_once


@pytest.fixture
def asked(session, house, opening, now):
    """An old case of an opening that is not the recruiter's, and a new one of theirs."""
    house.join(opening, Role.RECRUITER)
    ours = house.candidate(opening, "Ada")
    theirs = house.candidate(house.opening("Another"), "Ben")
    new = cases.open_case(session, ours, CaseKind.ADJUSTMENT, words="Now.", now=now)
    old = cases.open_case(session, theirs, CaseKind.CONTEST, now=now - timedelta(days=4))
    session.commit()
    return old, new


def listed(session, person, now):
    found = cases.list_open_cases(session, person, now=now)
    return [(one.case.id, one.is_overdue) for one in found]


def test_owners_see_every_case_and_what_waits_too_long_first(session, asked, staff, now):
    old, new = asked

    assert listed(session, staff[Role.OWNER], now) == [(old.id, True), (new.id, False)]
    assert cases.count_waiting(session, staff[Role.OWNER], now=now) == Waiting(2, 1)


def test_recruiters_see_those_of_their_openings(session, asked, staff, now):
    _old, new = asked

    assert listed(session, staff[Role.RECRUITER], now) == [(new.id, False)]
    assert cases.count_waiting(session, staff[Role.RECRUITER], now=now) == Waiting(1, 0)


@only_once
def test_nobody_else_has_anything_to_answer(session, asked, staff, now):
    for role in (Role.INTERVIEWER, Role.ANALYST):
        assert cases.count_waiting(session, staff[role], now=now) == Waiting(0, 0)


@only_once
def test_the_clock_is_first_that_of_seeing_then_that_of_answering(session, asked, staff, now):
    _old, case = asked
    after = case.acknowledge_by + timedelta(seconds=1)
    assert cases.is_overdue(case, after)
    assert not cases.is_overdue(case, case.acknowledge_by)
    cases.acknowledge(session, case, staff=staff[Role.OWNER], now=now)

    assert cases.due_at(case) == case.decide_by
    assert not cases.is_overdue(case, after)
    assert cases.is_overdue(case, case.decide_by + timedelta(seconds=1))


@only_once
def test_a_closed_case_waits_for_nobody(session, asked, staff, now):
    old, _new = asked
    cases.take_back(session, old, now=now)

    assert not cases.is_overdue(old, now + timedelta(days=99))
    assert cases.count_waiting(session, staff[Role.OWNER], now=now) == Waiting(1, 0)
