"""The network that cannot be relied on can itself: it leaves no connection behind."""

import gc
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.journeys.unreliable import Odds, network_before

CALM = Odds(lost_request=0, lost_answer=0, doubled=0, delayed=0)
REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
N_TRIES = 5


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)
        yield listening


# Python tells of a connection that nobody closed, and such a warning fails the test.
@pytest.mark.parametrize("sent", [b"", REQUEST[:9], REQUEST], ids=["nothing", "half", "all"])
def test_a_network_that_ends_closes_what_is_under_way(silent: socket.socket, sent: bytes) -> None:
    for seed in range(N_TRIES):
        with ExitStack() as still_open:
            with network_before(silent.getsockname()[1], seed=seed, odds=CALM) as network:
                browser = still_open.enter_context(open_to(network.port))
                browser.sendall(sent)
                if sent == REQUEST:
                    still_open.enter_context(silent.accept()[0])
            assert is_closed(browser)
    gc.collect()


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side has closed; with a reset where it had not read everything."""
    connection.settimeout(20)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def open_to(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port))
