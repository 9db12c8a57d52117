"""Huey as the engine that runs job rows: which storage, and how a commit reaches it.

Built inside the application factory, because its PostgreSQL storage connects at once. The embedded
queue is a SQLite file of its own beside the database; on PostgreSQL it lives in a schema of its
own, so that migrations never see its tables.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from hiring import jobs
from hiring.config import Settings
from hiring.db import db
from hiring.handouts.reminding import is_night
from hiring.jobs import Task
from hiring.logs import quiet_trace
from hiring.rush import Courtesy
from hiring.sittings import closing

QUEUE_NAME = "hiring"
QUEUE_SCHEMA = "huey"

log = structlog.get_logger()


def build_queue(app: Flask, settings: Settings) -> Huey:
    """Make the queue and register its two tasks: run one job, and the sweep of every minute."""
    huey = _storage(settings)
    runners, courtesy = jobs.runners_with(settings), Courtesy(settings.data_dir)
    runners[Task.PRINT_BRIEF] = courtesy.after(runners[Task.PRINT_BRIEF])

    @huey.task(name="run_job")  # type: ignore[untyped-decorator]
    def run_job(job_id: str) -> None:
        with app.app_context():
            jobs.run_job(db.session, UUID(job_id), clock=_now, runners=runners)
        courtesy.rest()

    @huey.periodic_task(crontab(minute="*"), name="sweep")  # type: ignore[untyped-decorator]
    def sweep() -> None:
        with app.app_context():
            send_unserved(db.session, settings, now=_now())
            wake_forgotten(db.session, now=_now())
            ask_to_remind(db.session, settings, now=_now())
            hand_over(run_job, jobs.due_job_ids(db.session, _now()))
            close_overdue(db.session, now=_now())
            jobs.clear_expired(db.session, now=_now())

    app.extensions["hiring_queue"] = huey
    app.extensions["hiring_run_job"] = run_job
    app.extensions["hiring_sweep"] = sweep
    return huey


def close_overdue(session: Session, *, now: datetime) -> list[UUID]:
    """Close the sittings whose time is up, and ask for what follows. Commits after each.

    A fault in one, or a worker killed in the middle, leaves the others closed; the next sweep tries
    again what is left.
    """
    overdue = closing.list_overdue(session, now=now)
    return [one for one in overdue if _is_closed(session, one, now)]


def send_unserved(session: Session, settings: Settings, *, now: datetime) -> None:
    """Where a mail server has been set, put in the queue again what waits for one. Commits."""
    if settings.smtp_url.get_secret_value().strip() and jobs.send_unserved(session, now=now):
        session.commit()


def wake_forgotten(session: Session, *, now: datetime) -> None:
    """Have other systems told of what was left lying. Commits."""
    jobs.wake_forgotten(session, now=now)
    session.commit()


def ask_to_remind(session: Session, settings: Settings, *, now: datetime) -> None:
    """By day and with a mail server, have reminders written: one job an hour. Commits.

    Of two workers that ask at once, one is first; the other has nothing to do.
    """
    if not settings.smtp_url.get_secret_value().strip() or is_night(now, settings.zone):
        return
    try:
        jobs.ask_to_remind(session, now=now)
        session.commit()
    except IntegrityError:
        session.rollback()


def hand_over_after_commit(app: Flask) -> None:
    """Hand new jobs to the queue once the transaction that wrote them is committed."""
    with app.app_context():
        event.listen(db.sessionmaker, "after_commit", _hand_over_pending(app))
        event.listen(db.sessionmaker, "after_rollback", _forget_pending)


def hand_over(run_job: Callable[[str], Any], job_ids: list[UUID]) -> None:
    """Put jobs on the queue. A queue that is down is no harm: the sweep comes again."""
    for job_id in job_ids:
        try:
            run_job(str(job_id))
        except Exception:
            log.exception("queue unreachable; the sweep will hand the job over", job=str(job_id))


def _is_closed(session: Session, sitting_id: UUID, now: datetime) -> bool:
    try:
        is_ours = closing.close_swept(session, sitting_id, now=now)
        if is_ours:
            jobs.end_of_sitting(session, sitting_id, now=now)
        session.commit()
    except Exception as error:  # noqa: BLE001 - whatever it is, the others have to be closed
        session.rollback()
        trace = quiet_trace(error)
        log.error("sitting not closed; the sweep tries again", sitting=str(sitting_id), trace=trace)  # noqa: TRY400
        return False
    return is_ours


def _hand_over_pending(app: Flask) -> Callable[[Session], None]:
    def after_commit(session: Session) -> None:
        pending = session.info.pop(jobs.PENDING_JOBS, [])
        if pending:
            hand_over(app.extensions["hiring_run_job"], pending)

    return after_commit


def _forget_pending(session: Session) -> None:
    session.info.pop(jobs.PENDING_JOBS, None)


def _storage(settings: Settings) -> Huey:
    if settings.is_sqlite:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        filename = str(settings.data_dir / "queue.sqlite")
        return SqliteHuey(QUEUE_NAME, filename=filename, results=False)
    return PostgresHuey(QUEUE_NAME, connection=_own_schema(settings), results=False)


def _own_schema(settings: Settings) -> Callable[[], Any]:
    import psycopg  # noqa: PLC0415 - only installed where PostgreSQL is used

    address = settings.sqlalchemy_url.replace("postgresql+psycopg://", "postgresql://", 1)

    def connect() -> Any:
        connection = psycopg.connect(address, autocommit=True)
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {QUEUE_SCHEMA}")
        connection.execute(f"SET search_path TO {QUEUE_SCHEMA}")
        return connection

    return connect


def _now() -> datetime:
    return datetime.now(UTC)
