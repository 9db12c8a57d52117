"""Tries are counted in the database, so that several processes count together."""

import threading
import time

import pytest
from sqlmodel import select

from hiring.accounts import Role
from hiring.app import create_app
from hiring.web.throttle import SqlStorage, ThrottleCount
from tests.builders import PASSWORD, form_token
from tests.stores import close

N_TRIES = 10


@pytest.fixture
def storage(app):
    with app.app_context():
        yield SqlStorage("hiring-sql://")


def test_counting_starts_at_one(storage):
    assert storage.incr("key", 60) == 1


def test_counts_add_up(storage):
    assert [storage.incr("key", 60) for _ in range(3)] == [1, 2, 3]


def test_keys_are_counted_apart(storage):
    storage.incr("one", 60)

    assert storage.incr("other", 60) == 1


def test_an_amount_counts_as_many(storage):
    storage.incr("key", 60, amount=5)

    assert storage.get("key") == 5


def test_a_window_that_is_over_starts_again(storage):
    storage.incr("key", 0)

    assert storage.get("key") == 0
    assert storage.incr("key", 60) == 1


def test_windows_that_are_over_are_cleared_away(storage, session):
    storage.incr("old", 0)
    storage.incr("new", 60)

    assert session.exec(select(ThrottleCount.key)).all() == ["new"]


def test_a_window_ends_when_it_should(storage):
    storage.incr("key", 60)
    storage.incr("key", 600)

    assert storage.get_expiry("key") == pytest.approx(time.time() + 60, abs=30)


def test_one_count_can_be_forgotten(storage):
    storage.incr("one", 60)
    storage.incr("other", 60)
    storage.clear("one")

    assert (storage.get("one"), storage.get("other")) == (0, 1)


def test_all_counts_can_be_forgotten(storage):
    storage.incr("one", 60)
    storage.incr("other", 60)

    assert storage.reset() == 2
    assert storage.get("one") == 0


def test_the_storage_can_be_asked(storage):
    assert storage.check() is True


def test_counting_at_once_loses_nothing(app):
    def count():
        with app.app_context():
            SqlStorage("hiring-sql://").incr("key", 60)

    threads = [threading.Thread(target=count) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        assert SqlStorage("hiring-sql://").get("key") == 12


def tries(client, n, email="nobody@example.org", **where):
    token = form_token(client)
    # Without password there is nothing to hash, and the try is counted all the same.
    fields = {"csrf_token": token, "email": email, "password": ""}
    return [client.post("/sign-in", data=fields, **where).status_code for _ in range(n)]


def test_the_eleventh_try_from_one_address_has_to_wait(client):
    assert tries(client, N_TRIES + 1) == [422] * N_TRIES + [429]


def test_the_right_password_has_to_wait_as_well(client, staff):
    email = staff[Role.OWNER].email
    tries(client, N_TRIES, email)
    fields = {"csrf_token": form_token(client), "email": email, "password": PASSWORD}

    assert client.post("/sign-in", data=fields).status_code == 429


def test_one_account_has_to_wait_wherever_the_tries_come_from(client):
    places = [{"environ_base": {"REMOTE_ADDR": f"192.0.2.{n}"}} for n in range(N_TRIES + 1)]

    statuses = [tries(client, 1, **place)[0] for place in places]
    assert statuses == [422] * N_TRIES + [429]


def test_another_address_with_another_account_need_not_wait(client):
    tries(client, N_TRIES + 1)
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.9"}}

    assert tries(client, 1, "somebody@example.org", **elsewhere) == [422]


def test_reading_the_sign_in_page_is_not_counted(client):
    assert {client.get("/sign-in").status_code for _ in range(N_TRIES + 2)} == {200}


def test_several_processes_count_together(app, settings, client):
    other = create_app(settings)
    tries(client, N_TRIES // 2)
    tries(other.test_client(), N_TRIES // 2)

    assert tries(client, 1) == [429]
    close(other)


def test_candidates_with_a_right_link_are_not_throttled(client, session, small_house):
    link = f"/c/{small_house.token(small_house.candidate(small_house.opening()))}"
    for _ in range(N_TRIES + 2):
        assert client.get(link).status_code == 200

    assert session.exec(select(ThrottleCount)).all() == []
