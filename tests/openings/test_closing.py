"""Openings that are closed, opened again and put away."""

import pytest
from sqlmodel import col, select

from hiring import openings, sittings
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.errors import NotAllowedError, OpeningClosedError
from hiring.openings.records import list_openings
from tests.builders import NOW


@pytest.fixture
def owner(house):
    return house.staff[Role.OWNER]


def acts(session, opening):
    query = select(AuditEntry.act).where(AuditEntry.object_id == str(opening.id))
    return list(session.exec(query.order_by(col(AuditEntry.number))))


def test_nobody_starts_once_it_is_closed(session, house, opening, candidate, owner):
    openings.close_opening(session, opening, staff=owner, now=NOW)

    with pytest.raises(OpeningClosedError):
        house.sitting(candidate)


def test_who_has_started_may_finish(session, house, opening, candidate, owner):
    sitting = house.sitting(candidate)
    openings.close_opening(session, opening, staff=owner, now=NOW)

    again = sittings.start_sitting(session, candidate.id, language="en", now=NOW)
    assert again.id == sitting.id
    sittings.submit(session, sitting, now=NOW)
    assert sitting.submitted_at == NOW


def test_after_opening_again_people_start(session, house, opening, candidate, owner):
    openings.close_opening(session, opening, staff=owner, now=NOW)
    openings.reopen_opening(session, opening, staff=owner, now=NOW)

    assert house.sitting(candidate).candidate_id == candidate.id


def test_the_archive_is_a_list_of_its_own(session, house, opening, owner):
    other = house.opening("Other")
    openings.close_opening(session, opening, staff=owner, now=NOW)
    openings.archive_opening(session, opening, staff=owner, now=NOW)

    assert [one.id for one in list_openings(session, owner)] == [other.id]
    assert [one.id for one in list_openings(session, owner, is_archived=True)] == [opening.id]


def test_only_a_closed_opening_is_put_away(session, opening, owner):
    with pytest.raises(NotAllowedError):
        openings.archive_opening(session, opening, staff=owner, now=NOW)


def test_every_step_is_noted_once(session, opening, owner):
    for _ in range(2):
        openings.close_opening(session, opening, staff=owner, now=NOW)
        openings.archive_opening(session, opening, staff=owner, now=NOW)
    for _ in range(2):
        openings.unarchive_opening(session, opening, staff=owner, now=NOW)
        openings.reopen_opening(session, opening, staff=owner, now=NOW)

    assert [act for act in acts(session, opening) if act != "opening.created"] == [
        "opening.closed",
        "opening.archived",
        "opening.unarchived",
        "opening.reopened",
    ]


def test_interviewers_close_nothing(session, house, opening):
    with pytest.raises(NotAllowedError):
        openings.close_opening(session, opening, staff=house.staff[Role.INTERVIEWER], now=NOW)
