"""Several nodes on one PostgreSQL: whoever is killed, what was called saved is there, once.

Candidates answer through a proxy that sends their requests to three web servers in turn, while web
servers and workers are killed at random, and in a second test the database itself.
HIRING_TEST_KILLS says how often: four and three times unless told otherwise.
"""

import email
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import update
from sqlmodel import col, func, select

from hiring.db import db
from hiring.jobs import Job, JobState, Task
from hiring.openings.records import Candidate as CandidateRecord
from hiring.scoring.records import Score
from tests.journeys.candidates import House, application, furnish
from tests.journeys.clusters import Cluster, KillablePostgres, cluster, killable_postgres
from tests.journeys.crowds import Crowd, say
from tests.journeys.protocol import rng
from tests.journeys.servers import PATIENCE_SECONDS, Place, free_port, until
from tests.journeys.stored import Stored, Tally, what_is_stored
from tests.journeys.unreliable import running

KILLS = os.environ.get("HIRING_TEST_KILLS")
N_KILLS = int(KILLS or 4)
N_KILLS_OF_DATABASE = int(KILLS or 3)
N_CANDIDATES = 12
N_SENDING = 6  # who send in one after the other meanwhile; the rest answer to the end
N_ANSWERS_MORE = 2 + N_KILLS // 4  # than the one who sends in before
N_ANSWERS_BETWEEN_KILLS = 12
LONGEST_LIFE_SECONDS = 4.0
NO_END = 10**6
PATIENCE_SECONDS = 240 + N_KILLS
KILLS_BETWEEN_LINES = 20

pytestmark = pytest.mark.postgres


class Postbox:
    """A mail server that notes by address which messages it was handed."""

    def __init__(self) -> None:
        self.messages: dict[str, set[str]] = {}

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the server's name
        """Take a message."""
        message = email.message_from_bytes(envelope.content)
        for address in envelope.rcpt_tos:
            self.messages.setdefault(address, set()).add(message["Message-ID"])
        return "250 taken"


@pytest.fixture
def postgres() -> Iterator[KillablePostgres]:
    with killable_postgres() as server:
        yield server


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, dict[str, str]]]:
    """A mail server, and the settings by which nodes find it."""
    server = Controller(
        Postbox(), hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE_SECONDS
    )
    server.start()
    url = f"smtp://127.0.0.1:{server.port}"
    yield server.handler, {"HIRING_SMTP_URL": url, "HIRING_MAIL_FROM": "us@tests.example"}
    server.stop()


@pytest.fixture
def house(postgres: KillablePostgres, tmp_path: Path) -> House:
    """A place with invitations for everybody, who all have a mail address."""
    furnished = furnish(Place(tmp_path / "desk", postgres.address), n_candidates=N_CANDIDATES)
    with application(furnished.place):
        for number, candidate_id in enumerate(furnished.candidate_ids.values()):
            db.session.get_one(CandidateRecord, candidate_id).email = f"c{number}@tests.example"
        db.session.commit()
    return furnished


def test_nodes_may_be_killed_at_any_time(house: House, postbox, tmp_path: Path) -> None:
    box, settings = postbox
    address = house.place.database_url
    with cluster(tmp_path, address, n_web=3, n_workers=2, settings=settings) as nodes:
        chance = rng(17)
        crowd = work_through(nodes, house, N_KILLS, lambda: nodes.kill_one(chance))
        assert_everything_is_done(nodes, house, crowd)
        assert_everybody_heard_once(box)
    say(f"{nodes.n_kills} nodes killed, {crowd.n_answers} answers called saved")


def test_the_database_may_be_killed_at_any_time(
    house: House, postgres: KillablePostgres, postbox, tmp_path: Path
) -> None:
    box, settings = postbox

    def kill_database() -> None:
        postgres.kill()
        postgres.start()

    with cluster(tmp_path, postgres.address, n_web=2, n_workers=1, settings=settings) as nodes:
        crowd = work_through(nodes, house, N_KILLS_OF_DATABASE, kill_database)
        # Nobody started them again: web servers and worker found the database by themselves.
        assert all(one.process.poll() is None for one in nodes.everybody)
        assert_everything_is_done(nodes, house, crowd)
        assert_everybody_heard_once(box)
    say(f"PostgreSQL killed {N_KILLS_OF_DATABASE} times, {crowd.n_answers} answers called saved")


