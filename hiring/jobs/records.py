"""Jobs as rows, and the verbs that add and find them."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, and_, or_
from sqlmodel import Field, Session, col, select

from hiring.db import Json, Record, UtcDateTime

LEASE = timedelta(minutes=2)
DONE_PERCENT = 100
PENDING_JOBS = "pending_jobs"  # where a session keeps the ids to hand over after its commit


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Task(StrEnum):
    """What jobs can do."""

    SCORE_SITTING = "score_sitting"
    RESCORE = "rescore"
    MAKE_REPORT = "make_report"
    WRITE_RECEIPT = "write_receipt"
    SEND_MAIL = "send_mail"
    REMIND = "remind"
    PRINT_BRIEF = "print_brief"
    MERGE_BRIEFS = "merge_briefs"
    MAKE_EXPORT = "make_export"
    TELL_OUTSIDE = "tell_outside"
    TELL_OWNER = "tell_owner"


class Job(Record, table=True):
    """One piece of work. ``unique_key`` makes asking twice the same as asking once."""

    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state_is_known"),
        CheckConstraint(
            "(state = 'running') = (lease_until IS NOT NULL)", name="only_running_has_lease"
        ),
        CheckConstraint(
            "progress_percent >= 0 AND progress_percent <= 100", name="progress_is_a_percentage"
        ),
        Index("ix_job_state_due_at", "state", "due_at"),
    )

    task: str = Field(max_length=40)
    arguments: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    unique_key: str = Field(max_length=120, unique=True)
    state: str = Field(default=JobState.QUEUED.value, max_length=10)
    attempts: int = 0
    progress_percent: int = 0
    due_at: datetime = Field(sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = Field(default=None, max_length=2000)
    created_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def add_job(
    session: Session, task: Task, arguments: dict[str, Any], *, unique_key: str, now: datetime
) -> Job:
    """Write a job in the caller's transaction, or return the one with the same key."""
    existing = find_job(session, unique_key)
    if existing is not None:
        return existing
    job = Job(
        task=task.value, arguments=arguments, unique_key=unique_key, due_at=now, created_at=now
    )
    session.add(job)
    session.flush()
    session.info.setdefault(PENDING_JOBS, []).append(job.id)
    return job


def find_job(session: Session, unique_key: str) -> Job | None:
    """The job of this key, or None before it was asked for."""
    return session.exec(select(Job).where(Job.unique_key == unique_key)).first()


def try_again(session: Session, job: Job, *, now: datetime) -> None:
    """Give a job that was given up a fresh start; any other is left alone. Flushes."""
    if job.state == JobState.FAILED.value:
        start_over(session, job, now=now)


def start_over(session: Session, job: Job, *, now: datetime) -> None:
    """Have a job that has ended run once more, whichever way it ended. Flushes."""
    job.state, job.attempts, job.due_at = JobState.QUEUED.value, 0, now
    job.error = job.finished_at = None
    session.flush()
    session.info.setdefault(PENDING_JOBS, []).append(job.id)


def due_job_ids(session: Session, now: datetime) -> list[UUID]:
    """Jobs that nobody works on: due ones, and those whose worker has lost its lease."""
    is_due = and_(col(Job.state) == JobState.QUEUED.value, col(Job.due_at) <= now)
    is_orphaned = and_(col(Job.state) == JobState.RUNNING.value, col(Job.lease_until) < now)
    return list(
        session.exec(
            select(Job.id).where(or_(is_due, is_orphaned)).order_by(col(Job.due_at), col(Job.id))
        )
    )
