"""Every row that hangs on a candidate, found by the database's own foreign keys.

A table that is added later is in the pack by itself; where one of its columns points to something
new, gathering fails until somebody has decided what may be said of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, select
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as select_rows

from hiring.accounts import ApiKey, Staff
from hiring.audit import SYSTEM_ACTOR, AuditEntry
from hiring.comparison import find_scored
from hiring.data_pack.telling import HIDDEN, POINTED_TO, told_score
from hiring.feedback.facts import Result, result_of
from hiring.openings.records import Candidate
from hiring.openings.share_links import ShareLink
from hiring.sittings.leaving import COMPARED

ROOT = "candidate"
SAID_DETAILS = ("outcome", "reason_code", "kind", "generation", "seconds")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry of the audit record about the person: what was done, when, by which role."""

    at: datetime
    act: str
    by: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DataPack:
    """What is stored about one person: rows by table, and who did what with them, oldest first.

    ``result`` is what counts now, for sentences; None where there is no number. It is still to come
    where an answer ``is_being_rated``.
    """

    made_at: datetime
    candidate: Candidate
    tables: Mapping[str, tuple[Row, ...]]
    record: tuple[Seen, ...]
    result: Result | None
    is_being_rated: bool


def gather_pack(session: Session, candidate: Candidate, *, now: datetime) -> DataPack:
    """Everything about a candidate. Only reads."""
    raw = _rows(session, candidate.id)
    own = {str(row["id"]) for rows in raw.values() for row in rows if "id" in row}
    tables = {
        name: tuple(_told(session, hanging_tables()[name], row) for row in rows)
        for name, rows in raw.items()
    }
    person = find_scored(session, candidate)
    tables["score"] = tuple(told_score(row, person) for row in tables["score"])
    record = tuple(_record(session, candidate, own))
    result = None if person is None else result_of(person)
    is_being_rated = person is not None and person.score.is_being_rated
    return DataPack(now, candidate, tables, record, result, is_being_rated)


@cache
def hanging_tables() -> dict[str, Table]:
    """The candidate's table and every table that hangs on it, parents before children."""
    found: dict[str, Table] = {}
    for table in SQLModel.metadata.sorted_tables:
        if table.name == ROOT or any(_points_to(column) in found for column in table.columns):
            found[table.name] = table
    return found


def _rows(session: Session, candidate_id: UUID) -> dict[str, list[Row]]:
    """Table → its rows about the person, as stored."""
    found: dict[str, list[Row]] = {}
    for name, table in hanging_tables().items():
        conditions = [table.c.id == candidate_id] if name == ROOT else _parents(table, found)
        query = select(table).where(*conditions).order_by(*table.primary_key.columns)
        found[name] = [dict(row) for row in session.execute(query).mappings()]
    return found


def _parents(table: Table, found: dict[str, list[Row]]) -> list[Any]:
    """That a row hangs on what was found already. A pointer within the same table adds nobody.

    Raises:
        ValueError: Only pointers that may be empty lead to the person: whose the rows are, is then
            not certain, and has to be decided here.
    """
    conditions = [
        column.in_([row["id"] for row in found[parent]])
        for column in table.columns
        if (parent := _points_to(column)) in found and not column.nullable
    ]
    if not conditions:
        raise ValueError(f"say which rows of {table.name} are about a candidate")
    return conditions


def _points_to(column: Column[Any]) -> str:
    """The table that a column points to, or an empty string."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def _told(session: Session, table: Table, row: Row) -> Row:
    return {
        name: _value(session, table.columns[name], value)
        for name, value in row.items()
        if name not in HIDDEN.get(table.name, ())
    }


def _value(session: Session, column: Column[Any], value: Any) -> Any:
    target = _points_to(column)
    if value is None or not target or target in hanging_tables():
        return value
    return POINTED_TO[target](session, value)


def _record(session: Session, candidate: Candidate, own: Iterable[str]) -> list[Seen]:
    """What the audit record says of the person and what is theirs, comparisons included."""
    about = select_rows(AuditEntry).where(col(AuditEntry.object_id).in_(list(own)))
    beside = select_rows(AuditEntry).where(
        AuditEntry.object_id == str(candidate.opening_id), AuditEntry.act == COMPARED
    )
    entries = [
        *session.exec(about),
        *(e for e in session.exec(beside) if str(candidate.id) in e.details.get("candidates", ())),
    ]
    return [
        Seen(one.at, one.act, _actor(session, candidate, one.actor), _said(one))
        for one in sorted(entries, key=lambda one: (one.at, one.number))
    ]


def _said(entry: AuditEntry) -> dict[str, Any]:
    return {name: entry.details[name] for name in SAID_DETAILS if name in entry.details}


def _actor(session: Session, candidate: Candidate, actor: str) -> str:
    if actor in {str(candidate.id), SYSTEM_ACTOR}:
        return "candidate" if actor != SYSTEM_ACTOR else SYSTEM_ACTOR
    if session.get(ShareLink, UUID(actor)) is not None:
        return "manager"
    if session.get(ApiKey, UUID(actor)) is not None:
        return "program"
    staff = session.get(Staff, UUID(actor))
    return "staff" if staff is None else staff.role
