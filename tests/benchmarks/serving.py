"""Answered pages per second against a bare page, a floor and the disk, in rounds that alternate."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.benchmarks.databases import SQLITE, Database, databases
from tests.benchmarks.disk import appends_per_second, commits_per_second
from tests.benchmarks.driving import CONCURRENCIES, Plan, Result, browser_plan, run_load
from tests.benchmarks.report import Table
from tests.benchmarks.serving_tables import tables
from tests.journeys.candidates import House, furnish
from tests.journeys.servers import Place, Server, clean_environment, free_port, serve

TYPICAL_POSITION = 5
GRANIAN = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--no-ws")


@dataclass(frozen=True, slots=True)
class Stage:
    """The servers under test, all started, one of them busy at a time; and what browsers send."""

    servers: dict[str, Server]
    plans: dict[str, Plan]
    folder: Path


def measure(
    folder: Path, *, n_rounds: int, seconds: float, database: str | None = None
) -> list[Table]:
    """Run all rounds on each database and sum them up as ratios with absolute numbers beside."""
    with databases(database) as found:
        return [
            table
            for one in found
            for table in _measure(one, folder / one.kind, n_rounds=n_rounds, seconds=seconds)
        ]


def _measure(database: Database, folder: Path, *, n_rounds: int, seconds: float) -> list[Table]:
    folder.mkdir()
    with _stage(database, folder) as stage:
        for name, server in stage.servers.items():
            run_load(server, stage.plans[name], seconds=1.0)
        rounds = [_round(stage, seconds) for _ in range(n_rounds)]
    return tables(database.title, rounds)


@contextmanager
def _stage(database: Database, folder: Path) -> Iterator[Stage]:
    with ExitStack() as stack:
        address = stack.enter_context(database.new("ours"))
        house = furnish(Place(folder / "ours", address), n_candidates=max(CONCURRENCIES))
        candidates = _plans(house, folder / "page.gz")
        servers = {}
        for name, command in _commands(database).items():
            copied = ""
            if name in ("core", "bare"):
                target = folder / f"{name}.sqlite"
                copied = stack.enter_context(database.copy(house.place.folder, address, target))
            servers[name] = _start(command, copied, folder / "page.gz")
            stack.callback(servers[name].stop)
            servers[name].wait("/")
        servers["ours"] = serve(house.place, n_workers=2, with_worker=None)
        stack.callback(servers["ours"].stop)
        servers["ours"].wait()
        yield Stage(servers, _plans_by_server(servers, candidates), folder)


def _plans(house: House, page: Path) -> Plan:
    """What every candidate will send, and a typical page in a file. The server is stopped again."""
    ours = serve(house.place, n_workers=2, with_worker=None)
    try:
        ours.wait()
        candidates = [browser_plan(ours, house, token, n) for n, token in enumerate(house.tokens)]
        page.write_bytes(_page_bytes(ours, candidates[0]["requests"][0]))
    finally:
        ours.stop()
    return candidates


def _plans_by_server(servers: dict[str, Server], candidates: Plan) -> dict[str, Plan]:
    """Every server has candidates of its own, since each remembers how far they are."""
    plain = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    simple = [{"requests": [plain], "expected": [200], "at": [0, 0]} for _ in candidates]
    return {
        name: [dict(one) for one in (simple if name in ("hello", "ceiling") else candidates)]
        for name in servers
    }


def _commands(database: Database) -> dict[str, list[str]]:
    """Bare hello under gunicorn with two sync workers; constant and floors under our server."""
    python = [sys.executable, "-m"]
    granian = [*python, "granian", *GRANIAN, "--log-level", "warning", "--port", "PORT"]
    gunicorn = [*python, "gunicorn", "-w", "2", "-b", "127.0.0.1:PORT"]
    bare = {"bare": [*granian, "--factory", "tests.benchmarks.floor:make_bare_app"]}
    return {
        "ceiling": [*granian, "tests.benchmarks.ceiling:app"],
        "hello": [*gunicorn, "tests.benchmarks.hello:app"],
        **(bare if database.kind == SQLITE else {}),
        "core": [*granian, "--factory", "tests.benchmarks.floor:make_core_app"],
    }


def _start(command: list[str], database: str, page: Path) -> Server:
    port = free_port()
    environment = clean_environment() | {"FLOOR_DATABASE": database, "FLOOR_PAGE": str(page)}
    return Server([part.replace("PORT", str(port)) for part in command], port, environment)


def _page_bytes(server: Server, request: str) -> bytes:
    """A typical page as it goes over the wire, compressed."""
    head = request.split("\r\n\r\n", maxsplit=1)[0].split("\r\n")
    headers = dict(line.split(": ", 1) for line in head[1:])
    kept = {name: headers[name] for name in ("Cookie", "Accept-Encoding", "Accept-Language")}
    address = f"{server.url}/assessment/{TYPICAL_POSITION + 2}"
    with httpx.stream("GET", address, headers=kept, trust_env=False) as answer:
        return b"".join(answer.iter_raw())


def _round(stage: Stage, seconds: float) -> dict[tuple[str, int], Result]:
    """Every server at every concurrency once, and the disk."""
    results: dict[tuple[str, int], Result] = {}
    for n in CONCURRENCIES:
        for name, server in stage.servers.items():
            results[name, n] = run_load(server, stage.plans[name][:n], seconds=seconds)
            if results[name, n]["n_unexpected"]:
                raise RuntimeError(f"{name}: {results[name, n]}")
    results["commit", 1] = {"per_second": commits_per_second(stage.folder)}
    results["append", 1] = {"per_second": appends_per_second(stage.folder)}
    return results
