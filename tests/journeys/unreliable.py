"""A network that cannot be relied on: it loses, delays, doubles and overtakes requests.

It stands between browsers and a server on this machine. Every request is a connection of its own,
so that later ones can overtake earlier ones. What becomes of a request is drawn by chance; whoever
sent it can only find out from an answer that comes back.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias, TypeVar

LOST = (ConnectionError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
MAX_HEAD_BYTES = 65_536
STOP_SECONDS = 60
STEPS_IN = 5  # of the loop; more than it takes to let somebody in

Connection: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Odds:
    """How often something happens to a request, 0..1, and the longest delay."""

    lost_request: float = 0.08
    lost_answer: float = 0.08
    doubled: float = 0.1
    delayed: float = 0.3
    longest_seconds: float = 0.15


@dataclass(slots=True)
class Network:
    """A running network in front of a port; what it did to requests is counted."""

    target_port: int
    odds: Odds
    rng: Random
    port: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    is_calm: bool = False
    doubles: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where browsers find the server through this network."""
        return f"http://127.0.0.1:{self.port}"

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one request, or what is left of it."""
        with suppress(asyncio.CancelledError):  # Python 3.11 complains of a task that ends with it
            async with _ended(writer):
                with suppress(*LOST):
                    await self._carry(await _read_request(reader), writer)

    async def _carry(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        if self._happens("delayed"):
            await asyncio.sleep(self.rng.uniform(0, self.odds.longest_seconds))
        if self._happens("lost_request"):
            return
        if self._happens("doubled"):
            task = asyncio.create_task(self._send_again(request))
            self.doubles.add(task)
            task.add_done_callback(self.doubles.discard)
        answer = await self._ask(request)
        if not self._happens("lost_answer"):
            writer.write(answer)
            await writer.drain()

    async def _send_again(self, request: bytes) -> None:
        """The same request once more, later; nobody hears the answer."""
        await asyncio.sleep(self.rng.uniform(0, 4 * self.odds.longest_seconds))
        with suppress(*LOST):
            await self._ask(request)

    async def connect(self) -> Connection:
        """A connection to the server."""
        return await asyncio.open_connection("127.0.0.1", self.target_port)

    async def _ask(self, request: bytes) -> bytes:
        reader, writer = await self.connect()
        async with _ended(writer):
            writer.write(request)
            await writer.drain()
            return await reader.read(-1)

    def _happens(self, what: str) -> bool:
        happens = not self.is_calm and self.rng.random() < getattr(self.odds, what)
        self.counts[what] = self.counts.get(what, 0) + happens
        return happens


AnyNetwork = TypeVar("AnyNetwork", bound=Network)


@contextmanager
def network_before(port: int, *, seed: int, odds: Odds | None = None) -> Iterator[Network]:
    """An unreliable network in front of a port of this machine, in a thread of its own."""
    rng = Random(seed)  # noqa: S311 - chance, not secrets
    with running(Network(port, odds or Odds(), rng)) as network:
        yield network


@contextmanager
def running(network: AnyNetwork) -> Iterator[AnyNetwork]:
    """Let a network run in a thread of its own."""
    loop, is_up = asyncio.new_event_loop(), threading.Event()

    async def run() -> None:
        server = await asyncio.start_server(
            network.carry, "127.0.0.1", 0, limit=1_000_000, backlog=500
        )
        network.port = server.sockets[0].getsockname()[1]
        is_up.set()
        try:
            await asyncio.Event().wait()
        finally:
            # A server that closes first drops whom it has just let in, without closing for them.
            loop.remove_reader(server.sockets[0].fileno())
            await _end_all()
            server.close()

    main = loop.create_task(run())
    thread = threading.Thread(target=_run, args=(loop, main), daemon=True)
    thread.start()
    assert is_up.wait(STOP_SECONDS)
    try:
        yield network
    finally:
        loop.call_soon_threadsafe(main.cancel)
        thread.join(STOP_SECONDS)
        assert not thread.is_alive()


@asynccontextmanager
async def _ended(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    """Leave nothing of a connection behind, also where whoever uses it is told to stop.

    One that is closed is there until the loop comes to it again, and a loop that is over never
    does. Python complains of it later, in the middle of some other test.
    """
    try:
        yield
        await _close(writer)
    finally:
        writer.transport.abort()
        await _close(writer)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(*LOST):
        await writer.wait_closed()


def _run(loop: asyncio.AbstractEventLoop, main: "asyncio.Task[None]") -> None:
    asyncio.set_event_loop(loop)
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(main)
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


async def _end_all() -> None:
    """End what is still on its way: nobody waits for it any more."""
    while rest := asyncio.all_tasks() - {asyncio.current_task()}:
        for _ in range(STEPS_IN):  # one that has not begun would not come to close its connection
            await asyncio.sleep(0)
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    """One request, told to close its connection afterwards."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = [line for line in head[:-4].split(b"\r\n") if not _is_about_connection(line)]
    length = next((int(line.split(b":")[1]) for line in lines if _is_length(line)), 0)
    body = await reader.readexactly(length)
    return b"\r\n".join([*lines, b"Connection: close", b"", b""]) + body


def _is_about_connection(line: bytes) -> bool:
    return line.lower().startswith((b"connection:", b"proxy-connection:", b"keep-alive:"))


def _is_length(line: bytes) -> bool:
    return line.lower().startswith(b"content-length:")
