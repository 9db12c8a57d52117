"""Telling other systems what happened: a job for each event and address, beside the outbox row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from hiring import webhooks
from hiring.config import Settings
from hiring.errors import WebhookNotTakenError
from hiring.jobs.records import Job, JobState, Task, add_job, start_over
from hiring.webhooks import (
    Caller,
    DeliveryState,
    EventKind,
    OffReason,
    Outside,
    WebhookDelivery,
    WebhookEndpoint,
)

KEYS_AT_ONCE = 500  # databases take only so many values in one question


@dataclass(frozen=True, slots=True)
class Told:
    """A delivery with the job that sends it; when it is tried next, if it is."""

    delivery: WebhookDelivery
    next_try_at: datetime | None
    is_given_up: bool


@dataclass(frozen=True, slots=True)
class SilentEndpoint:
    """An address that was switched off since it was silent for days, and what waits for it."""

    endpoint: WebhookEndpoint
    n_waiting: int


def tell_outside(
    session: Session, kind: EventKind, candidate_id: UUID, *, subject: UUID, now: datetime
) -> None:
    """Have other systems hear of an act, in the transaction of that act. Flushes."""
    for row in webhooks.note_event(session, kind, candidate_id, subject=subject, now=now):
        add_job(
            session,
            Task.TELL_OUTSIDE,
            {"delivery_id": str(row.id)},
            unique_key=_job_key(row.id),
            now=now,
        )


def outside_of(settings: Settings) -> Outside:
    """How other systems are reached with these settings."""
    private = settings.webhook_private_hosts.lower().split(",")
    return Outside(
        caller=Caller(
            allowed=settings.allowed_webhook_hosts,
            private_hosts=frozenset(one.strip().partition(":")[0] for one in private),
        ),
        secret=settings.secret_key.get_secret_value(),
        public_url=settings.public_url,
    )


def tell_one(outside: Outside, session: Session, arguments: dict[str, Any], now: datetime) -> None:
    """Tell one address of one event. How a try went is stored whichever way it went.

    Raises:
        PostponedError: The address rests.
        WebhookNotTakenError: It did not take the event; try again later.
    """
    delivery_id = UUID(arguments["delivery_id"])
    was_failing = _is_failing(session, delivery_id)
    tried = webhooks.deliver(session, delivery_id, outside=outside, now=now)
    session.commit()
    if tried is None:
        return
    if tried.fault is not None:
        answered = "" if tried.status is None else f" {tried.status}"
        raise WebhookNotTakenError(f"{tried.fault.value}{answered}")
    if was_failing:
        _hurry(session, delivery_id, now)


def told(session: Session, rows: Sequence[WebhookDelivery]) -> list[Told]:
    """Deliveries with what is planned for them, in the same order."""
    keys = [_job_key(row.id) for row in rows]
    jobs = {
        job.unique_key: job
        for job in session.exec(select(Job).where(col(Job.unique_key).in_(keys)))
    }
    return [_told(row, jobs.get(_job_key(row.id))) for row in rows]


def tell_again(session: Session, row: WebhookDelivery, *, now: datetime) -> bool:
    """Send an event once more, under its own id; False where that is under way. Flushes."""
    job = session.exec(select(Job).where(Job.unique_key == _job_key(row.id))).one()
    if job.state in {JobState.QUEUED.value, JobState.RUNNING.value}:
        return False
    webhooks.send_anew(session, row)
    start_over(session, job, now=now)
    return True


def tell_all_waiting(session: Session, endpoint: WebhookEndpoint, *, now: datetime) -> int:
    """Send all that waits for an address, given up or not; how much that is. Flushes.

    The sweep of the next minute takes it: nobody who clicks is to wait for thousands.
    """
    ids = webhooks.waiting_ids(session, endpoint)
    _change_jobs(
        session,
        ids,
        (JobState.QUEUED, JobState.DONE, JobState.FAILED),
        state=JobState.QUEUED.value,
        attempts=0,
        due_at=now,
        error=None,
        finished_at=None,
    )
    return len(ids)


def wake_forgotten(session: Session, *, now: datetime) -> None:
    """Have sent what waits although its job is done. Flushes; the caller commits.

    A worker found the address switched off, and it was switched on before the worker had ended.
    Where nothing waits any more, since who it was about was erased, nothing is failing either.
    """
    for endpoint in webhooks.list_endpoints(session):
        if endpoint.off_at is not None:
            continue
        waiting = webhooks.waiting_ids(session, endpoint)
        if not waiting:
            endpoint.failing_since = endpoint.retry_at = None
        values = {"state": JobState.QUEUED.value, "attempts": 0, "due_at": now}
        _change_jobs(session, waiting, (JobState.DONE,), **values, finished_at=None)
    session.flush()


def silent_endpoints(session: Session) -> list[SilentEndpoint]:
    """Addresses that an owner should know of: switched off by themselves."""
    silent = [
        one for one in webhooks.list_endpoints(session) if one.off_reason == OffReason.SILENCE.value
    ]
    return [SilentEndpoint(one, len(webhooks.waiting_ids(session, one))) for one in silent]


def count_given_up(session: Session) -> int:
    """How many events were given up that are still of use."""
    jobs = session.exec(
        select(Job).where(Job.task == Task.TELL_OUTSIDE.value, Job.state == JobState.FAILED.value)
    )
    query = (
        select(func.count())
        .select_from(WebhookDelivery)
        .join(WebhookEndpoint, col(WebhookEndpoint.id) == col(WebhookDelivery.endpoint_id))
        .where(
            col(WebhookDelivery.id).in_([UUID(job.arguments["delivery_id"]) for job in jobs]),
            WebhookDelivery.state == DeliveryState.WAITING.value,
            col(WebhookEndpoint.removed_at).is_(None),
        )
    )
    return session.exec(query).one()


def _told(row: WebhookDelivery, job: Job | None) -> Told:
    is_queued = job is not None and job.state == JobState.QUEUED.value
    return Told(
        delivery=row,
        next_try_at=job.due_at if job is not None and is_queued else None,
        is_given_up=job is not None and job.state == JobState.FAILED.value,
    )


def _is_failing(session: Session, delivery_id: UUID) -> bool:
    query = (
        select(WebhookEndpoint.failing_since)
        .join(WebhookDelivery, col(WebhookDelivery.endpoint_id) == col(WebhookEndpoint.id))
        .where(WebhookDelivery.id == delivery_id)
    )
    return session.exec(query).first() is not None


def _hurry(session: Session, delivery_id: UUID, now: datetime) -> None:
    """The receiver is back: what waits for it need not wait for its own time.

    Tries stay counted: an event that is refused while others are taken has an end all the same.
    """
    endpoint = webhooks.get_endpoint(
        session, webhooks.get_delivery(session, delivery_id).endpoint_id
    )
    _change_jobs(session, webhooks.waiting_ids(session, endpoint), (JobState.QUEUED,), due_at=now)


def _change_jobs(
    session: Session, delivery_ids: Sequence[UUID], states: Iterable[JobState], **values: Any
) -> None:
    keys = [_job_key(one) for one in delivery_ids]
    for start in range(0, len(keys), KEYS_AT_ONCE):
        session.execute(
            update(Job)
            .where(
                col(Job.unique_key).in_(keys[start : start + KEYS_AT_ONCE]),
                col(Job.state).in_([state.value for state in states]),
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def _job_key(delivery_id: UUID) -> str:
    return f"{Task.TELL_OUTSIDE}:{delivery_id}"
