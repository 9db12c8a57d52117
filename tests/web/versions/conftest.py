"""Somebody whose first scenario is open in several windows before any of them holds anything."""

import pytest

from tests import stores
from tests.builders import page_token
from tests.web.first_page import begun


@pytest.fixture
def database_url(sqlite_template, data_dir):
    """SQLite only: pages do not depend on the database."""
    return stores.copied(sqlite_template, data_dir)


@pytest.fixture
def somebody(small_house):
    return small_house.candidate(small_house.opening("Parts desk"))


@pytest.fixture
def started(client, small_house, somebody):
    """A browser in which the sitting has begun."""
    return begun(client, small_house, somebody)


@pytest.fixture
def tabs(started):
    """The tokens of two pages of the first scenario."""
    return [page_token(started, "/assessment/1") for _ in range(2)]
