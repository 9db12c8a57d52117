"""A full disk under PostgreSQL, and under the worker: nothing half stored, and then it goes on.

A file of PostgreSQL's is replaced by /dev/full, which takes no byte and answers like a full disk.
That needs neither a disk of its own nor rights; only a PostgreSQL whose files are on this machine.
"""

import resource
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import psycopg
import pytest
from sqlmodel import select

from hiring import jobs
from hiring.banks.versions import list_keys
from hiring.cli.house import prepare
from hiring.db import db
from hiring.jobs import JobState
from hiring.rehearsal.choosing import choose
from hiring.scoring.records import Score
from tests import builders
from tests.builders import House
from tests.journeys.candidates import Browser, application, furnish
from tests.journeys.clusters import killable_postgres
from tests.journeys.servers import Place, Server, group_members, serve, until

FULL = Path("/dev/full")
WORDS = "We cannot save anything at this moment"
AFTER_THE_WAIT = timedelta(minutes=1)
LONG_ENOUGH_TO_TRY = 3.0


@pytest.fixture
def postgres():
    with killable_postgres() as server:
        yield server


@contextmanager
def no_room_for(postgres, table):
    """Whatever makes this table longer finds the disk full. The table is empty before and after."""
    with psycopg.connect(postgres.address, autocommit=True) as connection:
        _anew(connection, table)
        [found] = connection.execute("SELECT pg_relation_filepath(%s)", [table]).fetchone()
        file = postgres.server.pgdata / found
        file.unlink()
        file.symlink_to(FULL)
        try:
            yield
        finally:
            _anew(connection, table)


def _anew(connection, table):
    """A new file for a table; every process of the database learns of it."""
    connection.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.postgres
def test_an_answer_for_which_postgresql_has_no_room_is_not_called_saved(postgres, tmp_path):
    house = furnish(Place(tmp_path, postgres.address), n_candidates=1)
    fields = choose(house.pages[0].item, Random(1))[0]  # noqa: S311 - what to answer, no secret
    server = serve(house.place)
    try:
        server.wait()
        browser = Browser(server.url)
        browser.open_sitting(house.tokens[0])
        browser.get("/assessment/1")
        with no_room_for(postgres, "answer"):
            refused = browser.post("/assessment/1", fields)
            assert n_answers(postgres) == 0
        again = browser.post("/assessment/1", fields)
        browser.client.close()
    finally:
        server.stop()

    assert (refused.status_code, WORDS in refused.text) == (503, True)
    assert refused.headers["Retry-After"] == "30"
    assert again.headers["Location"].startswith("/assessment/2")
    assert n_answers(postgres) == 1


def n_answers(postgres):
    with psycopg.connect(postgres.address) as connection:
        [found] = connection.execute("SELECT count(*) FROM answer").fetchone()
    return found


@pytest.fixture
def house_at():
    """An employer in a place, who works in this process."""

    @contextmanager
    def furnished(place):
        with application(place) as app:
            prepare(app)
            _version, key = list_keys(db.session)[-1]
            staff = builders.add_all_staff(db.session)
            yield House(db.session, staff, key)

    return furnished


def handed_in(house):
    """Somebody's answers have come in; the job of the score."""
    sitting = house.submitted(house.candidate(house.opening()), house.drawn_answers(1))
    job = jobs.ask_for_score(db.session, sitting.id, now=datetime.now(UTC))
    db.session.commit()
    return job.id


def run(job_id, now):
    return jobs.run_job(db.session, job_id, clock=lambda: now)


def scores():
    """How many scores there are now; holds nothing open that others would wait for."""
    found = len(db.session.exec(select(Score.id)).all())
    db.session.rollback()
    return found


@pytest.mark.postgres
def test_a_score_for_which_there_is_no_room_is_made_once_there_is(postgres, tmp_path, house_at):
    with house_at(Place(tmp_path, postgres.address)) as house:
        job_id, now = handed_in(house), datetime.now(UTC)
        with no_room_for(postgres, "score"):
            assert run(job_id, now) is JobState.QUEUED
            assert scores() == 0
        assert db.session.get_one(jobs.Job, job_id).error == "OperationalError"

        assert run(job_id, now + AFTER_THE_WAIT) is JobState.DONE
        assert scores() == 1


def test_a_worker_that_finds_the_disk_full_goes_on_when_there_is_room(tmp_path, house_at):
    """Neither database, queue nor log can grow by a byte meanwhile."""
    place = Place(tmp_path)
    with house_at(place) as house:
        command = [sys.executable, "-m", "hiring", "worker"]
        worker = Server(command, 0, place.environment)
        try:
            handed_in(house)
            until(lambda: scores() == 1, what="the first score", log=worker.log)
            with full_disk(worker):
                handed_in(house)
                time.sleep(LONG_ENOUGH_TO_TRY)
                assert scores() == 1
            assert worker.process.poll() is None
            until(lambda: scores() == 2, what="the second score", log=worker.log)
        finally:
            worker.stop()


@contextmanager
def full_disk(server):
    """No process of the server can write beyond the first kilobyte of a file."""
    members = group_members(server.process.pid)
    _limit(members, 1024)
    try:
        yield
    finally:
        _limit(members, resource.RLIM_INFINITY)


def _limit(members, n_bytes):
    for one in members:
        _soft, hard = resource.prlimit(one, resource.RLIMIT_FSIZE)
        resource.prlimit(one, resource.RLIMIT_FSIZE, (n_bytes, hard))
