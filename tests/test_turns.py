"""Writers of the embedded database queue up, and none of them waits for ever."""

import threading
import time

import pytest
from sqlalchemy import create_engine, text
from sqlmodel import Session

from hiring import turns
from hiring.turns import LINE, form_line, take_turn

LONG_SECONDS = 60.0


@pytest.fixture
def embedded(tmp_path):
    """An embedded database whose writers queue up."""
    engine = create_engine(f"sqlite:///{tmp_path / 'one.sqlite'}")
    form_line(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE word (text VARCHAR)"))
    yield engine
    engine.dispose()


@pytest.fixture
def writer(embedded):
    """A session that has the turn."""
    with Session(embedded) as one:
        take_turn(one)
        yield one


def waits(engine, ends):
    """Somebody else who wants to write: a thread, and the moment of the turn once it has come."""

    def wait():
        with Session(engine) as other:
            take_turn(other)
            ends.append(time.monotonic())

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_the_next_turn_comes_when_the_transaction_ends(embedded, writer, monkeypatch, end):
    monkeypatch.setattr(turns, "TURN_SECONDS", LONG_SECONDS)
    ends = []
    thread = waits(embedded, ends)
    time.sleep(0.1)
    assert ends == []

    getattr(writer, end)()
    thread.join(LONG_SECONDS)
    assert len(ends) == 1


def test_who_waited_too_long_goes_on_without_a_turn(embedded, writer, monkeypatch):
    monkeypatch.setattr(turns, "TURN_SECONDS", 0.05)
    ends = []
    thread = waits(embedded, ends)
    thread.join(LONG_SECONDS)

    assert len(ends) == 1
    assert LINE in writer.info


def test_a_turn_writes_and_is_over(embedded, writer):
    writer.execute(text("INSERT INTO word VALUES ('a')"))
    writer.commit()

    assert LINE not in writer.info
    assert writer.execute(text("SELECT text FROM word")).scalars().all() == ["a"]


def test_only_the_embedded_database_has_a_line(session):
    take_turn(session)

    assert (LINE in session.info) == (session.get_bind().dialect.name == "sqlite")
