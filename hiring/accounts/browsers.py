"""Browsers in which somebody has signed in before.

They are the way in for a person whose account others try to force: tries from a known browser are
counted by themselves, so nobody else can use them up. Knowing the browser replaces no factor.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Field, Session, col, select

from hiring.accounts.staff import Staff
from hiring.accounts.tokens import hash_token, new_token
from hiring.db import Record, UtcDateTime

KNOWN_FOR = timedelta(days=180)


class KnownBrowser(Record, table=True):
    """One browser of one person. Only the token's hash is stored."""

    __tablename__ = "known_browser"

    staff_id: UUID = Field(foreign_key="staff.id", ondelete="CASCADE", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    seen_at: datetime = Field(sa_type=UtcDateTime)


def find_known(session: Session, token: str, *, email: str, now: datetime) -> KnownBrowser | None:
    """The browser of this token, where it is known to the person of this address."""
    row = session.exec(
        select(KnownBrowser)
        .join(Staff, col(Staff.id) == col(KnownBrowser.staff_id))
        .where(
            KnownBrowser.token_hash == hash_token(token),
            Staff.email == email.strip().lower(),
        )
    ).first()
    return row if row is not None and now - row.seen_at <= KNOWN_FOR else None


def remember(session: Session, staff: Staff, *, known: KnownBrowser | None, now: datetime) -> str:
    """Know a browser from now on under a new token, which is returned. Flushes."""
    session.execute(
        delete(KnownBrowser).where(
            col(KnownBrowser.staff_id) == staff.id, col(KnownBrowser.seen_at) < now - KNOWN_FOR
        )
    )
    token = new_token()
    row = known or KnownBrowser(staff_id=staff.id, token_hash="", seen_at=now)
    row.token_hash, row.seen_at = hash_token(token), now
    session.add(row)
    session.flush()
    return token


def forget_browsers(session: Session, staff: Staff) -> None:
    """Know none of somebody's browsers any more."""
    session.execute(delete(KnownBrowser).where(col(KnownBrowser.staff_id) == staff.id))
