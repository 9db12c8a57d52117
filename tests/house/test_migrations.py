"""The migrations make exactly the tables that the code describes, down and up again."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Date, MetaData, column, inspect, select, table, text
from sqlmodel import SQLModel

from hiring.app import alembic
from hiring.cli.house import migrate
from hiring.db import db, foreign_keys_off
from tests import applications, stores
from tests.house.good_rows import good_rows


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def blank(request, tmp_path):
    """An application on a database in which nothing is."""
    if request.param == "sqlite":
        yield from _app(tmp_path, "")
        return
    server = request.getfixturevalue("postgres_server")
    with stores.new_database(server, f"hiring_blank_{stores.WORKER}") as address:
        yield from _app(tmp_path, address)


def _app(tmp_path, address):
    app = applications.build(stores.settings_for(tmp_path, address))
    yield app
    applications.close(app)


def drift():
    """What Alembic would change to make the database as the code describes it."""
    try:
        return alembic.compare_metadata()
    finally:
        db.session.close()


def tables():
    return set(inspect(db.engine).get_table_names())


def test_after_the_migrations_nothing_is_left_to_change(blank):
    migrate(blank)
    with blank.app_context():
        assert drift() == []


def test_a_blank_database_would_need_every_table(blank):
    with blank.app_context():
        assert len([one for one in drift() if one[0] == "add_table"]) > 15


def test_migrating_twice_changes_nothing(blank):
    migrate(blank)
    migrate(blank)
    with blank.app_context():
        assert drift() == []


def test_the_migrations_can_be_taken_back_and_run_again(blank):
    migrate(blank)
    with blank.app_context():
        alembic.downgrade("base")
        assert tables() == {"alembic_version"}

    migrate(blank)
    with blank.app_context():
        assert drift() == []


def test_there_is_one_newest_migration(blank):
    with blank.app_context():
        assert len(alembic.heads()) == 1


def test_queue_and_data_do_not_mix(blank):
    migrate(blank)
    with blank.app_context():
        assert not [name for name in tables() if "huey" in name or name in {"task", "kv"}]


def released(engine):
    """The tables as a database holds them now, with the types that the code gives its columns."""
    there = MetaData()
    there.reflect(engine)
    return [
        table(
            one.name, *(column(c.name, c.type) for c in one.c if c.name in there.tables[one.name].c)
        )
        for one in SQLModel.metadata.sorted_tables
        if one.name in there.tables
    ]


def fill(connection, tables):
    """Store a row in every table."""
    ids = {name: uuid4() for name in SQLModel.metadata.tables}
    facts = good_rows(ids)
    for one in tables:
        row = {"id": ids[one.name]} | facts[one.name]
        known = {name: value for name, value in row.items() if name in one.c}
        connection.execute(one.insert().values(known))


def contents(connection, tables):
    """Table → its rows; what is a day in the code and was a moment is read as its day."""
    return {
        one.name: [_row(one, row) for row in connection.execute(one.select())] for one in tables
    }


def _row(one, row):
    return tuple(
        value.date() if isinstance(value, datetime) and isinstance(c.type, Date) else value
        for c, value in zip(one.c, row, strict=True)
    )


def test_an_upgrade_keeps_every_row_of_the_first_release(blank):
    with blank.app_context():
        alembic.upgrade("0001")
        db.session.close()
        tables = released(db.engine)
        with db.engine.begin() as connection:
            fill(connection, tables)
            before = contents(connection, tables)
        db.engine.dispose()

    migrate(blank)
    with blank.app_context(), db.engine.connect() as connection:
        assert {len(rows) for rows in before.values()} == {1}
        assert contents(connection, tables) == before


def test_whoever_is_there_before_lists_had_a_table_of_their_own_stands_in_it(blank):
    with blank.app_context():
        alembic.upgrade("0004")
        db.session.close()
        with db.engine.begin() as connection:
            fill(connection, released(db.engine))
        db.engine.dispose()

    migrate(blank)
    with blank.app_context(), db.engine.connect() as connection:
        candidate, stands = (SQLModel.metadata.tables[one] for one in ("candidate", "whereabouts"))
        people = connection.execute(select(candidate.c.id)).all()
        assert connection.execute(select(stands.c.candidate_id)).all() == people
        assert len(people) == 1


def test_the_day_of_decision_that_everybody_was_told_stays_that_day(blank):
    with blank.app_context():
        alembic.upgrade("0007")
        db.session.close()
        with db.engine.begin() as connection:
            fill(connection, released(db.engine))
            connection.execute(text("UPDATE opening SET decide_by = '2026-06-13 23:59:59.000000'"))
        db.engine.dispose()

    migrate(blank)
    opening = SQLModel.metadata.tables["opening"]
    with blank.app_context(), foreign_keys_off(db.engine):
        with db.engine.connect() as connection:
            assert connection.execute(select(opening.c.decide_by)).all() == [(date(2026, 6, 13),)]
        db.engine.dispose()
        alembic.downgrade("0007")
        db.session.close()
        with db.engine.connect() as connection:
            moment = connection.execute(text("SELECT decide_by FROM opening")).scalar_one()
        assert str(moment).removesuffix(".000000") == "2026-06-13 23:59:59"


WAITS = """
UPDATE score SET replaces_id = NULL, total = NULL, document = '{"a":"being_rated"}'
"""


def test_who_is_being_rated_is_told_from_who_has_a_score(blank):
    with blank.app_context():
        alembic.upgrade("0007")
        db.session.close()
        with db.engine.begin() as connection:
            fill(connection, released(db.engine))
            connection.execute(text(WAITS))
            connection.execute(text("UPDATE whereabouts SET total = NULL"))
        db.engine.dispose()

    migrate(blank)
    with blank.app_context(), db.engine.connect() as connection:
        for name in ("score", "whereabouts"):
            column_there = SQLModel.metadata.tables[name].c.is_being_rated
            assert connection.execute(select(column_there)).all() == [(True,)]


def went_on(connection, tables):
    """Give the opening that is there newer terms, as scoring again does."""
    terms = next(one for one in tables if one.name == "administration")
    row = connection.execute(terms.select()).one()._asdict()
    connection.execute(terms.insert().values(row | {"id": uuid4(), "number": 2}))


@pytest.fixture
def filled(blank):
    """An application of the second release with a row in every table, and those tables."""
    with blank.app_context():
        alembic.upgrade("0002")
        db.session.close()
        tables = released(db.engine)
        with db.engine.begin() as connection:
            fill(connection, tables)
    return blank, tables


def test_going_back_is_refused_before_anything_changes_once_an_opening_has_gone_on(filled):
    app, tables = filled
    with app.app_context():
        with db.engine.begin() as connection:
            went_on(connection, tables)
            before = contents(connection, tables)
        with pytest.raises(ValueError, match=r"gone on with another key: 1\..*Nothing was changed"):
            alembic.downgrade("0001")
        db.session.close()
        with db.engine.connect() as connection:
            assert contents(connection, tables) == before


def test_a_filled_database_can_go_back_one_release_and_forward_again(blank):
    migrate(blank)
    with blank.app_context():
        alembic_tables = released(db.engine)
        with db.engine.begin() as connection:
            fill(connection, alembic_tables)
        with foreign_keys_off(db.engine):
            alembic.downgrade("0002")
            db.session.close()
    migrate(blank)
    with blank.app_context():
        assert drift() == []


def test_going_back_works_while_every_opening_has_its_first_terms(filled):
    app, _tables = filled
    with app.app_context(), foreign_keys_off(db.engine):
        alembic.downgrade("0001")
        db.session.close()
        assert "rescoring" not in tables()
