"""The press: papers are made in a process of their own, so that none can take the house with it.

That process is started with the first paper and stays for the next ones. It ends with a paper that
takes too much time or memory, and the next paper starts another. It has no network, writes no
files and is given no settings: a request holds the words and names who sets them (``pressroom``).
"""

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any

import structlog

from hiring.briefs.pressroom import MADE, STOPPED, read_parcel, write_parcel
from hiring.errors import PaperLimitError

# Nothing else of the environment is handed on: secrets live there.
HANDED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT")

# Loaded before the first paper is asked for; that takes about a second.
START_SECONDS = 100.0
AT_HAND = ("hiring.briefs.content", "hiring.briefs.document")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one paper may take: seconds of a processor, and seconds by the clock."""

    processor: int = 20
    clock: float = 100.0


USUAL = Limits()


def printed(
    make: Callable[..., bytes], *contents: Any, limits: Limits = USUAL, **named: Any
) -> bytes:
    """What ``make`` makes of these contents, made in the press. One paper at a time.

    Args:
        make: A function of a module, named to the other process.
        contents: What goes to it; anything that can be pickled.
        limits: How long it may take.
        named: The same, by name.

    Raises:
        PaperLimitError: It took too much time or memory, or too many pages.
        RuntimeError: It could not be made; the message says where, and holds nothing that was to
            be printed.
    """
    with _LOCK:
        press = _ready_press()
        try:
            kind, answer = press.make((limits.processor, make, contents, named), limits.clock)
        except (EOFError, OSError):
            kind, answer = STOPPED, "it took too long, or the press was ended from outside"
        except BaseException:  # nobody may be handed the paper that was asked for before
            _close_press()
            raise
        if kind == STOPPED:
            _close_press()
    return _made(kind, answer)


def warm() -> None:
    """Start the press where none is running, and do not wait: somebody may soon want a paper."""
    if _LOCK.acquire(blocking=False):
        try:
            _ready_press()
        finally:
            _LOCK.release()


def close() -> None:
    """End the process, if there is one; the next paper starts another."""
    with _LOCK:
        _close_press()


class _Press:
    """A running press."""

    def __init__(self) -> None:
        self._has_started = False
        given = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "hiring.briefs.pressroom", *AT_HAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=given | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )

    def make(self, request: tuple[Any, ...], seconds: float) -> tuple[str, Any]:
        """Hand over a request and wait for the answer; by the clock it ends in an EOFError."""
        self._await_start()
        with self._ended_after(seconds):
            write_parcel(_pipe(self.process.stdin), pickle.dumps(request))
            found: tuple[str, Any] = pickle.loads(read_parcel(_pipe(self.process.stdout)))  # noqa: S301 - from our own process
            return found

    def _await_start(self) -> None:
        """Its start is no part of a paper: on a busy machine it takes longer than one."""
        if not self._has_started:
            with self._ended_after(START_SECONDS):
                read_parcel(_pipe(self.process.stdout))
            self._has_started = True

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        stop = threading.Timer(seconds, self.process.kill)
        stop.daemon = True
        stop.start()
        try:
            yield
        finally:
            stop.cancel()

    def close(self) -> None:
        """End it, at work or not."""
        self.process.kill()
        self.process.wait()
        self.let_go()

    def let_go(self) -> None:
        """Close our ends of the pipes."""
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                _pipe(pipe).close()


log = structlog.get_logger()

_LOCK = threading.Lock()
_presses: list[_Press] = []  # none or one
_inherited: list[_Press] = []


def _made(kind: str, answer: Any) -> bytes:
    if kind == MADE:
        return bytes(answer)
    if kind == STOPPED:
        log.error("paper stopped", reason=answer)
        raise PaperLimitError(answer)
    raise RuntimeError(f"the paper was not made: {answer}")


def _ready_press() -> _Press:
    if _presses and _presses[0].process.poll() is not None:
        _close_press()
    if not _presses:
        _presses.append(_Press())
    return _presses[0]


def _close_press() -> None:
    while _presses:
        _presses.pop().close()


def _leave_to_parent() -> None:
    """After a fork, the press belongs to the process that started it."""
    global _LOCK  # noqa: PLW0603 - somebody may have held it at the fork, and is not here
    _LOCK = threading.Lock()
    while _presses:
        _inherited.append(_presses.pop())
        _inherited[-1].let_go()


def _pipe(found: IO[bytes] | None) -> IO[bytes]:
    if found is None:
        raise BrokenPipeError("the press has no pipes")
    return found


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)
