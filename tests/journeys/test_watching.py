"""A real server as those see it who watch it and stop it, and as a slow network reaches it."""

import asyncio
import os
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPResponse
from pathlib import Path
from select import select as ready

import httpx
import pytest
from aiosmtpd.controller import Controller
from sqlmodel import select

from hiring.cli.door import SILENT_SECONDS
from hiring.cli.serve import PARENT_CHECK_SECONDS
from hiring.db import db
from hiring.jobs import Job, JobState, Task
from hiring.openings.records import Candidate
from hiring.rehearsal.choosing import Fields, choose
from tests.journeys.candidates import Browser, House, application, furnish
from tests.journeys.protocol import FOUND, rng
from tests.journeys.servers import (
    AT_HOME,
    PATIENCE_SECONDS,
    START_SECONDS,
    STOP_SECONDS,
    Place,
    Server,
    free_port,
    group_members,
    serve,
    throw_away,
    until,
)
from tests.journeys.test_serve import send_in

TOKEN = "a token of the tests, long enough"
N_ASKED = 40
N_SLOW = 100
HELD_SECONDS = 1.5
SOON_SECONDS = 0.8 * SILENT_SECONDS  # a busy machine; a body that stays away has longer


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    place = Place(tmp_path / "var")
    yield furnish(place, n_candidates=1)
    throw_away(place.folder)


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    """Two web processes that give out figures."""
    started = serve(house.place, n_workers=2, settings={"HIRING_METRICS_TOKEN": TOKEN})
    started.wait("/health/ready")
    yield started
    started.stop()


@pytest.fixture
def single(house: House) -> Iterator[Server]:
    started = serve(house.place, n_workers=1)
    started.wait()
    yield started
    started.stop()


def test_requests_are_counted_over_all_web_processes_also_those_that_ended(server: Server) -> None:
    for _ in range(N_ASKED):
        httpx.get(f"{server.url}/health/live", **AT_HOME)
    assert n_counted(server) == N_ASKED

    web = [pid for pid in group_members(server.process.pid) if pid != server.process.pid]
    os.kill(web[0], signal.SIGKILL)
    until(lambda: web[0] not in group_members(server.process.pid), what="its end")
    server.wait("/health/ready")  # the other one may have been slower to begin
    assert n_counted(server) == N_ASKED


