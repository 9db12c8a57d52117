"""How one job is run: claimed by one worker, its end stored, tried again with waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import and_, or_, update
from sqlmodel import Session, col

from hiring.errors import MailRefusedError, PostponedError
from hiring.jobs.records import LEASE, Job, JobState, Task
from hiring.jobs.runners import RUNNERS, Runner
from hiring.logs import quiet_trace, quiet_words

MAX_ATTEMPTS = 6
BACK_OFF_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a task is tried, and how long the waits in between may grow."""

    max_attempts: int = MAX_ATTEMPTS
    longest_wait: timedelta = timedelta(hours=1)


USUAL = Patience()
# A mail server may be away for a night: a day of tries, from then on one an hour.
# Another system may be away for a weekend: four days of tries, from then on four a day.
PATIENCE = {
    Task.SEND_MAIL: Patience(max_attempts=33),
    Task.TELL_OWNER: Patience(max_attempts=33),
    Task.TELL_OUTSIDE: Patience(max_attempts=26, longest_wait=timedelta(hours=6)),
}

log = structlog.get_logger()


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
    if job.attempts > _patience(job).max_attempts:
        words = "given up: every worker that tried it ended in the middle"
        return _finish(session, job_id, JobState.FAILED, clock(), error=words)
    task = Task(job.task)
    try:
        (runners or RUNNERS)[task](session, job.arguments, clock())
    except PostponedError as wait:
        session.rollback()
        return _postpone(session, job_id, wait.until)
    except Exception as error:  # noqa: BLE001 - whatever it is, the row must say so
        session.rollback()  # first: what the database refused can be asked for nothing more
        log.error("job failed", job=str(job_id), task=task.value, trace=quiet_trace(error))  # noqa: TRY400
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
    patience = _patience(job)
    if job.attempts >= patience.max_attempts or isinstance(error, MailRefusedError):
        return _finish(session, job_id, JobState.FAILED, now, error=message)
    job.state, job.lease_until, job.error = JobState.QUEUED.value, None, message
    wait = timedelta(seconds=BACK_OFF_SECONDS * 2**job.attempts)
    job.due_at = now + min(wait, patience.longest_wait)
    session.commit()
    return JobState.QUEUED


def _postpone(session: Session, job_id: UUID, until: datetime) -> JobState:
    """Put a job back that could not be tried yet; that counts as no attempt."""
    job = session.get_one(Job, job_id, populate_existing=True)
    job.state, job.lease_until, job.due_at = JobState.QUEUED.value, None, until
    job.attempts -= 1
    session.commit()
    return JobState.QUEUED


def _patience(job: Job) -> Patience:
    return PATIENCE.get(Task(job.task), USUAL)


def _finish(
    session: Session, job_id: UUID, state: JobState, now: datetime, *, error: str | None
) -> JobState:
    job = session.get_one(Job, job_id, populate_existing=True)
    job.state, job.lease_until, job.error, job.finished_at = state.value, None, error, now
    session.commit()
    return state
