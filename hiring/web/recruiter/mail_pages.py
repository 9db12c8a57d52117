"""Mail to candidates as staff read it: what was said, and whether it left."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session

from hiring import jobs, mail, openings
from hiring.accounts import Staff
from hiring.jobs import MailFault, UnsentMail
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
    reason: str


def unsent_lines(session: Session, staff: Staff) -> list[UnsentLine]:
    """What could not be sent to the candidates of a member of staff, oldest first."""
    found = jobs.list_unsent(session, openings.list_openings(session, staff))
    return [UnsentLine(one.mail, one.candidate, one.opening, *_unsent_words(one)) for one in found]


def count_unsent(session: Session, staff: Staff) -> int:
    """How many lines that list has."""
    return jobs.count_unsent(session, openings.list_openings(session, staff))


def _unsent_words(one: UnsentMail) -> tuple[str, str, str]:
    """State, shape and reason."""
    if one.mail.state == MailState.REFUSED.value:
        return str(_("Refused")), "cross", refusal_words(one.mail)
    if not one.is_given_up:
        return str(_("Not sent")), "bar", ""
    return str(_("Given up")), "cross", _fault_words(one.fault)


def _fault_words(fault: MailFault | None) -> str:
    """Why the mail server did not take it, and what to do about the mail."""
    if fault is None or not fault.is_refused:
        answer = "" if fault is None or fault.code is None else _with_code(fault.code)
        return " ".join(filter(None, [answer, str(_("The mail server did not take it."))]))
    if fault.code is None:
        return str(_("The mail address cannot be written to. Check it with the candidate."))
    words = _("It refused the mail for good: most often the address is wrong. Check it.")
    return f"{_with_code(fault.code)} {words}"


def _with_code(code: int) -> str:
    return str(_("The mail server answered %(code)s.", code=code))


def _line(session: Session, one: Mail, row: RosterRow) -> MailLine:
    words, shape, remedy = fate_of(session, one)
    return MailLine(
        subject=one.subject,
        body=mail.shown_body(one, link_of(row), settings().public_url),
        state=words,
        shape=shape,
        moment=one.sent_at or one.queued_at,
        remedy=remedy,
    )


def fate_of(session: Session, one: Mail) -> tuple[str, str, str]:
    """What became of a mail, its shape, and what staff should do about it."""
    match MailState(one.state):
        case MailState.SENT:
            return str(_("Sent")), "full", ""
        case MailState.NO_SERVER:
            return str(_("Not sent")), "bar", str(_("No mail server is set. Send the words below."))
        case MailState.REFUSED:
            return str(_("Refused")), "cross", refusal_words(one)
        case MailState.DROPPED:
            return str(_("Not needed any more")), "bar", ""
        case MailState.QUEUED:
            return _waiting(session, one)


def refusal_words(one: Mail) -> str:
    """What the mail server said, and what to do about it."""
    if not one.server_words:
        return str(_("The mail address cannot be written to. Check it with the candidate."))
    return str(
        _(
            "The mail server said: “%(words)s”. Most often the address is wrong. Check it.",
            words=one.server_words,
        )
    )


def _waiting(session: Session, one: Mail) -> tuple[str, str, str]:
    """Still trying, or given up: the job says which."""
    fault = jobs.find_fault(session, one)
    if fault is None:
        return str(_("Waiting to be sent")), "half", ""
    if not fault.is_final:
        again = _("It is tried again by itself, for a day.")
        return str(_("Waiting to be sent")), "half", f"{_fault_words(fault)} {again}"
    remedy = _("Send the words below yourself.")
    return str(_("Given up")), "cross", f"{_fault_words(fault)} {remedy}"
