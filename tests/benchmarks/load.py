"""A lean load generator: sockets that never block, requests built beforehand.

Each simulated browser sends a request, reads the whole answer, and sends the next at once, or after
a pause, as people do. Only status and length of an answer are looked at. It is a process of its
own, which reads a plan as JSON on standard input and writes what it counted to standard output.
"""

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

READ_BYTES = 262_144
PASS_DIGITS = 6
PASS_MARK = b"#" * PASS_DIGITS  # stands in a request where the number of the pass goes


@dataclass(slots=True)
class Browser:
    """One simulated browser: its requests in order, where it is, and what it has received."""

    requests: list[bytes]
    expected: list[int]
    position: int
    n_passes: int
    connection: socket.socket | None = None
    unread: bytearray = field(default_factory=bytearray)
    sent_at: float = 0.0

    @property
    def at(self) -> tuple[int, int]:
        """Where to go on in a later run."""
        return self.position, self.n_passes

    def next_request(self) -> bytes:
        """The request to send now."""
        number = b"%0*d" % (PASS_DIGITS, self.n_passes)
        return self.requests[self.position].replace(PASS_MARK, number)

    def step(self) -> None:
        """Go on to the next request; after the last one comes the first of a new pass."""
        self.position += 1
        if self.position == len(self.requests):
            self.position, self.n_passes = 0, self.n_passes + 1


@dataclass(slots=True)
class Counts:
    """What was received while counting."""

    n_answers: int = 0
    n_bytes: int = 0
    n_unexpected: int = 0
    seconds: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Resting:
    """Browsers between two requests, with the moment at which each goes on; the next one first."""

    pause_seconds: float
    waiting: list[tuple[float, int, Browser]] = field(default_factory=list)

    def add(self, browser: Browser, share: float = 1.0) -> None:
        """Let a browser rest for a share of the pause."""
        moment = time.perf_counter() + share * self.pause_seconds
        heappush(self.waiting, (moment, id(browser), browser))

    def woken(self) -> list[Browser]:
        """Those whose pause is over; they rest no longer."""
        found = []
        while self.waiting and self.waiting[0][0] <= time.perf_counter():
            found.append(heappop(self.waiting)[2])
        return found

    @property
    def patience(self) -> float:
        """Seconds until the next pause ends, at most a tenth."""
        if not self.waiting:
            return 0.1
        return min(0.1, max(0.0, self.waiting[0][0] - time.perf_counter()))


def main() -> None:
    """Run the plan on standard input."""
    plan: dict[str, Any] = json.load(sys.stdin)
    browsers = [
        Browser([r.encode("latin-1") for r in b["requests"]], b["expected"], *b["at"])
        for b in plan["browsers"]
    ]
    json.dump(run(browsers, plan), sys.stdout)


def run(browsers: list[Browser], plan: dict[str, Any]) -> dict[str, Any]:
    """Warm up, count for some seconds, then let every browser finish its request."""
    address = ("127.0.0.1", plan["port"])
    selector = selectors.DefaultSelector()
    resting = Resting(plan.get("pause_seconds", 0.0))
    for number, browser in enumerate(browsers):
        resting.add(browser, number / len(browsers))
    uncounted = Counts()
    _turn(selector, address, uncounted, plan["warm_up_seconds"], resting)
    counts, cpu_before, before = Counts(), time.process_time(), time.perf_counter()
    _turn(selector, address, counts, plan["seconds"], resting)
    elapsed, cpu = time.perf_counter() - before, time.process_time() - cpu_before
    _finish(len(browsers) - len(resting.waiting), selector, uncounted)
    return {
        "n_in_all": uncounted.n_answers + counts.n_answers,
        "per_second": counts.n_answers / elapsed,
        "bytes_per_answer": counts.n_bytes / max(counts.n_answers, 1),
        "n_unexpected": counts.n_unexpected,
        "own_cpu_share": cpu / elapsed,
        "p50_ms": _quantile_ms(counts.seconds, 0.50),
        "p95_ms": _quantile_ms(counts.seconds, 0.95),
        "p99_ms": _quantile_ms(counts.seconds, 0.99),
        "at": [browser.at for browser in browsers],
    }


def _turn(
    selector: selectors.BaseSelector,
    address: tuple[str, int],
    counts: Counts,
    seconds: float,
    resting: "Resting",
) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for browser in resting.woken():
            _send(browser, selector, address)
        for key, _events in selector.select(resting.patience):
            if _receive(key.data, selector, counts):
                resting.add(key.data)


def _finish(waiting: int, selector: selectors.BaseSelector, counts: Counts) -> None:
    """Read what is still on its way, so that the next run knows which requests were answered."""
    while waiting:
        for key, _events in selector.select(5):
            if _receive(key.data, selector, counts):
                waiting -= 1
                _close(key.data, selector)


def _send(browser: Browser, selector: selectors.BaseSelector, address: tuple[str, int]) -> None:
    if browser.connection is None:
        browser.connection = socket.create_connection(address)
        browser.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        browser.connection.setblocking(False)
        selector.register(browser.connection, selectors.EVENT_READ, browser)
    browser.sent_at = time.perf_counter()
    browser.connection.send(browser.next_request())


def _receive(browser: Browser, selector: selectors.BaseSelector, counts: Counts) -> bool:
    """Read what is there; True when the answer is whole, which also moves the browser on."""
    assert browser.connection is not None
    try:
        read = browser.connection.recv(READ_BYTES)
    except BlockingIOError:
        return False
    browser.unread += read
    size = size_of_answer(browser.unread)
    if not read and size != len(browser.unread):
        raise ConnectionError(f"closed in the middle of an answer: {bytes(browser.unread[:200])!r}")
    if size is None or len(browser.unread) < size:
        return False
    _count(browser, counts, size)
    if b"\r\nconnection: close\r\n" in bytes(browser.unread[:600]).lower():
        _close(browser, selector)
    browser.unread.clear()
    browser.step()
    return True


def size_of_answer(unread: bytearray) -> int | None:
    """Bytes of headers and body; None while the headers are not whole."""
    end = unread.find(b"\r\n\r\n")
    if end < 0:
        return None
    headers = bytes(unread[:end]).lower()
    if b"transfer-encoding: chunked" in headers:
        last = unread.find(b"0\r\n\r\n", end)
        return None if last < 0 else last + 5
    found = headers.find(b"content-length:")
    length = int(headers[found + 15 :].split(b"\r\n", 1)[0]) if found >= 0 else 0
    return end + 4 + length


def _count(browser: Browser, counts: Counts, size: int) -> None:
    counts.n_answers += 1
    counts.n_bytes += size
    counts.seconds.append(time.perf_counter() - browser.sent_at)
    if int(browser.unread[9:12]) != browser.expected[browser.position]:
        counts.n_unexpected += 1


def _close(browser: Browser, selector: selectors.BaseSelector) -> None:
    if browser.connection is not None:
        selector.unregister(browser.connection)
        browser.connection.close()
        browser.connection = None


def _quantile_ms(seconds: list[float], share: float) -> float:
    if not seconds:
        return float("nan")
    return 1000 * sorted(seconds)[min(int(share * len(seconds)), len(seconds) - 1)]


if __name__ == "__main__":
    main()
