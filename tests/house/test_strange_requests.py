"""Whatever is sent to any page by whomever, the house says something sensible: never a 500.

HIRING_TEST_REQUESTS says how many requests are made: 1,200 unless told otherwise, 20,000 and more
in the long run. HIRING_TEST_SEED begins them elsewhere.
"""

import os
from datetime import UTC, datetime
from random import Random

import pytest

from hiring.accounts import Role
from hiring.accounts.api_keys import KeyTerms, Scope, make_api_key
from tests.builders import form_token
from tests.house.strange import METHODS, Forms, call, spoiled
from tests.house.test_routes import ROUTES, Visitor, client_of, path_of  # noqa: F401 - fixtures

N_REQUESTS = int(os.environ.get("HIRING_TEST_REQUESTS", "1200"))
SEED = int(os.environ.get("HIRING_TEST_SEED", "1"))
N_TURNS = 6
N_OF_ONE = 12  # then come a new candidate and a new session: some requests end what they work with
FIRST_FAULT = 500
NOT_OURS = {"static"}


@pytest.mark.parametrize("turn", range(N_TURNS))
def test_strange_requests_are_answered(fresh, path_of, client_of, turn):
    rng = Random(SEED * 1000 + turn)  # noqa: S311 - what to try, no secrets
    forms, faults = Forms(), []
    made = 0
    while made < N_REQUESTS // N_TURNS:
        visitor, candidate = rng.choice(list(Visitor)), fresh()
        client = client_of(visitor, candidate)
        for _ in range(N_OF_ONE):
            endpoint = rng.choice(sorted(ROUTES.keys() - NOT_OURS))
            path = path_of(endpoint, candidate)
            forms.learn(path, client.get(path).get_data().decode("utf-8", "replace"))
            method, address = rng.choice(METHODS), spoiled(path, rng)
            fields = forms.fill(path, rng) if method in {"POST", "PUT", "PATCH"} else None
            token = {"csrf_token": form_token(client)} if fields is not None else {}
            status = client.open(address, method=method, data=fields and fields | token).status_code
            made += 1
            if status >= FIRST_FAULT:
                faults.append((visitor.name, method, address[:300], fields))

    assert faults == []


@pytest.fixture
def program_key(world):
    """A key of a program that may do everything."""
    terms = KeyTerms("Strange program", tuple(Scope), 30)
    owner = world.members[Role.OWNER]
    _key, token = make_api_key(world.session, terms, owner=owner, now=datetime.now(UTC))
    world.session.commit()
    return token


def test_strange_calls_of_programs_are_answered_in_json(world, fresh, path_of, program_key):
    rng = Random(SEED)  # noqa: S311 - what to try, no secrets
    client, candidate, faults = world.app.test_client(), fresh(), []
    endpoints = sorted(name for name in ROUTES if name.startswith("api."))
    for _ in range(N_REQUESTS // N_TURNS):
        address = spoiled(path_of(rng.choice(endpoints), candidate), rng)
        sent = call(rng, opening_id=str(world.opening.id), key=program_key)
        answer = client.open(address, method=rng.choice(METHODS), **sent)
        is_ours = address.startswith("/api/") and answer.data
        is_told = answer.mimetype.endswith("json") or not is_ours
        if answer.status_code >= FIRST_FAULT or not is_told:
            faults.append((answer.status_code, address[:300], sent))

    assert faults == []
