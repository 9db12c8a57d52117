"""The migrations make exactly the tables that the code describes, down and up again."""

import pytest
from sqlalchemy import inspect

from hiring.app import alembic, create_app
from hiring.cli.house import migrate
from hiring.db import db
from tests import stores


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
    app = create_app(stores.settings_for(tmp_path, address))
    yield app
    stores.close(app)


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
