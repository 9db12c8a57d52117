"""Whatever is sent to any page by whomever, the house says something sensible: never a 500.

HIRING_TEST_REQUESTS says how many requests are made: 1,200 unless told otherwise, 20,000 and more
in the long run. HIRING_TEST_SEED begins them elsewhere.
"""

import os
from random import Random

import pytest

from tests.builders import form_token
from tests.house.strange import METHODS, Forms, spoiled
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
