"""Fixtures to import: an opening of the small bank, who is invited to it, and the owner's desk."""

import pytest

from hiring.accounts import Role
from tests import stores
from tests.builders import sign_in


@pytest.fixture
def database_url(sqlite_template, data_dir):
    """SQLite only: pages do not depend on the database."""
    return stores.copied(sqlite_template, data_dir)


@pytest.fixture
def opening(small_house):
    return small_house.opening()


@pytest.fixture
def ada(small_house, opening):
    return small_house.candidate(opening, email="ada@example.org")


@pytest.fixture
def owner(app, session, small_house):
    return sign_in(session, app.test_client(), small_house.staff[Role.OWNER])
