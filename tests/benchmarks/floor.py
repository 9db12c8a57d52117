"""Two floors under an answered page: the same statements and one commit, written by hand.

Flask and the database, nothing between them: no forms, no templates, no check of the answer, no
form token, no languages. The page is a constant of the same size, compressed beforehand. One floor
speaks to Python's own sqlite3, the other to SQLAlchemy Core on either database, which is what lets
the product run on both. What the product does beyond this is what it costs to be the product.
"""

import hashlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from flask import Flask, Response, request
from sqlalchemy import StaticPool, create_engine, event, text

PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
TOUCH = """
UPDATE sitting SET answered_at = :now
WHERE submitted_at IS NULL AND id = (
    SELECT sitting.id FROM candidate_access
    JOIN invitation ON invitation.candidate_id = candidate_access.candidate_id
    JOIN candidate ON candidate.id = candidate_access.candidate_id
    JOIN sitting ON sitting.candidate_id = candidate_access.candidate_id
    WHERE candidate_access.token_hash = :token_hash
    AND candidate_access.generation = invitation.generation
    AND invitation.revoked_at IS NULL AND candidate.withdrawn_at IS NULL
    ORDER BY sitting.attempt DESC LIMIT 1)
RETURNING id, candidate_id, bank_version_id, form_id, language, option_seed, is_simulated
"""
STORED = """
SELECT 1, item, revision, 0, state, value, NULL, answered_at FROM answer
WHERE sitting_id = :sitting_id AND item IN (:item, :next)
UNION ALL
SELECT 0, item, revision, number, page_id, value, fields, received_at FROM draft
WHERE sitting_id = :sitting_id AND item IN (:item, :next)
"""
INSERT = """
INSERT INTO answer (sitting_id, item, revision, state, value, answered_at, shown_at, entered_by)
VALUES (:sitting_id, :item, :revision, 'answered', '{"a": 1, "b": 2}', :now, :now,
    (SELECT assistant_name FROM candidate_access WHERE token_hash = :token_hash))
"""


class Store(Protocol):
    """A connection that runs a statement and gives its first row."""

    def first(self, statement: str, facts: dict[str, Any]) -> Any:
        """Run it; the first row or None."""
        ...

    def end(self, *, keep: bool) -> None:
        """Commit or roll back."""
        ...


class BareStore:
    """Python's own sqlite3, one connection kept."""

    def __init__(self, address: str) -> None:
        path = address.removeprefix("sqlite:///")
        self.connection = sqlite3.connect(path, check_same_thread=False)
        _harden(self.connection)

    def first(self, statement: str, facts: dict[str, Any]) -> Any:
        """Run it; the first row or None."""
        return self.connection.execute(statement, facts).fetchone()

    def end(self, *, keep: bool) -> None:
        """Commit or roll back."""
        self.connection.commit() if keep else self.connection.rollback()


class CoreStore:
    """SQLAlchemy Core, one connection kept."""

    def __init__(self, address: str) -> None:
        engine = create_engine(address, poolclass=StaticPool)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", lambda connection, _record: _harden(connection))
        self.connection = engine.connect()
        every = (TOUCH, STORED, INSERT)
        self.statements = {statement: text(statement) for statement in every}

    def first(self, statement: str, facts: dict[str, Any]) -> Any:
        """Run it; the first row or None."""
        found = self.connection.execute(self.statements[statement], facts)
        return found.first() if found.returns_rows else None

    def end(self, *, keep: bool) -> None:
        """Commit or roll back."""
        self.connection.commit() if keep else self.connection.rollback()


def make_bare_app() -> Flask:
    """The floor on sqlite3."""
    return _app(BareStore(os.environ["FLOOR_DATABASE"]))


def make_core_app() -> Flask:
    """The floor on SQLAlchemy Core."""
    return _app(CoreStore(os.environ["FLOOR_DATABASE"]))


def _app(store: Store) -> Flask:
    app = Flask(__name__)
    page = Path(os.environ["FLOOR_PAGE"]).read_bytes()

    @app.get("/")
    def ready() -> str:
        return "ready"

    @app.post("/assessment/<int:position>")
    def answer(position: int) -> Response:
        facts = _load(store, position)
        store.first(INSERT, facts | {"revision": int(request.form["revision"]) + 1})
        store.end(keep=True)
        return Response(page, mimetype="text/html", headers={"Content-Encoding": "gzip"})

    return app


def _load(store: Store, position: int) -> dict[str, Any]:
    cookie = request.cookies["hiring_candidate"]
    token_hash = hashlib.sha256(cookie.encode()).hexdigest()
    facts = {"token_hash": token_hash, "now": datetime.now(UTC).isoformat(" ")}
    sitting = store.first(TOUCH, facts)
    facts |= {
        "sitting_id": sitting[0],
        "item": f"a-scenario-{position}/responses",
        "next": f"a-scenario-{position + 1}/responses",
    }
    store.first(STORED, facts)
    return facts


def _harden(connection: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
