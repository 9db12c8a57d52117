"""The log of an opening's mail: what was written to whom, and whether it left."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from hiring.jobs.letters import CLOSED, INVITATION, REMINDER, invited
from hiring.mail import Mail, MailState
from hiring.openings.records import Candidate, Opening
from hiring.web.recruiter.desk import has_mail
from hiring.web.recruiter.mail_pages import fate_of

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One mail in the log."""

    mail: Mail
    candidate: Candidate
    kind: str
    state: str
    shape: str
    remedy: str


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """A part of the log, newest first. ``older`` is the name of the next part, if there is one."""

    opening: Opening
    counts: tuple[tuple[str, str, int], ...]
    shown: str
    lines: tuple[DeliveryLine, ...]
    older: str

    @property
    def n_mails(self) -> int:
        """How many mails there are in all."""
        return sum(n for _state, _words, n in self.counts)


@dataclass(frozen=True, slots=True)
class LetterPart:
    """Whether a candidate can be sent the invitation from here, and which one it would be."""

    is_possible: bool
    number: int

    @property
    def is_again(self) -> bool:
        """Whether one with this link is written already."""
        return self.number > 1


def delivery_page(session: Session, opening: Opening, *, shown: str, before: str) -> DeliveryPage:
    """Gather a part of the log. The number of questions does not grow with it.

    ``shown`` names the state to show, anything else shows all; ``before`` names where to go on.
    """
    shown = shown if shown in set(MailState) else ""
    query = (
        select(Mail, Candidate)
        .join(Candidate, col(Candidate.id) == col(Mail.candidate_id))
        .where(Candidate.opening_id == opening.id)
        .order_by(col(Mail.queued_at).desc(), col(Mail.id).desc())
        .limit(PAGE_SIZE + 1)
    )
    if shown:
        query = query.where(Mail.state == shown)
    mark = _read_mark(before)
    if mark is not None:
        moment, mail_id = mark
        is_older = and_(col(Mail.queued_at) == moment, col(Mail.id) < mail_id)
        query = query.where(or_(col(Mail.queued_at) < moment, is_older))
    rows = session.exec(query).all()
    lines = tuple(_line(session, *row) for row in rows[:PAGE_SIZE])
    older = _mark(lines[-1].mail) if len(rows) > PAGE_SIZE else ""
    return DeliveryPage(opening, _counts(session, opening), shown, lines, older)


def letter_part(session: Session, candidate: Candidate, *, now: datetime) -> LetterPart:
    """What the candidate's page offers about the invitation."""
    (one,) = invited(session, [candidate.id])
    prefix = f"{INVITATION}:{candidate.id}:{one.invitation.generation}:"
    query = select(func.count(col(Mail.id))).where(
        col(Mail.unique_key).startswith(prefix, autoescape=True)
    )
    is_possible = has_mail() and bool(candidate.email) and one.may_begin(now)
    return LetterPart(is_possible, session.exec(query).one() + 1)


def kind_words(one: Mail) -> str:
    """What a mail is for; the subject where nobody gave its kind a word."""
    words = {
        INVITATION: _("Invitation"),
        REMINDER: _("Reminder"),
        CLOSED: _("Opening closed"),
        "receipt": _("Receipt"),
        "case": _("News about a request"),
    }
    return str(words.get(one.kind, one.subject))


def state_words(state: MailState) -> str:
    """Where mails stand, as a filter."""
    match state:
        case MailState.QUEUED:
            return str(_("Waiting to be sent"))
        case MailState.SENT:
            return str(_("Sent"))
        case MailState.REFUSED:
            return str(_("Refused"))
        case MailState.NO_SERVER:
            return str(_("No mail server"))
        case MailState.DROPPED:
            return str(_("Not needed any more"))


def _counts(session: Session, opening: Opening) -> tuple[tuple[str, str, int], ...]:
    rows = session.exec(
        select(col(Mail.state), func.count(col(Mail.id)))
        .join(Candidate, col(Candidate.id) == col(Mail.candidate_id))
        .where(Candidate.opening_id == opening.id)
        .group_by(col(Mail.state))
    )
    found = dict(rows.all())
    return tuple(
        (state.value, state_words(state), found[state.value])
        for state in MailState
        if state.value in found
    )


def _line(session: Session, mail: Mail, candidate: Candidate) -> DeliveryLine:
    return DeliveryLine(mail, candidate, kind_words(mail), *fate_of(session, mail))


def _mark(mail: Mail) -> str:
    return f"{mail.queued_at.isoformat()}_{mail.id}"


def _read_mark(text: str) -> tuple[datetime, UUID] | None:
    moment, _separator, mail_id = text.partition("_")
    try:
        found = datetime.fromisoformat(moment), UUID(mail_id)
    except ValueError:
        return None
    return found if found[0].tzinfo is not None else None
