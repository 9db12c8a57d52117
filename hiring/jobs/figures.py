"""How much work lies in the database: what an operator's monitoring should know, and no person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from hiring.jobs.records import Job, JobState, Task
from hiring.openings.whereabouts import IS_AT_WORK, Whereabouts
from hiring.sittings.clock import GRACE
from hiring.sittings.records import Sitting

NOT_DONE = (JobState.QUEUED.value, JobState.RUNNING.value, JobState.FAILED.value)


@dataclass(frozen=True, slots=True)
class Work:
    """Counts at one moment, the same from whichever node they are asked.

    ``n_open`` are people at work, whose link is good and who have not left; ``n_overdue`` sittings
    that the sweep should have closed; ``n_orphaned`` jobs whose worker was last heard of a lease
    ago. ``oldest_due_seconds`` is how long the job waits that became due first; 0.0 where none is.
    """

    n_open: int
    n_overdue: int
    n_due: int
    n_running: int
    n_orphaned: int
    n_failed: int
    oldest_due_seconds: float
    n_mails_waiting: int
    n_mails_failed: int
    n_webhooks_waiting: int
    n_webhooks_failed: int


def work_at(session: Session, now: datetime) -> Work:
    """Count what is open, due and stuck; each by an index, however much is stored."""
    at_work = select(func.count()).select_from(Whereabouts).where(IS_AT_WORK)
    overdue = select(func.count()).where(
        col(Sitting.deadline_at) < now - GRACE, col(Sitting.submitted_at).is_(None)
    )
    jobs = _jobs(session, now)
    return Work(
        n_open=session.exec(at_work).one(),
        n_overdue=session.exec(overdue).one(),
        n_due=jobs.n_due,
        n_running=jobs.n_running,
        n_orphaned=jobs.n_orphaned,
        n_failed=jobs.n_failed,
        oldest_due_seconds=(now - jobs.oldest_at).total_seconds() if jobs.oldest_at else 0.0,
        n_mails_waiting=jobs.n_mails - jobs.n_mails_failed,
        n_mails_failed=jobs.n_mails_failed,
        n_webhooks_waiting=jobs.n_webhooks - jobs.n_webhooks_failed,
        n_webhooks_failed=jobs.n_webhooks_failed,
    )


def _jobs(session: Session, now: datetime) -> Any:
    """Counts of jobs that are not done. A mail that has not left is the job of sending it.

    So is an event that another system has not taken.
    """
    state, is_mail = col(Job.state), col(Job.task) == Task.SEND_MAIL.value
    is_webhook = col(Job.task) == Task.TELL_OUTSIDE.value
    is_due = and_(state == JobState.QUEUED.value, col(Job.due_at) <= now)
    is_running = state == JobState.RUNNING.value
    has_failed = state == JobState.FAILED.value
    counts: dict[str, Any] = {
        "n_due": func.count().filter(is_due),
        "oldest_at": func.min(Job.due_at).filter(is_due),
        "n_running": func.count().filter(is_running),
        "n_orphaned": func.count().filter(and_(is_running, col(Job.lease_until) < now)),
        "n_failed": func.count().filter(has_failed),
        "n_mails": func.count().filter(is_mail),
        "n_mails_failed": func.count().filter(and_(is_mail, has_failed)),
        "n_webhooks": func.count().filter(is_webhook),
        "n_webhooks_failed": func.count().filter(and_(is_webhook, has_failed)),
    }
    named = [count.label(name) for name, count in counts.items()]
    return session.execute(core_select(*named).where(state.in_(NOT_DONE))).one()