def n_counted(server: Server) -> float:
    """How often the page was asked for, as any one of the processes tells it."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    page = httpx.get(f"{server.url}/metrics", headers=headers, **AT_HOME)
    start = 'hiring_requests_total{method="GET",route="health.live",status="200"} '
    [line] = [one for one in page.text.splitlines() if one.startswith(start)]
    return float(line.removeprefix(start))


def test_bodies_that_stay_away_do_not_keep_the_only_web_process_from_others(
    single: Server,
) -> None:
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nemail="
    httpx.get(f"{single.url}/sign-in", **AT_HOME)  # what takes long only the first time
    slow = [socket.create_connection(("127.0.0.1", single.port)) for _ in range(N_SLOW)]
    try:
        for one in slow:
            one.sendall(b"POST /sign-in HTTP/1.1\r\nHost: here\r\n" + form)
        time.sleep(0.3)
        began = time.monotonic()
        assert httpx.get(f"{single.url}/sign-in", **AT_HOME).is_success
        assert time.monotonic() - began < SOON_SECONDS
    finally:
        for one in slow:
            one.close()


def test_a_form_that_is_too_large_is_refused_and_the_server_goes_on(single: Server) -> None:
    form = {"email": "a" * 1_100_000}
    with suppress(httpx.TransportError):  # refused before all of it was sent
        assert httpx.post(f"{single.url}/sign-in", data=form, **AT_HOME).status_code == 413
    assert httpx.get(f"{single.url}/health", **AT_HOME).is_success


def test_a_request_under_way_is_answered_when_the_server_is_asked_to_stop(
    house: House, single: Server
) -> None:
    browser = Browser(single.url)
    browser.open_sitting(house.tokens[0])
    page = house.pages[0]
    fields, _value = choose(page.item, rng(1))
    browser.get(f"/assessment/{page.position}")
    request = raw_post(browser, f"/assessment/{page.position}", fields)
    database, address = house.place.folder / "hiring.sqlite", ("127.0.0.1", single.port)
    with (
        closing(sqlite3.connect(database, timeout=PATIENCE_SECONDS)) as other,
        socket.create_connection(address, PATIENCE_SECONDS) as line,
    ):
        other.execute("BEGIN IMMEDIATE")  # nobody else can write for now
        line.sendall(request)
        until(lambda: has_read_all(single.port), what="a request that is under way")
        time.sleep(HELD_SECONDS / 2)
        single.process.terminate()
        time.sleep(HELD_SECONDS / 2)
        assert ready([line], [], [], 0)[0] == []
        other.rollback()
        with HTTPResponse(line) as answer:
            answer.begin()

    assert answer.status == FOUND
    assert single.process.wait(STOP_SECONDS) == 0
    until(lambda: not group_members(single.process.pid), what="the end of the whole group")


def raw_post(browser: Browser, path: str, fields: Fields) -> bytes:
    """What a browser would send on a connection of its own; its others are closed."""
    form = {"csrf_token": browser.form_token, **browser.hidden, **fields}
    request = browser.client.build_request("POST", path, data=form)
    browser.client.close()
    lines = [f"POST {path} HTTP/1.1".encode()]
    lines += [name + b": " + value for name, value in request.headers.raw]
    return b"\r\n".join([*lines, b"", request.read()])


def has_read_all(port: int) -> bool:
    """Whether a server has read all that was sent to it; Linux only."""
    lines = [one.split() for one in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ours = [one for one in lines if f":{port:04X}" in (one[1][-5:], one[2][-5:])]
    return all(one[4] == "00000000:00000000" for one in ours)


class SlowPostbox:
    """A mail server that takes a message only when it is told to."""

    def __init__(self) -> None:
        self.is_asked, self.may_take = threading.Event(), threading.Event()

    async def handle_DATA(self, _server, _session, _envelope):  # noqa: N802 - the server's name
        """Take a message, in time."""
        self.is_asked.set()
        await asyncio.to_thread(self.may_take.wait)
        return "250 taken"


@pytest.fixture
def slow_mail() -> Iterator[tuple[SlowPostbox, dict[str, str]]]:
    """A slow mail server, and the settings by which a worker finds it."""
    controller = Controller(
        SlowPostbox(), hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE_SECONDS
    )
    controller.start()
    url = f"smtp://127.0.0.1:{controller.port}"
    yield controller.handler, {"HIRING_SMTP_URL": url, "HIRING_MAIL_FROM": "us@tests.example"}
    controller.handler.may_take.set()
    controller.stop()


def test_a_job_under_way_is_finished_when_the_server_is_asked_to_stop(
    house: House, slow_mail
) -> None:
    box, settings = slow_mail
    give_address(house)
    server = serve(house.place, with_worker=None, settings=settings)
    try:
        server.wait()
        send_in(house, server)
        assert box.is_asked.wait(START_SECONDS)
        server.process.terminate()
        assert server.process.wait(STOP_SECONDS) == 0
        time.sleep(PARENT_CHECK_SECONDS + 0.5)
        box.may_take.set()
        until(lambda: not group_members(server.process.pid), what="the end of the whole group")
        assert states_of(house, Task.SEND_MAIL) == [JobState.DONE]
    finally:
        server.stop()


def give_address(house: House) -> None:
    """Let the candidate be known by a mail address, so that a receipt is written."""
    with application(house.place):
        [candidate_id] = house.candidate_ids.values()
        db.session.get_one(Candidate, candidate_id).email = "candidate@tests.example"
        db.session.commit()


def states_of(house: House, task: Task) -> list[str]:
    with application(house.place):
        return list(db.session.exec(select(Job.state).where(Job.task == task.value)))
