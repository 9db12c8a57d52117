"""Invitations, reminders and the news that an opening is closed: who gets which mail, and when.

Each mail is written once, by its key, and looked at again before it leaves: what has been overtaken
in the queue, by answers, a withdrawal or a closing, is dropped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from hiring.cases.links import set_days_of
from hiring.config import Settings
from hiring.handouts.letters import (
    LetterFacts,
    closed_letter,
    invitation_letter,
    reminder_letter,
)
from hiring.handouts.receipt_mail import MailWords
from hiring.handouts.reminding import Reminder, due_reminder
from hiring.jobs.asking import ask_to_send_all
from hiring.mail import Letter, Mail, MailState, queue_many
from hiring.openings.records import Candidate, Invitation, Opening
from hiring.sittings.records import Sitting, find_sittings

INVITATION, REMINDER, CLOSED = "invitation", "reminder", "closed"


@dataclass(frozen=True, slots=True)
class Invited:
    """A candidate with link and opening, and the newest sitting, if there is one."""

    candidate: Candidate
    invitation: Invitation
    opening: Opening
    sitting: Sitting | None
    is_held: bool

    @property
    def has_left(self) -> bool:
        """Whether there is nothing left to do: sent, withdrawn, or the link opens nothing."""
        is_sent = self.sitting is not None and self.sitting.submitted_at is not None
        is_gone = self.candidate.withdrawn_at is not None
        return is_sent or is_gone or self.invitation.revoked_at is not None

    def may_begin(self, now: datetime) -> bool:
        """Whether the link leads to questions now."""
        if self.has_left:
            return False
        if self.sitting is not None:
            return True
        return self.opening.closed_at is None and now < self.invitation.expires_at

    @property
    def facts(self) -> LetterFacts:
        """What a letter to this person is written from."""
        started = self.sitting
        wanted = started and (started.interface_language or started.language)
        return LetterFacts(
            opening=self.opening,
            wanted=wanted or self.opening.language,
            last_day=None if self.is_held else self.invitation.expires_at,
            has_started=started is not None,
        )


def invite(
    session: Session,
    candidates: Sequence[Candidate],
    *,
    settings: Settings,
    now: datetime,
    number: int = 1,
) -> int:
    """Put invitations in the queue for those who have an address; how many are new. Flushes.

    Args:
        session: The caller's.
        candidates: Whom; who cannot begin any more is left out.
        settings: Who asks.
        now: The moment.
        number: 1 for the first invitation with a link, 2 for the second and so on: asking twice
            for the same one gives one mail.

    Raises:
        NoControllerError: Nobody is named as responsible, so nobody can be invited.
    """
    people = invited(session, [one.id for one in candidates])
    letters = [
        _letter(one, INVITATION, f"{one.invitation.generation}:{number}", words)
        for one in people
        if one.candidate.email and one.may_begin(now)
        for words in [invitation_letter(one.facts, settings)]
    ]
    return _queue(session, letters, now)


def remind(session: Session, *, settings: Settings, now: datetime) -> int:
    """Put in the queue the reminders whose time it is; how many are new. Flushes."""
    sent = _invited_at(session, now)
    people = invited(session, list(sent))
    letters = []
    for one in people:
        due = _due(one, sent[one.candidate.id], now)
        if due is not None:
            name = f"{one.invitation.generation}:{due.value}"
            letters.append(_letter(one, REMINDER, name, reminder_letter(one.facts, settings)))
    return _queue(session, letters, now)


def tell_closed(session: Session, opening: Opening, *, settings: Settings, now: datetime) -> int:
    """Tell those who were invited by mail and have not started; how many mails. Flushes.

    Once each, even where the opening is opened and closed again.
    """
    letters = [
        _letter(one, CLOSED, "1", closed_letter(one.facts, settings))
        for one in to_tell_of_closing(session, opening)
    ]
    return _queue(session, letters, now)


def to_tell_of_closing(session: Session, opening: Opening) -> list[Invited]:
    """Who was invited by mail, has not started and has not been told yet that it is closed."""
    people = invited_of(session, opening)
    written = _written(session, [opening.id], but=(MailState.REFUSED, MailState.NO_SERVER))
    return [
        one
        for one in people
        if not one.has_left
        and one.sitting is None
        and INVITATION in written.get(one.candidate.id, ())
        and CLOSED not in written.get(one.candidate.id, ())
    ]


def to_invite(session: Session, opening: Opening, *, now: datetime) -> list[Invited]:
    """Who has an address and a link to begin with, and was not invited by mail yet."""
    people = invited_of(session, opening)
    written = _written(session, [opening.id])
    return [
        one
        for one in people
        if one.candidate.email
        and one.sitting is None
        and one.may_begin(now)
        and INVITATION not in written.get(one.candidate.id, ())
    ]


def is_wanted(session: Session, mail: Mail, *, now: datetime) -> bool:
    """Whether a mail that is about to leave still makes sense; other kinds always do."""
    if mail.kind not in {INVITATION, REMINDER, CLOSED}:
        return True
    for one in invited(session, [mail.candidate_id]):
        if mail.kind == CLOSED:
            return one.opening.closed_at is not None and one.sitting is None and not one.has_left
        is_closed = mail.kind == REMINDER and one.opening.closed_at is not None
        return one.may_begin(now) and not is_closed
    return False


def invited(session: Session, candidate_ids: Sequence[UUID]) -> list[Invited]:
    """These candidates, in order of name."""
    found: list[Invited] = []
    for some in _slices(candidate_ids):
        found += _invited(session, col(Candidate.id).in_(some))
    return sorted(found, key=lambda one: (one.candidate.name, one.candidate.id))


def invited_of(session: Session, opening: Opening) -> list[Invited]:
    """The candidates of an opening, in order of name."""
    return _invited(session, col(Candidate.opening_id) == opening.id)


def _invited(session: Session, who: ColumnElement[bool]) -> list[Invited]:
    rows = session.exec(
        select(Candidate, Invitation, Opening)
        .join(Invitation, col(Invitation.candidate_id) == col(Candidate.id))
        .join(Opening, col(Opening.id) == col(Candidate.opening_id))
        .where(who)
        .order_by(col(Candidate.name), col(Candidate.id))
    ).all()
    started: dict[UUID, Sitting] = {}
    held: set[UUID] = set()
    for some in _slices([candidate.id for candidate, _invitation, _opening in rows]):
        started |= find_sittings(session, some)
        held |= set(set_days_of(session, some))
    return [
        Invited(candidate, invitation, opening, started.get(candidate.id), candidate.id in held)
        for candidate, invitation, opening in rows
    ]


def _due(one: Invited, invited_at: datetime, now: datetime) -> Reminder | None:
    """The reminder that somebody gets now, if any."""
    if one.is_held or not one.may_begin(now) or one.opening.closed_at is not None:
        return None
    return due_reminder(invited_at, one.invitation.expires_at, now)


def _invited_at(session: Session, now: datetime) -> dict[UUID, datetime]:
    """When the newest invitation left, for people whose links still start something."""
    rows = session.exec(
        select(col(Mail.candidate_id), func.max(col(Mail.sent_at)))
        .join(Candidate, col(Candidate.id) == col(Mail.candidate_id))
        .join(Invitation, col(Invitation.candidate_id) == col(Candidate.id))
        .join(Opening, col(Opening.id) == col(Candidate.opening_id))
        .where(
            Mail.kind == INVITATION,
            Mail.state == MailState.SENT.value,
            col(Opening.has_reminders),
            col(Opening.closed_at).is_(None),
            col(Candidate.withdrawn_at).is_(None),
            col(Invitation.revoked_at).is_(None),
            col(Invitation.expires_at) > now,
        )
        .group_by(col(Mail.candidate_id))
    )
    return {candidate_id: moment for candidate_id, moment in rows if moment is not None}


def _written(
    session: Session, opening_ids: Sequence[UUID], but: tuple[MailState, ...] = ()
) -> dict[UUID, set[str]]:
    """Which kinds of mail each candidate was written, ``but`` for mails in these states."""
    left_out = [MailState.DROPPED.value, *(state.value for state in but)]
    rows = session.exec(
        select(col(Mail.candidate_id), col(Mail.kind))
        .join(Candidate, col(Candidate.id) == col(Mail.candidate_id))
        .where(col(Candidate.opening_id).in_(opening_ids), col(Mail.state).not_in(left_out))
        .distinct()
    )
    found: dict[UUID, set[str]] = {}
    for candidate_id, kind in rows:
        found.setdefault(candidate_id, set()).add(kind)
    return found


def _letter(one: Invited, kind: str, name: str, words: MailWords) -> Letter:
    return Letter(
        candidate=one.candidate,
        kind=kind,
        subject=words.subject,
        body=words.body,
        language=one.facts.language,
        unique_key=f"{kind}:{one.candidate.id}:{name}",
    )


def _queue(session: Session, letters: Sequence[Letter], now: datetime) -> int:
    rows = queue_many(session, letters, now=now)
    ask_to_send_all(session, rows, now=now)
    return len(rows)


def _slices(ids: Sequence[UUID], size: int = 500) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
