"""The session of forms, read only once somebody asks for it.

Flask checks the signature of the session's cookie before every request. A question page proves by
a token of its own whose it is and reads no session, so the check was a tenth of its processor time.

In a candidate's browser the cookie lives as long as the candidate's own: while they can come back,
a page that they left open can be sent.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from hiring.web.cookies import CANDIDATE_COOKIE, read_cookie


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

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime | None:
        """As for lasting sessions where a candidate is known; others end with the browser."""
        if read_cookie(CANDIDATE_COOKIE):
            return datetime.now(UTC) + app.permanent_session_lifetime
        return super().get_expiration_time(app, session)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Store it if it was changed; one that nobody asked for stays as it is."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)
