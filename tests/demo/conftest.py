"""One demo for all tests of it: nobody writes to it for good."""

from datetime import UTC, datetime

import pytest

from hiring.app import create_app
from hiring.cli.house import migrate
from hiring.db import db
from hiring.demo import furnish
from tests import builders, stores
from tests.stores import SECRET

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@pytest.fixture(
    scope="package", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def address(request, tmp_path_factory):
    """A database for the demo alone."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        yield stores.copied(template, tmp_path_factory.mktemp("demo"))
        return
    server = request.getfixturevalue("postgres_server")
    with stores.new_database(server, f"hiring_demo_{stores.WORKER}") as found:
        yield found


@pytest.fixture(scope="package")
def furnished(address, tmp_path_factory):
    """The session and what was made; who writes rolls back."""
    app = create_app(stores.settings_for(tmp_path_factory.mktemp("var"), address, demo=True))
    migrate(app)
    with app.app_context():
        session = db.sessionmaker()
    builders.published(session, builders.shipped_bank())
    house = furnish(session, secret=SECRET, now=NOW)
    session.commit()
    yield session, house
    session.close()
    stores.close(app)
