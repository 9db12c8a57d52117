"""A drill: back up, erase somebody, lose the machine, restore. The answers are there again."""

import json
import shutil
import sqlite3

import pytest
from sqlmodel import select

from hiring.app import create_app
from hiring.db import db
from hiring.openings import Candidate
from tests import builders, stores
from tests.builders import House

SENTINEL = "Sentinel Example-Person"
KEY = "a key of the tests for backups, long enough"


@pytest.fixture
def key(monkeypatch):
    monkeypatch.setenv("HIRING_BACKUP_KEY", KEY)


@pytest.fixture
def codes(prepared):
    """Two people who have answered, by name."""
    app = create_app()
    with app.app_context():
        staff = {role: builders.add_staff(db.session, role) for role in builders.Role}
        house = House(db.session, staff, builders.published(db.session, builders.shipped_bank()))
        opening = house.opening()
        people = [house.candidate(opening, name) for name in (SENTINEL, "Bo Example")]
        for n, candidate in enumerate(people):
            house.submitted(candidate, house.drawn_answers(n))
        found = {one.name: one.code for one in people}
    stores.close(app)
    return found


def database(place):
    return place / "var" / "hiring.sqlite"


def lose(place):
    shutil.rmtree(place / "var")


def names():
    app = create_app()
    with app.app_context():
        found = list(db.session.exec(select(Candidate.name)))
    stores.close(app)
    return found


def told(place, name="one.backup"):
    return json.loads((place / f"{name}.json").read_text())


def test_nobody_who_was_erased_comes_back(hiring, place, codes, key):
    assert "sealed." in hiring("backup", "one.backup").output
    hiring("erase", codes[SENTINEL], "--yes")
    (place / "erased.txt").write_text(hiring("erased").output)
    lose(place)

    result = hiring("restore", "one.backup", "--erased", "erased.txt", "--yes")
    assert result.exit_code == 0, result.output
    assert "Erased again: 1 of 1" in result.output
    assert names() == ["Bo Example"]
    assert SENTINEL.encode() not in database(place).read_bytes()
    assert hiring("audit", "verify").exit_code == 0


def test_the_database_that_is_there_says_who_was_erased_since(hiring, place, codes):
    hiring("backup", "one.backup")
    hiring("erase", codes[SENTINEL], "--yes")

    assert "Erased again: 1 of 1" in hiring("restore", "one.backup", "--yes").output
    assert names() == ["Bo Example"]


def test_the_answers_are_those_of_the_backup(hiring, place, codes, key):
    hiring("backup", "one.backup")
    before = told(place)
    lose(place)
    hiring("restore", "one.backup", "--yes")
    hiring("backup", "two.backup")
    after = told(place, "two.backup")

    assert before["n_answers"] > 0
    assert (after["n_answers"], after["answers_sha256"]) == (
        before["n_answers"],
        before["answers_sha256"],
    )


def test_a_backup_is_made_while_somebody_writes(hiring, place, codes):
    writer = sqlite3.connect(database(place))
    writer.execute("UPDATE candidate SET name = 'Not yet'")
    assert hiring("backup", "one.backup").exit_code == 0
    writer.rollback()
    writer.close()
    copy = sqlite3.connect(place / "one.backup")

    assert (SENTINEL,) in copy.execute("SELECT name FROM candidate").fetchall()
    copy.close()


def test_a_sealed_backup_shows_nothing(hiring, place, codes, key):
    hiring("backup", "one.backup")

    assert SENTINEL.encode() not in (place / "one.backup").read_bytes()
    assert (place / "one.backup").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("at", [40, -5])
def test_a_changed_backup_is_refused(hiring, place, codes, key, at):
    hiring("backup", "one.backup")
    content = bytearray((place / "one.backup").read_bytes())
    content[at] ^= 1
    (place / "one.backup").write_bytes(content)

    assert hiring("restore", "one.backup", "--yes").exit_code == 1
    assert SENTINEL in names()


def test_a_backup_that_was_cut_off_is_refused(hiring, place, codes, key):
    hiring("backup", "one.backup")
    content = (place / "one.backup").read_bytes()
    first = 36 + int.from_bytes(content[32:36])
    (place / "one.backup").write_bytes(content[:first])

    assert len(content) > first
    assert hiring("restore", "one.backup", "--yes").exit_code == 1


def test_another_key_opens_nothing(hiring, place, codes, key, monkeypatch):
    hiring("backup", "one.backup")
    monkeypatch.setenv("HIRING_BACKUP_KEY", KEY[::-1])

    assert hiring("restore", "one.backup", "--yes").exit_code == 1


def test_other_answers_than_told_are_refused(hiring, place, codes):
    hiring("backup", "one.backup")
    copy = sqlite3.connect(place / "one.backup")
    copy.execute("DELETE FROM answer WHERE revision = 1")
    copy.commit()
    copy.close()

    assert hiring("restore", "one.backup", "--yes").exit_code == 1


def test_no_backup_is_written_over(hiring, place, codes):
    hiring("backup", "one.backup")

    assert hiring("backup", "one.backup").exit_code == 1


def test_restoring_asks_first(hiring, place, codes):
    hiring("backup", "one.backup")

    assert hiring("restore", "one.backup", typed="n\n").exit_code == 1
    assert SENTINEL in names()


def test_erasures_are_done_again_on_any_database(hiring, place, codes):
    app = create_app()
    with app.app_context():
        found = db.session.exec(select(Candidate.id).where(Candidate.name == SENTINEL)).one()
    stores.close(app)
    (place / "erased.txt").write_text(f"{found}\n")

    assert "Erased again: 1" in hiring("erased", "--replay", "erased.txt").output
    assert names() == ["Bo Example"]


def test_who_was_erased_stays_on_the_list_whatever_is_restored(hiring, place, codes):
    hiring("backup", "before.backup")
    hiring("erase", codes[SENTINEL], "--yes")
    listed = hiring("erased").output
    hiring("restore", "before.backup", "--yes")
    assert hiring("erased").output == listed

    somebody_else = "00000000-0000-4000-8000-000000000001\n"
    (place / "erased.txt").write_text(somebody_else)
    assert "Erased again: 0" in hiring("erased", "--replay", "erased.txt").output
    assert somebody_else in hiring("erased").output


def test_another_database_is_sent_to_its_own_tools(hiring, monkeypatch):
    monkeypatch.setenv("HIRING_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")

    assert hiring("backup", "one.backup").exit_code == 1
