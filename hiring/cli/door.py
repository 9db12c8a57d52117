"""Takes each request in whole, within a time, before a page works on it.

A web process works on one request at a time. Were a body read from within a page, one whose end
stays away, from a phone in a tunnel or from somebody who means harm, would keep the process waiting
and with it everybody whom it serves. So the server hands requests over as they begin (RSGI), bodies
arrive beside each other on the event loop, and only a whole one reaches the application.

More threads were rejected: as many slow bodies take them all. So was an application that runs in a
thread beside the loop: the two would fight for one interpreter. The server itself limits the time
for headers, not for bodies.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from hiring.config import MAX_REQUEST_BYTES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

SILENT_SECONDS = 15.0  # between two pieces of a body
WHOLE_SECONDS = 120.0  # for all of it; a list of people over a slow telephone line
MAX_WAITING_BYTES = 64_000_000  # of all bodies that are not whole yet, in one process
# Trouble of the server's, by status: our scripts then send again, as after a lost connection.
AGAIN, CUT_OFF, LENGTH_NEEDED = 503, 400, 411
PLAIN = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
TOO_SLOW_WORDS = "The end of what you sent did not arrive in time. Please send it again."
FULL_WORDS = "Too much arrives at once. Please send it again."
CUT_OFF_WORDS = "Only a part of what you sent arrived."
LENGTH_WORDS = "Please send a body with its length."

BASIC: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.multithread": False,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}


class _RefusedError(Exception):
    """A request does not reach the application.

    Attributes:
        status: What it is answered with.
        words: The same for a reader.
    """

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class Door:
    """A WSGI application behind a server that speaks RSGI; bodies are waited for outside of it."""

    def __init__(
        self,
        application: "WSGIApplication",
        *,
        silent_seconds: float = SILENT_SECONDS,
        whole_seconds: float = WHOLE_SECONDS,
        max_waiting_bytes: int = MAX_WAITING_BYTES,
        at_end: Callable[[], None] = lambda: None,
    ) -> None:
        self._application = application
        self._at_end = at_end
        self._silent_seconds = silent_seconds
        self._whole_seconds = whole_seconds
        self._max_waiting_bytes = max_waiting_bytes
        self._waiting_bytes = 0

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        try:
            environ["wsgi.input"] = BytesIO(await self._body(environ, protocol))
        except _RefusedError as why:
            protocol.response_str(why.status, PLAIN, why.words)
            return
        protocol.response_bytes(*answer_of(self._application, environ))

    def __rsgi_del__(self, _loop: Any) -> None:
        """Do what is to be done last, when the server has stopped kindly."""
        self._at_end()

    async def _body(self, environ: "WSGIEnvironment", protocol: Any) -> bytes:
        """All of the body; nothing of one so large that the application refuses it unread."""
        if "HTTP_TRANSFER_ENCODING" in environ:
            # The server does not say whether such a body came to its end, and browsers send none.
            raise _RefusedError(LENGTH_NEEDED, LENGTH_WORDS)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if not 0 < length <= MAX_REQUEST_BYTES:
            return b""
        try:
            body = await self._arriving(protocol, length)
        except TimeoutError:
            raise _RefusedError(AGAIN, TOO_SLOW_WORDS) from None
        if len(body) < length:
            raise _RefusedError(CUT_OFF, CUT_OFF_WORDS)
        return body

    async def _arriving(self, protocol: Any, length: int) -> bytes:
        """What arrives of a body of this length; less than that if the sender went away.

        Raises:
            TimeoutError: Nothing came for too long, or not all of it in time.
        """
        body, clock = bytearray(), asyncio.get_running_loop().time
        end = clock() + self._whole_seconds
        try:
            async with asyncio.timeout(self._silent_seconds) as limit:
                async for piece in protocol:
                    body += piece
                    self._make_room_for(len(piece))
                    if len(body) >= length:
                        break
                    limit.reschedule(min(clock() + self._silent_seconds, end))
        finally:
            self._waiting_bytes -= len(body)
        return bytes(body)

    def _make_room_for(self, n_bytes: int) -> None:
        self._waiting_bytes += n_bytes
        if self._waiting_bytes > self._max_waiting_bytes:
            raise _RefusedError(AGAIN, FULL_WORDS)


def environ_of(scope: Any) -> "WSGIEnvironment":
    """What the server tells of a request, as WSGI says it.

    A header with an underscore in its name is left out: WSGI could not tell it from one with a
    hyphen, which a proxy in front may have set.
    """
    host, _, port = scope.server.rpartition(":")
    environ = BASIC | {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.input": BytesIO(),
    }
    for name, value in scope.headers.items():
        if "_" not in name:
            _add_header(environ, name.upper().replace("-", "_"), value)
    return environ


def answer_of(
    application: "WSGIApplication", environ: "WSGIEnvironment"
) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and all of the body of the application's answer."""
    told: list[Any] = [500, []]

    def start_response(
        status: str, headers: list[tuple[str, str]], _exc_info: Any = None
    ) -> Callable[[bytes], object]:
        told[:] = int(status.split(" ", 1)[0]), headers
        return lambda _data: None

    parts: Iterable[bytes] = application(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    return told[0], told[1], body


def _add_header(environ: "WSGIEnvironment", name: str, value: str) -> None:
    key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
    separator = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value
