"""The database handle and what every table shares.

Flask-SQLAlchemy-Lite opens one session per request or command; the capabilities are handed that
session and never reach for it themselves. SQLite is set so that an acknowledged answer survives a
power cut (write-ahead log, full synchronisation); the same models run on PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, Session, SQLModel

# Named before the first table: migrations and error messages hold on to these names.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_TIMEOUT_MS = 10_000

# JSON null would be a second way to say "nothing"; SQL NULL is the only one here.
Json = JSON(none_as_null=True)


class Database(SQLAlchemy):
    """Narrows the session's type: SQLModel's session knows ``exec``."""

    @property
    def session(self) -> Session:
        """The session of this request or command."""
        return cast("Session", super().session)


db = Database(session_options={"class_": Session})


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in Python, UTC in the database; a naive datetime is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into naive UTC, the one form both databases keep alike."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("expected an aware datetime")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say again that the stored time is UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class Record(SQLModel):
    """A row with an identity: known before it is stored, unguessable in a URL."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)


def harden_sqlite(engine: Engine) -> None:
    """Make every SQLite connection of ``engine`` durable, patient and strict."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "savepoint", _begin_before)


def scrub(engine: Engine) -> None:
    """After an erasure: empty SQLite's write-ahead log, which still holds the pages before it.

    Where somebody reads at this moment, the next checkpoint does it.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def whole_tables(session: Session) -> Iterator[None]:
    """Have PostgreSQL join whole tables for the statements within, not row after row.

    Right after many rows came in, or were restored, it still believes that tables are small. Then
    it went through all answers for each score, which took minutes in place of a second. Where there
    are few it makes no difference. After an error the transaction is over, and
    the setting with it.
    """
    if session.get_bind().dialect.name != "postgresql":
        yield
        return
    session.execute(text("SET LOCAL enable_nestloop = off"))
    yield
    session.execute(text("SET LOCAL enable_nestloop = on"))


@contextmanager
def foreign_keys_off(engine: Engine) -> Iterator[None]:
    """Let a migration rebuild SQLite's tables without losing the rows that hang on them.

    SQLite changes a table by copying it and dropping the old one. With foreign keys on, the drop
    deletes every row that hangs on the table: a new column for candidates would take their answers
    along. Afterwards every row must still point to something.

    Raises:
        ValueError: Rows point to nothing; the message names their tables.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    engine.dispose()
    event.listen(engine, "checkout", _without_foreign_keys)
    try:
        yield
    finally:
        event.remove(engine, "checkout", _without_foreign_keys)
        engine.dispose()
    _require_whole(engine)


def _without_foreign_keys(connection: Any, _: ConnectionPoolEntry, __: Any) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")


def _require_whole(engine: Engine) -> None:
    with engine.connect() as connection:
        loose = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    if loose:
        raise ValueError(
            f"rows of {', '.join(sorted(loose))} point to nothing. Do not use this database: "
            "go back to the copy made before the upgrade and report this."
        )


def _begin_before(connection: Connection, _: str) -> None:
    """Open the transaction that a savepoint belongs to.

    Python's SQLite opens one with the first change, and a savepoint is none: where it came first,
    its release would commit what belongs to an act that may still fail.
    """
    if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
        connection.exec_driver_sql("BEGIN")


def _set_pragmas(connection: Any, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # What is erased is overwritten, not only forgotten where it lay.
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
