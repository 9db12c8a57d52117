"""A candidate with a request, and the desks at which it is answered."""

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.cases import Case
from hiring.sittings import find_sitting
from tests import builders
from tests.builders import send


@pytest.fixture
def opening(timed_house):
    found = timed_house.opening()
    for role in (Role.RECRUITER, Role.INTERVIEWER):
        timed_house.join(found, role)
    return found


@pytest.fixture
def person(timed_house, opening):
    return timed_house.candidate(opening)


@pytest.fixture
def invited(client, timed_house, person):
    """A browser that has opened the link."""
    send(client, f"/c/{timed_house.token(person)}")
    return client


@pytest.fixture
def started(invited):
    """A browser that is at work."""
    assert send(invited, "/assessment/start").location == "/assessment/1"
    return invited


@pytest.fixture
def desk_of(session, app, staff):
    """A browser in which somebody of staff is signed in."""

    def sign_in(role):
        return builders.sign_in(session, app.test_client(), staff[role])

    return sign_in


@pytest.fixture
def sitting_now(session, person):
    def find():
        session.expire_all()
        return find_sitting(session, person.id)

    return find


@pytest.fixture
def only_case(session):
    def find():
        session.expire_all()
        return session.exec(select(Case)).one()

    return find
