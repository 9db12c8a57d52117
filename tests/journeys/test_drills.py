"""When the machine lets us down: told in words, nothing half stored, and then it goes on."""

import resource
import sqlite3
from contextlib import contextmanager
from random import Random

import pytest

from hiring.rehearsal.choosing import choose
from tests.journeys.candidates import Browser, furnish
from tests.journeys.servers import PATIENCE_SECONDS, Place, group_members, serve

WORDS = "We cannot save anything at this moment"


@pytest.fixture
def house(tmp_path):
    return furnish(Place(tmp_path), n_candidates=1)


@pytest.fixture
def server(house):
    found = serve(house.place)
    try:
        found.wait()
        yield found
    finally:
        found.stop()


@pytest.fixture
def browser(server, house):
    found = Browser(server.url)
    found.open_sitting(house.tokens[0])
    found.get("/assessment/1")
    yield found
    found.client.close()


@pytest.fixture
def fields(house):
    return choose(house.pages[0].item, Random(1))[0]  # noqa: S311 - what to answer, no secret


def n_answers(house):
    with sqlite3.connect(house.place.folder / "hiring.sqlite") as connection:
        [found] = connection.execute("SELECT count(*) FROM answer").fetchone()
    connection.close()
    return found


@contextmanager
def full_disk(server):
    """No process of the server can write beyond the first kilobyte of a file."""
    members = group_members(server.process.pid)
    assert members
    _limit(members, 1024)
    try:
        yield
    finally:
        _limit(members, resource.RLIM_INFINITY)


def _limit(members, n_bytes):
    for one in members:
        _soft, hard = resource.prlimit(one, resource.RLIMIT_FSIZE)
        resource.prlimit(one, resource.RLIMIT_FSIZE, (n_bytes, hard))


@contextmanager
def locked(house):
    """Somebody else writes and does not come to an end."""
    connection = sqlite3.connect(
        house.place.folder / "hiring.sqlite", isolation_level=None, timeout=PATIENCE_SECONDS
    )
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@pytest.mark.parametrize("trouble", ["full disk", "locked database"])
def test_an_answer_that_cannot_be_stored_is_not_called_saved(
    house, server, browser, fields, trouble
):
    with full_disk(server) if trouble == "full disk" else locked(house):
        refused = browser.post("/assessment/1", fields)

    assert (refused.status_code, WORDS in refused.text) == (503, True)
    assert refused.headers["Retry-After"] == "30"
    assert n_answers(house) == 0
    assert browser.post("/assessment/1", fields).headers["Location"].startswith("/assessment/2")
    assert n_answers(house) == 1
