"""Whatever is sent to any page by whomever, the house says something sensible: never a 500.

HIRING_TEST_REQUESTS says how many requests are made, half of them on each database: 1,200 unless
told otherwise, 20,000 and more in the long run. HIRING_TEST_SEED begins them elsewhere.
"""

import os
from datetime import UTC, datetime
from io import BytesIO
from random import Random

import pytest
from flask import request

from hiring.accounts import Role
from hiring.accounts.api_keys import KeyTerms, Scope, make_api_key
from tests import stores
from tests.builders import form_token
from tests.house.conftest import world_on
from tests.house.forms_seen import bare, sent
from tests.house.strange import METHODS, STRANGE, Forms, call, spoiled
from tests.house.test_extra_fields import forms_of
from tests.house.test_routes import (  # noqa: F401 - fixtures
    ACCESS,
    GETS,
    IN,
    POSTS,
    ROUTES,
    Visitor,
    boldest,
    client_of,
    path_of,
)

N_REQUESTS = int(os.environ.get("HIRING_TEST_REQUESTS", "1200"))
SEED = int(os.environ.get("HIRING_TEST_SEED", "1"))
N_TURNS = 6
N_A_TURN = N_REQUESTS // (2 * N_TURNS)
N_OF_ONE = 12  # then come a new candidate and a new session: some requests end what they work with
FIRST_FAULT = 500
LONG_RUN = 20_000
NOT_OURS = {"static"}
# How many strange values each field of a form gets: all of them in the long run.
N_FOR_ONE_FIELD = len(STRANGE) if N_REQUESTS >= LONG_RUN else 3
ENDS = {"account.sign_out", "own.change_password"}  # what all others need


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def world(request, sqlite_template, tmp_path_factory):
    """On both databases: each has its own mind about what is a text, a number or a day."""
    folder = tmp_path_factory.mktemp("strange")
    if request.param == "sqlite":
        with world_on(stores.copied(sqlite_template, folder), folder) as made:
            yield made
        return
    server = request.getfixturevalue("postgres_server")
    name = f"hiring_strange_{stores.WORKER}"
    with (
        stores.migrated_database(server, folder, name) as address,
        world_on(address, folder) as made,
    ):
        yield made


@pytest.mark.parametrize("turn", range(N_TURNS))
def test_strange_requests_are_answered(fresh, path_of, client_of, turn):
    rng = Random(SEED * 1000 + turn)  # noqa: S311 - what to try, no secrets
    forms, faults = Forms(), []
    made = 0
    while made < N_A_TURN:
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
    for _ in range(N_A_TURN):
        address = spoiled(path_of(rng.choice(endpoints), candidate), rng)
        sent = call(rng, opening_id=str(world.opening.id), key=program_key)
        answer = client.open(address, method=rng.choice(METHODS), **sent)
        is_ours = address.startswith("/api/") and answer.data
        is_told = answer.mimetype.endswith("json") or not is_ours
        if answer.status_code >= FIRST_FAULT or not is_told:
            faults.append((answer.status_code, address[:300], sent))

    assert faults == []


def test_one_strange_field_among_plain_ones_is_answered(world, path_of, client_of):
    """What is right but for one field gets past the first look, down to the database."""
    rng, faults, n_tried = Random(SEED), [], 0  # noqa: S311 - what to try, no secrets
    for visitor, path, fields in plain_forms(world, path_of, client_of):
        client = client_of(visitor, world.submitted)
        token = {"csrf_token": form_token(client)}
        for name in fields:
            for value in rng.sample(STRANGE, N_FOR_ONE_FIELD):
                answer = client.post(path, data=fields | token | {name: value})
                n_tried += 1
                if answer.status_code >= FIRST_FAULT:
                    faults.append((visitor.name, path, name, value[:40]))

    assert n_tried > 100 * N_FOR_ONE_FIELD
    assert faults == []


def plain_forms(world, path_of, client_of):
    """Every form that somebody can send: who, its address, and its fields as a browser has them."""
    for visitor in Visitor:
        doors = [name for name in POSTS if boldest(name) is visitor and ACCESS[name][visitor] is IN]
        pages = [path_of(name, world.submitted) for name in GETS if ACCESS[name][visitor] is IN]
        seen = forms_of(visitor, client_of(visitor, world.submitted), pages) if doors else {}
        for endpoint in doors:
            path = path_of(endpoint, world.submitted)
            if bare(path) in seen and endpoint not in ENDS:
                yield visitor, path, sent(seen[bare(path)])


@pytest.mark.parametrize("part", ["a%00b", "%EF%BF%BE", "x" * 3000])
def test_a_strange_part_of_an_address_is_answered(world, path_of, client_of, part):
    faults = []
    for endpoint, rule in ROUTES.items():
        names = rule.rule.split("/")
        parts = path_of(endpoint, world.submitted).split("/")
        is_text = [name.startswith("<") and ":" not in name for name in names]
        path = "/".join(part if one else old for one, old in zip(is_text, parts, strict=True))
        client = client_of(boldest(endpoint), world.submitted)
        ask = client.get if endpoint in GETS else client.post
        if (
            any(is_text)
            and ask(path, data={"csrf_token": form_token(client)}).status_code >= FIRST_FAULT
        ):
            faults.append(path)

    assert faults == []


@pytest.mark.parametrize("where", ["form", "question", "part of a form"])
def test_a_sign_that_a_database_may_refuse_is_left_out(world, where):
    """PostgreSQL takes no NUL in a text: whoever had pasted one would have lost what they wrote."""
    sent = {"a\0b": "c\0d"}
    how = {"form": {"data": sent}, "question": {"query_string": sent}}.get(
        where, {"data": sent | {"file": (BytesIO(b"e\0f"), "x.txt")}}
    )
    with world.app.test_request_context("/", method="POST", **how):
        heard = request.form.to_dict() | request.args.to_dict()
        files = {name: file.read() for name, file in request.files.items()}

    assert heard == {"ab": "cd"}
    assert set(files.values()) <= {b"e\0f"}
