"""The way in: from address and password to a session, over a second step where there is one.

Who has shown the right password waits half way, in a row of its own that opens no page, until a
code or a passkey follows. A new token begins at each step.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Field, Session, col, select

from hiring.accounts.factors import has_second_factor
from hiring.accounts.passkeys import new_challenge
from hiring.accounts.passwords import MIN_PASSWORD_CHARS, hash_password, is_outdated, matches
from hiring.accounts.sessions import Device, start_session
from hiring.accounts.staff import Staff, find_staff
from hiring.accounts.tokens import hash_token, new_token
from hiring.db import Record, UtcDateTime
from hiring.errors import SignInError

HALF_WAY_FOR = timedelta(minutes=10)
MAX_WRONG = 5


class HalfSignIn(Record, table=True):
    """Somebody who has shown the password and not yet the second factor."""

    __tablename__ = "half_sign_in"

    staff_id: UUID = Field(foreign_key="staff.id", ondelete="CASCADE", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    challenge: str = Field(max_length=90)
    n_wrong: int = 0
    started_at: datetime = Field(sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A token, and whether it is one of a session or of half a sign-in."""

    token: str
    is_whole: bool
    staff: Staff


def sign_in(
    session: Session,
    *,
    email: str,
    password: str,
    now: datetime,
    device: Device | None = None,
    only_with_second: bool = False,
) -> Admitted:
    """Check address and password; start a session, or half of one where a second step follows.

    An unknown address costs the same time as a wrong password, so that nobody can find out who
    works here. A hash of older parameters is made again. Flushes; the caller commits.

    With ``only_with_second`` the password alone is not enough, because too many have tried.

    Raises:
        SignInError: Address and password do not belong together, the account is closed, or the
            password alone is not enough: the three look alike.
    """
    staff = find_staff(session, email)
    is_right = matches(None if staff is None else staff.password_hash, password)
    if staff is None or not is_right or not staff.is_active:
        raise SignInError("address and password do not belong together")
    if is_outdated(staff.password_hash):
        staff.password_hash = hash_password(password)
    if has_second_factor(session, staff):
        return _wait_half_way(session, staff, now)
    if only_with_second:
        raise SignInError("address and password do not belong together")
    token = start_session(
        session,
        staff,
        device=device or Device(),
        has_second=False,
        needs_more=len(password) < MIN_PASSWORD_CHARS,
        now=now,
    )
    return Admitted(token, is_whole=True, staff=staff)


def find_half_way(session: Session, token: str, now: datetime) -> tuple[HalfSignIn, Staff] | None:
    """Who waits half way with this token; None when unknown, too old, or wrong too often."""
    row = session.exec(
        select(HalfSignIn, Staff)
        .join(Staff, col(Staff.id) == col(HalfSignIn.staff_id))
        .where(HalfSignIn.token_hash == hash_token(token))
    ).first()
    if row is None or not row[1].is_active:
        return None
    is_over = now - row[0].started_at > HALF_WAY_FOR or row[0].n_wrong >= MAX_WRONG
    return None if is_over else (row[0], row[1])


def note_wrong(session: Session, half: HalfSignIn) -> None:
    """Count a wrong second step; the next passkey has to sign something else. Flushes."""
    session.execute(
        update(HalfSignIn)
        .where(col(HalfSignIn.id) == half.id)
        .values(n_wrong=col(HalfSignIn.n_wrong) + 1, challenge=new_challenge())
    )


def finish_sign_in(
    session: Session, half: HalfSignIn, staff: Staff, *, device: Device, now: datetime
) -> str:
    """Start the session of somebody whose second factor was right, and return its token. Flushes.

    Raises:
        SignInError: Somebody has finished with this token before.
    """
    taken = session.execute(delete(HalfSignIn).where(col(HalfSignIn.id) == half.id))
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise SignInError("this sign-in is over")
    return start_session(session, staff, device=device, has_second=True, needs_more=False, now=now)


def drop_half_ways(session: Session, staff: Staff) -> None:
    """Let nobody go on who is half way into this account."""
    session.execute(delete(HalfSignIn).where(col(HalfSignIn.staff_id) == staff.id))


def _wait_half_way(session: Session, staff: Staff, now: datetime) -> Admitted:
    session.execute(
        delete(HalfSignIn).where(
            col(HalfSignIn.staff_id) == staff.id,
            col(HalfSignIn.started_at) < now - HALF_WAY_FOR,
        )
    )
    token = new_token()
    session.add(
        HalfSignIn(
            staff_id=staff.id,
            token_hash=hash_token(token),
            challenge=new_challenge(),
            started_at=now,
        )
    )
    session.flush()
    return Admitted(token, is_whole=False, staff=staff)
