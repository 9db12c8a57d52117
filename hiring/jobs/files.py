"""Files that are made beside the request: briefs of a batch, their merged file, exports.

A brief that is made hands over the one that stands ``AHEAD`` places later. So a batch of a thousand
takes nobody's request longer than one of twenty, and the work still starts at once; the sweep of
every minute finds what a killed worker did not hand on.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from babel.support import Translations
from sqlmodel import Session, col, select

from hiring import batches, exports, places
from hiring.batches import Batch, BatchBrief, Sender
from hiring.config import Settings
from hiring.exports import Export
from hiring.jobs.records import PENDING_JOBS, Job, JobState, Task, find_job, start_over
from hiring.jobs.records import add_job as add_one
from hiring.words import Translator

AHEAD = 20


def ask_to_print(session: Session, briefs: Sequence[BatchBrief], *, now: datetime) -> None:
    """Have these briefs made, each by a job of its own. Flushes; the caller commits.

    Asked again, jobs that have ended start over.
    """
    known = _known_jobs(session, [print_key(one.id) for one in briefs])
    for job in known.values():
        if job.state in {JobState.DONE.value, JobState.FAILED.value}:
            start_over(session, job, now=now)
    new = [_print_job(one.id, now) for one in briefs if print_key(one.id) not in known]
    session.add_all(new)
    session.flush()
    session.info.setdefault(PENDING_JOBS, []).extend(job.id for job in new[:AHEAD])


def ask_to_merge(session: Session, batch: Batch, *, now: datetime) -> Job:
    """Have all briefs of a batch set in one document. Flushes; the caller commits."""
    job = find_merge_job(session, batch.id)
    if job is None:
        arguments = {"batch_id": str(batch.id)}
        key = f"{Task.MERGE_BRIEFS}:{batch.id}"
        return add_one(session, Task.MERGE_BRIEFS, arguments, unique_key=key, now=now)
    if job.state in {JobState.DONE.value, JobState.FAILED.value}:
        start_over(session, job, now=now)
    return job


def ask_to_export(session: Session, export: Export, *, language: str, now: datetime) -> Job:
    """Have an export made, its dictionary in this language. Flushes; the caller commits."""
    arguments = {"export_id": str(export.id), "language": language}
    key = export_key(export.id)
    return add_one(session, Task.MAKE_EXPORT, arguments, unique_key=key, now=now)


def find_merge_job(session: Session, batch_id: UUID) -> Job | None:
    """The job that merges a batch, or None before somebody asked."""
    return find_job(session, f"{Task.MERGE_BRIEFS}:{batch_id}")


def given_up(session: Session, keys: Sequence[str]) -> set[str]:
    """Of these keys, those of jobs that were given up."""
    rows = session.exec(
        select(Job.unique_key).where(
            col(Job.unique_key).in_(keys), Job.state == JobState.FAILED.value
        )
    )
    return set(rows)


def print_key(brief_id: UUID) -> str:
    """The key of the job that makes a brief of a batch."""
    return f"{Task.PRINT_BRIEF}:{brief_id}"


def export_key(export_id: UUID) -> str:
    """The key of the job that makes an export."""
    return f"{Task.MAKE_EXPORT}:{export_id}"


def print_brief(
    settings: Settings, session: Session, arguments: dict[str, Any], now: datetime
) -> None:
    """Make one brief, and hand over one that waits."""
    brief_id = UUID(arguments["brief_id"])
    batches.make_brief(session, brief_id, sender=sender_of(settings), now=now)
    _hand_over_next(session, brief_id)


def merge_briefs(
    settings: Settings, session: Session, arguments: dict[str, Any], now: datetime
) -> None:
    """Set all briefs of a batch in one document."""
    batch = session.get(Batch, UUID(arguments["batch_id"]))
    if batch is not None and now < batch.expires_at:
        batches.merge(session, batch, sender=sender_of(settings))


def make_export(session: Session, arguments: dict[str, Any], now: datetime) -> None:
    """Make an export."""
    translator = translator_of(arguments["language"])
    exports.make_export(session, UUID(arguments["export_id"]), translator=translator, now=now)


def clear_expired(session: Session, *, now: datetime) -> None:
    """Take away files whose time is over. Commits."""
    if batches.clear_expired(session, now=now) + exports.clear_expired(session, now=now):
        session.commit()
    else:
        session.rollback()


def sender_of(settings: Settings) -> Sender:
    """In whose name briefs are made here."""
    return Sender(settings.employer, settings.contact, translator_of, settings.norm_floors)


@lru_cache(maxsize=16)
def translator_of(language: str) -> Translator:
    """The catalogue of a language, read once by each process."""
    return Translations.load(places.TRANSLATIONS, [language])


def _known_jobs(session: Session, keys: Sequence[str]) -> dict[str, Job]:
    rows = session.exec(select(Job).where(col(Job.unique_key).in_(keys)))
    return {job.unique_key: job for job in rows}


def _print_job(brief_id: UUID, now: datetime) -> Job:
    return Job(
        task=Task.PRINT_BRIEF.value,
        arguments={"brief_id": str(brief_id)},
        unique_key=print_key(brief_id),
        due_at=now,
        created_at=now,
    )


def _hand_over_next(session: Session, brief_id: UUID) -> None:
    brief = session.get(BatchBrief, brief_id)
    if brief is None:
        return
    following = session.exec(
        select(BatchBrief.id).where(
            BatchBrief.batch_id == brief.batch_id,
            BatchBrief.position == brief.position + AHEAD,
            BatchBrief.state == "waiting",
        )
    ).first()
    job = None if following is None else find_job(session, print_key(following))
    if job is not None and job.state == JobState.QUEUED.value:
        session.info.setdefault(PENDING_JOBS, []).append(job.id)
