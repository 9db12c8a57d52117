"""A browser of a simulated candidate: a connection, cookies, and the fields of the newest page.

The standard library's client serves: a rehearsal must not need more than the product itself, and a
full browser for each of two thousand candidates would be what is measured.
"""

import gzip
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPMessage,
    HTTPResponse,
    HTTPSConnection,
)
from http.cookies import CookieError, SimpleCookie
from urllib.parse import SplitResult, urlencode

from hiring.rehearsal.choosing import Fields

FORM_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
PATIENCE_SECONDS = 60
HEADERS = {"Accept-Encoding": "gzip", "Accept-Language": "en-GB,en;q=0.9"}
FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


class NoReplyError(Exception):
    """The connection broke or nobody answered."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, and after how many seconds."""

    status: int
    headers: HTTPMessage
    text: str
    seconds: float


@dataclass(slots=True)
class Browser:
    """One candidate's browser before ``address``."""

    address: SplitResult
    cookies: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    form_token: str = ""
    connection: HTTPConnection | None = None

    def get(self, path: str) -> Reply:
        """Open a page."""
        return self._send("GET", path, b"", {})

    def post(self, path: str, fields: Fields | None = None, **headers: str) -> Reply:
        """Send the form of the newest page, with ``fields``; redirects are not followed."""
        own = {"csrf_token": self.form_token} | self.hidden
        body = urlencode({**own, **(fields or {})}, doseq=True).encode()
        more = FORM_HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
        return self._send("POST", path, body, more)

    def close(self) -> None:
        """Hang up."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reply:
        """Send over the open connection; where it was hung up meanwhile, over a new one."""
        was_open, begun = self.connection is not None, time.perf_counter()
        try:
            return self._ask(method, path, body, headers, begun)
        except (HTTPException, OSError) as fault:
            self.close()
            if not was_open:
                raise NoReplyError(str(fault)) from fault
        try:
            return self._ask(method, path, body, headers, begun)
        except (HTTPException, OSError) as fault:
            self.close()
            raise NoReplyError(str(fault)) from fault

    def _ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str], begun: float
    ) -> Reply:
        self.connection = self.connection or self._connect()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = HEADERS | headers | ({"Cookie": cookies} if cookies else {})
        self.connection.request(method, self.address.path.rstrip("/") + path, body, own)
        return self._read(self.connection.getresponse(), begun)

    def _read(self, response: HTTPResponse, begun: float) -> Reply:
        content = response.read()
        seconds = time.perf_counter() - begun
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        self._remember(response)
        text = content.decode("utf-8", "replace")
        self._look(text)
        return Reply(response.status, response.headers, text, seconds)

    def _connect(self) -> HTTPConnection:
        host, port = self.address.hostname or "", self.address.port
        kind = HTTPSConnection if self.address.scheme == "https" else HTTPConnection
        return kind(host, port, timeout=PATIENCE_SECONDS)

    def _remember(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            with suppress(CookieError):
                self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}

    def _look(self, text: str) -> None:
        """Note the hidden fields of a page; what is no page leaves them as they were."""
        if "<form" not in text:
            return
        found = FORM_TOKEN.search(text)
        self.form_token = found[1] if found else self.form_token
        self.hidden = {name: value for name, value in HIDDEN.findall(text) if name != "csrf_token"}
