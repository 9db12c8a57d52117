"""Fixtures of the whole suite. What touches the database runs on SQLite and on PostgreSQL alike."""

import gc
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from hiring.accounts import Role, Staff, passwords
from hiring.banks.versions import KeyVersion
from hiring.config import Settings
from hiring.db import db
from hiring.openings import Candidate, Opening
from hiring.sittings import Sitting, Value
from tests import applications, builders, shelf, stores
from tests.builders import House

NOTHING_SKIPPED = "HIRING_TEST_NOTHING_SKIPPED"
# New objects before the collector looks for rubbish. A test makes many and leaves little behind.
RARELY = 50_000


def pytest_collection_finish() -> None:
    """Keep the collector of rubbish from looking through modules and tests again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(RARELY, *gc.get_threshold()[1:])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped, a skipped test is a failure of the run."""
    if not os.environ.get(NOTHING_SKIPPED) or hasattr(session.config, "workerinput"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped:
        reporter.write_line(f"{NOTHING_SKIPPED} is set, but {len(skipped)} tests were skipped")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """Make and compare hashes of passwords at the cost of those that the tests store."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_hasher", lambda: builders.CHEAP_HASHER)
        yield


@pytest.fixture
def costly_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashes that cost what they cost in a house."""
    monkeypatch.setattr(passwords, "_hasher", lru_cache(PasswordHasher))
    passwords._decoy_hash.cache_clear()
    yield
    passwords._decoy_hash.cache_clear()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file without rows."""
    return stores.migrated_file(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server on which databases may be made."""
    with stores.postgres_server() as address:
        if address is None and os.environ.get(NOTHING_SKIPPED):
            pytest.fail(stores.NO_POSTGRES)
        if address is None:
            pytest.skip(stores.NO_POSTGRES)
        yield address


@pytest.fixture(scope="session")
def postgres_database(
    postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A migrated PostgreSQL database of this test process."""
    folder = tmp_path_factory.mktemp("postgres")
    with stores.migrated_database(postgres_server, folder) as address:
        yield address


@pytest.fixture(scope="session")
def postgres_connection(postgres_database: str) -> Iterator[stores.Connection]:
    """A connection to this process's database, beside those of the application."""
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the database and the queue of this test process are."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, data_dir: Path) -> str:
    """A migrated database without rows."""
    if request.param == "sqlite":
        return stores.copied(request.getfixturevalue("sqlite_template"), data_dir)
    stores.empty(request.getfixturevalue("postgres_connection"))
    address: str = request.getfixturevalue("postgres_database")
    return address


@pytest.fixture
def settings(database_url: str, data_dir: Path) -> Settings:
    return stores.settings_for(data_dir, database_url)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on the test's database; built once for each kind of database."""
    app = applications.lend(settings)
    yield app
    applications.take_back(app)


@pytest.fixture
def new_session(app: Flask) -> Iterator[Callable[[], Session]]:
    """Sessions of the application, each closed at the end. For tests with threads."""
    opened: list[Session] = []
    with app.app_context():
        maker = db.sessionmaker

    def open_one() -> Session:
        opened.append(maker())
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def session(new_session: Callable[[], Session]) -> Session:
    """A session beside the application.

    Not inside an application context: requests of a test client would share that, and with it
    their session and their language.
    """
    return new_session()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def now() -> datetime:
    return builders.NOW


@pytest.fixture
def staff(session: Session) -> dict[Role, Staff]:
    """One member of staff of each role."""
    return builders.add_all_staff(session)


@pytest.fixture
def published(session: Session) -> KeyVersion:
    """The key of the shipped bank, published."""
    return shelf.published(session, builders.shipped_bank())


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the small bank is written, once for each way it is changed."""
    return tmp_path_factory.mktemp("banks")


@pytest.fixture
def small_key(session: Session, small_folder: Path) -> KeyVersion:
    """The key of a small bank that has every format, published."""
    loaded = builders.small_bank(small_folder / "open", builders.WITH_OPEN_TEXT)
    return shelf.published(session, loaded)


@pytest.fixture
def house(session: Session, staff: dict[Role, Staff], published: KeyVersion) -> House:
    """An employer that uses the shipped bank."""
    return House(session, staff, published)


@pytest.fixture
def small_house(session: Session, staff: dict[Role, Staff], small_key: KeyVersion) -> House:
    """An employer that uses the small bank."""
    return House(session, staff, small_key)


@pytest.fixture
def timed_house(session: Session, staff: dict[Role, Staff], small_folder: Path) -> House:
    """An employer that uses the small bank with a limit of 30 minutes."""
    loaded = builders.small_bank(small_folder / "timed", builders.TIMED)
    return House(session, staff, shelf.published(session, loaded))


@pytest.fixture
def opening(house: House) -> Opening:
    return house.opening()


@pytest.fixture
def candidate(house: House, opening: Opening) -> Candidate:
    return house.candidate(opening)


@pytest.fixture
def make_submitted(house: House) -> Callable[[Candidate, dict[str, Value]], Sitting]:
    """Have a candidate answer the shipped bank and send it in."""
    return house.submitted
