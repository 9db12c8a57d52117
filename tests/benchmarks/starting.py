"""How long the command line and the server take to start, and how much memory they hold."""

import resource
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.benchmarks.report import Table, spread
from tests.journeys.candidates import furnish
from tests.journeys.servers import (
    ROOT,
    Place,
    Server,
    clean_environment,
    group_members,
    serve,
    until,
)

N_PAGES = 40
SETTLE_SECONDS = 5.0  # the worker answers nobody, so nobody hears when it is ready
N_PROCESSES = 4  # itself, two web processes, a worker
STARTS = {
    "python": ("-c", "pass"),
    "hiring --help": ("-m", "hiring", "--help"),
    "import hiring.app": ("-c", "import hiring.app"),
}


def measure(folder: Path, *, n_rounds: int) -> list[Table]:
    """Starts of commands by turns, then starts of a server and its memory after some pages."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in STARTS}
    for _ in range(n_rounds):
        for name, words in STARTS.items():
            times[name].append(_start(words))
    rows = [
        (name, *(spread([1000 * pair[n] for pair in pairs], ".0f") for n in (0, 1)))
        for name, pairs in times.items()
    ]
    starts = Table("Starts", ("command", "took, ms", "processor time, ms"), rows)
    return [starts, _of_server(folder, n_rounds)]


def _start(words: tuple[str, ...]) -> tuple[float, float]:
    """Seconds that a command took, and seconds of processor time."""
    used, began = _children_seconds(), time.perf_counter()
    command = [sys.executable, *words]
    subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, check=True)
    return time.perf_counter() - began, _children_seconds() - used


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _of_server(folder: Path, n_rounds: int) -> Table:
    place = furnish(Place(folder / "starting"), n_candidates=1).place
    seconds, memory = [], {}
    for _ in range(n_rounds):
        began = time.perf_counter()
        server = serve(place, n_workers=2, with_worker=True)
        try:
            server.wait()
            seconds.append(time.perf_counter() - began)
            memory = _memory(server)
        finally:
            server.stop()
    rows = [("first answer", f"{spread(seconds, '.1f')} s"), *memory.items()]
    return Table("A server with two web processes and a worker", ("what", "measured"), rows)


def _memory(server: Server) -> dict[str, str]:
    """By kind of process, megabytes with shared pages counted once; Linux only."""
    for _ in range(N_PAGES):
        httpx.get(f"{server.url}/sign-in", trust_env=False)
    until(lambda: len(group_members(server.process.pid)) == N_PROCESSES, what="all processes")
    time.sleep(SETTLE_SECONDS)
    kinds: dict[str, list[int]] = {}
    for process in group_members(server.process.pid):
        kinds.setdefault(_kind(server, process), []).append(_megabytes(process))
    return {kind: " and ".join(f"{one} MB" for one in found) for kind, found in kinds.items()}


def _kind(server: Server, process: int) -> str:
    words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    if b"worker" in words:
        return "worker"
    return "server itself" if process == server.process.pid else "web processes"


def _megabytes(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024
