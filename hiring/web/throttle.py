"""Counts of the rate limiter in our database, so that several processes count together.

Flask-Limiter counts in memory, Redis, memcached or MongoDB; a small employer has none of them, and
memory counts per process. Each count is a short transaction of its own, apart from the request's.
"""

import time
from typing import Any

from flask import current_app
from limits.storage import Storage
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, col

from hiring.db import db

SCHEME = "hiring-sql"


class ThrottleCount(SQLModel, table=True):
    """How often something was tried in the current window."""

    __tablename__ = "throttle_count"

    key: str = Field(max_length=300, primary_key=True)
    count: int
    expires_at_seconds: float


class SqlStorage(Storage):
    """A fixed-window counter for the ``limits`` package on top of one small table."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - the library reads it from the class

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the library may wrap."""
        return Exception

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count and return the new count; a window that is over starts again."""
        now = time.time()
        with db.engine.begin() as connection:
            connection.execute(_TABLE.delete().where(_TABLE.c.expires_at_seconds <= now))
            raised = connection.execute(
                update(ThrottleCount)
                .where(col(ThrottleCount.key) == key)
                .values(count=col(ThrottleCount.count) + amount)
            )
        if raised.rowcount == 0:
            self._open_window(key, now + expiry, amount)
        return self.get(key)

    def get(self, key: str) -> int:
        """The count of the window that is open, or 0."""
        with db.engine.connect() as connection:
            found = connection.execute(
                select(_TABLE.c.count).where(
                    _TABLE.c.key == key, _TABLE.c.expires_at_seconds > time.time()
                )
            ).scalar()
        return int(found or 0)

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds of the epoch."""
        with db.engine.connect() as connection:
            found = connection.execute(
                select(_TABLE.c.expires_at_seconds).where(_TABLE.c.key == key)
            ).scalar()
        return float(found or time.time())

    def check(self) -> bool:
        """Whether the storage can be asked."""
        return bool(current_app)

    def reset(self) -> int | None:
        """Forget every count."""
        with db.engine.begin() as connection:
            return connection.execute(delete(ThrottleCount)).rowcount

    def clear(self, key: str) -> None:
        """Forget one count."""
        with db.engine.begin() as connection:
            connection.execute(_TABLE.delete().where(_TABLE.c.key == key))

    def _open_window(self, key: str, expires_at_seconds: float, amount: int) -> None:
        row = {"key": key, "count": amount, "expires_at_seconds": expires_at_seconds}
        try:
            with db.engine.begin() as connection:
                connection.execute(_TABLE.insert().values(**row))
        except IntegrityError:  # another process opened it in between
            with db.engine.begin() as connection:
                connection.execute(
                    update(ThrottleCount)
                    .where(col(ThrottleCount.key) == key)
                    .values(count=col(ThrottleCount.count) + amount)
                )


_TABLE: Any = ThrottleCount.__table__  # type: ignore[attr-defined]
