"""The databases that are measured: the embedded one, and PostgreSQL where there is one."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests import stores

SQLITE, POSTGRES = "sqlite", "postgres"
ALL = (SQLITE, POSTGRES)
TITLES = {SQLITE: "SQLite", POSTGRES: "PostgreSQL"}
FILE = "hiring.sqlite"


@dataclass(frozen=True, slots=True)
class Database:
    """A kind of database; ``server`` is the address of PostgreSQL's server, else empty."""

    kind: str
    server: str = ""

    @property
    def title(self) -> str:
        """Its name, as tables say it."""
        return TITLES[self.kind]

    @contextmanager
    def new(self, name: str) -> Iterator[str]:
        """The address of an empty database, as settings want it: for SQLite the folder says all."""
        if self.kind == SQLITE:
            yield ""
            return
        with stores.new_database(self.server, f"hiring_bench_{name}") as address:
            yield address

    @contextmanager
    def copy(self, folder: Path, address: str, target: Path) -> Iterator[str]:
        """The address of a copy that nothing else uses, for SQLAlchemy."""
        if self.kind == SQLITE:
            _copy_file(folder / FILE, target)
            yield f"sqlite:///{target}"
            return
        with stores.new_database(self.server, f"hiring_bench_{target.stem}") as copied:
            self._fill_from(address, copied)
            yield copied.replace("postgresql://", "postgresql+psycopg://", 1)

    def _fill_from(self, address: str, copied: str) -> None:
        """A template may have no other visitors: whatever used it must have been stopped."""
        old, new = (conninfo_to_dict(one)["dbname"] for one in (address, copied))
        names = {"old": sql.Identifier(str(old)), "new": sql.Identifier(str(new))}
        with psycopg.connect(self.server, autocommit=True) as connection:
            for words in ("DROP DATABASE {new}", "CREATE DATABASE {new} TEMPLATE {old}"):
                connection.execute(sql.SQL(words).format(**names))


@contextmanager
def databases(wanted: str | None) -> Iterator[list[Database]]:
    """Those that are wanted, by default all that there are."""
    kinds = ALL if wanted is None else (wanted,)
    found = [Database(SQLITE)] if SQLITE in kinds else []
    if POSTGRES not in kinds:
        yield found
        return
    with stores.postgres_server() as server:
        if server is None:
            print(stores.NO_POSTGRES)
            yield found
            return
        _make_safe(server)
        yield [*found, Database(POSTGRES, server)]


def _make_safe(server: str) -> None:
    """Take back what makes tests quick: here a commit has to cost what it costs."""
    if os.environ.get(stores.POSTGRES_VARIABLE):
        return  # a server of somebody else's, which stays as it is
    with psycopg.connect(server, autocommit=True) as connection:
        for name in stores.UNSAFE_BUT_QUICK:
            connection.execute(sql.SQL("ALTER SYSTEM RESET {}").format(sql.SQL(name)))
        connection.execute("SELECT pg_reload_conf()")


def _copy_file(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()
