"""Mail that there is news about a request. It says nothing of what was asked or answered."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlmodel import Session

from hiring import jobs, mail, openings, sittings
from hiring.cases import Case
from hiring.openings.records import Candidate
from hiring.web.pages import contact_words, employer_words
from hiring.web.recruiter.desk import settings
from hiring.words import set_apart

KIND = "case"


def send_news(session: Session, case: Case, candidate: Candidate, *, now: datetime) -> None:
    """Have a candidate told that a request was seen or answered; nothing without an address.

    Mailboxes are read by others too, so the words lead to the candidate's own page.
    """
    language = language_of(session, candidate)
    with force_locale(language):
        subject, body = str(_("News about your request")), _body(language)
    row = mail.queue_mail(
        session,
        candidate,
        kind=KIND,
        subject=subject,
        body=body,
        language=language,
        unique_key=f"{KIND}:{case.id}:{case.status}",
        now=now,
    )
    jobs.ask_to_send(session, row, now=now)


def _body(language: str) -> str:
    contact = set_apart(contact_words(settings()), language)
    parts = [
        _("Hello,"),
        _("there is news about something you asked us. You can read it on your own page:"),
        mail.LINK,
        _("Questions? Ask %(contact)s.", contact=contact),
        employer_words(settings()),
    ]
    return "\n\n".join(map(str, parts)) + "\n"


def language_of(session: Session, candidate: Candidate) -> str:
    """The language of their pages; before the start that of the opening."""
    sitting = sittings.find_sitting(session, candidate.id)
    if sitting is None:
        return openings.get_opening(session, candidate.opening_id).language
    return sitting.interface_language or sitting.language
