"""Only whole requests reach the application, and those that stay away keep nobody else waiting."""

import socket
import sys
import threading
import time
from contextlib import closing
from http.client import HTTPResponse

import httpx
import pytest

from hiring.config import MAX_REQUEST_BYTES
from tests.cli.door_app import MAX_WAITING_BYTES, SOON
from tests.journeys.servers import (
    AT_HOME,
    PATIENCE_SECONDS,
    Server,
    clean_environment,
    free_port,
)

GRANIAN = ("-m", "granian", "--interface", "rsgi", "--no-ws", "--log-level", "error")
HEAD = "POST /{path} HTTP/1.1\r\nHost: here\r\n{headers}\r\n\r\n"


@pytest.fixture(scope="module")
def server():
    """One web process with the small application."""
    port = free_port()
    command = [sys.executable, *GRANIAN, "--port", str(port)]
    started = Server([*command, "--factory", "tests.cli.door_app:make"], port, clean_environment())
    started.wait("/")
    yield started
    started.stop()


@pytest.fixture
def connect(server):
    """Opens connections that are closed in the end."""
    opened = []

    def open_one(path, headers, *parts):
        opened.append(socket.create_connection(("127.0.0.1", server.port), PATIENCE_SECONDS))
        opened[-1].sendall(HEAD.format(path=path, headers=headers).encode())
        for part in parts:
            opened[-1].sendall(part)
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def answer(connection):
    """Status and body of a whole answer, in however many pieces it comes."""
    with HTTPResponse(connection) as answered:
        answered.begin()
        return answered.status, answered.read()


def status(connection):
    return answer(connection)[0]


def ask(server, path="/", **more):
    return httpx.get(server.url + path, **AT_HOME, **more).json()


def test_a_request_reaches_the_application_as_it_was_sent(server):
    headers = [("X-Twice", "a"), ("X-Twice", "b"), ("Cookie", "a=1"), ("Cookie", "b=2")]
    seen = ask(server, "/caf%C3%A9/x?q=%C3%A9", headers=headers)["environ"]

    assert seen["PATH_INFO"].encode("latin-1").decode() == "/café/x"
    assert seen["QUERY_STRING"] == "q=%C3%A9"
    assert (seen["HTTP_X_TWICE"], seen["HTTP_COOKIE"]) == ("a,b", "a=1; b=2")
    assert (seen["REMOTE_ADDR"], seen["SERVER_PORT"]) == ("127.0.0.1", str(server.port))


def test_a_header_that_could_pass_for_another_is_left_out(server):
    seen = ask(server, headers={"X_Forwarded_For": "6.6.6.6"})["environ"]

    assert "HTTP_X_FORWARDED_FOR" not in seen


def test_every_header_of_the_answer_goes_out(server):
    answered = httpx.get(server.url, **AT_HOME)

    assert answered.headers.get_list("X-Two") == ["a", "b"]


def test_a_whole_body_reaches_the_application_also_in_pieces(server, connect):
    connection = connect("pieces", "Content-Length: 6", b"abc")
    time.sleep(0.3)
    connection.sendall(b"def")

    assert status(connection) == 200
    assert "/pieces" in ask(server)["reached"]


def test_bodies_that_stay_away_keep_nobody_waiting(server, connect):
    for number in range(50):
        connect(f"away-{number}", "Content-Length: 10", b"abc")
    reached = ask(server)["reached"]  # whoever had to wait for them would not hear in time

    assert [path for path in reached if path.startswith("/away")] == []


def test_a_body_that_falls_silent_is_given_up_with_an_answer_that_asks_for_it_again(
    server, connect
):
    connection = connect("silent", "Content-Length: 10", b"abc")

    assert status(connection) == 503
    assert "/silent" not in ask(server)["reached"]


def test_a_body_that_drips_is_given_up_when_all_of_it_takes_too_long(server, connect):
    connection = connect("drip", "Content-Length: 100")
    threading.Thread(target=drip, args=(connection,), daemon=True).start()

    assert status(connection) == 503
    assert "/drip" not in ask(server)["reached"]


def drip(connection):
    for _ in range(30):
        time.sleep(SOON / 4)
        try:
            connection.sendall(b"a")
        except OSError:
            return


def test_half_an_answer_of_a_sender_that_went_away_is_no_answer(server, connect):
    with closing(connect("cut", "Content-Length: 10", b"abc")) as connection:
        connection.shutdown(socket.SHUT_WR)
        assert status(connection) == 400

    assert "/cut" not in ask(server)["reached"]


def test_a_body_without_a_length_is_refused(server, connect):
    chunked = connect("chunked", "Transfer-Encoding: chunked", b"3\r\nabc\r\n0\r\n\r\n")

    assert status(chunked) == 411
    assert "/chunked" not in ask(server)["reached"]


def test_a_body_that_is_too_large_is_refused_unread(server, connect):
    connection = connect("large", f"Content-Length: {MAX_REQUEST_BYTES + 1}", b"abc")
    _status, told = answer(connection)

    assert b'"n_bytes": 0' in told
    assert f'"CONTENT_LENGTH": "{MAX_REQUEST_BYTES + 1}"'.encode() in told


def test_no_more_is_held_than_there_is_room_for(server):
    too_much, enough = b"a" * (MAX_WAITING_BYTES + 100_000), b"a" * 100_000
    refused = httpx.post(f"{server.url}/much", content=too_much, **AT_HOME)
    assert (refused.status_code, refused.text[:8]) == (503, "Too much")

    for _ in range(2 * MAX_WAITING_BYTES // len(enough)):  # what has gone through waits no more
        told = httpx.post(f"{server.url}/enough", content=enough, **AT_HOME).json()
    assert told["n_bytes"] == len(enough)
    assert "/much" not in told["reached"]
