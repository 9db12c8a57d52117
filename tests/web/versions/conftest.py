"""Somebody whose first scenario is open in several windows before any of them holds anything."""

import pytest

from tests.builders import page_token
from tests.web.first_page import begun
from tests.web.small_opening import database_url  # noqa: F401 - a fixture


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
