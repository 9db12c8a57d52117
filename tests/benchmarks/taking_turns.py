"""One answer to each server in turn, again and again: what the same answer costs at each of them.

Whatever else the machine does slows all of them alike, so these ratios are firmer than rates that
were taken one after the other. One browser waits at a time: this is about the work of an answer,
not about crowds.
"""

import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from statistics import median
from typing import TypeAlias

from tests.benchmarks.driving import Plan
from tests.benchmarks.load import READ_BYTES, Browser, size_of_answer

N_BLOCKS = 20
N_ANSWERS = 40  # in a block, at each server

Milliseconds: TypeAlias = list[float]
Target: TypeAlias = tuple[int, Plan]


def milliseconds_by_turns(targets: Sequence[Target]) -> list[Milliseconds]:
    """What an answer took, for each port with its browsers: a median for each block."""
    with ExitStack() as stack:
        lines = [stack.enter_context(closing(_Line(port, plan))) for port, plan in targets]
        blocks = [_block(lines) for _ in range(N_BLOCKS)]
    return [list(of_one) for of_one in zip(*blocks, strict=True)]


def _block(lines: Sequence["_Line"]) -> list[float]:
    took: dict[_Line, list[float]] = {line: [] for line in lines}
    for line in _there_and_back(lines):
        took[line].append(line.answer())
    return [1000 * median(took[line]) for line in lines]


def _there_and_back(lines: Sequence["_Line"]) -> Iterator["_Line"]:
    """Nobody is always the first."""
    for number in range(N_ANSWERS):
        yield from lines if number % 2 else reversed(lines)


class _Line:
    """A connection to one server, over which its browsers answer one after the other."""

    def __init__(self, port: int, plan: Plan) -> None:
        self._browsers = [
            Browser([r.encode("latin-1") for r in b["requests"]], b["expected"], *b["at"])
            for b in plan
        ]
        self._plan = plan
        self._n_answers = 0
        self._connection = socket.create_connection(("127.0.0.1", port))
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def answer(self) -> float:
        """Let the next browser answer; seconds until the next page is here."""
        browser = self._browsers[self._n_answers % len(self._browsers)]
        self._n_answers += 1
        before = time.perf_counter()
        self._connection.sendall(browser.next_request())
        received = self._read()
        took = time.perf_counter() - before
        if int(received[9:12]) != browser.expected[browser.position]:
            raise RuntimeError(f"not the answer that was due: {bytes(received[:200])!r}")
        browser.step()
        return took

    def close(self) -> None:
        """Hang up, and note where every browser stands."""
        self._connection.close()
        for browser, planned in zip(self._browsers, self._plan, strict=True):
            planned["at"] = list(browser.at)

    def _read(self) -> bytearray:
        received = bytearray()
        while (size := size_of_answer(received)) is None or len(received) < size:
            read = self._connection.recv(READ_BYTES)
            if not read:
                raise ConnectionError("closed in the middle of an answer")
            received += read
        return received
