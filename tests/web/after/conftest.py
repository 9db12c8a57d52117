"""A candidate before and after sending."""

import pytest

from hiring.accounts import Role
from hiring.scoring import score_sitting
from tests.builders import BEST_ANSWERS, NOW, send, sign_in
from tests.web.small_opening import ada, database_url, opening  # noqa: F401 - fixtures


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
