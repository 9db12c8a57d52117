"""A candidate before and after sending."""

import pytest

from hiring.accounts import Role
from hiring.scoring import score_sitting
from tests import stores
from tests.builders import BEST_ANSWERS, NOW, send, sign_in


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
def open_link(app, small_house):
    def go(candidate):
        client = app.test_client()
        send(client, f"/c/{small_house.token(candidate)}")
        return client

    return go


@pytest.fixture
def browser(ada, open_link):
    return open_link(ada)


@pytest.fixture
def started(small_house, ada):
    return small_house.sitting(ada, BEST_ANSWERS)


@pytest.fixture
def sent(small_house, ada, session):
    sitting = small_house.submitted(ada, BEST_ANSWERS)
    score_sitting(session, sitting.id, now=NOW)
    session.commit()
    return sitting


@pytest.fixture
def desk(app, session, small_house, opening):
    return sign_in(session, app.test_client(), small_house.join(opening, Role.RECRUITER))
