"""The pulse: one beat a time, over the network, on a connection of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlmodel import select
from structlog.testing import capture_logs

from hiring.cli import pulse
from hiring.cli.pulse import answers, beat, engine_of, take_pulse
from hiring.sittings import Outage, Pulse
from tests.journeys.servers import PATIENCE_SECONDS, free_port

NOBODY = 404


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine an answer may take its time, also one from this very process."""
    monkeypatch.setattr(pulse, "ANSWER_SECONDS", PATIENCE_SECONDS)


@contextmanager
def answering(status: int, look: Callable[[], object] = bool) -> Iterator[int]:
    """A server on this machine that looks up at each request and gives all the same status."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            look()
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(("status", "is_there"), [(200, True), (500, False), (NOBODY, False)])
def test_a_server_is_there_when_it_says_that_all_is_well(status, is_there):
    with answering(status) as port:
        assert answers("127.0.0.1", port) is is_there


def test_a_server_that_listens_everywhere_is_asked_here():
    with answering(200) as port:
        assert answers("0.0.0.0", port)  # noqa: S104 - what an operator may have set


def test_where_nobody_listens_nobody_is_there():
    assert not answers("127.0.0.1", free_port())


def test_no_web_process_is_forked_while_somebody_is_asked(settings):
    no_fork, seen = threading.Lock(), []
    with answering(500, look=lambda: seen.append(no_fork.locked())) as port:
        assert not take_pulse(engine_of(settings), "127.0.0.1", port, no_fork=no_fork)

    assert seen == [True]
    assert not no_fork.locked()


@pytest.mark.parametrize(("status", "n_beats"), [(200, 1), (500, 0)])
def test_a_beat_is_written_when_somebody_answers(session, settings, status, n_beats):
    with answering(status) as port:
        take_pulse(engine_of(settings), "127.0.0.1", port, no_fork=threading.Lock())

    assert len(session.exec(select(Pulse)).all()) == n_beats


def test_a_beat_is_stored_and_leaves_no_connection_open(session, settings):
    engine = engine_of(settings)
    beat(engine)

    beat_at = session.exec(select(Pulse.beat_at)).one()
    assert abs(beat_at - datetime.now(UTC)) < timedelta(seconds=30)
    assert engine.pool.status() == "NullPool"


def test_a_beat_after_a_long_silence_notes_the_outage(session, settings):
    engine = engine_of(settings)
    beat(engine)
    silent_since = datetime.now(UTC) - timedelta(minutes=5)
    session.exec(select(Pulse)).one().beat_at = silent_since
    session.commit()
    beat(engine)
    beat(engine)

    assert [one.from_at for one in session.exec(select(Outage))] == [silent_since]


def test_a_database_that_is_away_stops_nobody(settings, tmp_path):
    away = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/no/such/place"})

    with capture_logs() as logs:
        beat(engine_of(away))

    assert [one["event"] for one in logs] == ["no pulse: the database does not take it"]
