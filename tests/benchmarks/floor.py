"""The floor under an answered page: the same statements and one commit, written by hand.

Flask and Python's own sqlite3, nothing between them: no forms, no templates, no check of the answer,
no form token, no languages. The page is a constant of the same size, compressed beforehand. What the
product does beyond this is what it costs to be the product.
"""

import hashlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, request

PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
SITTING_OF_COOKIE = """
SELECT sitting.id, sitting.candidate_id, sitting.bank_version_id, sitting.form_id, sitting.language,
       sitting.option_seed, sitting.is_simulated, sitting.submitted_at
FROM sitting
JOIN candidate_access ON candidate_access.candidate_id = sitting.candidate_id
JOIN invitation ON invitation.candidate_id = sitting.candidate_id
WHERE candidate_access.token_hash = ? AND invitation.revoked_at IS NULL
ORDER BY sitting.attempt DESC LIMIT 1
"""
LATEST_ANSWER = """
SELECT revision, state, value FROM answer
WHERE sitting_id = ? AND item = ? ORDER BY revision DESC LIMIT 1
"""
TOUCH = "UPDATE sitting SET answered_at = ? WHERE id = ? AND submitted_at IS NULL"
INSERT = "INSERT INTO answer VALUES (?, ?, ?, 'answered', ?, ?)"


def make_app() -> Flask:
    """The application on the database and the page that the environment names."""
    app = Flask(__name__)
    connection = _connect(os.environ["FLOOR_DATABASE"])
    page = Path(os.environ["FLOOR_PAGE"]).read_bytes()

    @app.get("/")
    def ready() -> str:
        return "ready"

    @app.get("/assessment/<int:position>")
    def question(position: int) -> Response:
        _load(connection, position)
        return Response(page, mimetype="text/html", headers={"Content-Encoding": "gzip"})

    @app.post("/assessment/<int:position>")
    def answer(position: int) -> Any:
        sitting_id, item = _load(connection, position)
        now = datetime.now(UTC).isoformat(" ")
        connection.execute(TOUCH, (now, sitting_id))
        revision = int(request.form["revision"]) + 1
        connection.execute(INSERT, (sitting_id, item, revision, '{"a": 1, "b": 2, "c": 3}', now))
        connection.commit()
        return redirect(f"/assessment/{position + 1}")

    return app


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _load(connection: sqlite3.Connection, position: int) -> tuple[str, str]:
    cookie = request.cookies["hiring_candidate"]
    token_hash = hashlib.sha256(cookie.encode()).hexdigest()
    sitting = connection.execute(SITTING_OF_COOKIE, (token_hash,)).fetchone()
    item = f"a-scenario-{position}/responses"
    connection.execute(LATEST_ANSWER, (sitting[0], item)).fetchone()
    connection.rollback()
    return sitting[0], item
