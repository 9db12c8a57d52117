"""Staff: who they are, what role they have, and whether a browser is signed in.

Sessions are rows of hashed random tokens, so that ending one is a fact in the database and not a
wish about a signed cookie. Passwords are argon2id with the library's defaults (64 MiB, about 150
ms a hash), which is why sign-in is throttled at the edge.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import CheckConstraint, delete
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.db import Record, UtcDateTime
from hiring.errors import NotAllowedError, NotFoundError, SignInError

MIN_PASSWORD_CHARS = 15
MAX_PASSWORD_CHARS = 256
IDLE_LIMIT = timedelta(hours=2)
ABSOLUTE_LIMIT = timedelta(hours=12)
TOUCH_AFTER = timedelta(minutes=1)
TOKEN_BYTES = 32


class Role(StrEnum):
    """What a member of staff may do; the table stands in the documentation."""

    OWNER = "owner"
    RECRUITER = "recruiter"
    INTERVIEWER = "interviewer"
    ANALYST = "analyst"
    RATER = "rater"


class Staff(Record, table=True):
    """A person who works with candidates' results.

    Without ``sees_names``, names, mails and dates of candidates are masked; scores stay readable.
    """

    __table_args__ = (
        CheckConstraint(
            "role IN ('owner', 'recruiter', 'interviewer', 'analyst', 'rater')",
            name="role_is_known",
        ),
    )

    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    role: str = Field(max_length=20)
    password_hash: str = Field(max_length=200)
    is_active: bool = True
    sees_names: bool = True
    added_at: datetime = Field(sa_type=UtcDateTime)


class StaffSession(Record, table=True):
    """One signed-in browser. Only the token's hash is stored."""

    __tablename__ = "staff_session"

    staff_id: UUID = Field(foreign_key="staff.id", ondelete="CASCADE", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)


def add_staff(
    session: Session, *, email: str, name: str, role: Role, password: str, now: datetime
) -> Staff:
    """Add a member of staff. Flushes; the caller commits.

    Raises:
        ValueError: The password is shorter than ``MIN_PASSWORD_CHARS`` or too long.
    """
    _require_password(password)
    staff = Staff(
        email=email.strip().lower(),
        name=name.strip(),
        role=role.value,
        password_hash=_hasher().hash(password),
        added_at=now,
    )
    session.add(staff)
    session.flush()
    audit.record(
        session,
        "staff.added",
        actor=audit.SYSTEM_ACTOR,
        object_id=staff.id,
        now=now,
        role=role.value,
    )
    return staff


def sign_in(session: Session, *, email: str, password: str, now: datetime) -> str:
    """Check address and password, start a session and return its token.

    An unknown address costs the same time as a wrong password, so that nobody can find out who
    works here.

    Raises:
        SignInError: Address and password do not belong together, or the account is closed.
    """
    staff = find_staff(session, email)
    if not _matches(staff, password) or staff is None or not staff.is_active:
        raise SignInError("address and password do not belong together")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        StaffSession(staff_id=staff.id, token_hash=hash_token(token), started_at=now, seen_at=now)
    )
    session.flush()
    return token


def find_signed_in(session: Session, token: str, now: datetime) -> Staff | None:
    """The member of staff behind a token, or None when it is unknown, idle too long or too old."""
    row = session.exec(
        select(StaffSession, Staff)
        .join(Staff, col(Staff.id) == col(StaffSession.staff_id))
        .where(StaffSession.token_hash == hash_token(token))
    ).first()
    if row is None or not row[1].is_active or _is_over(row[0], now):
        return None
    return row[1]


def touch(session: Session, token: str, now: datetime) -> bool:
    """Note that the session is in use; True when a row changed and should be committed."""
    found = session.exec(
        select(StaffSession).where(StaffSession.token_hash == hash_token(token))
    ).first()
    if found is None or now - found.seen_at < TOUCH_AFTER:
        return False
    found.seen_at = now
    return True


def sign_out(session: Session, token: str) -> None:
    """End a session. Ending one twice changes nothing. The caller commits."""
    session.execute(delete(StaffSession).where(col(StaffSession.token_hash) == hash_token(token)))


def find_staff(session: Session, email: str) -> Staff | None:
    """The member of staff with this mail address, or None."""
    return session.exec(select(Staff).where(Staff.email == email.strip().lower())).first()


def get_staff(session: Session, staff_id: UUID) -> Staff:
    """The member of staff with this id.

    Raises:
        NotFoundError: There is none.
    """
    staff = session.get(Staff, staff_id)
    if staff is None:
        raise NotFoundError("no such member of staff")
    return staff


def list_staff(session: Session) -> list[Staff]:
    """All active staff, by name."""
    return list(
        session.exec(
            select(Staff).where(col(Staff.is_active)).order_by(col(Staff.name), col(Staff.id))
        )
    )


def set_sees_names(
    session: Session, staff: Staff, *, sees_names: bool, owner: Staff, now: datetime
) -> bool:
    """Show a colleague the names of candidates, or codes; whether this call changed it. Flushes.

    Raises:
        NotAllowedError: Only owners do, and not for themselves: two people know of it.
    """
    if owner.role != Role.OWNER or owner.id == staff.id:
        raise NotAllowedError("an owner decides which colleagues see names")
    if staff.sees_names == sees_names:
        return False
    staff.sees_names = sees_names
    session.flush()
    act = "staff.names_shown" if sees_names else "staff.names_hidden"
    audit.record(session, act, actor=owner.id, object_id=staff.id, now=now)
    return True


def hash_token(token: str) -> str:
    """The form in which a random token of 128 bits or more is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def _require_password(password: str) -> None:
    if not MIN_PASSWORD_CHARS <= len(password) <= MAX_PASSWORD_CHARS:
        raise ValueError(
            f"a password needs {MIN_PASSWORD_CHARS} to {MAX_PASSWORD_CHARS} characters"
        )


def _matches(staff: Staff | None, password: str) -> bool:
    stored = _decoy_hash() if staff is None else staff.password_hash
    try:
        return _hasher().verify(stored, password[:MAX_PASSWORD_CHARS])
    except (VerifyMismatchError, InvalidHashError):
        return False


def _is_over(found: StaffSession, now: datetime) -> bool:
    return now - found.seen_at > IDLE_LIMIT or now - found.started_at > ABSOLUTE_LIMIT


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _decoy_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe(TOKEN_BYTES))
