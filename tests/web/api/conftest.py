"""A house with an opening of the small bank, a key for every act, and a program that calls."""

from datetime import UTC, datetime

import pytest

from hiring.accounts import Role
from hiring.accounts.api_keys import KeyTerms, Scope, make_api_key
from hiring.scoring import score_sitting
from tests.builders import BEST_ANSWERS, NOW


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def new_key(session, staff):
    """Make a key for these acts, bound to these openings."""

    def make(*scopes, openings=(), days=30, now=None):
        terms = KeyTerms("Applicant tracking", scopes or tuple(Scope), days, openings)
        owner = staff[Role.OWNER]
        key, token = make_api_key(session, terms, owner=owner, now=now or datetime.now(UTC))
        session.commit()
        return key, token

    return make


@pytest.fixture
def token(new_key):
    """A key for everything."""
    return new_key()[1]


class Program:
    """Calls the API as another program does."""

    def __init__(self, client, token):
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path, **more):
        return self.client.get(f"/api/v1{path}", headers=self.headers, **more)

    def order(self, opening, name="Ada Example", email="ada@example.org", key="request-1", **more):
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        sent = {"opening_id": str(opening.id), "name": name, "email": email} | more
        return self.client.post("/api/v1/orders", json=sent, headers=headers)


@pytest.fixture
def program_with(app):
    """A program with this key."""
    return lambda token: Program(app.test_client(), token)


@pytest.fixture
def program(program_with, token):
    return program_with(token)


@pytest.fixture
def finish(session, small_house):
    """Let the candidate of an order send in these answers, and score them."""

    def submit(candidate, answers=None, *, is_scored=True):
        sitting = small_house.submitted(candidate, answers or BEST_ANSWERS)
        if is_scored:
            score_sitting(session, sitting.id, now=NOW)
        session.commit()
        return sitting

    return submit
