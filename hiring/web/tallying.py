"""How many requests were answered, and how many went wrong: one line of the log for each minute.

There is no log of visits. A line adds up what one web process did in one minute and names neither
a person nor a page; ``hiring service-levels`` adds up the lines.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock

import structlog
from flask import Flask, request
from werkzeug.wrappers import Response

EVENT = "requests of a minute"
ANSWERING, STAFF = "answering", "staff"
FAILED = "_failed"
# Machines that watch us ask these all day long; their number would hide what people meet.
NOT_COUNTED = frozenset({None, "health", "public", "disclosure"})
CANDIDATES = "candidate"
BROKEN = 500

log = structlog.get_logger()


class Tally:
    """Counts of the minute that runs. The line is written when a later minute is counted."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock, self._lock = clock, Lock()
        self._minute = self._this_minute()
        self._counts: Counter[str] = Counter()

    def note(self, part: str, *, is_failed: bool) -> None:
        """Count one request."""
        with self._lock:
            self._turn()
            self._counts[part] += 1
            self._counts[part + FAILED] += is_failed

    def close(self) -> None:
        """Write what has been counted and not yet written."""
        with self._lock:
            self._write()

    def _turn(self) -> None:
        minute = self._this_minute()
        if minute != self._minute:
            self._write()
            self._minute = minute

    def _write(self) -> None:
        if self._counts:
            names = (ANSWERING, ANSWERING + FAILED, STAFF, STAFF + FAILED)
            counts = {name: self._counts[name] for name in names}
            log.info(EVENT, minute=self._minute.isoformat(timespec="minutes"), **counts)
        self._counts.clear()

    def _this_minute(self) -> datetime:
        return self._clock().replace(second=0, microsecond=0)


def register(app: Flask, clock: Callable[[], datetime] | None = None) -> Tally:
    """Count what an application answers from now on; for web processes, not for commands."""
    tally = Tally(clock or _now)

    def count(response: Response) -> Response:
        if request.blueprint not in NOT_COUNTED:
            part = ANSWERING if request.blueprint == CANDIDATES else STAFF
            tally.note(part, is_failed=response.status_code >= BROKEN)
        return response

    app.after_request(count)
    return tally


def _now() -> datetime:
    return datetime.now(UTC)
