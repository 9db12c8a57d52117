"""Whether answering slows down as sittings pile up: the same load before and behind many of them.

One server for each number of stored sittings, one of them busy at a time. Every round goes through
the sizes there and back, so that a machine that grows slower or quicker meanwhile changes no ratio.
A last table lets one browser answer at each server in turn.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TypeAlias

from tests.benchmarks.databases import Database, databases
from tests.benchmarks.driving import CONCURRENCIES, Plan, browser_plan, run_load
from tests.benchmarks.filling import fill
from tests.benchmarks.report import Table, spread
from tests.benchmarks.taking_turns import Milliseconds, milliseconds_by_turns
from tests.journeys.candidates import furnish
from tests.journeys.servers import Place, Server, serve

SIZES = (100, 10_000, 200_000)
MAX_FALL_PERCENT = 10

Round: TypeAlias = dict[tuple[int, int], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Variant:
    """A server with so many stored sittings, and what browsers send to it."""

    n_stored: int
    server: Server
    plan: Plan


def measure(
    folder: Path,
    *,
    n_rounds: int,
    seconds: float,
    database: str | None = None,
    sizes: Sequence[int] = SIZES,
) -> list[Table]:
    """Run all rounds, one database after the other."""
    with databases(database) as found:
        return [
            table
            for one in found
            for table in _measure(one, folder / one.kind, sizes, n_rounds, seconds)
        ]


def _measure(
    database: Database, folder: Path, sizes: Sequence[int], n_rounds: int, seconds: float
) -> list[Table]:
    folder.mkdir()
    with ExitStack() as stack:
        variants = [stack.enter_context(_variant(database, folder, size)) for size in sizes]
        for variant in variants:
            run_load(variant.server, variant.plan, seconds=1.0)
        rounds = [_round(variants, seconds) for _ in range(n_rounds)]
        by_turns = milliseconds_by_turns([(one.server.port, one.plan) for one in variants])
    return [
        _table(f"Answered pages a second, {database.title}", sizes, rounds, 0),
        _table(
            f"The same by pages for each second of processor, {database.title}", sizes, rounds, 1
        ),
        _table_by_turns(database.title, sizes, by_turns),
    ]


@contextmanager
def _variant(database: Database, folder: Path, n_stored: int) -> Iterator[Variant]:
    with ExitStack() as stack:
        address = stack.enter_context(database.new(f"stored_{n_stored}"))
        place = Place(folder / str(n_stored), address)
        house = furnish(place, n_candidates=max(CONCURRENCIES))
        fill(house, n_stored)
        ours = serve(place, n_workers=2, with_worker=None)
        stack.callback(ours.stop)
        ours.wait()
        plan = [browser_plan(ours, house, token, n) for n, token in enumerate(house.tokens)]
        yield Variant(n_stored, ours, plan)


def _round(variants: list[Variant], seconds: float) -> Round:
    """Pages per second and per second of processor, of every size at every concurrency."""
    return {
        (variant.n_stored, n): found
        for n in CONCURRENCIES
        for variant, found in _there_and_back(variants, n, seconds / 2)
    }


def _there_and_back(
    variants: list[Variant], n: int, seconds: float
) -> list[tuple[Variant, tuple[float, float]]]:
    there = [_run(variant, n, seconds) for variant in variants]
    back = [_run(variant, n, seconds) for variant in reversed(variants)]
    pairs = zip(there, reversed(back), strict=True)
    means = [(mean((a, c)), mean((b, d))) for (a, b), (c, d) in pairs]
    return list(zip(variants, means, strict=True))


def _run(variant: Variant, n: int, seconds: float) -> tuple[float, float]:
    result = run_load(variant.server, variant.plan[:n], seconds=seconds)
    if result["n_unexpected"]:
        raise RuntimeError(f"{variant.n_stored} stored: {result}")
    return result["per_second"], 1000 / max(result["cpu_ms"], 1e-9)


def _table(title: str, sizes: Sequence[int], rounds: list[Round], which: int) -> Table:
    """Absolute numbers for the first size, shares of them for the others."""
    few, *more = sizes
    rows = []
    for n in CONCURRENCIES:
        first = [found[few, n][which] for found in rounds]
        cells = [str(n), spread(first, ".0f")]
        for size in more:
            shares = [100 * found[size, n][which] / found[few, n][which] for found in rounds]
            cells.append(spread(shares, ".0f") + " %")
        rows.append(tuple(cells))
    columns = ("candidates", f"with {few:,} stored", *(f"with {size:,}" for size in more))
    return Table(title, columns, rows, f"Aim: no more than {MAX_FALL_PERCENT} % less.")


def _table_by_turns(title: str, sizes: Sequence[int], by_turns: list[Milliseconds]) -> Table:
    """How long one answer takes, against the first size, block by block."""
    few, *more = by_turns
    cells = [spread(few, ".2f")]
    for one in more:
        shares = [100 * ours / theirs for ours, theirs in zip(one, few, strict=True)]
        cells.append(spread(shares, ".0f") + " %")
    columns = (f"ms with {sizes[0]:,} stored", *(f"with {size:,}" for size in sizes[1:]))
    return Table(f"One answer at a time, by turns, {title}", columns, [tuple(cells)])
