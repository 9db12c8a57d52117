"""Real servers for tests and benchmarks, each on a free loopback port with its own data folder.

Each server gets a process group of its own, so that one signal reaches the web processes and the
worker beside them, and nothing else.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

START_SECONDS = 30.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.02
ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret for tests, long enough to be accepted"
CANNOT_CONNECT = (httpx.TransportError, OSError)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server keeps its data: a folder, and PostgreSQL where an address is given."""

    folder: Path
    database_url: str = ""

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

    def wait(self, path: str = "/health") -> None:
        """Wait until the server answers with 200.

        Raises:
            RuntimeError: It ended or did not answer in time; with what it wrote.
        """
        until(lambda: self._answers(path), what=f"an answer from {self.command}", log=self.log)

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

    def _answers(self, path: str) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"the server ended:\n{self.log.read_text()}")
        try:
            return httpx.get(self.url + path, timeout=START_SECONDS, trust_env=False).is_success
        except CANNOT_CONNECT:
            return False


def serve(place: Place, *, n_workers: int = 1, with_worker: bool | None = False) -> Server:
    """Start ``hiring serve``; does not wait for its first answer. None leaves the worker to it."""
    port = free_port()
    beside = {True: ["--with-worker"], False: ["--without-worker"], None: []}[with_worker]
    arguments = ["serve", "--port", str(port), "--workers", str(n_workers), *beside]
    return Server([sys.executable, "-m", "hiring", *arguments], port, place.environment)


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
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "hiring-byte-code")}


def group_members(group: int) -> list[int]:
    """The living processes of a process group; Linux only."""
    processes = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [int(entry.name) for entry in processes if _group_of(entry) == group]


def group_cpu_seconds(group: int) -> float:
    """Processor time that the living processes of a group have used so far; Linux only."""
    ticks = 0
    for process in group_members(group):
        after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
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
    """The process group of a living process; None for one that ended or only waits to be reaped."""
    try:
        after_name = (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if after_name[0] == "Z" else int(after_name[2])
