"""Whoever tries an account again and again cannot keep its owner out."""

import time

import pytest
from sqlalchemy import update
from sqlmodel import select

from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.web.cookies import STAFF_COOKIE
from hiring.web.doorkeeper import PER_HOUSE
from hiring.web.throttle import ThrottleCount
from tests.builders import PASSWORD, form_token, send, sign_in
from tests.second_steps import code_of, set_up
from tests.stores import only_once

pytestmark = only_once

N_TRIES = 1000
PER_PLACE = 10


@pytest.fixture
def robin(staff):
    return staff[Role.RECRUITER]


def browser(app, place):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = place
    return client


def enter(client, email, password=PASSWORD):
    return send(client, "/sign-in", email=email, password=password)


def attack(app, email, n, network=0):
    """Wrong tries from many places, ten from each."""
    answers = []
    for number in range(n):
        if number % PER_PLACE == 0:
            place = f"198.{18 + network}.{number // PER_PLACE // 250}.{number // PER_PLACE % 250}"
            client = browser(app, place)
            token = form_token(client)
        fields = {"csrf_token": token, "email": email, "password": "wrong"}
        answers.append(client.post("/sign-in", data=fields).status_code)
    return answers


def test_a_thousand_wrong_tries_keep_nobody_out_who_has_a_second_factor(app, session, robin):
    """From a browser and a place where they have never been."""
    key, _codes = set_up(sign_in(session, browser(app, "192.0.2.1"), robin))
    answers = attack(app, robin.email, N_TRIES)
    victim = browser(app, "203.0.113.9")

    assert answers.count(422) == 10
    assert answers.count(429) == N_TRIES - 10
    assert enter(victim, robin.email).location == "/sign-in/second"
    assert send(victim, "/sign-in/second", code=code_of(key)).location == "/desk"


def test_nor_who_comes_from_a_browser_that_is_known(app, robin):
    known = browser(app, "192.0.2.1")
    enter(known, robin.email)
    send(known, "/sign-out")
    attack(app, robin.email, 30)

    assert enter(known, robin.email).location == "/desk"


def test_not_even_tries_from_the_same_place_shut_a_known_browser_out(app, robin):
    known = browser(app, "192.0.2.1")
    enter(known, robin.email)
    send(known, "/sign-out")
    stranger = browser(app, "192.0.2.1")
    answers = [enter(stranger, robin.email, "wrong").status_code for _ in range(12)]

    assert answers[-1] == 429
    assert enter(known, robin.email).location == "/desk"


def test_with_the_password_alone_an_unknown_browser_waits(app, robin):
    attack(app, robin.email, 10)
    victim = browser(app, "203.0.113.9")

    assert enter(victim, robin.email).status_code == 429
    assert victim.get_cookie(STAFF_COOKIE) is None


def test_an_attacked_account_and_one_that_is_not_there_are_answered_alike(app, session, robin):
    set_up(sign_in(session, browser(app, "192.0.2.1"), robin))

    there = attack(app, robin.email, 30)
    assert there == attack(app, "nobody@example.org", 30, network=1)


def test_a_browser_is_known_to_the_person_who_used_it_and_to_nobody_else(app, staff, robin):
    known = browser(app, "192.0.2.1")
    enter(known, robin.email)
    send(known, "/sign-out")
    other = staff[Role.OWNER].email
    attack(app, other, 10)

    assert enter(known, other).status_code == 429


def test_a_known_browser_has_tries_of_its_own_and_no_more(app, robin):
    known = browser(app, "192.0.2.1")
    enter(known, robin.email)
    answers = [enter(known, robin.email, "wrong").status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_when_the_whole_house_is_tried_the_first_try_from_a_place_is_heard(
    app, session, robin, monkeypatch
):
    monkeypatch.setattr("hiring.web.doorkeeper.PER_HOUSE", [type(PER_HOUSE[0])(5)])
    for number in range(6):
        enter(browser(app, f"198.18.0.{number}"), f"nobody{number}@example.org", "wrong")
    came_before, new = browser(app, "198.18.0.1"), browser(app, "203.0.113.9")

    assert enter(came_before, robin.email).status_code == 429
    assert enter(new, robin.email).location == "/desk"


def test_neighbours_of_a_long_address_are_one_place(app):
    answers = [
        enter(browser(app, f"2001:db8:1:2::{n:x}"), f"nobody{n}@example.org", "wrong").status_code
        for n in range(1, 12)
    ]

    assert answers == [422] * 10 + [429]


def test_tries_are_over_when_their_window_is(app, session, robin):
    attack(app, robin.email, 10)
    session.execute(update(ThrottleCount).values(expires_at_seconds=time.time() - 1))
    session.commit()

    assert enter(browser(app, "203.0.113.9"), robin.email).location == "/desk"


def test_what_was_not_let_in_is_written_without_an_address(app, robin, capsys):
    enter(browser(app, "192.0.2.1"), robin.email, "wrong")
    line = capsys.readouterr().out

    assert "sign-in refused" in line
    assert robin.email not in line
    assert "wrong" not in line


def test_who_came_in_and_how_stands_in_the_record(app, session, robin):
    key, _codes = set_up(sign_in(session, browser(app, "192.0.2.1"), robin))
    client = browser(app, "192.0.2.2")
    enter(client, robin.email)
    send(client, "/sign-in/second", code=code_of(key))
    entries = session.exec(select(AuditEntry).where(AuditEntry.act == "staff.signed_in")).all()

    assert [(one.object_id, one.details) for one in entries] == [
        (str(robin.id), {"with_second": True})
    ]
