"""The application factory: the one place that knows every part."""

import hashlib
import logging
from functools import lru_cache
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, request, url_for
from flask_alembic import Alembic
from sqlalchemy import String
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString
from werkzeug.middleware.proxy_fix import ProxyFix

from hiring import (  # noqa: F401 - some are imported for their tables
    batches,
    cases,
    conditions,
    exports,
    interviews,
    mail,
    places,
    queue,
    ratings,
    surveys,
    vault,
    web,
)
from hiring.banks import media  # noqa: F401
from hiring.config import MAX_REQUEST_BYTES, Settings
from hiring.db import db, harden_sqlite
from hiring.logs import quiet_trace
from hiring.turns import form_line
from hiring.web import arrival, compression
from hiring.web.cookies import CANDIDATE_LIFE
from hiring.web.late_session import LateSessions
from hiring.web.plain_request import PlainRequest
from hiring.web.public import scripts_version
from hiring.web.tracing import request_name, route_name

alembic = Alembic(metadatas=SQLModel.metadata, run_mkdir=False, command_name="")

HASH_CHARS = 10

log = structlog.get_logger()


class QuietFlask(Flask):
    """Flask, but its error log names the view and not the address, which may be a secret link."""

    request_class = PlainRequest

    def log_exception(self, exc_info: Any) -> None:
        """Write where an unforeseen error happened, without values and without the path."""
        log.error(
            "unforeseen error",
            method=request.method,
            route=route_name(),
            request=request_name(),
            trace=quiet_trace(exc_info[1]),
        )


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from settings, by default those of the environment.

    Raises:
        SettingsError: The secret is the shipped one and this is not the demo.
    """
    settings = settings or Settings.from_environment()
    settings.require_safe()
    app = QuietFlask(
        "hiring",
        template_folder=str(places.templates_folder()),
        static_folder=str(places.STATIC),
    )
    _configure(app, settings)
    _connect(app, settings)
    web.register(app)
    _trust_proxies(app, settings.trusted_proxies)
    compression.register(app)
    _version_static_files(app)
    arrival.register(app)
    return app


def settings_of(app: Flask) -> Settings:
    """The settings this application was built from."""
    settings: Settings = app.extensions["hiring_settings"]
    return settings


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["hiring_settings"] = settings
    app.session_interface = LateSessions()
    is_https = settings.public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="__Host-hiring_form" if is_https else "hiring_form",
        PERMANENT_SESSION_LIFETIME=CANDIDATE_LIFE,
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        # A form stays valid as long as its page is open; nobody loses typed text to a clock.
        WTF_CSRF_TIME_LIMIT=None,
        # Our pages send no referrer, so a check of it would refuse every form sent over https.
        WTF_CSRF_SSL_STRICT=False,
        RATELIMIT_STORAGE_URI="hiring-sql://",
        SQLALCHEMY_ENGINES={"default": {"url": settings.sqlalchemy_url, "hide_parameters": True}},
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # Every step of a migration is not news; a newcomer's first run should show what matters.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
    )


def _connect(app: Flask, settings: Settings) -> None:
    if settings.is_sqlite:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    # The extension also closes asynchronous sessions, with a thread and an event loop after every
    # request. We have no such sessions.
    app.teardown_appcontext_funcs[:] = [
        hook for hook in app.teardown_appcontext_funcs if not iscoroutinefunction(hook)
    ]
    with app.app_context():
        harden_sqlite(db.engine)
        form_line(db.engine)
    app.config["ALEMBIC"] = {"script_location": str(places.MIGRATIONS)}
    app.config["ALEMBIC_CONTEXT"] = {"render_item": _render_item, "render_as_batch": True}
    alembic.init_app(app)
    queue.build_queue(app, settings)
    queue.hand_over_after_commit(app)


def _trust_proxies(app: Flask, n_proxies: int) -> None:
    """Read address and scheme from that many proxies in front; from nobody by default."""
    if n_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=n_proxies, x_proto=n_proxies, x_host=n_proxies
        )


def _render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write SQLModel's own string type as what it is, so that migrations need no import of it."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.{String(item.length)!r}"
    if kind == "type" and type(item).__module__ == "hiring.db":
        return "sa.DateTime()"
    return False


def _version_static_files(app: Flask) -> None:
    """Give each static file its content's hash, so that browsers may keep it for ever."""

    @lru_cache(maxsize=64)
    def hashed(root: str, filename: str) -> str:
        """The address under the path where the app is mounted; the same in every request."""
        del root
        folder, _, name = filename.rpartition("/")
        if folder == "js":
            return url_for("public.script", version=scripts_version(), script_name=name)
        return url_for("static", filename=filename, v=_file_hash(places.STATIC / filename))

    def static_address(endpoint: str, **values: Any) -> str:
        if endpoint == "static" and values.keys() == {"filename"} and request:
            return hashed(request.root_path, values["filename"])
        return url_for(endpoint, **values)

    app.jinja_env.globals["url_for"] = static_address


@lru_cache(maxsize=64)
def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_CHARS] if path.is_file() else ""
