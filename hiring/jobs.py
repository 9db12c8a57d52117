"""Work off the request path: the job row is the truth, Huey only runs it.

A row is written in the transaction that causes the work. After the commit its id is handed to
Huey; if that fails, or the worker is killed in mid-task, a periodic sweep hands over every due row
without a live lease. Huey alone loses a task whose worker dies; a hand-written queue would have
been a scheduler and a pool of our own. The row owns attempts and back-off, so Huey's own retries
stay off. A task may run twice and must do no harm the second time.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import structlog
from sqlalchemy import CheckConstraint, Column, Index, and_, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from hiring import reports, rescoring, response_quality, scoring
from hiring.db import Json, Record, UtcDateTime
from hiring.logs import quiet_trace, quiet_words
from hiring.scoring.records import ScoredForm

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 6
BACK_OFF_SECONDS = 5
DONE_PERCENT = 100
PROGRESS_STEP_PERCENT = 5
PENDING_JOBS = "pending_jobs"  # where a session keeps the ids to hand over after its commit

log = structlog.get_logger()


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


Runner: TypeAlias = Callable[[Session, dict[str, Any], datetime], None]


def add_job(
    session: Session, task: Task, arguments: dict[str, Any], *, unique_key: str, now: datetime
) -> Job:
    """Write a job in the caller's transaction, or return the one with the same key."""
    existing = session.exec(select(Job).where(Job.unique_key == unique_key)).first()
    if existing is not None:
        return existing
    job = Job(
        task=task.value, arguments=arguments, unique_key=unique_key, due_at=now, created_at=now
    )
    session.add(job)
    session.flush()
    session.info.setdefault(PENDING_JOBS, []).append(job.id)
    return job


def ask_for_score(session: Session, sitting_id: UUID, *, now: datetime) -> Job:
    """Have a submitted sitting scored."""
    return add_job(
        session,
        Task.SCORE_SITTING,
        {"sitting_id": str(sitting_id)},
        unique_key=f"{Task.SCORE_SITTING}:{sitting_id}",
        now=now,
    )


def ask_for_rescoring(session: Session, rescoring_id: UUID, *, now: datetime) -> Job:
    """Have the scores made that somebody has decided on."""
    return add_job(
        session,
        Task.RESCORE,
        {"rescoring_id": str(rescoring_id)},
        unique_key=_rescoring_key(rescoring_id),
        now=now,
    )


def find_rescoring_job(session: Session, rescoring_id: UUID) -> Job | None:
    """The job that makes the scores of a re-scoring, or None before it was asked for."""
    return session.exec(select(Job).where(Job.unique_key == _rescoring_key(rescoring_id))).first()


def ask_for_report(
    session: Session, subject: ScoredForm, *, asked_by_id: UUID, now: datetime
) -> Job:
    """Have a technical report made; while one about the same is under way, that one is returned."""
    unique_key, under_way = _next_report(session, subject)
    if under_way is not None:
        return under_way
    arguments = {
        "report_id": str(uuid4()),
        "key_version_id": str(subject.key_version_id),
        "form_id": subject.form_id,
        "is_simulated": subject.is_simulated,
        "asked_by_id": str(asked_by_id),
    }
    try:
        return add_job(session, Task.MAKE_REPORT, arguments, unique_key=unique_key, now=now)
    except IntegrityError:  # somebody asked at the same moment and was first
        session.rollback()
        return session.exec(select(Job).where(Job.unique_key == unique_key)).one()


def try_again(session: Session, job: Job, *, now: datetime) -> None:
    """Give a job that was given up a fresh start; any other is left alone. Flushes."""
    if job.state != JobState.FAILED.value:
        return
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


def run_job(
    session: Session,
    job_id: UUID,
    *,
    clock: Callable[[], datetime],
    runners: dict[Task, Runner] | None = None,
) -> JobState | None:
    """Claim a job, run it and store how it ended; None when somebody else has it or it is done.

    Commits: a job is an edge of its own.
    """
    if not _claim(session, job_id, clock()):
        return None
    job = session.get_one(Job, job_id)
    if job.attempts > MAX_ATTEMPTS:
        words = "given up: every worker that tried it ended in the middle"
        return _finish(session, job_id, JobState.FAILED, clock(), error=words)
    runner = (runners or RUNNERS)[Task(job.task)]
    try:
        runner(session, job.arguments, clock())
    except Exception as error:  # noqa: BLE001 - whatever it is, the row must say so
        log.error("job failed", job=str(job_id), task=job.task, trace=quiet_trace(error))  # noqa: TRY400
        session.rollback()
        return _note_failure(session, job_id, error, clock())
    return _note_success(session, job_id, clock())


