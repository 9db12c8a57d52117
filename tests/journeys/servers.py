"""Real servers for tests and benchmarks, each on a free loopback port with its own data folder.

Each server gets a process group of its own, so that one signal reaches the web processes and the
worker beside them, and nothing else.
"""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom
from typing import Any

import httpx

# Where two processors serve everything that is tested at once, workers come last: they stand back.
START_SECONDS = 300.0
PATIENCE_SECONDS = 60.0
TRY_SECONDS = 5.0  # one connection that nobody answers must not use up all patience
STOP_SECONDS = 60.0  # far more than servers give their own processes
POLL_SECONDS = 0.02
N_BESIDE = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
OWN_NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
# Below those that systems hand out by themselves: the near end of somebody's connection must not
# take the place of a server that was killed and comes back. For the same reason each of several
# test processes has ports of its own, and gives out none of them twice.
PORTS = range(20_000 + OWN_NUMBER, 32_000, N_BESIDE)
N_PORTS_TRIED = 50
ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret for tests, long enough to be accepted"
# Made once: a client that makes its own reads every certificate there is, which takes longer than
# asking, and who waits for a server would keep a processor from it.
AT_HOME: dict[str, Any] = {
    "trust_env": False,
    "verify": ssl.create_default_context(),
    "timeout": PATIENCE_SECONDS,
}
CANNOT_CONNECT = (httpx.TransportError, OSError)
_GIVEN: set[int] = set()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server keeps its data: a folder, and PostgreSQL where an address is given."""

    folder: Path
    database_url: str = ""

    @property
    def kind(self) -> str:
        """Which database it is."""
        return "PostgreSQL" if self.database_url else "SQLite"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every process of this place."""
        return clean_environment() | {
            "HIRING_DEMO": "1",
            "HIRING_DATA_DIR": str(self.folder),
            "HIRING_DATABASE_URL": self.database_url,
            "HIRING_SECRET_KEY": SECRET,
        }


@dataclass(slots=True)
class Server:
    """One started command that listens on a port."""

    command: Sequence[str]
    port: int
    environment: dict[str, str]
    folder: Path = ROOT
    process: subprocess.Popen[bytes] = field(init=False)
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        handle, name = tempfile.mkstemp(prefix="server-", suffix=".log")
        os.close(handle)
        self.log = Path(name)
        self.start()

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the command in a new process group."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self, path: str = "/health", *, seconds: float = START_SECONDS) -> None:
        """Wait until the server answers with 200.

        Raises:
            RuntimeError: It ended or did not answer in time; with what it wrote, and for one that
                hangs with the place where each thread of it stands.
        """
        what = f"an answer from {self.command}"
        try:
            until(lambda: self._answers(path), what=what, seconds=seconds)
        except RuntimeError as error:
            self._have_threads_told()
            raise RuntimeError(f"{error}\n{self.log.read_text()}") from error

    def kill(self) -> None:
        """End every process of the group at once, as a power cut would."""
        signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait(STOP_SECONDS)
        until(lambda: not group_members(self.process.pid), what="the end of the whole group")

    def stop(self) -> None:
        """Ask the server to stop, as an operator would, and wait for it."""
        try:
            if self.process.poll() is None:
                self.process.terminate()
                self.process.wait(STOP_SECONDS)
        finally:  # a server that does not stop fails the test, but stays nobody's burden
            self.kill()
            self.log.unlink(missing_ok=True)

    def _have_threads_told(self) -> None:
        """End the group with a signal upon which Python writes where every thread stands."""
        signal_group(self.process.pid, signal.SIGABRT)
        end = time.monotonic() + STOP_SECONDS
        while group_members(self.process.pid) and time.monotonic() < end:
            self.process.poll()
            time.sleep(POLL_SECONDS)

    def _answers(self, path: str) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError("the server ended")
        try:
            soon = AT_HOME | {"timeout": TRY_SECONDS}
            return httpx.get(self.url + path, **soon).is_success
        except CANNOT_CONNECT:
            return False


def serve(
    place: Place,
    *,
    n_workers: int = 1,
    with_worker: bool | None = False,
    settings: dict[str, str] | None = None,
) -> Server:
    """Start ``hiring serve``; does not wait for its first answer. None leaves the worker to it."""
    port = free_port()
    beside = {True: ["--with-worker"], False: ["--without-worker"], None: []}[with_worker]
    arguments = ["serve", "--port", str(port), "--workers", str(n_workers), *beside]
    environment = place.environment | (settings or {})
    return Server([sys.executable, "-m", "hiring", *arguments], port, environment)


def until(
    is_so: Callable[[], bool], *, what: str, log: Path | None = None, seconds: float = START_SECONDS
) -> None:
    """Wait until something is so.

    Raises:
        RuntimeError: It was not so in time.
    """
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            said = log.read_text() if log is not None and log.exists() else ""
            raise RuntimeError(f"waited {seconds:.0f} s in vain for {what}\n{said}")
        time.sleep(POLL_SECONDS)


def free_port() -> int:
    """A port that nobody listens on now, and that nobody is given without asking for it.

    Raises:
        RuntimeError: All that were tried are taken.
    """
    fresh = [one for one in PORTS if one not in _GIVEN]
    for port in SystemRandom().sample(fresh, N_PORTS_TRIED):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            _GIVEN.add(port)
            return port
    raise RuntimeError(f"no free port among {N_PORTS_TRIED}")


def clean_environment() -> dict[str, str]:
    """The environment without our settings and without a ban on byte code.

    An installed package keeps its byte code. Where writing it is switched off, every start would
    compile all modules again, which takes twice as long as starting.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HIRING_", "PYTHON")) and name != "DATABASE_URL"
    }
    return kept | {
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "hiring-byte-code"),
        "PYTHONFAULTHANDLER": "1",
    }


def group_members(group: int) -> list[int]:
    """The living processes of a process group; Linux only."""
    processes = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [int(one.name) for one in processes if _group_of(one) == group and _lives(one)]


def group_cpu_seconds(group: int) -> float:
    """Processor time that the living processes of a group have used so far; Linux only."""
    ticks = 0
    for process in group_members(group):
        after_name = _after_name(Path(f"/proc/{process}"))
        ticks += int(after_name[11]) + int(after_name[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def signal_group(group: int, number: signal.Signals) -> None:
    """Send a signal to a group that we started; a group that is gone is no fault."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return


def throw_away(folder: Path) -> None:
    """Remove a folder in which a killed process may just have been writing."""
    shutil.rmtree(folder, ignore_errors=True)


def _group_of(entry: Path) -> int | None:
    """The process group of a process; None for one that is gone."""
    try:
        return int(_after_name(entry)[2])
    except OSError:
        return None


def _lives(entry: Path) -> bool:
    """Whether a process does more than wait to be reaped.

    One whose main thread has ended lives on while another has not: until then its connections are
    open, and whoever is given one of them is cut off.
    """
    try:
        return any(map(_runs, list((entry / "task").iterdir())))
    except OSError:
        return False


def _runs(thread: Path) -> bool:
    try:
        return _after_name(thread)[0] not in "ZX"
    except OSError:
        return False


def _after_name(entry: Path) -> list[str]:
    """What the kernel tells of a process or thread after its name, which may hold anything."""
    return (entry / "stat").read_text().rpartition(")")[2].split()
