"""Item analysis with one thread for linear algebra against the library's own choice of threads.

Once on cores with nothing else to do, once beside a process that keeps one of them busy, as a web
process does. The same file, run by itself, is the process that is timed.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from tests.benchmarks.report import Table, spread
from tests.journeys.servers import ROOT, clean_environment

N_PEOPLE, K_ITEMS = 100_000, 40
REPEATS = 8
NAMES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
BUSY = "while True: pass"


def measure(*, n_rounds: int) -> list[Table]:
    """How many times as long the library's choice takes; above 1, one thread is quicker."""
    rows = [_row(words, n_rounds, n_busy=n) for words, n in (("idle", 0), ("one core busy", 1))]
    columns = ("other work", "one thread, ms", "library's choice, ms", "times as long")
    remark = f"The library would take {os.cpu_count()} threads here."
    return [Table(f"Covariance of {N_PEOPLE:,} people by {K_ITEMS} items", columns, rows, remark)]


def _row(words: str, n_rounds: int, *, n_busy: int) -> tuple[str, ...]:
    with _busy(n_busy):
        pairs = [(_seconds("1"), _seconds(str(os.cpu_count() or 1))) for _ in range(n_rounds)]
    one, free = ([1000 * pair[n] for pair in pairs] for n in (0, 1))
    ratios = [later / first for first, later in pairs]
    return words, spread(one, ".1f"), spread(free, ".1f"), spread(ratios, ".2f")


def _seconds(n_threads: str) -> float:
    environment = clean_environment() | dict.fromkeys(NAMES, n_threads)
    command = [sys.executable, "-m", "tests.benchmarks.threads"]
    done = subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)
    return float(done.stdout)


@contextmanager
def _busy(n: int) -> Iterator[None]:
    """Keep ``n`` cores busy for a while."""
    others = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(n)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def _median_seconds() -> float:
    scores = np.random.default_rng(1).random((N_PEOPLE, K_ITEMS))
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        np.cov(scores, rowvar=False)
        times.append(time.perf_counter() - started)
    return float(np.median(times))


if __name__ == "__main__":
    print(_median_seconds())