def _claim(session: Session, job_id: UUID, now: datetime) -> bool:
    """Take the lease by one statement that only one worker can win."""
    is_free = or_(
        col(Job.state) == JobState.QUEUED.value,
        and_(col(Job.state) == JobState.RUNNING.value, col(Job.lease_until) < now),
    )
    claimed = session.execute(
        update(Job)
        .where(col(Job.id) == job_id, is_free)
        .values(
            state=JobState.RUNNING.value, lease_until=now + LEASE, attempts=col(Job.attempts) + 1
        )
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return bool(claimed.rowcount)  # type: ignore[attr-defined]


def _note_success(session: Session, job_id: UUID, now: datetime) -> JobState:
    return _finish(session, job_id, JobState.DONE, now, error=None)


def _note_failure(session: Session, job_id: UUID, error: Exception, now: datetime) -> JobState:
    job = session.get_one(Job, job_id, populate_existing=True)
    message = quiet_words(error)[:2000]
    if job.attempts >= MAX_ATTEMPTS:
        return _finish(session, job_id, JobState.FAILED, now, error=message)
    job.state, job.lease_until, job.error = JobState.QUEUED.value, None, message
    job.due_at = now + timedelta(seconds=BACK_OFF_SECONDS * 2**job.attempts)
    session.commit()
    return JobState.QUEUED


def _finish(
    session: Session, job_id: UUID, state: JobState, now: datetime, *, error: str | None
) -> JobState:
    job = session.get_one(Job, job_id, populate_existing=True)
    job.state, job.lease_until, job.error, job.finished_at = state.value, None, error, now
    session.commit()
    return state


def _score_sitting(session: Session, arguments: dict[str, Any], now: datetime) -> None:
    sitting_id = UUID(arguments["sitting_id"])
    scoring.score_sitting(session, sitting_id, now=now)
    session.commit()  # whatever becomes of the second look, the score is there
    response_quality.look_at_sitting(session, sitting_id, now=now)


def _rescore(session: Session, arguments: dict[str, Any], now: datetime) -> None:
    """Batch by batch, each committed with its progress and a new lease."""
    rescoring_id = UUID(arguments["rescoring_id"])
    percent = 0
    while percent < DONE_PERCENT:
        percent = rescoring.score_batch(session, rescoring_id, now=now)
        _note_progress(session, _rescoring_key(rescoring_id), percent)
    rescoring.finish(session, rescoring_id, now=datetime.now(UTC))


def _make_report(session: Session, arguments: dict[str, Any], now: datetime) -> None:
    """The id is chosen beforehand, so a second run finds what the first one stored."""
    report_id = UUID(arguments["report_id"])
    job = session.exec(
        select(Job).where(col(Job.arguments)["report_id"].as_string() == str(report_id))
    ).first()
    reports.make_report(
        session,
        ScoredForm(
            UUID(arguments["key_version_id"]), arguments["form_id"], arguments["is_simulated"]
        ),
        now=now,
        report_id=report_id,
        asked_by_id=UUID(arguments["asked_by_id"]),
        job_id=None if job is None else job.id,
        progress=_beside(session, job),
    )


def _beside(session: Session, job: Job | None) -> Callable[[int], None]:
    """Notes progress on a connection of its own: the runner's is in the midst of reading.

    Not for runners that have written something: on SQLite they would wait for themselves.
    """
    known, unique_key = 0, "" if job is None else job.unique_key

    def note(percent: int) -> None:
        nonlocal known
        if unique_key and percent < DONE_PERCENT and percent >= known + PROGRESS_STEP_PERCENT:
            known = percent
            with Session(session.get_bind()) as other:
                _note_progress(other, unique_key, percent)

    return note


def _next_report(session: Session, subject: ScoredForm) -> tuple[str, Job | None]:
    """The key of the next job about the same, and the job that is under way, if there is one.

    Keys are numbered, not dated: of those who ask at the same moment one wins.
    """
    kind = "simulated" if subject.is_simulated else "real"
    prefix = f"{Task.MAKE_REPORT}:{subject.key_version_id.hex}:{subject.form_id}:{kind}:"
    jobs = session.exec(
        select(Job).where(col(Job.unique_key).startswith(prefix, autoescape=True))
    ).all()
    number = max((int(one.unique_key.removeprefix(prefix)) for one in jobs), default=0) + 1
    open_states = {JobState.QUEUED.value, JobState.RUNNING.value}
    under_way = next((one for one in jobs if one.state in open_states), None)
    return f"{prefix}{number}", under_way


def _rescoring_key(rescoring_id: UUID) -> str:
    return f"{Task.RESCORE}:{rescoring_id}"


def _note_progress(session: Session, unique_key: str, percent: int) -> None:
    """Store a batch and how far the job is, and keep the job; a killed worker loses one batch."""
    job = session.exec(select(Job).where(Job.unique_key == unique_key)).first()
    if job is not None:
        job.progress_percent = percent
        if job.state == JobState.RUNNING.value:
            job.lease_until = datetime.now(UTC) + LEASE
    session.commit()


RUNNERS: dict[Task, Runner] = {
    Task.SCORE_SITTING: _score_sitting,
    Task.RESCORE: _rescore,
    Task.MAKE_REPORT: _make_report,
}
