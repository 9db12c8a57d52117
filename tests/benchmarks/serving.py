"""Answered pages per second against a bare page, a floor and the disk, in rounds that alternate."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, TypeAlias
from urllib.parse import urlencode

import httpx

from tests.benchmarks.load import PASS_MARK
from tests.benchmarks.report import Table, spread
from tests.journeys.candidates import Browser, House, choose, furnish
from tests.journeys.servers import (
    ROOT,
    Place,
    Server,
    clean_environment,
    free_port,
    group_cpu_seconds,
    serve,
)

CONCURRENCIES = (8, 32, 64)
WARM_UP_SECONDS = 0.5
N_DISK_WRITES = 1_500
TYPICAL_POSITION = 5
FLOORS = ("bare", "core")
GRANIAN = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--no-ws")

Plan: TypeAlias = list[dict[str, Any]]
Result: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """The servers under test, all started, one of them busy at a time; and what browsers send."""

    hello: Server
    ceiling: Server
    bare: Server
    core: Server
    ours: Server
    candidates: dict[str, Plan]
    folder: Path


def measure(folder: Path, *, n_rounds: int, seconds: float) -> list[Table]:
    """Run all rounds and sum them up as ratios with absolute numbers beside."""
    with _stage(folder) as stage:
        _warm_up(stage)
        rounds = [_round(stage, seconds) for _ in range(n_rounds)]
    return [
        _pages_table(rounds),
        _processor_table(rounds),
        _disk_table(rounds),
        _generator_table(rounds),
    ]


@contextmanager
def _stage(folder: Path) -> Iterator[Stage]:
    house = furnish(Place(folder / "ours"), n_candidates=max(CONCURRENCIES))
    with ExitStack() as stack:
        ours = serve(house.place, n_workers=2, with_worker=None)
        stack.callback(ours.stop)
        ours.wait()
        candidates = [browser_plan(ours, house, token, n) for n, token in enumerate(house.tokens)]
        (folder / "page.gz").write_bytes(_page_bytes(ours, candidates[0]))
        for name in FLOORS:
            _copy(folder / "ours" / "hiring.sqlite", folder / f"{name}.sqlite")
        others = [_start(name, command, folder) for name, command in _commands().items()]
        for server in others:
            stack.callback(server.stop)
            server.wait("/")
        plans = {name: [dict(one) for one in candidates] for name in (*FLOORS, "ours")}
        yield Stage(*others, ours, plans, folder)


def _commands() -> dict[str, list[str]]:
    """Bare hello under gunicorn with two sync workers; constant and floors under our server."""
    python = [sys.executable, "-m"]
    granian = [*python, "granian", *GRANIAN, "--log-level", "warning", "--port", "PORT"]
    gunicorn = [*python, "gunicorn", "-w", "2", "-b", "127.0.0.1:PORT"]
    return {
        "hello": [*gunicorn, "tests.benchmarks.hello:app"],
        "ceiling": [*granian, "tests.benchmarks.ceiling:app"],
        "bare": [*granian, "--factory", "tests.benchmarks.floor:make_bare_app"],
        "core": [*granian, "--factory", "tests.benchmarks.floor:make_core_app"],
    }


def _start(name: str, command: list[str], folder: Path) -> Server:
    port = free_port()
    environment = clean_environment() | {
        "FLOOR_DATABASE": str(folder / f"{name}.sqlite"),
        "FLOOR_PAGE": str(folder / "page.gz"),
    }
    return Server([part.replace("PORT", str(port)) for part in command], port, environment)


def browser_plan(server: Server, house: House, token: str, number: int) -> dict[str, Any]:
    """One candidate past the start, and all that this candidate will send, pass after pass."""
    browser = Browser(server.url)
    browser.open_sitting(token)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
    rng = Random(number)  # noqa: S311 - choices, not secrets
    requests = []
    for page in house.pages[:-1]:
        browser.get(f"/assessment/{page.position}")
        fields, _value = choose(page.item, rng)
        form = {"page": browser.hidden["page"], "active": "3.2", **fields}
        body = urlencode(form, doseq=True).encode() + b"&revision=" + PASS_MARK
        requests.append(_request(page.position, cookies, body))
    browser.client.close()
    return {"requests": requests, "expected": [200] * len(requests), "at": [0, 0]}


def _request(position: int, cookies: str, body: bytes) -> str:
    """A whole request as text, one character a byte: an answer that asks for the next page."""
    lines = [
        f"POST /assessment/{position} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: {cookies}",
        "Accept-Encoding: gzip",
        "Accept-Language: en-GB,en;q=0.9",
        "Hiring-Answer: next",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(lines) + "\r\n\r\n" + body.decode("latin-1")


def _page_bytes(server: Server, candidate: dict[str, Any]) -> bytes:
    """A typical page as it goes over the wire, compressed."""
    head = candidate["requests"][0].split("\r\n\r\n")[0].split("\r\n")
    headers = dict(line.split(": ", 1) for line in head[1:])
    kept = {name: headers[name] for name in ("Cookie", "Accept-Encoding", "Accept-Language")}
    address = f"{server.url}/assessment/{TYPICAL_POSITION + 2}"
    with httpx.stream("GET", address, headers=kept, trust_env=False) as answer:
        return b"".join(answer.iter_raw())


def _copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()


def _warm_up(stage: Stage) -> None:
    for server, plan in _variants(stage).values():
        run_load(server, plan, seconds=1.0)


def _variants(stage: Stage) -> dict[str, tuple[Server, Plan]]:
    plain = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    n = max(CONCURRENCIES)
    simple: Plan = [{"requests": [plain], "expected": [200], "at": [0, 0]} for _ in range(n)]
    return {
        "ceiling": (stage.ceiling, simple),
        "hello": (stage.hello, simple),
        "bare": (stage.bare, stage.candidates["bare"]),
        "core": (stage.core, stage.candidates["core"]),
        "ours": (stage.ours, stage.candidates["ours"]),
    }


def _round(stage: Stage, seconds: float) -> dict[tuple[str, int], Result]:
    """Every server at every concurrency once, and the disk."""
    results: dict[tuple[str, int], Result] = {}
    for n in CONCURRENCIES:
        for name, (server, plan) in _variants(stage).items():
            results[name, n] = run_load(server, plan[:n], seconds=seconds)
            if results[name, n]["n_unexpected"]:
                raise RuntimeError(f"{name}: {results[name, n]}")
    results["commit", 1] = {"per_second": _commits_per_second(stage.folder)}
    results["append", 1] = {"per_second": _appends_per_second(stage.folder)}
    return results


def run_load(server: Server, plan: Plan, *, seconds: float) -> Result:
    """Let the load generator run and note where every browser stands afterwards."""
    asked = {
        "port": server.port,
        "browsers": plan,
        "warm_up_seconds": WARM_UP_SECONDS,
        "seconds": seconds,
    }
    before = group_cpu_seconds(server.process.pid)
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=json.dumps(asked).encode(),
        cwd=ROOT,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        check=True,
    )
    result: Result = json.loads(done.stdout)
    used = group_cpu_seconds(server.process.pid) - before
    result["cpu_ms"] = 1000 * used / result["n_in_all"]
    for browser, at in zip(plan, result["at"], strict=True):
        browser["at"] = at
    return result


def _commits_per_second(folder: Path) -> float:
    """SQLite, write-ahead log, full synchronisation, one writer, one small row a commit."""
    connection = sqlite3.connect(folder / "raw.sqlite")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS row (n INTEGER, text TEXT)")
    before = time.perf_counter()
    for n in range(N_DISK_WRITES):
        connection.execute("INSERT INTO row VALUES (?, ?)", (n, "x" * 100))
        connection.commit()
    elapsed = time.perf_counter() - before
    connection.close()
    return N_DISK_WRITES / elapsed


def _appends_per_second(folder: Path) -> float:
    """4 kB appended and synchronised, again and again."""
    block = b"x" * 4096
    with (folder / "raw.log").open("ab", buffering=0) as file:
        before = time.perf_counter()
        for _ in range(N_DISK_WRITES):
            file.write(block)
            os.fdatasync(file.fileno())
        return N_DISK_WRITES / (time.perf_counter() - before)


Rounds: TypeAlias = list[dict[tuple[str, int], Result]]


def _per_second(rounds: Rounds, name: str, n: int) -> list[float]:
    """Answers per second in each round; an answer and the next page are one request."""
    return [found[name, n]["per_second"] for found in rounds]


def _ratios(above: list[float], below: list[float], factor: float = 1.0) -> list[float]:
    return [factor * a / b for a, b in zip(above, below, strict=True)]


def _pages_table(rounds: Rounds) -> Table:
    rows = []
    for n in CONCURRENCIES:
        ours, bare, core, hello = (
            _per_second(rounds, name, n) for name in ("ours", "bare", "core", "hello")
        )
        late = median(found["ours", n]["p99_ms"] for found in rounds)
        rows.append(
            (
                str(n),
                spread(_ratios(ours, hello, 1000), ".0f"),
                spread(_ratios(ours, core, 100), ".0f") + " %",
                spread(_ratios(ours, bare, 100), ".0f") + " %",
                *(f"{median(found):.0f}" for found in (ours, core, bare, hello)),
                f"{late:.0f}",
            )
        )
    columns = ("candidates", "per 1,000 hello", "of the Core floor", "of the sqlite3 floor")
    absolute = ("ours/s", "Core/s", "sqlite3/s", "hello/s", "p99 ms")
    return Table(
        "Answered pages (answer committed, next page received: 1 request)",
        (*columns, *absolute),
        rows,
        "Aims: at least 100 per 1,000 hello requests, at least 60 % of the floor.",
    )


def _processor_table(rounds: Rounds) -> Table:
    """Processor time is what other work on the machine disturbs least."""
    rows = []
    for n in CONCURRENCIES:
        ours, core, bare = (
            [found[name, n]["cpu_ms"] for found in rounds] for name in ("ours", "core", "bare")
        )
        hello = [found["hello", n]["cpu_ms"] for found in rounds]
        rows.append(
            (
                str(n),
                spread(_ratios(hello, ours, 1000), ".0f"),
                spread(_ratios(core, ours, 100), ".0f") + " %",
                spread(_ratios(bare, ours, 100), ".0f") + " %",
                *(f"{median(found):.2f}" for found in (ours, core, bare, hello)),
            )
        )
    columns = ("candidates", "per 1,000 hello", "of the Core floor", "of the sqlite3 floor")
    return Table(
        "The same by processor time of the server's processes: ms per page, ms per hello",
        (*columns, "ours", "Core", "sqlite3", "hello"),
        rows,
    )


def _disk_table(rounds: Rounds) -> Table:
    ours = _per_second(rounds, "ours", 32)
    rows = []
    for name, words in (("commit", "SQLite commits, WAL, FULL"), ("append", "4 kB + fdatasync")):
        raw = [found[name, 1]["per_second"] for found in rounds]
        rows.append((words, f"{median(raw):.0f}", spread(_ratios(ours, raw, 1000), ".0f")))
    return Table(
        "The same disk, one writer and nothing else",
        ("what", "per second", "answered pages per 1,000"),
        rows,
        "Answered pages with 32 candidates, each of which waits for one commit.",
    )


def _generator_table(rounds: Rounds) -> Table:
    rows = []
    for n in CONCURRENCIES:
        ceiling = median(_per_second(rounds, "ceiling", n))
        needed = median(_per_second(rounds, "ours", n))
        own = 100 * median(found["ours", n]["own_cpu_share"] for found in rounds)
        rows.append((str(n), f"{ceiling:.0f}", f"{needed:.0f}", f"{own:.0f} %"))
    return Table(
        "The load generator itself, against a constant answer of the same server",
        ("candidates", "its ceiling, requests/s", "it had to send/s", "of a core it used"),
        rows,
        "It shares the cores with the server; a machine of its own would show more pages.",
    )
