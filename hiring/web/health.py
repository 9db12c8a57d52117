"""For machines that watch this one: does it live, may it be sent requests, how much work is there.

The answers of ``/health`` say nothing about the inside; the log says what is amiss. Figures are
given out only where a token is set. Those that matter come from the database and are the same on
every node; requests are counted by each node, all its web processes together.
"""

import hmac
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import structlog
from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from werkzeug.wrappers import Response

from hiring import jobs, places
from hiring.db import db
from hiring.errors import NotFoundError
from hiring.logs import quiet_words
from hiring.web import tracing
from hiring.web.access import public

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library's own name for it
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
GAUGES = {
    "n_open": ("hiring_sittings_open", "People at work on a sitting."),
    "n_overdue": ("hiring_sittings_overdue", "Sittings past their end that nobody has closed."),
    "n_due": ("hiring_jobs_due", "Jobs that wait for a worker."),
    "n_running": ("hiring_jobs_running", "Jobs that a worker holds."),
    "n_orphaned": ("hiring_jobs_orphaned", "Jobs whose worker was last heard of a lease ago."),
    "n_failed": ("hiring_jobs_failed", "Jobs that were given up."),
    "oldest_due_seconds": ("hiring_job_oldest_due_seconds", "How long the first due job waits."),
    "n_mails_waiting": ("hiring_mails_waiting", "Mails that are to be sent."),
    "n_mails_failed": ("hiring_mails_failed", "Mails that were given up or refused for good."),
    "n_webhooks_waiting": ("hiring_webhooks_waiting", "Events that other systems are to hear of."),
    "n_webhooks_failed": ("hiring_webhooks_failed", "Events that were given up."),
}

bp = Blueprint("health", __name__)
log = structlog.get_logger()


def register(app: Flask) -> None:
    """Count requests where somebody may ask for the figures."""
    if app.extensions["hiring_settings"].metrics_token.get_secret_value():
        app.after_request(_count)


@bp.get("/health/live")
@public
def live() -> ResponseReturnValue:
    """Whether this process answers. If not, it should be started again."""
    return {"status": "ok"}


@bp.get("/health/ready")
@public
def ready() -> ResponseReturnValue:
    """Whether this node can serve: its database, the tables it needs and the queue are there."""
    checks = {"database": _database_answers, "tables": _tables_are_new, "queue": _queue_answers}
    amiss = [name for name, check in checks.items() if not _holds(name, check)]
    if amiss:
        return {"status": "not ready"}, 503
    return {"status": "ok"}


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Figures for Prometheus, for whoever knows the token."""
    token = current_app.extensions["hiring_settings"].metrics_token.get_secret_value()
    if not token:
        raise NotFoundError("figures are not given out")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), token.encode()):
        return Response("", 401, {"WWW-Authenticate": "Bearer"})
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest  # noqa: PLC0415

    work = jobs.work_at(db.session, datetime.now(UTC))
    return Response(generate_latest(_registry_with(work)), content_type=CONTENT_TYPE_LATEST)


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        is_so = check()
    except Exception as error:  # noqa: BLE001 - whatever it is, the node is not ready
        db.session.rollback()
        log.warning("not ready", part=name, error=quiet_words(error))
        return False
    if not is_so:
        log.warning("not ready", part=name)
    return is_so


def _database_answers() -> bool:
    db.session.execute(text("SELECT 1"))
    return True


def _tables_are_new() -> bool:
    """Whether the migrations that this version knows have run.

    A database that is ahead is no reason to stop: while one node after the other is brought up to
    date, those of the version before go on.
    """
    there = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return there is not None and there not in _older_revisions()


def _queue_answers() -> bool:
    current_app.extensions["hiring_queue"].pending_count()
    return True


@cache
def _older_revisions() -> frozenset[str]:
    """All migrations but the newest."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    folder = str(places.MIGRATIONS)
    scripts = ScriptDirectory(folder, version_locations=[folder])
    newest = scripts.get_current_head()
    return frozenset(one.revision for one in scripts.walk_revisions() if one.revision != newest)


def _count(response: Response) -> Response:
    """Count a request by route, never by path: a path may be somebody's secret link."""
    route, method = tracing.route_name(), request.method
    counter, seconds = _instruments()[:2]
    told = method if method in METHODS else "other"
    counter.labels(route, told, str(response.status_code)).inc()
    seconds.labels(route).observe(tracing.seconds_so_far())
    return response


@cache
def _instruments() -> tuple[Any, Any, "CollectorRegistry"]:
    """What counts requests in this process, and where it is registered."""
    from prometheus_client import CollectorRegistry, Counter, Histogram  # noqa: PLC0415

    registry = CollectorRegistry()
    labels = ["route", "method", "status"]
    counter = Counter("hiring_requests", "Requests answered.", labels, registry=registry)
    histogram = Histogram(
        "hiring_request_seconds", "Time to answer.", ["route"], buckets=SECONDS, registry=registry
    )
    return counter, histogram, registry


def _registry_with(work: jobs.Work) -> "CollectorRegistry":
    """All figures of this moment; where web processes share a folder, of all of them."""
    from prometheus_client import CollectorRegistry, multiprocess  # noqa: PLC0415

    registry = CollectorRegistry()
    if os.environ.get(SHARED_FOLDER):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_instruments()[2])  # a registry collects as its collectors do
    registry.register(_Gauges(work))
    return registry


class _Gauges:
    """Figures of the database, in the library's form."""

    def __init__(self, work: jobs.Work) -> None:
        self._work = work

    def collect(self) -> Iterator[Any]:
        """One figure after the other."""
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415

        for field, (name, meaning) in GAUGES.items():
            yield GaugeMetricFamily(name, meaning, value=getattr(self._work, field))
