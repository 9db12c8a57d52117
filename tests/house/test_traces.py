"""After an erasure no file and no line of the log holds a word of the person."""

import logging

import pytest

from hiring import retention
from hiring.db import db, scrub
from hiring.openings import Candidate
from tests import stores
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


def test_no_byte_of_the_person_stays_in_any_file(
    app, session, small_house, tmp_path, now, capfd, caplog
):
    caplog.set_level(logging.DEBUG)
    somebody = make_somebody(session, small_house, now)
    assert files_with(tmp_path)
    retention.erase(session, [session.get_one(Candidate, somebody.id)], now=now)
    session.commit()
    session.close()
    with app.app_context():
        scrub(db.engine)

    assert files_with(tmp_path) == set()
    logged = caplog.text + "".join(capfd.readouterr())
    assert not [word for word in (NAME, MAIL, WRITTEN) if word in logged]
