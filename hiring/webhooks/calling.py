"""One request to another system, with an end: five seconds in all, no redirects, little is read.

The standard library's client looks names up by itself and follows no total limit of time; so the
few lines of HTTP that are needed are written here, on a connection to the address that was checked.
"""

import re
import socket
import ssl
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from hiring.errors import WebhookFaultError
from hiring.webhooks.addresses import Resolver, Target, are_allowed, read_address
from hiring.webhooks.records import CallFault

TOTAL_SECONDS = 5.0
MAX_BODY_BYTES = 1_000_000
MAX_HEAD_BYTES = 16_384  # of an answer; what comes after its head is never read
CHUNK_BYTES = 4_096
FIRST_FINAL, FIRST_REDIRECT, FIRST_REFUSAL = 200, 300, 400
STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)[ \r]")
HEAD_END = b"\r\n\r\n"


class CallError(Exception):
    """A call that brought nothing.

    Attributes:
        fault: Why.
        status: What the receiver answered, where it did.
    """

    def __init__(self, fault: CallFault, status: int | None = None) -> None:
        super().__init__(fault.value)
        self.fault, self.status = fault, status


class Deadline:
    """How many seconds are left of those that everything together may take."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds, above zero.

        Raises:
            CallError: They are used up.
        """
        left = self._end - monotonic()
        if left <= 0:
            raise CallError(CallFault.NO_ANSWER)
        return left


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, by the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_kind, place in found]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who may be called, and how.

    Attributes:
        allowed: Hosts, with a port where it is not 443.
        private_hosts: Those among them that may lie in the operator's own networks.
        resolve: Gives the addresses of a host.
        context: Says whose certificates are believed; by default those of the system.
        seconds: How long everything together may take.
    """

    allowed: Collection[str]
    private_hosts: Collection[str] = frozenset()
    resolve: Resolver = look_up
    context: ssl.SSLContext | None = None
    seconds: float = TOTAL_SECONDS

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a body; the status that the receiver answers, of two hundred and some.

        Raises:
            CallError: The address may not be called, or the receiver did not take it.
            ValueError: The body is too large to be meant.
        """
        if len(body) > MAX_BODY_BYTES:
            raise ValueError("a message to a webhook must stay below a megabyte")
        deadline, target = Deadline(self.seconds), self._target(address)
        try:
            with closing(self._connected(target, deadline)) as line:
                line.settimeout(deadline.left())
                line.sendall(_request(target, body, headers))
                return _taken(_status(line, deadline))
        except ssl.SSLError:
            raise CallError(CallFault.NO_TRUST) from None
        except TimeoutError:
            raise CallError(CallFault.NO_ANSWER) from None
        except OSError:
            raise CallError(CallFault.NO_CONNECTION) from None

    def _target(self, address: str) -> Target:
        """The address in its parts; asked at every call, since an operator may change the list."""
        try:
            return read_address(address, self.allowed)
        except WebhookFaultError:
            raise CallError(CallFault.HOST_NOT_ALLOWED) from None

    def _connected(self, target: Target, deadline: Deadline) -> socket.socket:
        found = _resolved(self.resolve, target, deadline)
        if not are_allowed(found, allows_inner=target.host in self.private_hosts):
            raise CallError(CallFault.INNER_ADDRESS)
        line = _reach(found, target.port, deadline)
        try:
            line.settimeout(deadline.left())
            context = self.context or ssl.create_default_context()
            return context.wrap_socket(line, server_hostname=target.host)
        except BaseException:
            line.close()
            raise


def _resolved(resolve: Resolver, target: Target, deadline: Deadline) -> Sequence[str]:
    """Look a host up beside us: the system's own look-up knows no limit of time."""
    answers: SimpleQueue[Sequence[str]] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except (OSError, UnicodeError):
            answers.put(())

    Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left())
    except Empty:
        raise CallError(CallFault.NO_ADDRESS) from None
    if not found:
        raise CallError(CallFault.NO_ADDRESS)
    return found


def _reach(found: Sequence[str], port: int, deadline: Deadline) -> socket.socket:
    """A connection to the first of the addresses that answers; each gets its share of the time."""
    for n_left, place in zip(range(len(found), 0, -1), found, strict=True):
        try:
            return socket.create_connection((place, port), timeout=deadline.left() / n_left)
        except OSError:
            if n_left == 1:
                raise
    raise CallError(CallFault.NO_ADDRESS)


def _request(target: Target, body: bytes, headers: Mapping[str, str]) -> bytes:
    fixed = {
        "Host": target.named,
        "User-Agent": "hiring-webhooks",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    lines = [f"{name}: {value}" for name, value in (fixed | dict(headers)).items()]
    return "\r\n".join([f"POST {target.path} HTTP/1.1", *lines, "", ""]).encode("ascii") + body


def _status(line: socket.socket, deadline: Deadline) -> int:
    """The status of the answer, behind any that only say that one is to come."""
    head = b""
    while len(head) < MAX_HEAD_BYTES:
        line.settimeout(deadline.left())
        got = line.recv(CHUNK_BYTES)
        head += got
        while HEAD_END in head:
            status = _read_status(head)
            if status >= FIRST_FINAL:
                return status
            head = head.partition(HEAD_END)[2]
        if not got:
            break
    raise CallError(CallFault.NO_HTTP)


def _read_status(head: bytes) -> int:
    found = STATUS_LINE.match(head)
    if found is None:
        raise CallError(CallFault.NO_HTTP)
    return int(found[1])


def _taken(status: int) -> int:
    if status >= FIRST_REFUSAL:
        raise CallError(CallFault.STATUS, status)
    if status >= FIRST_REDIRECT:
        raise CallError(CallFault.REDIRECT, status)
    return status
