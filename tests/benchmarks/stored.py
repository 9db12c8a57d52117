"""Whether answering slows down as sittings pile up: the same load before and behind many of them.

One server for each number of stored sittings, on SQLite and on PostgreSQL, one of them busy at a
time, in rounds that alternate. Every stored sitting is whole: person, link, cookie, sitting and an
answer to each scenario of the form.
"""

import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from sqlalchemy import text

from hiring.db import db
from tests import stores
from tests.benchmarks.report import Table, spread
from tests.benchmarks.serving import Plan, browser_plan, run_load
from tests.journeys.candidates import House, application, choose, furnish
from tests.journeys.servers import Place, Server, serve

SIZES = (100, 10_000, 200_000)
CONCURRENCIES = (8, 32, 64)
N_PER_BATCH = 2_000
MAX_FALL_PERCENT = 10

TERMS = "SELECT opening_id, id, bank_version_id, key_version_id, form_id FROM administration"

Row: TypeAlias = tuple[Any, ...]

COLUMNS = {
    "candidate": "id, opening_id, code, name, is_simulated, is_adjusted, has_rated, added_at",
    "invitation": "id, candidate_id, generation, token_hash, expires_at",
    "candidate_access": "id, candidate_id, generation, token_hash, opened_at",
    "sitting": "id, candidate_id, administration_id, bank_version_id, key_version_id, form_id,"
    " language, option_seed, attempt, is_simulated, started_at, answered_at, submitted_at, receipt,"
    " closed_by",
    "answer": "sitting_id, item, revision, state, value, answered_at, shown_at, active_seconds,"
    " is_in_grace, is_from_draft",
}


@dataclass(frozen=True, slots=True)
class Variant:
    """A server with so many stored sittings, and what browsers send to it."""

    database: str
    n_stored: int
    server: Server
    plan: Plan


def measure(folder: Path, *, n_rounds: int, seconds: float) -> list[Table]:
    """Run all rounds on both databases."""
    with ExitStack() as stack:
        address = stack.enter_context(stores.postgres_server())
        tables = [_measure(folder, "SQLite", "", n_rounds, seconds)]
        if address is not None:
            tables.append(_measure(folder, "PostgreSQL", address, n_rounds, seconds))
    return tables


def _measure(folder: Path, name: str, server: str, n_rounds: int, seconds: float) -> Table:
    with ExitStack() as stack:
        variants = [stack.enter_context(_variant(folder, name, server, n)) for n in SIZES]
        rounds = [_round(variants, seconds) for _ in range(n_rounds)]
    return _table(name, rounds)


@contextmanager
def _variant(folder: Path, name: str, server: str, n_stored: int) -> Iterator[Variant]:
    with ExitStack() as stack:
        database = ""
        if server:
            database = stack.enter_context(stores.new_database(server, f"hiring_stored_{n_stored}"))
        place = Place(folder / f"{name}-{n_stored}", database)
        house = furnish(place, n_candidates=max(CONCURRENCIES))
        fill(house, n_stored)
        ours = serve(place, n_workers=2, with_worker=None)
        stack.callback(ours.stop)
        ours.wait()
        plan = [browser_plan(ours, house, token, n) for n, token in enumerate(house.tokens)]
        yield Variant(name, n_stored, ours, plan)


def fill(house: House, n_sittings: int) -> None:
    """Store so many whole sittings, past all forms and checks."""
    with application(house.place):
        facts = _facts()
        url = db.engine.url
        db.session.rollback()
        db.engine.dispose()
    people = _people(house, facts, n_sittings)
    while batch := list(islice(people, N_PER_BATCH)):
        rows = {table: [row for one in batch for row in one[table]] for table in COLUMNS}
        if house.place.database_url:
            _copy(str(url.set(drivername="postgresql").render_as_string(False)), rows)
        else:
            _insert(Path(str(url.database)), rows)


def _facts() -> dict[str, Any]:
    """What the rows of a sitting have in common: ids as the database writes them."""
    row = db.session.execute(text(TERMS)).one()
    return dict(zip(("opening", "administration", "bank", "key", "form"), row, strict=True))


def _people(house: House, facts: dict[str, Any], n_sittings: int) -> Iterator[dict[str, list[Row]]]:
    rng = random.Random(5)  # noqa: S311 - filling, not secrets
    is_sqlite = not house.place.database_url
    start = datetime(2026, 1, 5, 9, 0, tzinfo=UTC).replace(tzinfo=None)
    templates = [
        (page.item_ref, [json.dumps(choose(page.item, rng)[1]) for _ in range(50)])
        for page in house.pages
    ]
    for number in range(n_sittings):
        yield _person(number, facts, start + timedelta(seconds=number), templates, rng, is_sqlite)


def _person(
    number: int,
    facts: dict[str, Any],
    at: datetime,
    templates: list[tuple[str, list[str]]],
    rng: random.Random,
    is_sqlite: bool,
) -> dict[str, list[Row]]:
    def name(one: UUID) -> str:
        return one.hex if is_sqlite else str(one)

    person, sitting = name(uuid4()), name(uuid4())
    when = at.isoformat(" ", "microseconds")
    mark = f"{number:064x}"
    terms = (facts["administration"], facts["bank"], facts["key"], facts["form"])
    return {
        "candidate": [
            (person, facts["opening"], f"S-{number}", "Stored", True, False, False, when)
        ],
        "invitation": [(name(uuid4()), person, 1, mark, when)],
        "candidate_access": [(name(uuid4()), person, 1, mark, when)],
        "sitting": [
            (
                *(sitting, person, *terms, "en", rng.getrandbits(31), 1, True),
                *(when, when, when, f"S{number}", "candidate"),
            )
        ],
        "answer": [
            (sitting, item, 1, "answered", rng.choice(values), when, when, 9.5, False, False)
            for item, values in templates
        ],
    }


def _insert(path: Path, rows: dict[str, list[Row]]) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    for table, columns in COLUMNS.items():
        marks = ", ".join("?" * len(columns.split(",")))
        connection.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - our own names
            rows[table],
        )
    connection.commit()
    connection.close()


def _copy(address: str, rows: dict[str, list[Row]]) -> None:
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is measured

    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        for table, columns in COLUMNS.items():
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows[table]:
                    copy.write_row(row)


def _round(variants: Iterable[Variant], seconds: float) -> dict[tuple[int, int], float]:
    """Pages per second of every size at every concurrency, once."""
    found = {}
    for n in CONCURRENCIES:
        for variant in variants:
            result = run_load(variant.server, variant.plan[:n], seconds=seconds)
            if result["n_unexpected"]:
                raise RuntimeError(f"{variant.database} {variant.n_stored}: {result}")
            found[variant.n_stored, n] = result["per_second"]
    return found


def _table(name: str, rounds: list[dict[tuple[int, int], float]]) -> Table:
    rows = []
    for n in CONCURRENCIES:
        few = [found[SIZES[0], n] for found in rounds]
        cells = [str(n), spread(few, ".0f")]
        for size in SIZES[1:]:
            many = [found[size, n] for found in rounds]
            cells.append(
                spread([100 * m / f for m, f in zip(many, few, strict=True)], ".0f") + " %"
            )
        rows.append(tuple(cells))
    columns = ("candidates", f"pages/s with {SIZES[0]} stored", *(f"with {n:,}" for n in SIZES[1:]))
    return Table(
        f"Answered pages behind stored sittings, {name}",
        columns,
        rows,
        f"Aim: no more than {MAX_FALL_PERCENT} % less.",
    )
