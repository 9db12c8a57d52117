"""An acknowledged answer is a stored answer, whatever happens to the server.

A candidate goes the whole way over real sockets while every process of the server is killed: after
each kind of request that was answered, and in the middle of requests. What the browser was told is
then compared with the database.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from hiring.db import db
from hiring.jobs import Job, JobState
from hiring.rehearsal.choosing import Fields, choose
from hiring.scoring.records import Score
from hiring.sittings import Answer, Page, Sitting
from tests import stores
from tests.journeys.candidates import Browser, House, application, furnish
from tests.journeys.servers import CANNOT_CONNECT, Place, Server, serve, throw_away, until

N_KILLS_IN_MID_REQUEST = 8
LONGEST_WAIT_SECONDS = 0.03


@dataclass(slots=True)
class Walk:
    """A candidate on the way, and what the server has acknowledged so far."""

    house: House
    server: Server
    browser: Browser
    rng: Random
    after_request: Callable[[str], None]
    acknowledged: dict[str, Any] = field(default_factory=dict)

    def go(self) -> None:
        """From the link to the receipt."""
        self.get(f"/c/{self.house.tokens[0]}")
        self.post(f"/c/{self.house.tokens[0]}")
        self.get("/assessment")
        self.post("/assessment/start")
        for page in self.house.pages:
            self.answer(page)
        self.get("/assessment/review")
        self.post("/assessment/submit")
        assert self.get("/assessment/receipt").status_code == 200

    def answer(self, page: Page) -> None:
        """Open a scenario, choose something and send it."""
        fields, value = choose(page.item, self.rng)
        path = f"/assessment/{page.position}"
        assert self.get(path).status_code == 200
        self.post(path, fields)
        self.acknowledged[page.item_ref] = value

    def get(self, path: str) -> httpx.Response:
        """Open a page."""
        page = self.browser.get(path)
        self.after_request(path)
        return page

    def post(self, path: str, fields: Fields | None = None) -> None:
        """Send a form and be redirected, which is how the server says "stored"."""
        answered = self.browser.post(path, fields)
        assert answered.status_code == 302, answered.text
        self.after_request(path)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds after a walk: revisions in order of item."""

    revisions: list[tuple[str, int, str, Any]]
    is_submitted: bool
    n_scores: int
    job_states: list[str]

    @property
    def answers(self) -> dict[str, Any]:
        """Item → value."""
        return {item: value for item, _revision, _state, value in self.revisions}


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database that a killed server may leave behind."""
    with stores.new_database(postgres_server, f"hiring_kill_{stores.WORKER}") as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    """The address of a database; empty for the embedded one."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgres")


def test_no_answer_is_lost_when_the_server_is_killed_between_any_two_kinds_of_request(
    tmp_path: Path,
) -> None:
    # Each start takes seconds. A scenario like one before it is asked for and sent by the same
    # lines, so after those the server lives on.
    with a_walk(tmp_path, "", seed=0) as walk:
        alike = positions_like_an_earlier_one(walk.house.pages)

        def kill_at_times(path: str) -> None:
            if path not in alike:
                restart(walk.server)

        walk.after_request = kill_at_times
        walk.go()
        assert_all_is_stored(walk)


def test_no_answer_is_lost_when_the_server_is_killed_during_requests(
    database: str, tmp_path: Path
) -> None:
    with a_walk(tmp_path, database, seed=7) as walk:
        walk.browser.open_sitting(walk.house.tokens[0])
        for page in walk.house.pages[:N_KILLS_IN_MID_REQUEST]:
            fields, value = choose(page.item, walk.rng)
            path = f"/assessment/{page.position}"
            walk.browser.get(path)
            send_until_acknowledged(walk, path, fields)
            walk.acknowledged[page.item_ref] = value
        stored = what_is_stored(walk.house)
        assert stored.answers == walk.acknowledged
        assert len(stored.revisions) == len(walk.acknowledged)


def test_a_submission_is_scored_when_the_server_is_killed_before_its_worker_came_to_it(
    database: str, tmp_path: Path
) -> None:
    with a_walk(tmp_path, database, seed=11) as walk:
        walk.go()  # no worker runs beside this server
        walk.server.kill()
        assert what_is_stored(walk.house).job_states == [JobState.QUEUED]
        started = serve(walk.house.place, with_worker=True)
        try:
            until(lambda: has_score(walk.house), what="a score", log=started.log)
            assert what_is_stored(walk.house).is_submitted
        finally:
            started.stop()


@contextmanager
def a_walk(folder: Path, database: str, *, seed: int) -> Iterator[Walk]:
    """A furnished place, a server on it and a browser before its first request."""
    place = Place(folder / "var", database)
    house = furnish(place, n_candidates=1)
    server = serve(place)
    browser = Browser(server.url)
    try:
        server.wait()
        yield Walk(house, server, browser, rng(seed), after_request=lambda _path: None)
    finally:
        browser.client.close()
        server.stop()
        throw_away(place.folder)


def rng(seed: int) -> Random:
    """Choices that come out the same in every run."""
    return Random(seed)  # noqa: S311 - choices, not secrets


def positions_like_an_earlier_one(pages: tuple[Page, ...]) -> set[str]:
    """The addresses of scenarios whose format came up before."""
    formats = [page.item.format for page in pages]
    return {
        f"/assessment/{page.position}"
        for n, page in enumerate(pages)
        if page.item.format in formats[:n]
    }


def restart(server: Server) -> None:
    """Kill every process of the server and start it again."""
    server.kill()
    server.start()
    server.wait()


def send_until_acknowledged(walk: Walk, path: str, fields: Fields) -> None:
    """Send an answer while the server is killed; send it again until the redirect has come."""
    killer = threading.Thread(target=kill_soon, args=(walk,))
    killer.start()
    try:
        status = walk.browser.post(path, fields).status_code
    except CANNOT_CONNECT:
        status = 0
    killer.join()
    walk.server.start()
    walk.server.wait()
    if status != 302:
        assert walk.browser.post(path, fields).status_code == 302


def kill_soon(walk: Walk) -> None:
    time.sleep(walk.rng.uniform(0, LONGEST_WAIT_SECONDS))
    walk.server.kill()


def assert_all_is_stored(walk: Walk) -> None:
    """Every acknowledged answer once, with the value that was sent, and the sitting submitted."""
    stored = what_is_stored(walk.house)
    assert stored.is_submitted
    assert {revision for _item, revision, _state, _value in stored.revisions} == {1}
    assert {state for _item, _revision, state, _value in stored.revisions} == {"answered"}
    assert stored.answers == walk.acknowledged
    assert len(stored.revisions) == len(walk.house.pages)


def has_score(house: House) -> bool:
    """Whether the sitting is scored."""
    return what_is_stored(house).n_scores == 1


def what_is_stored(house: House) -> Stored:
    """Read the database from this process, as the next server would."""
    with application(house.place):
        answers = db.session.exec(select(Answer).order_by(col(Answer.item), col(Answer.revision)))
        revisions = [(row.item, row.revision, row.state, row.value) for row in answers]
        submitted_at = db.session.exec(select(Sitting.submitted_at)).one()
        scores = db.session.exec(select(Score)).all()
        states = [job.state for job in db.session.exec(select(Job))]
    return Stored(revisions, submitted_at is not None, len(scores), states)
