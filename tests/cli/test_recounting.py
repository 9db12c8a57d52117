"""Putting right what lists keep of where people stand."""

import sqlite3
from contextlib import closing

import pytest

from hiring.app import create_app
from hiring.db import db
from tests import builders, stores
from tests.builders import House


@pytest.fixture
def database(prepared, place):
    """The file of a house with two people in an opening."""
    app = create_app()
    with app.app_context():
        staff = {role: builders.add_staff(db.session, role) for role in builders.Role}
        key = builders.published(db.session, builders.shipped_bank())
        house = House(db.session, staff, key)
        opening = house.opening()
        for name in ("Ada", "Bo"):
            house.candidate(opening, name)
    stores.close(app)
    return place / "var" / "hiring.sqlite"


def run(database, statement):
    with closing(sqlite3.connect(database)) as connection, connection:
        return connection.execute(statement).fetchall()


def test_where_all_is_well_nothing_changes(hiring, database):
    before = run(database, "SELECT * FROM whereabouts ORDER BY candidate_id")

    assert "1 openings compared, 0 people put right." in hiring("recount").output
    assert run(database, "SELECT * FROM whereabouts ORDER BY candidate_id") == before
    assert len(before) == 2


def test_what_somebody_changed_past_us_is_put_right(hiring, database):
    run(database, "UPDATE whereabouts SET revoked_at = added_at")
    run(database, "DELETE FROM whereabouts WHERE candidate_id = (SELECT min(id) FROM candidate)")

    assert "2 people put right." in hiring("recount").output
    assert run(database, "SELECT count(*), count(revoked_at) FROM whereabouts") == [(2, 0)]


def test_counts_that_somebody_changed_past_us_are_put_right(hiring, database):
    run(database, "UPDATE headcount SET n_people = 7")

    assert "counts were wrong, and are right now: 1." in hiring("recount").output
    assert run(database, "SELECT n_people FROM headcount") == [(2,)]
    assert "wrong" not in hiring("recount").output
