"""Taking turns at writing on the embedded database.

SQLite has one writer at a time. Who comes second sleeps, looks, sleeps longer, up to a tenth of a
second, while the pen may long be free: a candidate waited many times as long as the writing takes.
So the web processes of a machine queue up for a lock beside the file first, and look every fifth of
a millisecond. SQLite's own lock stays what keeps writers apart: whoever has no turn, or waited too
long for one, writes all the same and is only slower.
"""

import os
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

try:
    import fcntl
except ImportError:  # there is no such lock on Windows; SQLite's patience does there
    fcntl = None  # type: ignore[assignment]

LINE = "line"
TURN_SECONDS = 5.0
LOOK_SECONDS = 0.0002


def form_line(engine: Engine) -> None:
    """Let the connections of an embedded database queue up; on any other this does nothing."""
    if fcntl is None or engine.dialect.name != "sqlite" or not engine.url.database:
        return
    folder = Path(engine.url.database).resolve().parent
    event.listen(engine, "connect", lambda _connection, record: _join(record, folder))
    event.listen(engine, "checkin", lambda _connection, record: _end_turn(record.info.get(LINE)))
    event.listen(engine, "close", lambda _connection, record: _leave(record))


def take_turn(session: Session) -> None:
    """Wait until it is this session's turn to write; the turn ends with the transaction."""
    line = session.connection().info.get(LINE)
    if line is None:
        return
    session.info[LINE] = line
    until = time.monotonic() + TURN_SECONDS
    while not _is_mine(line) and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)


def _is_mine(line: int) -> bool:
    try:
        fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _end_turn(line: int | None) -> None:
    if line is not None:
        fcntl.flock(line, fcntl.LOCK_UN)


def _join(record: ConnectionPoolEntry, folder: Path) -> None:
    record.info[LINE] = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)


def _leave(record: ConnectionPoolEntry) -> None:
    line = record.info.pop(LINE, None)
    if line is not None:
        os.close(line)


# At once, not when the connection goes back: the next page is drawn in between.
@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _after_writing(session: Any) -> None:
    _end_turn(session.info.pop(LINE, None))
