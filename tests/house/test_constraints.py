"""Every named constraint has a row that the database refuses because of it.

The table below is checked against the tables themselves: a new constraint without a case fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, insert, null, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import Insert, Update
from sqlmodel import SQLModel

from hiring import web  # noqa: F401 - registers every table
from tests.builders import NOW

TABLES = SQLModel.metadata.tables
NOBODY = UUID(int=1)
DIGEST = "d" * 64


@dataclass(frozen=True, slots=True)
class Rows:
    """A good row of every table, by table name, each pointing to the others by its id."""

    facts: dict[str, dict[str, Any]]

    def other(self, table: str, **changes: Any) -> dict[str, Any]:
        """A second good row of a table: unique values differ, everything else is as it was."""
        fresh = {"id": uuid4()} if "id" in TABLES[table].c else {}
        return self.facts[table] | fresh | UNIQUE_VALUES.get(table, dict)() | changes


UNIQUE_VALUES: dict[str, Callable[[], dict[str, Any]]] = {
    "answer": lambda: {"revision": 2},
    "audit_entry": lambda: {"number": 2},
    "administration": lambda: {"opening_id": NOBODY},
    "bank_text": lambda: {"language": "de"},
    "bank_version": lambda: {"version": "2.0.0"},
    "candidate": lambda: {"code": "C-2", "email": "two@example.org"},
    "candidate_access": lambda: {"token_hash": "2"},
    "invitation": lambda: {"candidate_id": NOBODY, "token_hash": "2"},
    "job": lambda: {"unique_key": "two"},
    "key_version": lambda: {"key_version": "2"},
    "membership": lambda: {"staff_id": NOBODY},
    "score": lambda: {"code": "2"},
    "sitting": lambda: {"attempt": 2, "receipt": "2"},
    "staff": lambda: {"email": "two@example.org"},
    "staff_session": lambda: {"token_hash": "2"},
    "throttle_count": lambda: {"key": "two"},
}


@pytest.fixture
def rows(session):
    """One good row in every table."""
    ids = {name: uuid4() for name in TABLES}
    facts = _good_rows(ids)
    for table in SQLModel.metadata.sorted_tables:
        own = {"id": ids[table.name]} if "id" in table.c else {}
        session.execute(insert(table).values(own | facts[table.name]))
        facts[table.name] = own | facts[table.name]
    session.commit()
    return Rows(facts)


def _good_rows(ids: dict[str, UUID]) -> dict[str, dict[str, Any]]:
    published = {"document": {}, "published_at": NOW}
    return {
        "audit_entry": {
            "chain": "house",
            "number": 1,
            "at": NOW,
            "actor": "a",
            "act": "b",
            "object_id": "c",
            "details": {},
            "previous_digest": DIGEST,
            "digest": DIGEST,
        },
        "bank_version": {
            "bank": "small-bank",
            "version": "1.0.0",
            "title": "Small",
            "language": "en",
            "content_digest": DIGEST,
            **published,
        },
        "key_version": {
            "bank_version_id": ids["bank_version"],
            "key_version": "1",
            "origin": "theory",
            "status": "provisional",
            "is_public": True,
            "scoring_digest": DIGEST,
            **published,
        },
        "bank_text": {
            "bank_version_id": ids["bank_version"],
            "kind": "guide",
            "language": "en",
            "digest": DIGEST,
            **published,
        },
        "job": {
            "task": "score_sitting",
            "arguments": {},
            "unique_key": "one",
            "state": "queued",
            "attempts": 0,
            "due_at": NOW,
            "created_at": NOW,
        },
        "staff": {
            "email": "one@example.org",
            "name": "One",
            "role": "owner",
            "password_hash": "x",
            "is_active": True,
            "added_at": NOW,
        },
        "staff_session": {
            "staff_id": ids["staff"],
            "token_hash": "1",
            "started_at": NOW,
            "seen_at": NOW,
        },
        "throttle_count": {"key": "one", "count": 1, "expires_at_seconds": 1.0},
        "opening": {
            "title": "Support",
            "language": "en",
            "paper": "A4",
            "is_simulated": False,
            "created_by_id": ids["staff"],
            "created_at": NOW,
            "decide_by": NOW,
        },
        "membership": {"opening_id": ids["opening"], "staff_id": ids["staff"]},
        "administration": {
            "opening_id": ids["opening"],
            "bank_version_id": ids["bank_version"],
            "key_version_id": ids["key_version"],
            "form_id": "standard",
            "acknowledged_by_id": ids["staff"],
            "acknowledged_at": NOW,
        },
        "candidate": {
            "opening_id": ids["opening"],
            "code": "C-1",
            "name": "Ada",
            "email": "ada@example.org",
            "is_simulated": False,
            "added_at": NOW,
        },
        "invitation": {
            "candidate_id": ids["candidate"],
            "generation": 1,
            "token_hash": "1",
            "expires_at": NOW,
        },
        "candidate_access": {
            "candidate_id": ids["candidate"],
            "generation": 1,
            "token_hash": "1",
            "opened_at": NOW,
        },
        "decision": {
            "candidate_id": ids["candidate"],
            "staff_id": ids["staff"],
            "outcome": "hold",
            "reason_code": "other",
            "reason": "ten letters",
            "considered": "ten letters",
            "viewed_at": NOW,
            "decided_at": NOW,
        },
        "sitting": {
            "candidate_id": ids["candidate"],
            "administration_id": ids["administration"],
            "bank_version_id": ids["bank_version"],
            "key_version_id": ids["key_version"],
            "form_id": "standard",
            "language": "en",
            "option_seed": 1,
            "attempt": 1,
            "is_simulated": False,
            "started_at": NOW,
            "submitted_at": NOW,
            "receipt": "1",
        },
        "answer": {
            "sitting_id": ids["sitting"],
            "item": "a/b",
            "revision": 1,
            "state": "answered",
            "value": "a",
            "answered_at": NOW,
        },
        "precision_snapshot": {
            "key_version_id": ids["key_version"],
            "form_id": "standard",
            "is_simulated": False,
            "rung": "planned",
            "n": 1,
            "n_scored": 1,
            "sd": 10.0,
            "r": 0.65,
            "sem": 5.9,
            "reportable": [],
            "digest": DIGEST,
            "made_at": NOW,
        },
        "score": {
            "sitting_id": ids["sitting"],
            "key_version_id": ids["key_version"],
            "snapshot_id": ids["precision_snapshot"],
            "total": 50.0,
            "n_answered": 6,
            "n_scenarios": 6,
            "document": "{}",
            "digest": DIGEST,
            "code": "1",
            "package_version": "0",
            "scored_at": NOW,
        },
    }


BEFORE = NOW - timedelta(seconds=1)

# Constraint → what is wrong with an otherwise good row.
CHECKS: dict[str, list[dict[str, Any]]] = {
    "ck_administration_acknowledgement_is_whole": [
        {"acknowledged_by_id": None},
        {"acknowledged_at": None},
    ],
    "ck_answer_answered_has_value": [
        {"state": "answered", "value": None},
        {"state": "skipped", "value": "a"},
        {"state": "void", "value": "a"},
    ],
    "ck_answer_revision_counts_from_one": [{"revision": 0}],
    "ck_answer_state_is_known": [{"state": "not_reached", "value": None}],
    "ck_bank_text_kind_is_known": [{"kind": "poem"}],
    "ck_decision_more_than_the_score": [{"considered": "the score"}],
    "ck_decision_outcome_is_known": [{"outcome": "reject"}],
    "ck_decision_reason_is_given": [{"reason": ""}, {"reason": "because ."}],
    "ck_decision_viewed_before_deciding": [{"decided_at": BEFORE}],
    "ck_invitation_generation_counts_from_one": [{"generation": 0}],
    "ck_job_only_running_has_lease": [
        {"state": "running"},
        {"lease_until": NOW},
        {"state": "done", "lease_until": NOW},
    ],
    "ck_job_state_is_known": [{"state": "lost"}],
    "ck_key_version_status_is_known": [{"status": "good"}],
    "ck_opening_paper_is_known": [{"paper": "A5"}],
    "ck_precision_snapshot_error_is_above_zero": [{"sem": 0.0}, {"sem": -1.0}],
    "ck_precision_snapshot_mean_only_when_measured": [{"mean": 50.0}, {"rung": "measured"}],
    "ck_precision_snapshot_rung_is_known": [{"rung": "guessed"}],
    "ck_score_total_on_scale": [{"total": -0.1}, {"total": 100.1}],
    "ck_sitting_attempt_counts_from_one": [{"attempt": 0}],
    "ck_sitting_receipt_goes_with_submission": [{"receipt": None}, {"submitted_at": None}],
    "ck_sitting_submitted_after_start": [{"submitted_at": BEFORE}],
    "ck_staff_role_is_known": [{"role": "chief"}],
}


def table_of(name: str) -> str:
    """The table in whose constraints a name stands."""
    return next(
        table.name for table in TABLES.values() if name in {c.name for c in table.constraints}
    )


def constraints(kind: type) -> list[Any]:
    """All constraints of a kind, in order of name."""
    found = [c for t in TABLES.values() for c in t.constraints if isinstance(c, kind)]
    return sorted(found, key=lambda c: str(c.name))


def refusal(session, statement: Insert | Update) -> str:
    with pytest.raises(IntegrityError) as caught:
        session.execute(statement)
    session.rollback()
    return str(caught.value.orig)


def spoilt(table: str, **values: Any) -> Update:
    """Make the only row of a table a wrong one."""
    return update(TABLES[table]).values(values)


def test_a_good_row_of_every_table_is_taken(rows):
    assert set(rows.facts) == set(TABLES)


def test_every_check_has_a_case():
    assert {str(check.name) for check in constraints(CheckConstraint)} == set(CHECKS)


@pytest.mark.parametrize(
    ("name", "wrong"), [(name, wrong) for name, cases in CHECKS.items() for wrong in cases]
)
def test_a_row_that_breaks_a_check_is_refused(session, rows, name, wrong):
    assert name in refusal(session, spoilt(table_of(name), **wrong))


@pytest.mark.parametrize(
    "constraint", constraints(UniqueConstraint), ids=lambda constraint: str(constraint.name)
)
def test_a_second_row_with_a_unique_value_is_refused(session, rows, constraint):
    table = constraint.table.name
    same = {c.name: rows.facts[table][c.name] for c in constraint.columns}
    row = rows.other(table) | same

    # SQLite names the columns, PostgreSQL the constraint.
    message = refusal(session, insert(TABLES[table]).values(row))
    columns = ", ".join(f"{table}.{column.name}" for column in constraint.columns)
    assert str(constraint.name) in message or columns in message


@pytest.mark.parametrize(
    "constraint", constraints(ForeignKeyConstraint), ids=lambda constraint: str(constraint.name)
)
def test_a_row_that_points_to_nothing_is_refused(session, rows, constraint):
    [column] = constraint.columns

    message = refusal(session, spoilt(constraint.table.name, **{column.name: uuid4()}))
    assert "FOREIGN KEY" in message or str(constraint.name) in message


@pytest.mark.parametrize("table", sorted(TABLES))
def test_the_same_primary_key_twice_is_refused(session, rows, table):
    message = refusal(session, insert(TABLES[table]).values(rows.facts[table]))

    assert "unique" in message.lower()


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_row_without_a_value_that_is_needed_is_refused(session, rows, table):
    for column in TABLES[table].c:
        if not column.nullable:
            message = refusal(session, spoilt(table, **{column.name: null()}))
            assert "null" in message.lower(), column.name
