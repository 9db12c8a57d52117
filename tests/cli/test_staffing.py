"""A lost phone, a forgotten password, an account that ends: on the command line."""

import sqlite3
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from hiring import accounts
from hiring.accounts import Staff
from hiring.accounts.factors import first_codes, has_second_factor
from hiring.accounts.passkeys import Passkey
from hiring.app import create_app
from hiring.db import db
from tests import stores

PASSWORD = "kettle zebra trombone"
OTHER = "eleven geese on a bus"
ADA, BEN = "ada@example.org", "ben@example.org"


@pytest.fixture
def added(hiring, prepared):
    """Ada, an owner, and Ben, a recruiter."""
    hiring("staff", "add", "--email", ADA, "--name", "Ada", "--role", "owner", *_secret())
    hiring("staff", "add", "--email", BEN, "--name", "Ben", "--role", "recruiter", *_secret())


def _secret(password=PASSWORD):
    return ("--password", password)


@pytest.fixture
def house(place, added):
    """The same database from within."""
    app = create_app(stores.settings_for(place / "var", ""))
    with app.app_context():
        yield db.session
        db.session.close()
    stores.close(app)


def person(session, email):
    session.rollback()
    return session.exec(select(Staff).where(Staff.email == email)).one()


def rows(place, query):
    with sqlite3.connect(place / "var/hiring.sqlite") as connection:
        return connection.execute(query).fetchall()


def enter(session, email, password=PASSWORD):
    admitted = accounts.sign_in(session, email=email, password=password, now=datetime.now(UTC))
    session.commit()
    return admitted


def give_passkey(session, email):
    now, owner = datetime.now(UTC), person(session, email)
    session.add(
        Passkey(
            staff_id=owner.id,
            credential_id="x",
            public_key="x",
            name="Phone",
            made_at=now,
        )
    )
    first_codes(session, owner, now=now)
    session.commit()


def test_after_a_lost_phone_the_password_is_enough_again(hiring, place, house):
    give_passkey(house, BEN)
    assert not enter(house, BEN).is_whole

    result = hiring("staff", "reset", BEN, typed="y\n")
    assert "password alone" in result.output
    assert not has_second_factor(house, person(house, BEN))
    assert rows(place, "SELECT * FROM recovery_code") == []
    assert enter(house, BEN).is_whole


def test_it_asks_first_whether_it_is_really_that_person(hiring, house):
    give_passkey(house, BEN)
    result = hiring("staff", "reset", BEN, typed="n\n")

    assert "Is it really Ben" in result.output
    assert has_second_factor(house, person(house, BEN))


def test_who_did_it_stands_in_the_record(hiring, place, house):
    give_passkey(house, BEN)
    hiring("staff", "reset", BEN, "--yes")

    found = rows(place, "SELECT actor FROM audit_entry WHERE act = 'staff.second_factor_removed'")
    assert found == [("system",)]


def test_a_reset_ends_every_session(hiring, place, house):
    enter(house, BEN)
    hiring("staff", "reset", BEN, "--yes")

    assert rows(place, "SELECT * FROM staff_session") == []


def test_a_new_password_counts_and_ends_every_session(hiring, place, house):
    enter(house, BEN)
    hiring("staff", "password", BEN, *_secret(OTHER))

    assert rows(place, "SELECT * FROM staff_session") == []
    house.rollback()
    assert enter(house, BEN, OTHER).is_whole


def test_a_new_password_leaves_the_second_factor(hiring, house):
    give_passkey(house, BEN)
    hiring("staff", "password", BEN, *_secret(OTHER))

    assert has_second_factor(house, person(house, BEN))


@pytest.mark.parametrize("password", ["short", "passwordpassword", "benbenbenbenben"])
def test_a_bad_new_password_is_explained(hiring, added, password):
    result = hiring("staff", "password", BEN, *_secret(password))

    assert result.exit_code == 1
    assert "Choose another password" in result.output


def test_a_closed_account_lets_nobody_in_and_an_open_one_does(hiring, place, house):
    enter(house, BEN)
    assert "is closed now" in hiring("staff", "close", BEN).output
    assert rows(place, "SELECT * FROM staff_session") == []
    assert not person(house, BEN).is_active

    assert "can sign in again" in hiring("staff", "reopen", BEN).output
    assert person(house, BEN).is_active
    assert enter(house, BEN).is_whole


def test_the_last_owner_is_not_closed(hiring, house):
    result = hiring("staff", "close", ADA)

    assert result.exit_code == 1
    assert "only owner" in result.output
    assert person(house, ADA).is_active


@pytest.mark.parametrize("command", ["reset", "password", "close", "reopen"])
def test_an_unknown_address_is_told(hiring, added, command):
    result = hiring("staff", command, "nobody@example.org")

    assert result.exit_code == 1
    assert "Nobody on the staff" in result.output
