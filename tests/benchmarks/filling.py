"""A database full of sittings, written past all forms and checks by the database itself.

Every sitting is whole: person, link, cookie, sitting, and an answer to each scenario of the form
with the draft that its page left behind. Only a few answers are made here; the database multiplies
them, sitting after sitting, which takes seconds where rows sent one by one took minutes.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
    cast,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlmodel import col

from hiring.db import Json, UtcDateTime, db
from hiring.openings.records import Administration, Candidate, Invitation
from hiring.rehearsal.choosing import choose
from hiring.sittings.drafts import Draft
from hiring.sittings.records import Answer, CandidateAccess, Sitting
from tests.journeys.candidates import House, application

N_VARIANTS = 50
PAGE_ID = "000000000000"
STARTED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
EXPIRES = STARTED + timedelta(days=9)

_VARIANTS = Table(
    "filling_variant",
    MetaData(),
    Column("item", String),
    Column("variant", Integer),
    Column("value", Json),
    prefixes=["TEMPORARY"],
)


def fill(house: House, n_sittings: int) -> None:
    """Store so many sittings beside those that there are, and let the database look at them."""
    with application(house.place):
        with db.engine.begin() as connection:
            _hurry(connection)
            _people(connection, n_sittings)
            _answers(connection, house)
        settle()


def _hurry(connection: Connection) -> None:
    """Leave out what would only check our own rows, as far as we may."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA synchronous=OFF")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    elif connection.exec_driver_sql("SELECT current_setting('is_superuser')").scalar() == "on":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")


def _people(connection: Connection, n_sittings: int) -> None:
    terms = connection.execute(select(Administration.__table__)).one()
    mark = literal("S-") + cast(_numbers(n_sittings).c.n, String)
    facts = {"opening_id": _same(terms.opening_id), "code": mark, "name": _same("Stored")}
    _multiply(connection, Candidate, facts | {"is_simulated": _same(True), "added_at": _at()})
    link = {"candidate_id": col(Candidate.id), "generation": _same(1)}
    link["token_hash"] = col(Candidate.code)
    _multiply(connection, Invitation, link | {"expires_at": _same(EXPIRES, UtcDateTime())})
    _multiply(connection, CandidateAccess, link | {"opened_at": _at()})
    _multiply(connection, Sitting, _sitting(terms))


def _sitting(terms: Any) -> dict[str, Any]:
    return {
        "candidate_id": col(Candidate.id),
        "administration_id": _same(terms.id),
        "bank_version_id": _same(terms.bank_version_id),
        "key_version_id": _same(terms.key_version_id),
        "form_id": _same(terms.form_id),
        "language": _same("en"),
        "option_seed": cast(func.substr(col(Candidate.code), 3), Integer),
        "is_simulated": _same(True),
        **{name: _at() for name in ("started_at", "answered_at", "submitted_at")},
        "receipt": col(Candidate.code),
        "closed_by": _same("candidate"),
    }


def _answers(connection: Connection, house: House) -> None:
    """An answer and a draft for each scenario, in the order of the primary key."""
    rng = random.Random(5)  # noqa: S311 - filling, not secrets
    _VARIANTS.create(connection)
    rows = [
        {"item": page.item_ref, "variant": n, "value": choose(page.item, rng)[1]}
        for page in house.pages
        for n in range(N_VARIANTS)
    ]
    connection.execute(insert(_VARIANTS), rows)
    item, value = _VARIANTS.c.item, _VARIANTS.c.value
    common = {"sitting_id": col(Sitting.id), "item": item, "value": value, "shown_at": _at()}
    common["active_seconds"] = _same(9.5)
    answer = {"revision": _same(1), "state": _same("answered"), "answered_at": _at()}
    _multiply(connection, Answer, common | answer)
    draft = {"page_id": _same(PAGE_ID), "number": _same(4), "revision": _same(0), "fields": value}
    _multiply(connection, Draft, common | draft | {"received_at": _at()})


def _multiply(connection: Connection, table: Any, facts: dict[str, Any]) -> None:
    """One row of a table for each stored person, or for each of their scenarios."""
    if "id" in table.__table__.c:
        facts = {"id": _new_id(connection), **facts}
    found = select(*facts.values())
    stored = col(Candidate.code).like("S-%")
    if table in (Invitation, CandidateAccess, Sitting):
        found = found.where(stored)
    if table in (Answer, Draft):
        variant = col(Sitting.option_seed) % N_VARIANTS == _VARIANTS.c.variant
        found = found.select_from(Sitting).join(_VARIANTS, variant)
        found = found.where(col(Sitting.receipt).like("S-%"))
        found = found.order_by(col(Sitting.id), _VARIANTS.c.item)
    connection.execute(insert(table.__table__).from_select(list(facts), found))


def _new_id(connection: Connection) -> Any:
    """An identity that the database draws, as this one writes it."""
    if connection.dialect.name == "sqlite":
        return func.lower(func.hex(func.randomblob(16)))
    return func.gen_random_uuid()


def _numbers(n: int) -> Any:
    """The numbers from 1, as a table."""
    first = select(literal(1).label("n")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.n + 1).where(first.c.n < n))


def _same(value: Any, kind: Any = None) -> Any:
    """A value that is the same in all rows."""
    return literal(value, Uuid() if isinstance(value, UUID) else kind)


def _at() -> Any:
    return _same(STARTED, UtcDateTime())


def settle() -> None:
    """What a living database does by itself: so many rows do not come in one second."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("ANALYZE"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        else:
            connection.execute(text("VACUUM ANALYZE"))
