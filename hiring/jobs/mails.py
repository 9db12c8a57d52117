"""Mail that could not be sent: which it is, and sending it again.

What waits for a server is put in the queue again by itself once there is one, but nothing older
than two weeks: who sets one up in autumn does not mean to write to everybody of the spring. What
the server refused, at once for good or until it was given up, is sent again by a person.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from hiring.errors import MailRefusedError
from hiring.jobs.asking import ask_to_send, receipt_key, send_key
from hiring.jobs.records import Job, JobState, Task, find_job, start_over
from hiring.mail import Mail, MailState
from hiring.openings.records import Candidate, Opening
from hiring.sittings.records import Sitting

WORTH_SENDING = timedelta(days=14)
ANSWERED = re.compile(r"the mail server answered (\d{3})")


@dataclass(frozen=True, slots=True)
class UnsentMail:
    """A mail that did not leave. ``is_given_up``: the server refused it; else there was none."""

    mail: Mail
    candidate: Candidate
    opening: Opening
    is_given_up: bool
    fault: "MailFault | None"


@dataclass(frozen=True, slots=True)
class MailFault:
    """Why a mail has not left at the last try.

    Attributes:
        is_final: Whether it is not tried again by itself.
        is_refused: Whether the server said, or the address shows, that no try will help.
        code: What the server answered, where it did.
    """

    is_final: bool
    is_refused: bool
    code: int | None

    @classmethod
    def of(cls, job: Job) -> "MailFault | None":
        """What a job's last try says; None where none went wrong."""
        if job.error is None:
            return None
        answered = ANSWERED.search(job.error)
        return cls(
            is_final=job.state == JobState.FAILED.value,
            is_refused=job.error.startswith(MailRefusedError.__name__),
            code=int(answered[1]) if answered else None,
        )


def find_fault(session: Session, mail: Mail) -> MailFault | None:
    """Why a mail has not left so far, or None where no try went wrong."""
    job = find_job(session, send_key(mail.id))
    return None if job is None else MailFault.of(job)


def list_unsent(session: Session, openings: Sequence[Opening]) -> list[UnsentMail]:
    """What could not be sent to candidates of these openings, oldest first."""
    by_id = {opening.id: opening for opening in openings}
    given_up = _given_up(session)
    rows = session.exec(
        select(Mail, Candidate)
        .join(Candidate, col(Candidate.id) == col(Mail.candidate_id))
        .where(*_is_unsent(session, by_id, given_up))
        .order_by(col(Mail.queued_at), col(Mail.id))
    )
    return [
        UnsentMail(
            mail,
            candidate,
            by_id[candidate.opening_id],
            is_given_up=mail.id in given_up,
            fault=given_up.get(mail.id),
        )
        for mail, candidate in rows
    ]


def count_unsent(session: Session, openings: Sequence[Opening]) -> int:
    """How many mails ``list_unsent`` lists: without a server that is every receipt."""
    ids = [opening.id for opening in openings]
    query = (
        select(func.count()).select_from(Mail).where(*_is_unsent(session, ids, _given_up(session)))
    )
    return session.exec(query).one()


def send_again(session: Session, mail: Mail, *, now: datetime) -> bool:
    """Put a mail in the queue again; False where it left or is under way. Flushes."""
    job = find_job(session, send_key(mail.id))
    is_under_way = job is not None and job.state in {JobState.QUEUED, JobState.RUNNING}
    if mail.state == MailState.SENT.value or is_under_way:
        return False
    mail.state, mail.server_words = MailState.QUEUED.value, None
    session.add(mail)
    if job is None:
        ask_to_send(session, mail, now=now)
    else:
        start_over(session, job, now=now)
    return True


def send_unserved(session: Session, *, now: datetime) -> int:
    """Put in the queue again what waits for a mail server; for when there is one. Flushes."""
    waiting = session.exec(
        select(Mail)
        .join(Candidate, col(Candidate.id) == col(Mail.candidate_id))
        .where(
            Mail.state == MailState.NO_SERVER.value,
            col(Mail.queued_at) >= now - WORTH_SENDING,
            col(Candidate.email).is_not(None),
            _is_of_use(session),
        )
        .order_by(col(Mail.queued_at), col(Mail.id))
    ).all()
    return sum(send_again(session, one, now=now) for one in waiting)


def _is_unsent(
    session: Session, opening_ids: Iterable[UUID], given_up: Iterable[UUID]
) -> list[ColumnElement[bool]]:
    """What is true of mail that did not leave, and will not by itself.

    Of each mail it is asked whose it is: a join could begin with everybody of the openings.
    """
    mine = select(Candidate.opening_id).where(col(Candidate.id) == col(Mail.candidate_id))
    return [
        mine.correlate(Mail).scalar_subquery().in_(opening_ids),
        col(Mail.sent_at).is_(None),
        or_(col(Mail.state) == MailState.NO_SERVER.value, col(Mail.id).in_(given_up)),
        _is_of_use(session),
    ]


def _given_up(session: Session) -> dict[UUID, MailFault | None]:
    """Mails whose job has failed."""
    query = select(Job).where(Job.task == Task.SEND_MAIL.value, Job.state == JobState.FAILED.value)
    return {UUID(job.arguments["mail_id"]): MailFault.of(job) for job in session.exec(query)}


def _is_of_use(session: Session) -> ColumnElement[bool]:
    """Not the receipt of answers that were taken back in the meantime."""
    taken_back = session.exec(select(Sitting.id).where(col(Sitting.voided_at).is_not(None)))
    return col(Mail.unique_key).not_in([receipt_key(sitting_id) for sitting_id in taken_back])
