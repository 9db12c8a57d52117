"""What each task does. A task may run twice and does no harm the second time."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeAlias
from uuid import UUID

from babel.support import Translations
from sqlmodel import Session, col, select

from hiring import mail, places, reports, rescoring, response_quality, scoring
from hiring.config import Settings
from hiring.errors import MailNotSentError, MailRefusedError, SettingsError
from hiring.handouts.receipt_mail import receipt_facts, receipt_mail
from hiring.handouts.reminding import is_night
from hiring.jobs import files, letters, outside, owners
from hiring.jobs.asking import ask_to_send, receipt_key, rescoring_key
from hiring.jobs.records import DONE_PERCENT, LEASE, Job, JobState, Task, find_job
from hiring.openings.invitations import get_invitation_of, invitation_token
from hiring.openings.records import Candidate, get_candidate
from hiring.psychometrics.impact.floors import LOWEST, GroupFloors
from hiring.scoring.records import ScoredForm
from hiring.sittings import Sitting
from hiring.webhooks import EventKind

PROGRESS_STEP_PERCENT = 5

Runner: TypeAlias = Callable[[Session, dict[str, Any], datetime], None]


def _score_sitting(session: Session, arguments: dict[str, Any], now: datetime) -> None:
    sitting_id = UUID(arguments["sitting_id"])
    sitting = session.get(Sitting, sitting_id)
    if sitting is not None and sitting.voided_at is not None:
        return  # taken back before the worker came to it
    score = scoring.score_sitting(session, sitting_id, now=now)
    if sitting is not None and not score.is_being_rated:
        outside.tell_outside(
            session, EventKind.SITTING_SCORED, sitting.candidate_id, subject=score.id, now=now
        )
    session.commit()  # whatever becomes of the second look, the score is there
    response_quality.look_at_sitting(session, sitting_id, now=now)


def _rescore(session: Session, arguments: dict[str, Any], now: datetime) -> None:
    """Batch by batch, each committed with its progress and a new lease."""
    rescoring_id = UUID(arguments["rescoring_id"])
    percent = 0
    while percent < DONE_PERCENT:
        percent = rescoring.score_batch(session, rescoring_id, now=now)
        _note_progress(session, rescoring_key(rescoring_id), percent)
    rescoring.finish(session, rescoring_id, now=datetime.now(UTC))


def _make_report(
    session: Session, arguments: dict[str, Any], now: datetime, floors: GroupFloors = LOWEST
) -> None:
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
        floors=floors,
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


def _note_progress(session: Session, unique_key: str, percent: int) -> None:
    """Store a batch and how far the job is, and keep the job; a killed worker loses one batch."""
    job = find_job(session, unique_key)
    if job is not None:
        job.progress_percent = percent
        if job.state == JobState.RUNNING.value:
            job.lease_until = datetime.now(UTC) + LEASE
    session.commit()


RUNNERS: dict[Task, Runner] = {
    Task.SCORE_SITTING: _score_sitting,
    Task.RESCORE: _rescore,
    Task.MAKE_REPORT: _make_report,
    Task.MAKE_EXPORT: files.make_export,
}


def runners_with(settings: Settings) -> dict[Task, Runner]:
    """All runners, those included that need to know the settings of the house.

    Raises:
        SettingsError: The mail server cannot be used like that.
    """
    return RUNNERS | {
        Task.MAKE_REPORT: partial(_make_report, floors=settings.group_floors),
        Task.WRITE_RECEIPT: partial(_write_receipt, settings),
        Task.SEND_MAIL: partial(_send_mail, settings, envelope_of(settings)),
        Task.TELL_OWNER: partial(owners.tell_owner, envelope_of(settings)),
        Task.REMIND: partial(_remind, settings),
        Task.PRINT_BRIEF: partial(files.print_brief, settings),
        Task.MERGE_BRIEFS: partial(files.merge_briefs, settings),
        Task.TELL_OUTSIDE: partial(outside.tell_one, outside.outside_of(settings)),
    }


def envelope_of(settings: Settings) -> mail.Envelope:
    """How mail leaves with these settings.

    Raises:
        SettingsError: The server's address makes no sense, or nobody is named as the sender.
    """
    server = mail.MailServer.from_url(settings.smtp_url.get_secret_value())
    if server is not None and "@" not in settings.mail_from:
        raise SettingsError("HIRING_SMTP_URL is set, so HIRING_MAIL_FROM needs a mail address.")
    return mail.Envelope(
        server=server,
        sender=settings.mail_from,
        public_url=settings.public_url,
        link_of=partial(_link_of, settings),
    )


def _write_receipt(
    settings: Settings, session: Session, arguments: dict[str, Any], now: datetime
) -> None:
    """Put the receipt of a sitting in the queue; written once, however often this is run."""
    sitting = session.get(Sitting, UUID(arguments["sitting_id"]))
    if sitting is None:
        return
    language = sitting.interface_language or sitting.language
    translator = Translations.load(places.TRANSLATIONS, [language])
    facts = receipt_facts(session, sitting, settings=settings, translator=translator)
    if facts is None:
        return
    words = receipt_mail(facts, translator)
    row = mail.queue_mail(
        session,
        get_candidate(session, sitting.candidate_id),
        kind="receipt",
        subject=words.subject,
        body=words.body,
        language=language,
        unique_key=receipt_key(sitting.id),
        now=now,
    )
    ask_to_send(session, row, now=now)


def _send_mail(
    settings: Settings,
    envelope: mail.Envelope,
    session: Session,
    arguments: dict[str, Any],
    now: datetime,
) -> None:
    """Send a mail, unless it makes no sense any more; reminders wait for the day."""
    mail_id = UUID(arguments["mail_id"])
    row = session.get(mail.Mail, mail_id)
    if row is not None and not letters.is_wanted(session, row, now=now):
        mail.drop_mail(session, mail_id)
        return
    if row is not None and row.kind == letters.REMINDER and is_night(now, settings.zone):
        raise MailNotSentError("nobody is reminded by night: it is tried again")
    try:
        mail.send_mail(session, mail_id, envelope=envelope, now=now)
    except MailRefusedError as error:
        session.rollback()
        mail.note_refusal(session, mail_id, error.server_words)
        session.commit()
        raise


def _remind(
    settings: Settings, session: Session, _arguments: dict[str, Any], now: datetime
) -> None:
    """Write the reminders whose time it is; by night none, the next morning asks again."""
    if not is_night(now, settings.zone):
        letters.remind(session, settings=settings, now=now)


def _link_of(settings: Settings, session: Session, candidate: Candidate) -> str:
    """The candidate's link as it is now, derived anew; a renewed link replaces the one meant."""
    secret = settings.secret_key.get_secret_value()
    token = invitation_token(get_invitation_of(session, candidate.id), secret)
    return f"{settings.public_url.rstrip('/')}/c/{token}"