def work_through(nodes: Cluster, house: House, n_kills: int, kill: Callable[[], None]) -> Crowd:
    """Let everybody answer and send in, while something is killed again and again.

    Some send in meanwhile, so that jobs are under way as well; the others when it is over.
    """
    with running(nodes.proxy()) as proxy:
        crowd = Crowd(proxy, house, PATIENCE_SECONDS)
        for number, token in enumerate(house.tokens):
            member = crowd.join(token)
            n_answers = N_ANSWERS_MORE * (number + 1) if number < N_SENDING else NO_END
            crowd.let(token, partial(member.work_and_send, n_answers))
        killer = threading.Thread(target=kill_again_and_again, args=(crowd, n_kills, kill))
        killer.start()
        killer.join()
        crowd.wait(PATIENCE_SECONDS)
    assert crowd.faults == []
    assert crowd.n_kills == n_kills
    return crowd


def kill_again_and_again(crowd: Crowd, n_kills: int, kill: Callable[[], None]) -> None:
    """Let people work for a moment, kill something, and so on."""
    chance: Random = rng(99)
    try:
        while crowd.n_kills < n_kills and not crowd.faults:
            crowd.wait_for_answers(N_ANSWERS_BETWEEN_KILLS, seconds=LONGEST_LIFE_SECONDS)
            time.sleep(chance.uniform(0, 0.3))
            kill()
            crowd.n_kills += 1
            if crowd.n_kills % KILLS_BETWEEN_LINES == 0:
                say(f"{crowd.n_kills} kills, {crowd.n_answers} answers called saved")
    except Exception as fault:  # noqa: BLE001 - the test tells it
        crowd.tell(f"the killer: {fault!r}")
    finally:
        crowd.is_over.set()


def assert_everything_is_done(nodes: Cluster, house: House, crowd: Crowd) -> None:
    """Answers, receipts, scores and jobs: all there, none twice."""
    stored = what_is_stored(house)
    told = {token: member.told for token, member in crowd.members.items()}
    tally = sum((Tally.of(told[token], stored[token]) for token in told), Tally())
    assert (tally.lost, tally.doubled, tally.blank) == (0, 0, 0)
    assert tally.answers >= N_CANDIDATES
    assert {token: one.receipts for token, one in told.items()} == receipts_of(stored)
    end_leases_of_the_dead(nodes, house)
    until(lambda: states_of_jobs(house).keys() == {JobState.DONE.value}, what="the last job")
    assert jobs_by_task(house, Task.SCORE_SITTING, Task.SEND_MAIL) == [N_CANDIDATES] * 2
    assert scores_by_sitting(house) == [1] * N_CANDIDATES


def receipts_of(stored: dict[str, Stored]) -> dict[str, list[str | None]]:
    """What both of a candidate's sendings should have told."""
    return {token: [one.receipt, one.receipt] for token, one in stored.items()}


def end_leases_of_the_dead(nodes: Cluster, house: House) -> None:
    """Put forward the clock of jobs whose worker was killed: nobody waits two minutes for them."""
    for one in nodes.workers:
        one.kill()
    with application(house.place):
        ended = datetime.now(UTC) - timedelta(seconds=1)
        is_held = col(Job.state) == JobState.RUNNING.value
        db.session.execute(update(Job).where(is_held).values(lease_until=ended))
        db.session.execute(
            update(Job).where(col(Job.state) == JobState.QUEUED.value).values(due_at=ended)
        )
        db.session.commit()
    for one in nodes.workers:
        one.start()


def states_of_jobs(house: House) -> Counter[str]:
    with application(house.place):
        return Counter(db.session.exec(select(Job.state)))


def jobs_by_task(house: House, *tasks: Task) -> list[int]:
    with application(house.place):
        counts = Counter(db.session.exec(select(Job.task)))
    return [counts[one.value] for one in tasks]


def scores_by_sitting(house: House) -> list[int]:
    with application(house.place):
        counts = select(Score.sitting_id, func.count()).group_by(col(Score.sitting_id))
        return [n for _sitting, n in db.session.exec(counts)]


def assert_everybody_heard_once(box: Postbox) -> None:
    """One message each; a second copy after a kill bears the same name and counts as the same."""
    assert len(box.messages) == N_CANDIDATES
    assert {len(names) for names in box.messages.values()} == {1}
