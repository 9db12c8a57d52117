"""Whether candidates wait longer for their answers while briefs are printed beside them.

A hundred candidates answer, at a pace ten times that of people; then they go on while a worker
prints 200 briefs, asked for as batches, as staff do. Round after round by turns. The second row of
a database has them answer without any pause, as fast as the server can: nobody does, but then
whatever the worker takes is taken from them.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, func, select

from hiring.batches import BatchBrief
from hiring.cli.house import prepare
from hiring.db import db
from hiring.demo import furnish as furnish_demo
from tests.benchmarks.batch import ask_for_batch
from tests.benchmarks.databases import POSTGRES, Database, databases
from tests.benchmarks.driving import Plan, Result, browser_plan, run_load
from tests.benchmarks.report import Table, spread
from tests.journeys.candidates import application, furnish
from tests.journeys.servers import SECRET, Place, Server, serve

N_CANDIDATES = 100
N_BRIEFS = 200
PACES = {"with pauses of 2 s": 2.0, "without a pause": 0.0}
SECONDS = 5.0
LONGEST_SECONDS = 300.0
MAX_PERCENT = 20


@dataclass(frozen=True, slots=True)
class Stage:
    """A server with a worker beside it, candidates, and a session to ask for briefs with."""

    server: Server
    plan: Plan
    session: Session


def measure(folder: Path, *, n_rounds: int, database: str | None = None) -> list[Table]:
    """Run all rounds, one database after the other."""
    with databases(database) as found:
        return [_measure(one, folder / one.kind, n_rounds) for one in found]


def _measure(database: Database, folder: Path, n_rounds: int) -> Table:
    with _stage(database, folder) as stage:
        run_load(stage.server, stage.plan, seconds=1.0)
        rows = [
            _row(name, [_round(stage, pause) for _number in range(n_rounds)])
            for name, pause in PACES.items()
        ]
    columns = ("a hundred candidates", "answers/s", "median ms", "p95 ms")
    columns += ("median beside briefs", "p95 beside", "median, times", "p95, times", "briefs/s")
    remark = f"Aim: saving takes at most {MAX_PERCENT} % longer beside {N_BRIEFS} briefs."
    return Table(f"Answers saved beside briefs, {database.title}", columns, rows, remark)


@contextmanager
def _stage(database: Database, folder: Path) -> Iterator[Stage]:
    with ExitStack() as stack:
        place = Place(folder, stack.enter_context(database.new("beside")))
        with application(place) as app:
            prepare(app)
            furnish_demo(db.session, secret=SECRET, now=datetime.now(UTC))
            db.session.commit()
        house = furnish(place, n_candidates=N_CANDIDATES)
        server = serve(place, n_workers=2, with_worker=None)
        stack.callback(server.stop)
        if database.kind == POSTGRES:  # there the worker is a service of its own
            stack.enter_context(_worker(place))
        server.wait()
        plan = [browser_plan(server, house, token, n) for n, token in enumerate(house.tokens)]
        stack.enter_context(application(place))
        yield Stage(server, plan, db.session)


@contextmanager
def _worker(place: Place) -> Iterator[None]:
    command = [sys.executable, "-m", "hiring", "worker"]
    worker = subprocess.Popen(command, env=place.environment)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def _round(stage: Stage, pause_seconds: float) -> tuple[Result, Result, float]:
    """Answers alone, the same beside briefs, and briefs a second meanwhile."""
    alone = run_load(stage.server, stage.plan, seconds=SECONDS, pause_seconds=pause_seconds)
    wanted = 0
    while wanted < N_BRIEFS:
        wanted += ask_for_batch(stage.session)[1]
    begun, n_before = time.perf_counter(), _n_waiting(stage.session)
    beside = run_load(stage.server, stage.plan, seconds=SECONDS, pause_seconds=pause_seconds)
    speed = (n_before - _n_waiting(stage.session)) / (time.perf_counter() - begun)
    if alone["n_unexpected"] or beside["n_unexpected"]:
        raise RuntimeError(f"{alone}, {beside}")
    _let_end(stage.session)
    return alone, beside, speed


def _n_waiting(session: Session) -> int:
    session.rollback()
    query = select(func.count(col(BatchBrief.id))).where(BatchBrief.state == "waiting")
    return int(session.exec(query).one())


def _let_end(session: Session) -> None:
    end = time.perf_counter() + LONGEST_SECONDS
    while _n_waiting(session):
        if time.perf_counter() > end:
            raise TimeoutError("the briefs were not made in time")
        time.sleep(0.2)


def _row(name: str, rounds: list[tuple[Result, Result, float]]) -> tuple[str, ...]:
    def told(which: int, what: str, form: str) -> str:
        return spread([one[which][what] for one in rounds], form)

    def ratio(what: str) -> str:
        pairs: list[tuple[Any, Any]] = [(one[1][what], one[0][what]) for one in rounds]
        return spread([beside / alone for beside, alone in pairs], ".2f")

    return (
        name,
        told(0, "per_second", ".0f"),
        told(0, "p50_ms", ".1f"),
        told(0, "p95_ms", ".1f"),
        told(1, "p50_ms", ".1f"),
        told(1, "p95_ms", ".1f"),
        ratio("p50_ms"),
        ratio("p95_ms"),
        spread([speed for _alone, _beside, speed in rounds], ".0f"),
    )
