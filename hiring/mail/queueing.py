"""Putting a mail in the queue: its words are kept, so that staff can see what was said.

A candidate's link is not among them. The words hold a mark where it belongs, and it is put in when
the mail leaves: nobody can read a working link out of the table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from hiring.errors import NotFoundError
from hiring.mail.records import Mail
from hiring.openings.records import Candidate

LINK = "[[link]]"
MAX_SUBJECT_CHARS = 200
KEYS_AT_ONCE = 500  # databases take only so many values in one question
# Mail programs make links of bare hosts, addresses and "mailto:", not only of what has "://".
HOST_DOT = re.compile(r"(?<=\S)[.\u3002\uff0e\uff61](?=[^\W\d_]{2})")
SCHEME = re.compile(r"(?<=[^\W\d_]):(?=\S)")


class MailState(StrEnum):
    """Where a mail stands.

    ``REFUSED``: the server will not take it however often it is tried. ``DROPPED``: there was no
    sense in it any more when its turn came.
    """

    QUEUED = "queued"
    SENT = "sent"
    NO_SERVER = "no_server"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to be put in the queue; see ``queue_mail``."""

    candidate: Candidate
    kind: str
    subject: str
    body: str
    language: str
    unique_key: str


def queue_mail(
    session: Session,
    candidate: Candidate,
    *,
    kind: str,
    subject: str,
    body: str,
    language: str,
    unique_key: str,
    now: datetime,
) -> Mail | None:
    """Put a mail to a candidate in the queue. Flushes; the caller commits and has it sent.

    Args:
        session: The caller's.
        candidate: To whom.
        kind: What the mail is for: "receipt", "invitation" and the like.
        subject: One line; whatever would break it into several is made a space.
        body: Plain text. ``LINK`` stands where the candidate's own link belongs.
        language: Of the words.
        unique_key: Asking twice with the same key gives the same mail.
        now: The moment.

    Returns:
        The mail, new or found; None for somebody without an address.
    """
    if not candidate.email:
        return None
    existing = _find(session, unique_key)
    if existing is not None:
        return existing
    row = _row(Letter(candidate, kind, subject, body, language, unique_key), now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # somebody asked at the same moment and was first
        return _find(session, unique_key)
    return row


def queue_many(session: Session, letters: Sequence[Letter], *, now: datetime) -> list[Mail]:
    """Put many mails in the queue at once; those new to it. Flushes; the caller commits.

    Whoever has no address gets none, and what was asked for before is not asked for again.
    """
    known = _known(session, [one.unique_key for one in letters])
    rows = [
        _row(one, now) for one in letters if one.candidate.email and one.unique_key not in known
    ]
    session.add_all(rows)
    session.flush()
    return rows


def list_mail(session: Session, candidate_id: UUID) -> list[Mail]:
    """The mails to a candidate, oldest first."""
    return list(
        session.exec(
            select(Mail)
            .where(Mail.candidate_id == candidate_id)
            .order_by(col(Mail.queued_at), col(Mail.id))
        )
    )


def get_mail(session: Session, mail_id: UUID) -> Mail:
    """The mail with this id.

    Raises:
        NotFoundError: There is none.
    """
    found = session.get(Mail, mail_id)
    if found is None:
        raise NotFoundError("no such mail")
    return found


def one_line(text: str) -> str:
    """The text without line breaks and other signs that steer; a header must not be split."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text).split())


def without_links(text: str) -> str:
    """Words that people typed or pasted, for the body of a mail: none of them can be clicked.

    Nor do they hold the mark of the candidate's link. A letter in between is kept, not dropped:
    nobody must wonder what a title said.
    """
    text = one_line(text).replace("[[", "[ [").replace("//", "/ /").replace("@", " @ ")
    text = SCHEME.sub(": ", text)
    return " ".join(HOST_DOT.sub(" . ", text).split())


def _row(letter: Letter, now: datetime) -> Mail:
    return Mail(
        candidate_id=letter.candidate.id,
        kind=letter.kind,
        language=letter.language,
        subject=one_line(letter.subject)[:MAX_SUBJECT_CHARS],
        body=letter.body,
        unique_key=letter.unique_key,
        queued_at=now,
    )


def _known(session: Session, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = keys[start : start + KEYS_AT_ONCE]
        found.update(session.exec(select(Mail.unique_key).where(col(Mail.unique_key).in_(some))))
    return found


def _find(session: Session, unique_key: str) -> Mail | None:
    return session.exec(select(Mail).where(Mail.unique_key == unique_key)).first()
