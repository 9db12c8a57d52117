"""The session of forms, read only once somebody asks for it.

Flask checks the signature of the session's cookie before every request. A question page proves by
a token of its own whose it is and reads no session, so the check was a tenth of its processor time.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class LateSession(SessionMixin):
    """A session that is still in its cookie. Reading an entry checks the signature first."""

    modified = False

    def __init__(self, read: Callable[[], dict[str, Any]]) -> None:
        self._read = read

    @cached_property
    def _entries(self) -> dict[str, Any]:
        return self._read()

    def __getitem__(self, name: str) -> Any:
        return self._entries[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._entries[name] = value
        self.modified = True

    def __delitem__(self, name: str) -> None:
        del self._entries[name]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class LateSessions(SecureCookieSessionInterface):
    """Flask's own signed cookies, opened late."""

    def open_session(self, app: Flask, request: Request) -> LateSession:  # type: ignore[override]
        """A session that has not looked at its cookie yet."""
        read = super().open_session
        return LateSession(lambda: dict(read(app, request) or {}))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store it if it was changed; one that nobody asked for stays as it is."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)
