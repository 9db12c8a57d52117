"""Mail to candidates as staff read it: what was said, and whether it left."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session

from hiring import jobs, mail, openings
from hiring.accounts import Staff
from hiring.jobs import JobState
from hiring.mail import Mail, MailState
from hiring.openings.records import Candidate, Opening
from hiring.scoring.roster import RosterRow
from hiring.web.recruiter.desk import settings
from hiring.web.recruiter.opening_pages import link_of

RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail. ``remedy`` says what staff should do where it did not leave."""

    subject: str
    body: str
    state: str
    shape: str
    moment: datetime
    remedy: str


def mail_lines(session: Session, candidate: Candidate, row: RosterRow) -> list[MailLine]:
    """The mails to a candidate, oldest first; nothing of answers that were taken back."""
    found = mail.list_mail(session, candidate.id)
    return [
        _line(session, one, row) for one in found if not (row.is_taken_back and one.kind == RECEIPT)
    ]


@dataclass(frozen=True, slots=True)
class UnsentLine:
    """One mail in the list of those that could not be sent."""

    mail: Mail
    candidate: Candidate
    opening: Opening
    state: str
    shape: str


def unsent_lines(session: Session, staff: Staff) -> list[UnsentLine]:
    """What could not be sent to the candidates of a member of staff, oldest first."""
    found = jobs.list_unsent(session, openings.list_openings(session, staff))
    return [
        UnsentLine(one.mail, one.candidate, one.opening, *_unsent_words(one.is_given_up))
        for one in found
    ]


def _unsent_words(is_given_up: bool) -> tuple[str, str]:  # noqa: FBT001 - a word for a state
    return (str(_("Given up")), "cross") if is_given_up else (str(_("Not sent")), "bar")


def _line(session: Session, one: Mail, row: RosterRow) -> MailLine:
    words, shape, remedy = _fate(session, one)
    return MailLine(
        subject=one.subject,
        body=mail.shown_body(one, link_of(row), settings().public_url),
        state=words,
        shape=shape,
        moment=one.sent_at or one.queued_at,
        remedy=remedy,
    )


def _fate(session: Session, one: Mail) -> tuple[str, str, str]:
    match MailState(one.state):
        case MailState.SENT:
            return str(_("Sent")), "full", ""
        case MailState.NO_SERVER:
            return str(_("Not sent")), "bar", str(_("No mail server is set. Send the words below."))
        case MailState.QUEUED:
            return _waiting(session, one)


def _waiting(session: Session, one: Mail) -> tuple[str, str, str]:
    """Still trying, or given up: the job says which."""
    job = jobs.find_job(session, jobs.send_key(one.id))
    if job is not None and job.state == JobState.FAILED.value:
        remedy = _("The mail server did not take it. Send the words below yourself.")
        return str(_("Given up")), "cross", str(remedy)
    return str(_("Waiting to be sent")), "half", ""
