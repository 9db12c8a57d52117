"""Answered pages per second with one web process and with two, by turns.

Both serve a house of their own on the same machine, and the load generator takes its share of it.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.databases import Database, databases
from tests.benchmarks.driving import CONCURRENCIES, Plan, browser_plan, run_load
from tests.benchmarks.report import Table, spread
from tests.journeys.candidates import furnish
from tests.journeys.servers import Place, Server, serve

NUMBERS = (1, 2)
COLUMNS = ("candidates at once", "one process, pages/s", "two", "two, times one")


def measure(
    folder: Path, *, n_rounds: int, seconds: float, database: str | None = None
) -> list[Table]:
    """Run all rounds on each database."""
    with databases(database) as found:
        return [_measure(one, folder / one.kind, n_rounds, seconds) for one in found]


def _measure(database: Database, folder: Path, n_rounds: int, seconds: float) -> Table:
    with _servers(database, folder) as servers:
        for server, plan in servers.values():
            run_load(server, plan, seconds=1.0)
        rows = [_row(servers, n, n_rounds, seconds) for n in CONCURRENCIES]
    return Table(f"One web process and two, {database.title}", COLUMNS, rows)


@contextmanager
def _servers(database: Database, folder: Path) -> Iterator[dict[int, tuple[Server, Plan]]]:
    with ExitStack() as stack:
        found = {}
        for number in NUMBERS:
            address = stack.enter_context(database.new(f"processes_{number}"))
            place = Place(folder / str(number), address)
            house = furnish(place, n_candidates=max(CONCURRENCIES))
            server = serve(place, n_workers=number)
            stack.callback(server.stop)
            server.wait()
            plan = [browser_plan(server, house, token, n) for n, token in enumerate(house.tokens)]
            found[number] = server, plan
        yield found


def _row(
    servers: dict[int, tuple[Server, Plan]], n: int, n_rounds: int, seconds: float
) -> tuple[str, ...]:
    rounds = [
        {number: _pages(*servers[number], n, seconds) for number in NUMBERS}
        for _round in range(n_rounds)
    ]
    one, two = ([found[number] for found in rounds] for number in NUMBERS)
    times = [found[2] / found[1] for found in rounds]
    return str(n), spread(one, ".0f"), spread(two, ".0f"), spread(times, ".2f")


def _pages(server: Server, plan: Plan, n: int, seconds: float) -> float:
    result = run_load(server, plan[:n], seconds=seconds)
    if result["n_unexpected"]:
        raise RuntimeError(str(result))
    return float(result["per_second"])
