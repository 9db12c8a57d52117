"""``python -m tests.benchmarks``: every figure of docs/performance.md in one run.

Each figure is taken in several short rounds that alternate with what it is compared with, since a
shared machine is never twice the same. Read the ratios; the absolute numbers beside them belong to
this machine.
"""

import argparse
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import (
    batch,
    beside,
    briefs,
    databases,
    drill,
    items,
    lists,
    pages,
    processes,
    reports,
    serving,
    starting,
    stored,
    threads,
    work,
)
from tests.benchmarks.report import Table

PARTS: dict[str, Callable[[Path, argparse.Namespace], list[Table]]] = {
    "serving": lambda folder, asked: serving.measure(
        folder, n_rounds=asked.rounds, seconds=asked.seconds, database=asked.database
    ),
    "processes": lambda folder, asked: processes.measure(
        folder, n_rounds=asked.rounds, seconds=asked.seconds, database=asked.database
    ),
    "starting": lambda folder, asked: starting.measure(folder, n_rounds=asked.rounds),
    "stored": lambda folder, asked: stored.measure(
        folder,
        n_rounds=asked.rounds,
        seconds=asked.seconds,
        database=asked.database,
        sizes=asked.sizes,
    ),
    "pages": lambda folder, _asked: pages.measure(folder),
    "items": lambda _folder, asked: items.measure(n_rounds=asked.rounds),
    "lists": lambda folder, asked: lists.measure(
        folder, n_rounds=asked.rounds, database=asked.database
    ),
    "threads": lambda _folder, asked: threads.measure(n_rounds=asked.rounds),
    "reports": lambda folder, asked: reports.measure(folder, n_rounds=asked.rounds),
    "briefs": lambda folder, asked: briefs.measure(folder, n_rounds=asked.rounds),
    "batch": lambda folder, asked: batch.measure(folder, n_briefs=asked.briefs),
    "beside": lambda folder, asked: beside.measure(
        folder, n_rounds=asked.rounds, database=asked.database
    ),
    "drill": lambda folder, asked: drill.measure(folder, sizes=asked.sizes),
    "work": lambda folder, asked: work.measure(folder, n_rounds=asked.rounds),
}


def main() -> None:
    """Measure the parts that were asked for, by default all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="default: all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0, help="per server, size and round")
    parser.add_argument("--database", choices=databases.ALL, help="of the parts that use one")
    parser.add_argument(
        "--sizes",
        nargs="+",
        type=int,
        default=stored.SIZES,
        metavar="N",
        help="stored, drill: how many sittings; the first is what the others are compared with",
    )
    parser.add_argument("--briefs", type=int, default=1000, help="batch: how many, at least")
    asked = parser.parse_args()
    logging.disable(logging.INFO)
    for name in asked.parts or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            for table in PARTS[name](Path(folder), asked):
                print(table, flush=True)


main()
