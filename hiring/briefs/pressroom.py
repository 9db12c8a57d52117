"""What runs in the press: takes a request, makes the paper, answers. It gives up the rest first.

Before the first paper it gives up the network, new processes and writing files: by the kernel where
that is offered, and by Python in any case. Memory and processor time end by the kernel's limits.
"""

import ctypes
import os
import pickle
import signal
import struct
import sys
from importlib import import_module
from typing import IO, Any

from hiring.errors import PaperLimitError
from hiring.logs import quiet_trace

MADE, STOPPED, FAULTY = "made", "stopped", "faulty"
MEMORY_BYTES = 1 << 30
_SIZE = struct.Struct(">Q")
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of Linux: unshare(2)
# Python tells of these before it does them.
_CLOSED = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.remove",
    "os.rename",
    "os.truncate",
    "urllib.",
)


def write_parcel(pipe: IO[bytes], content: bytes) -> None:
    """Put bytes into a pipe, with their number in front."""
    pipe.write(_SIZE.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def read_parcel(pipe: IO[bytes]) -> bytes:
    """What ``write_parcel`` put there.

    Raises:
        EOFError: The other side is gone.
    """
    (size,) = _SIZE.unpack(_exactly(pipe, _SIZE.size))
    return _exactly(pipe, size)


def work(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until nobody asks any more."""
    while True:
        try:
            seconds, make, contents, named = pickle.loads(read_parcel(requests))  # noqa: S301 - from the process that started us
        except EOFError:
            return
        _limit_processor(seconds)
        write_parcel(answers, pickle.dumps(_answer(make, contents, named)))


def give_up_the_rest() -> None:
    """No network, no new processes, no files written; not more memory than a paper can need."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for who started us
    _leave_network()
    _set_limits(RLIMIT_AS=MEMORY_BYTES, RLIMIT_FSIZE=0, RLIMIT_CORE=0)
    sys.addaudithook(_refuse)


def stand_back() -> None:
    """For a worker, print only while nobody else wants the processor; for a person, at once.

    Nice alone still takes turns with who saves an answer. The worker itself must not go so far:
    it holds locks of the database, and others would wait for them.
    """
    if hasattr(os, "SCHED_IDLE") and os.nice(0) > 0:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _answer(make: Any, contents: tuple[Any, ...], named: dict[str, Any]) -> tuple[str, Any]:
    try:
        return MADE, make(*contents, **named)
    except PaperLimitError as limit:
        return STOPPED, str(limit)
    except MemoryError:
        return STOPPED, "the paper needs too much memory"
    except Exception as error:  # noqa: BLE001 - whatever it is, who asked must hear of it
        return FAULTY, str(quiet_trace(error))


def _leave_network() -> None:
    """A network of one's own, with nothing in it, where the kernel lets anybody have one."""
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


def _set_limits(**limits: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for name, most in limits.items():
        resource.setrlimit(getattr(resource, name), (most, most))


def _limit_processor(seconds: int) -> None:
    """From now on so many seconds; then the kernel ends the process."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    writes = event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
    if writes or event.startswith(_CLOSED):
        raise PermissionError(f"the press does none of this: {event}")


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError("the other side is gone")
    return content


def main() -> None:
    """Work at what comes in, with answers where nothing that is printed by accident can mix in."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for module in sys.argv[1:]:
        import_module(module)
    stand_back()
    give_up_the_rest()
    write_parcel(answers, b"")  # ready
    work(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
