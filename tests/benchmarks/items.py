"""Item analysis against numpy's plain covariance of the same answers, and pingouin's alpha.

Each size runs in a process of its own, which may use one thread for linear algebra: the analysis
would gain nothing from a second one, and the covariance must not either. The same file, run by
itself, is that process.
"""

import json
import subprocess
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from hiring.psychometrics.items.analysis import analyse_items
from hiring.psychometrics.items.answer_counts import ScoreTable
from hiring.psychometrics.items.option_traces import analyse_answers
from tests.benchmarks.report import Table, spread
from tests.journeys.servers import ROOT, clean_environment

SIZES = (10_000, 100_000, 1_000_000)
K_ITEMS = 40
M_OPTIONS = 5
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
WAYS = {
    "answers": "answers as small whole numbers",
    "floating": "the same as 64-bit floats",
    "scores": "scores only, no options",
    "pingouin": "pingouin.cronbach_alpha",
}


def measure(*, n_rounds: int) -> list[Table]:
    """The time each way takes as a multiple of one ``numpy.cov``, and the memory of the first."""
    rows = [row for n in SIZES for row in _rows(n, n_rounds)]
    columns = ("people", "what", "ms", "times numpy.cov", "MB beyond the input")
    remark = (
        "Aims: answers at most 3 times numpy.cov, not slower than pingouin's alpha alone, and "
        "below 300 MB."
    )
    return [Table(f"Item analysis, {K_ITEMS} items of {M_OPTIONS} options", columns, rows, remark)]


def _rows(n_people: int, n_rounds: int) -> list[tuple[str, ...]]:
    command = [sys.executable, "-m", "tests.benchmarks.items", str(n_people), str(n_rounds)]
    environment = clean_environment() | ONE_THREAD
    done = subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)
    found = json.loads(done.stdout)
    plain = found["seconds"]["cov"]
    rows = [(f"{n_people:,}", "numpy.cov", spread([1000 * t for t in plain], ".1f"), "1", "")]
    for name, words in WAYS.items():
        times = found["seconds"][name]
        ratios = [own / other for own, other in zip(times, plain, strict=True)]
        peak = f"{found['peak_bytes'] / 1e6:.0f}" if name == "answers" else ""
        rows.append(
            ("", words, spread([1000 * t for t in times], ".1f"), spread(ratios, ".2f"), peak)
        )
    return rows


def _measure_here(n_people: int, n_rounds: int) -> dict[str, Any]:
    """In a process that was given one thread."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # not ours to mend
        import pandas as pd  # noqa: PLC0415 - only this process needs the two
        import pingouin  # noqa: PLC0415
    answers, table = _simulated(n_people)
    floating = answers.astype(np.float64)
    frame = pd.DataFrame(floating)
    ways: dict[str, Callable[[], object]] = {
        "cov": lambda: np.cov(floating, rowvar=False),
        "answers": lambda: analyse_answers(answers, table),
        "floating": lambda: analyse_answers(floating, table),
        "scores": lambda: analyse_items(floating, 0, M_OPTIONS - 1),
        "pingouin": lambda: pingouin.cronbach_alpha(frame),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(n_rounds + 1):
        for name, act in ways.items():
            taken = _seconds(act)
            if number:  # the first round warms up
                seconds[name].append(taken)
    return {"seconds": seconds, "peak_bytes": _peak_bytes(ways["answers"])}


def _simulated(n_people: int) -> tuple[np.ndarray, ScoreTable]:
    """Answers that depend on the person: the better one is, the nearer to the best option."""
    rng = np.random.default_rng(1)
    ability = rng.normal(size=n_people)
    answers = np.empty((n_people, K_ITEMS), dtype=np.int8)
    for item in range(K_ITEMS):
        lean = ability + 1.5 * rng.normal(size=n_people)
        answers[:, item] = np.digitize(lean, [-1.5, -0.5, 0.5, 1.5])
    scores = np.tile([0.0, 0.0, 0.5, 0.5, 1.0], (K_ITEMS, 1))
    return answers, ScoreTable(scores)


def _peak_bytes(act: Callable[[], object]) -> int:
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _seconds(act: Callable[[], object]) -> float:
    before = time.perf_counter()
    act()
    return time.perf_counter() - before


if __name__ == "__main__":
    print(json.dumps(_measure_here(int(sys.argv[1]), int(sys.argv[2]))))
