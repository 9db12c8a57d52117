"""Signed-in browsers: rows of hashed random tokens.

So ending one is a fact in the database and not a wish about a signed cookie. A session ends by a
click, after two hours without use, or after twelve hours at most.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Field, Session, col, select

from hiring.accounts.staff import Staff
from hiring.accounts.tokens import hash_token, new_token
from hiring.db import Record, UtcDateTime
from hiring.errors import NotFoundError

IDLE_LIMIT = timedelta(hours=2)
ABSOLUTE_LIMIT = timedelta(hours=12)
TOUCH_AFTER = timedelta(minutes=1)


class StaffSession(Record, table=True):
    """One signed-in browser. Only the token's hash is stored.

    ``browser`` and ``system`` are names of kinds, such as Firefox and Windows, or empty.
    ``second_at`` says when a second factor was shown; ``needs_more`` marks a session that was
    opened with a password too short to stand alone. ``challenge`` is what a new passkey must sign.
    """

    __tablename__ = "staff_session"

    staff_id: UUID = Field(foreign_key="staff.id", ondelete="CASCADE", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    browser: str = Field(default="", max_length=20)
    system: str = Field(default="", max_length=20)
    second_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    needs_more: bool = False
    challenge: str | None = Field(default=None, max_length=90)


@dataclass(frozen=True, slots=True)
class Device:
    """What kind of browser on what kind of system; empty where we cannot tell."""

    browser: str = ""
    system: str = ""


def start_session(
    session: Session,
    staff: Staff,
    *,
    device: Device,
    has_second: bool,
    needs_more: bool,
    now: datetime,
) -> str:
    """Sign a browser in and return its token. Forgets sessions that are over. Flushes."""
    _forget(session, staff, now)
    token = new_token()
    session.add(
        StaffSession(
            staff_id=staff.id,
            token_hash=hash_token(token),
            started_at=now,
            seen_at=now,
            browser=device.browser,
            system=device.system,
            second_at=now if has_second else None,
            needs_more=needs_more,
        )
    )
    session.flush()
    return token


def find_session(session: Session, token: str, now: datetime) -> tuple[StaffSession, Staff] | None:
    """The session behind a token and whose it is; None when unknown, idle too long or too old."""
    row = session.exec(
        select(StaffSession, Staff)
        .join(Staff, col(Staff.id) == col(StaffSession.staff_id))
        .where(StaffSession.token_hash == hash_token(token))
    ).first()
    if row is None or not row[1].is_active or _is_over(row[0], now):
        return None
    return row[0], row[1]


def find_signed_in(session: Session, token: str, now: datetime) -> Staff | None:
    """The member of staff behind a token, or None when it is unknown, idle too long or too old."""
    found = find_session(session, token, now)
    return None if found is None else found[1]


def touch(session: Session, token: str, now: datetime) -> bool:
    """Note that the session is in use; True when a row changed and should be committed."""
    found = session.exec(
        select(StaffSession).where(StaffSession.token_hash == hash_token(token))
    ).first()
    if found is None or now - found.seen_at < TOUCH_AFTER:
        return False
    found.seen_at = now
    session.flush()
    return True


def renew(session: Session, found: StaffSession) -> str:
    """Give a session another token, as whenever it may do more than before. Flushes."""
    token = new_token()
    found.token_hash = hash_token(token)
    session.flush()
    return token


def list_sessions(session: Session, staff: Staff, now: datetime) -> list[StaffSession]:
    """Where somebody is signed in now, last used first."""
    rows = session.exec(
        select(StaffSession)
        .where(StaffSession.staff_id == staff.id)
        .order_by(col(StaffSession.seen_at).desc(), col(StaffSession.id))
    )
    return [row for row in rows if not _is_over(row, now)]


def sign_out(session: Session, token: str) -> None:
    """End the session; an unknown token is nobody's."""
    session.execute(delete(StaffSession).where(col(StaffSession.token_hash) == hash_token(token)))


def end_session(session: Session, staff: Staff, session_id: UUID) -> None:
    """End one of somebody's sessions.

    Raises:
        NotFoundError: They have no such session.
    """
    found = session.get(StaffSession, session_id)
    if found is None or found.staff_id != staff.id:
        raise NotFoundError("no such session")
    session.delete(found)
    session.flush()


def end_other_sessions(session: Session, kept: StaffSession) -> int:
    """End all sessions of a person but this one; how many."""
    ended = session.execute(
        delete(StaffSession).where(
            col(StaffSession.staff_id) == kept.staff_id, col(StaffSession.id) != kept.id
        )
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def end_all_sessions(session: Session, staff: Staff) -> int:
    """End every session of a person; how many."""
    ended = session.execute(delete(StaffSession).where(col(StaffSession.staff_id) == staff.id))
    return int(ended.rowcount)  # type: ignore[attr-defined]


def _forget(session: Session, staff: Staff, now: datetime) -> None:
    """Drop what is over anyway, so that nobody's old sessions pile up."""
    session.execute(
        delete(StaffSession).where(
            col(StaffSession.staff_id) == staff.id,
            (col(StaffSession.seen_at) < now - IDLE_LIMIT)
            | (col(StaffSession.started_at) < now - ABSOLUTE_LIMIT),
        )
    )


def _is_over(found: StaffSession, now: datetime) -> bool:
    return now - found.seen_at > IDLE_LIMIT or now - found.started_at > ABSOLUTE_LIMIT
