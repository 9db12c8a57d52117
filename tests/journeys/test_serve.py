"""`hiring serve` as an operator meets it: what it refuses, runs beside it and leaves behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlmodel import select

from hiring.db import db
from hiring.jobs import Job, JobState, Task
from hiring.rehearsal.choosing import choose
from hiring.scoring.records import Score
from hiring.sittings import Sitting
from tests.journeys.candidates import Browser, House, application, furnish
from tests.journeys.servers import (
    START_SECONDS,
    STOP_SECONDS,
    Place,
    Server,
    group_members,
    serve,
    throw_away,
    until,
)

LEASE_RAN_OUT = timedelta(minutes=5)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A place on the embedded database with one invitation."""
    place = Place(tmp_path / "var")
    yield furnish(place, n_candidates=1)
    throw_away(place.folder)


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    """A server as the embedded database gets it by default."""
    server = serve(house.place, with_worker=None)
    server.wait()
    yield server
    server.stop()


def test_the_shipped_secret_is_refused_outside_the_demo(tmp_path: Path) -> None:
    environment = Place(tmp_path).environment
    del environment["HIRING_SECRET_KEY"], environment["HIRING_DEMO"]
    done = subprocess.run(
        [sys.executable, "-m", "hiring", "serve"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=START_SECONDS,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("hiring: HIRING_SECRET_KEY is missing or too short. Set it to")
    assert "Traceback" not in done.stderr


def test_the_embedded_database_gets_a_worker_without_asking(server: Server) -> None:
    until(lambda: worker_of(server) is not None, what="a worker")
    assert worker_of(server) is not None


def test_what_is_sent_in_is_scored_by_the_worker_beside_the_server(
    house: House, server: Server
) -> None:
    send_in(house, server)
    until(lambda: n_scores(house) == 1, what="a score", log=server.log)
    assert n_scores(house) == 1


def test_a_killed_worker_comes_back_and_does_what_was_left(house: House, server: Server) -> None:
    until(lambda: worker_of(server) is not None, what="a worker")
    old = worker_of(server)
    assert old is not None
    os.kill(old, signal.SIGKILL)
    send_in(house, server)
    until(lambda: n_scores(house) == 1, what="a score", log=server.log)
    assert worker_of(server) not in (None, old)


def test_a_job_whose_worker_died_in_mid_task_is_done_by_the_next_one(house: House) -> None:
    lone = serve(house.place)
    lone.wait()
    send_in(house, lone)
    lone.kill()
    leave_in_mid_task(house)
    started = serve(house.place, with_worker=True)
    try:
        until(lambda: state_of_job(house) == JobState.DONE, what="the job to be done")
        assert n_scores(house) == 1
    finally:
        started.stop()


def test_a_killed_web_process_is_replaced(server: Server) -> None:
    until(lambda: worker_of(server) is not None, what="a worker")
    [web] = [
        pid
        for pid in group_members(server.process.pid)
        if pid not in (server.process.pid, worker_of(server))
    ]
    os.kill(web, signal.SIGKILL)
    until(lambda: web not in group_members(server.process.pid), what="the end of the process")
    server.wait()
    assert web not in group_members(server.process.pid)


def test_a_server_stopped_before_it_is_ready_stops_too(house: House) -> None:
    early = serve(house.place, with_worker=None)
    until(lambda: worker_of(early) is not None, what="a worker")
    early.process.terminate()
    try:
        early.process.wait(STOP_SECONDS)
        until(lambda: not group_members(early.process.pid), what="the end of the whole group")
        assert early.process.poll() is not None
    finally:
        early.stop()


def test_a_stopped_server_leaves_no_process_behind(server: Server) -> None:
    until(lambda: worker_of(server) is not None, what="a worker")
    server.process.terminate()
    assert server.process.wait(STOP_SECONDS) == 0
    until(lambda: not group_members(server.process.pid), what="the end of the whole group")


def test_a_killed_server_takes_its_web_processes_and_its_worker_along(server: Server) -> None:
    until(lambda: worker_of(server) is not None, what="a worker")
    os.kill(server.process.pid, signal.SIGKILL)
    assert server.process.wait(STOP_SECONDS) == -signal.SIGKILL
    until(lambda: not group_members(server.process.pid), what="the end of the whole group")


def send_in(house: House, server: Server) -> None:
    """Go the whole way as a candidate."""
    browser = Browser(server.url)
    with browser.client:
        browser.open_sitting(house.tokens[0])
        rng = Random(3)  # noqa: S311 - choices, not secrets
        for page in house.pages:
            fields, _value = choose(page.item, rng)
            browser.get(f"/assessment/{page.position}")
            browser.post(f"/assessment/{page.position}", fields)
        browser.get("/assessment/review")
        assert browser.post("/assessment/submit").status_code == 302


def worker_of(server: Server) -> int | None:
    """The process of ``hiring worker`` in the server's group, or None."""
    for pid in group_members(server.process.pid):
        with suppress(OSError):  # it may have ended just now
            if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                return pid
    return None


def n_scores(house: House) -> int:
    """How many scores are stored."""
    with application(house.place):
        return len(db.session.exec(select(Score)).all())


def state_of_job(house: House) -> str:
    """The state of the only job."""
    with application(house.place):
        return db.session.exec(select(Job.state)).one()


def leave_in_mid_task(house: House) -> None:
    """Make the rows look as a worker leaves them that is killed: running, its lease run out."""
    with application(house.place):
        sitting = db.session.exec(select(Sitting)).one()
        job = db.session.exec(select(Job)).one()
        assert job.unique_key == f"{Task.SCORE_SITTING}:{sitting.id}"
        job.state, job.attempts = JobState.RUNNING.value, 1
        job.lease_until = datetime.now(UTC) - LEASE_RAN_OUT
        db.session.commit()
