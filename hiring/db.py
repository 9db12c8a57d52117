"""The database handle and what every table shares.

Flask-SQLAlchemy-Lite opens one session per request or command; the capabilities are handed that
session and never reach for it themselves. SQLite is set so that an acknowledged answer survives a
power cut (write-ahead log, full synchronisation); the same models run on PostgreSQL.
"""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, event
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


def _set_pragmas(connection: Any, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
