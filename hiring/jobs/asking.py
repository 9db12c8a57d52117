"""Asking for work: what is written beside the change that causes it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from hiring.jobs.outside import tell_outside
from hiring.jobs.records import PENDING_JOBS, Job, JobState, Task, add_job, find_job
from hiring.mail import Mail
from hiring.openings.records import Candidate
from hiring.scoring.records import ScoredForm
from hiring.sittings.records import Sitting
from hiring.webhooks import EventKind

A_FEW = 20


def end_of_sitting(session: Session, sitting_id: UUID, *, now: datetime) -> None:
    """What follows when answers have come in, by hand or by the clock.

    A score, a receipt, and news for other systems that hear of it.
    """
    ask_for_score(session, sitting_id, now=now)
    candidate_id, email = _whose(session, sitting_id)
    tell_outside(session, EventKind.SITTING_FINISHED, candidate_id, subject=sitting_id, now=now)
    if not email:
        return
    add_job(
        session,
        Task.WRITE_RECEIPT,
        {"sitting_id": str(sitting_id)},
        unique_key=f"{Task.WRITE_RECEIPT}:{sitting_id}",
        now=now,
    )


def ask_for_score(session: Session, sitting_id: UUID, *, now: datetime) -> Job:
    """Have a submitted sitting scored."""
    return add_job(
        session,
        Task.SCORE_SITTING,
        {"sitting_id": str(sitting_id)},
        unique_key=f"{Task.SCORE_SITTING}:{sitting_id}",
        now=now,
    )


def ask_for_rated_score(
    session: Session, sitting_id: UUID, answer_id: UUID, *, now: datetime
) -> Job:
    """Have a sitting scored again, since one of its open answers has been settled.

    Of several answers each asks by itself: two that are settled at the same moment do not see each
    other, and scoring twice does no harm.
    """
    return add_job(
        session,
        Task.SCORE_SITTING,
        {"sitting_id": str(sitting_id)},
        unique_key=f"{Task.SCORE_SITTING}:{sitting_id}:{answer_id.hex}:{int(now.timestamp())}",
        now=now,
    )


def ask_to_send(session: Session, mail: Mail | None, *, now: datetime) -> Job | None:
    """Have a mail sent that was put in the queue; None where there is none to send."""
    if mail is None:
        return None
    return add_job(
        session,
        Task.SEND_MAIL,
        {"mail_id": str(mail.id)},
        unique_key=send_key(mail.id),
        now=now,
    )


def ask_to_send_all(session: Session, mails: Sequence[Mail], *, now: datetime) -> None:
    """Have many mails sent that are new in the queue. Flushes; the caller commits.

    A few are handed over at once. Many are left to the sweep of the next minute: nobody who clicks
    is to wait until the queue has taken each of a thousand.
    """
    new = [
        Job(
            task=Task.SEND_MAIL.value,
            arguments={"mail_id": str(mail.id)},
            unique_key=send_key(mail.id),
            due_at=now,
            created_at=now,
        )
        for mail in mails
    ]
    session.add_all(new)
    session.flush()
    if len(new) <= A_FEW:
        session.info.setdefault(PENDING_JOBS, []).extend(job.id for job in new)


def ask_to_remind(session: Session, *, now: datetime) -> Job:
    """Have everybody reminded whose time it is: one row for each hour, whoever asks."""
    slot = now.astimezone(UTC).strftime("%Y-%m-%dT%H")
    unique_key = f"{Task.REMIND}:{slot}"
    return add_job(session, Task.REMIND, {"slot": slot}, unique_key=unique_key, now=now)


def ask_for_rescoring(session: Session, rescoring_id: UUID, *, now: datetime) -> Job:
    """Have the scores made that somebody has decided on."""
    return add_job(
        session,
        Task.RESCORE,
        {"rescoring_id": str(rescoring_id)},
        unique_key=rescoring_key(rescoring_id),
        now=now,
    )


def find_rescoring_job(session: Session, rescoring_id: UUID) -> Job | None:
    """The job that makes the scores of a re-scoring, or None before it was asked for."""
    return find_job(session, rescoring_key(rescoring_id))


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


def send_key(mail_id: UUID) -> str:
    """The key of the job that sends a mail."""
    return f"{Task.SEND_MAIL}:{mail_id}"


def receipt_key(sitting_id: UUID) -> str:
    """The key of the mail with the receipt of a sitting."""
    return f"receipt:{sitting_id}"


def rescoring_key(rescoring_id: UUID) -> str:
    """The key of the job that makes the scores of a re-scoring."""
    return f"{Task.RESCORE}:{rescoring_id}"


def _whose(session: Session, sitting_id: UUID) -> tuple[UUID, str | None]:
    """Whose sitting it is: the person, and the address if there is one."""
    query = (
        select(Candidate.id, Candidate.email)
        .join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
        .where(Sitting.id == sitting_id)
    )
    return session.exec(query).one()


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
