"""For receivers: is an event genuine, fresh and new? Standard library only, made to be copied.

Hand ``verify`` the headers and the body exactly as they arrived, before any JSON is read. Every
error is a ``RefusedError``; its ``code`` says what to answer: "repeated" means that the event was
taken before, and wants a friendly 200 so that nobody tries again.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

KEY_PREFIX = "whsec_"
SIGNATURE_PREFIX = "v1,"
WINDOW = timedelta(minutes=5)
KEPT_FOR = timedelta(days=30)  # longer than an event is tried, so that no late try is taken twice


class RefusedError(ValueError):
    """The message must not be believed, or not be taken a second time.

    Attributes:
        code: "unsigned", "late", "tampered" or "repeated".
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SeenEvents(Protocol):
    """Remembers the ids of events; best a table with a unique column, written with the work."""

    def is_new(self, event_id: str, now: datetime) -> bool:
        """Whether this id comes for the first time; from then on it is known."""


class SeenInMemory:
    """Ids in this process; enough for one process that is seldom started."""

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}

    def is_new(self, event_id: str, now: datetime) -> bool:
        """Whether this id comes for the first time."""
        self._seen = {one: at for one, at in self._seen.items() if now - at < KEPT_FOR}
        is_new = event_id not in self._seen
        self._seen.setdefault(event_id, now)
        return is_new


def verify(
    headers: Mapping[str, str],
    body: bytes,
    *,
    keys: Sequence[str],
    seen: SeenEvents,
    now: datetime,
) -> str:
    """Check a message; its event id.

    Args:
        headers: As they arrived; capitals and small letters are the same.
        body: The bytes as they arrived.
        keys: The key, or while a new one is brought in both.
        seen: Which events came before.
        now: The moment, with its time zone.

    Raises:
        RefusedError: It is unsigned, too late or too early, not signed with one of the keys, or
            came before.
    """
    found = {name.lower(): value for name, value in headers.items()}
    event_id, timestamp = found.get("webhook-id", ""), found.get("webhook-timestamp", "")
    given = found.get("webhook-signature", "").split()
    if not (event_id and given and timestamp.isascii() and timestamp.isdigit()):
        raise RefusedError("unsigned")
    if abs(now.timestamp() - int(timestamp)) > WINDOW.total_seconds():
        raise RefusedError("late")
    if not _is_signed(given, [signature_of(key, event_id, timestamp, body) for key in keys]):
        raise RefusedError("tampered")
    if not seen.is_new(event_id, now):
        raise RefusedError("repeated")
    return event_id


def signature_of(key: str, event_id: str, timestamp: str, body: bytes) -> str:
    """The signature of one message by one key: HMAC with SHA-256 over id, time and body."""
    secret = base64.b64decode(key.removeprefix(KEY_PREFIX))
    signed = f"{event_id}.{timestamp}.".encode() + body
    digest = hmac.new(secret, signed, hashlib.sha256).digest()
    return SIGNATURE_PREFIX + base64.b64encode(digest).decode()


def _is_signed(given: Sequence[str], right: Sequence[str]) -> bool:
    """Whether one of the signatures is right; every pair is compared, in constant time."""
    pairs = [(one.encode(), other.encode()) for one in given for other in right]
    return any([hmac.compare_digest(one, other) for one, other in pairs])  # noqa: C419 - all of them
