"""SQLite only: the pack is read by plain selects, the same on both databases."""

import pytest

from tests import stores
from tests.somebody import make_somebody


@pytest.fixture
def database_url(sqlite_template, data_dir):
    return stores.copied(sqlite_template, data_dir)


@pytest.fixture
def somebody(session, small_house, now):
    """A candidate of whom there is a row in every table that can have one."""
    return make_somebody(session, small_house, now)
