"""After an erasure no file and no line of the log holds a word of the person."""

import logging
from datetime import timedelta

import pytest
from sqlmodel import select

from hiring import retention
from hiring.accounts import Role
from hiring.cases import Case
from hiring.db import db, scrub
from hiring.openings import Candidate, Opening, close_opening
from hiring.retention.openings import agree_to_erase, ask_to_erase
from tests import builders, stores
from tests.somebody import MAIL, NAME, WRITTEN, make_somebody

WORDS = [word.encode() for word in (NAME, MAIL, WRITTEN)]


@pytest.fixture
def database_url(sqlite_template, tmp_path):
    """A database in a folder of its own: every file in it is looked through."""
    return stores.copied(sqlite_template, tmp_path)


@pytest.fixture
def data_dir(tmp_path):
    return tmp_path


def files_with(folder):
    """Names of files that hold any of the person's words, whatever kind of file it is."""
    return {
        file.name
        for file in folder.rglob("*")
        if file.is_file() and any(word in file.read_bytes() for word in WORDS)
    }


def erase_alone(session, candidate, now):
    retention.erase(session, [candidate], now=now)


def erase_with_everybody(session, candidate, now):
    """All of the opening, as two owners do it."""
    for case in session.exec(select(Case)):
        session.delete(case)  # somebody who waits for an answer would stay
    one, other = (builders.add_staff(session, Role.OWNER, name) for name in ("One", "Other"))
    opening = session.get_one(Opening, candidate.opening_id)
    close_opening(session, opening, staff=one, now=now)
    asked = ask_to_erase(session, opening, reason="It is over.", staff=one, now=now)
    agree_to_erase(session, opening, asked, staff=other, now=now)
    later = now + timedelta(days=retention.GRACE_DAYS)
    assert retention.sweep(session, keep_days=3650, now=later) == [candidate.code]


@pytest.mark.parametrize("erase", [erase_alone, erase_with_everybody])
def test_no_byte_of_the_person_stays_in_any_file(
    app, session, small_house, tmp_path, now, capfd, caplog, erase
):
    caplog.set_level(logging.DEBUG)
    somebody = make_somebody(session, small_house, now)
    assert files_with(tmp_path)
    erase(session, session.get_one(Candidate, somebody.id), now)
    session.commit()
    session.close()
    with app.app_context():
        scrub(db.engine)

    assert files_with(tmp_path) == set()
    logged = caplog.text + "".join(capfd.readouterr())
    assert not [word for word in (NAME, MAIL, WRITTEN) if word in logged]
