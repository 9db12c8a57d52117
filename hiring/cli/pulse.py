"""The server's pulse: every ten seconds the parent process notes that its web processes answer.

A gap in it is a time when no candidate could work, and is given back (``sittings.outages``) as soon
as the server answers again after a silence, be it that it was stopped, the machine slept or the
database was away. Nothing is closed before.

It asks over the network, as a candidate would: a process that lives but does not answer is no help
to anybody.
"""

import http.client
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import structlog
from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from hiring.config import Settings
from hiring.db import harden_sqlite
from hiring.sittings import outages

BEAT_SECONDS = 10.0
ASK_AGAIN_SECONDS = 1.0
ANSWER_SECONDS = 5.0
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - looked up, not listened on

log = structlog.get_logger()


def start_pulse(
    settings: Settings, host: str, port: int, *, no_fork: AbstractContextManager[object]
) -> None:
    """Keep beating beside the server; the first beat gives back what the last stop has cost.

    There is no beat before a web process has answered: a server that starts again and again and
    never gets so far must not look alive. Until then nothing is closed, since the pulse is stale.

    Args:
        settings: Where the database is.
        host: The address that the server listens on.
        port: The port that it listens on.
        no_fork: Keeps this process from being forked while something is asked or written, see
            ``take_pulse``.
    """
    engine = engine_of(settings)
    taking = (lambda: take_pulse(engine, host, port, no_fork=no_fork),)
    threading.Thread(target=_keep_beating, args=taking, daemon=True).start()


def engine_of(settings: Settings) -> Engine:
    """A way to the database that holds no connection between two beats."""
    engine = create_engine(settings.sqlalchemy_url, poolclass=NullPool, hide_parameters=True)
    harden_sqlite(engine)
    return engine


def take_pulse(
    engine: Engine, host: str, port: int, *, no_fork: AbstractContextManager[object]
) -> bool:
    """Ask once, and write a beat if somebody answers; whether somebody did.

    All of it happens while no web process is forked. One that is forked in the middle would inherit
    a connection, and locks that nobody will ever open for it: of the resolver, of the database, of
    a module that is being imported just then.
    """
    with no_fork:
        is_there = answers(host, port)
        if is_there:
            beat(engine)
    return is_there


def beat(engine: Engine) -> None:
    """Write one beat. A database that is away is no reason to stop: the silence will show."""
    try:
        with Session(engine) as session:
            outages.beat(session, now=datetime.now(UTC))
            session.commit()
    except SQLAlchemyError as error:
        log.warning("no pulse: the database does not take it", error=type(error).__name__)


def answers(host: str, port: int) -> bool:
    """Whether a web process and its database answer now."""
    address = EVERY_ADDRESS.get(host, host)
    connection = http.client.HTTPConnection(address, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _keep_beating(take: Callable[[], bool]) -> None:
    """Beat for as long as the process lives; as a daemon it does not keep the server running."""
    time.sleep(ASK_AGAIN_SECONDS)  # nobody can answer in the first moments
    while True:
        time.sleep(BEAT_SECONDS if take() else ASK_AGAIN_SECONDS)
