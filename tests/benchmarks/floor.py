"""Two floors under an answered page: the same statements and one commit, written by hand.

Flask and the database, nothing between them: no forms, no templates, no check of the answer, no
form token, no languages. The page is a constant of the same size, compressed beforehand. One floor
speaks to Python's own sqlite3, the other to SQLAlchemy Core, which is what lets the product run on
two databases. What the product does beyond this is what it costs to be the product.
"""

import hashlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from flask import Flask, Response, redirect, request
from sqlalchemy import StaticPool, create_engine, event, text

PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
SITTING_OF_COOKIE = """
SELECT sitting.id, sitting.candidate_id, sitting.bank_version_id, sitting.form_id, sitting.language,
       sitting.option_seed, sitting.is_simulated, sitting.submitted_at
FROM sitting
JOIN candidate_access ON candidate_access.candidate_id = sitting.candidate_id
JOIN invitation ON invitation.candidate_id = sitting.candidate_id
WHERE candidate_access.token_hash = :token_hash AND invitation.revoked_at IS NULL
ORDER BY sitting.attempt DESC LIMIT 1
"""
LATEST_ANSWER = """
SELECT revision, state, value FROM answer
WHERE sitting_id = :sitting_id AND item = :item ORDER BY revision DESC LIMIT 1
"""
TOUCH = "UPDATE sitting SET answered_at = :now WHERE id = :sitting_id AND submitted_at IS NULL"
INSERT = """
INSERT INTO answer VALUES (:sitting_id, :item, :revision, 'answered', '{"a": 1, "b": 2}', :now)
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

    def __init__(self, path: str) -> None:
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

    def __init__(self, path: str) -> None:
        engine = create_engine(f"sqlite:///{path}", poolclass=StaticPool)
        event.listen(engine, "connect", lambda connection, _record: _harden(connection))
        self.connection = engine.connect()
        every = (SITTING_OF_COOKIE, LATEST_ANSWER, TOUCH, INSERT)
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

    @app.get("/assessment/<int:position>")
    def question(position: int) -> Response:
        _load(store, position)
        store.end(keep=False)
        return Response(page, mimetype="text/html", headers={"Content-Encoding": "gzip"})

    @app.post("/assessment/<int:position>")
    def answer(position: int) -> Any:
        facts = _load(store, position) | {"now": datetime.now(UTC).isoformat(" ")}
        store.first(TOUCH, facts)
        store.first(INSERT, facts | {"revision": int(request.form["revision"]) + 1})
        store.end(keep=True)
        return redirect(f"/assessment/{position + 1}")

    return app


def _load(store: Store, position: int) -> dict[str, Any]:
    cookie = request.cookies["hiring_candidate"]
    token_hash = hashlib.sha256(cookie.encode()).hexdigest()
    sitting = store.first(SITTING_OF_COOKIE, {"token_hash": token_hash})
    facts = {"sitting_id": sitting[0], "item": f"a-scenario-{position}/responses"}
    store.first(LATEST_ANSWER, facts)
    return facts


def _harden(connection: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
