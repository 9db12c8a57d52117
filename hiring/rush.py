"""Whether many candidates answer on this machine just now, and what a worker does about it.

Giving way where processors are short is not enough: two programs at work at the same time share the
machine's caches, its way to memory and often one core, and each becomes slower. So while many
answer, a worker rests after work that nobody waits for.

Web processes add a byte to a file for each thing that a candidate sends; how far the file has grown
tells how many came. A row of the database was rejected: saving an answer would have to write it.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask, request
from werkzeug.wrappers import Response

FILE = "arrivals"
CANDIDATES = "candidate"
MANY_PER_SECOND = 5.0  # what a hundred people send who think a minute about each scenario
GLANCE_SECONDS = 0.5
STALE_SECONDS = 5.0
REST_TIMES = 9.0  # so the work takes a tenth of the time
LONGEST_REST_SECONDS = 1.0  # others wait behind it: receipts, scores
LARGEST_BYTES = 1_000_000


def note_arrivals(app: Flask, folder: Path) -> None:
    """Have an application tell of each thing that a candidate sends; for web processes only.

    Where the file cannot be written nothing is told, and workers do not rest.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError:
        return

    def note(response: Response) -> Response:
        if request.method == "POST" and request.blueprint == CANDIDATES:
            with suppress(OSError):
                os.write(file, b".")
        return response

    app.after_request(note)


class Courtesy:
    """The rests of one worker. Only web processes on its own machine, in its folder, are seen."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._file, self._clock, self._sleep = folder / FILE, clock, sleep
        self._size, self._looked_at = 0, -STALE_SECONDS
        self._per_second = self._owed_seconds = 0.0

    def after(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, of which it is noted how long it took."""

        def timed(*given: Any) -> Any:
            begun = self._clock()
            try:
                return work(*given)
            finally:
                self._owed_seconds = self._clock() - begun

        return timed

    def rest(self) -> None:
        """Rest after such work while many answer; after any other work go on at once."""
        owed, self._owed_seconds = self._owed_seconds, 0.0
        if owed and self._arrivals_per_second() >= MANY_PER_SECOND:
            self._sleep(min(owed * REST_TIMES, LONGEST_REST_SECONDS))

    def _arrivals_per_second(self) -> float:
        """How many came since the last look; where that was long ago, in a moment from now."""
        if self._passed_seconds() >= STALE_SECONDS:
            self._begin()
            self._sleep(GLANCE_SECONDS)
        if self._passed_seconds() >= GLANCE_SECONDS:
            self._per_second = (self._size_now() - self._size) / self._passed_seconds()
            self._begin()
        return self._per_second

    def _begin(self) -> None:
        """Count from here on; a long file begins anew."""
        self._size, self._looked_at = self._size_now(), self._clock()
        if self._size > LARGEST_BYTES:
            with suppress(OSError):
                os.truncate(self._file, 0)
                self._size = 0

    def _passed_seconds(self) -> float:
        return self._clock() - self._looked_at

    def _size_now(self) -> int:
        try:
            return self._file.stat().st_size
        except OSError:
            return 0
