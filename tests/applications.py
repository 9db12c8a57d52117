"""Applications for tests: built once for each kind of database, then lent to test after test.

An application compiles its addresses, its templates and every statement it sends, and all of that
is the same in every test. What a test may have changed is not: an application that no longer looks
as it was lent is thrown away, and so is what the package remembers of banks that only one test had.
"""

from collections.abc import Collection
from dataclasses import dataclass
from types import CodeType
from typing import Any
from uuid import UUID

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event

from hiring.app import create_app, settings_of
from hiring.banks import versions
from hiring.config import Settings
from hiring.db import db


@dataclass(slots=True)
class Lent:
    """An application and what it looked like when it was built."""

    app: Flask
    looks: list[Any]


class CompiledTemplates(BytecodeCache):
    """Templates compiled once for all applications of a test process."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.known[bucket.key, bucket.checksum] = bucket.code


COMPILED = CompiledTemplates()
# Versions and keys that are published again under the same identity, always with the same content.
SAME_EVERYWHERE: set[UUID] = set()
_LENT: dict[bool, Lent] = {}  # one on the embedded database, one on PostgreSQL


def build(settings: Settings) -> Flask:
    """A new application that compiles no template twice and does not wait for the disk."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = COMPILED
    _trust_the_power(app)
    return app


def lend(settings: Settings) -> Flask:
    """An application with these settings, as good as new; give it back with ``take_back``."""
    known = _LENT.get(settings.is_sqlite)
    if known is None or settings_of(known.app) != settings:
        if known is not None:
            close(known.app)
        app = build(settings)
        known = _LENT[settings.is_sqlite] = Lent(app, _looks(app))
    known.app._got_first_request = False  # a test may still add a page
    return known.app


def take_back(app: Flask) -> None:
    """Keep an application for the next test, unless this one has changed it."""
    is_sqlite = settings_of(app).is_sqlite
    if _looks(app) != _LENT[is_sqlite].looks:
        close(_LENT.pop(is_sqlite).app)
    elif is_sqlite:
        _let_go(app)
    forget_documents()


def close(app: Flask) -> None:
    """Let go of every connection of an application, and of the application."""
    app.extensions["hiring_queue"].storage.close()
    with app.app_context():
        db.engine.dispose()
    # The hook behind each commit holds the application, so that its weak entry would never go.
    db._app_state.pop(app, None)


def close_since(before: Collection[Flask]) -> None:
    """Close the applications that were built since and that nobody lends.

    A command leaves its application behind, as a process that ends may. Here nothing ends: after
    three hundred of them the collector of rubbish took up to ten seconds each time it looked.
    """
    lent = [one.app for one in _LENT.values()]
    for app in [app for app in db._app_state if app not in before and app not in lent]:
        close(app)


def forget_documents() -> None:
    """Drop parsed banks that no other test will have under this identity."""
    for name in [name for name in versions._DOCUMENTS if name[0] not in SAME_EVERYWHERE]:
        versions._DOCUMENTS.pop(name, None)
    for shown in [shown for shown in versions._SHOWN if shown[0] not in SAME_EVERYWHERE]:
        versions._SHOWN.pop(shown, None)
    for key in [key for key in versions._KEYS if key not in SAME_EVERYWHERE]:
        versions._KEYS.pop(key, None)


def _trust_the_power(app: Flask) -> None:
    """Let SQLite not wait for the disk, which took up to half of a test: its data are thrown away.

    Comes after the package's own settings of a connection, which ``test_db`` reads from an
    application of its own.
    """
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _do_not_wait)


def _do_not_wait(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()


def _let_go(app: Flask) -> None:
    """Empty the queue's file and close the database's, which is replaced for the next test."""
    huey = app.extensions["hiring_queue"]
    huey.storage.flush_all()
    with app.app_context():
        db.engine.dispose()


def _looks(app: Flask) -> list[Any]:
    """What tests can change in an application: settings, pages, hooks, names in templates."""
    hooks = (
        app.before_request_funcs,
        app.after_request_funcs,
        app.teardown_request_funcs,
        app.template_context_processors,
        app.error_handler_spec,
    )
    with app.app_context():
        listeners = len(list(db.engine.dispatch.before_cursor_execute))
    return [
        dict(app.config),
        dict(app.extensions),
        dict(app.view_functions),
        dict(app.jinja_env.globals),
        dict(app.jinja_env.filters),
        [{name: len(found) for name, found in hook.items()} for hook in hooks],
        len(app.teardown_appcontext_funcs),
        app.wsgi_app,
        listeners,
    ]
