"""Codes of an app that counts time in steps of thirty seconds (TOTP, RFC 6238).

A code counts once: the step that was used last is stored, and only a later one is taken. The
server's clock decides; a phone may be one step before or behind.
"""

import hmac
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import delete, or_, update
from sqlmodel import Field, Session, col, select

from hiring.accounts.sealing import seal, unseal
from hiring.accounts.staff import Staff
from hiring.db import Record, UtcDateTime

STEP_SECONDS = 30
STEPS_ASIDE = 1
SECRET_CHARS = 32  # of base 32: 160 bits


class Authenticator(Record, table=True):
    """The app of one person. It counts from ``confirmed_at`` on, when a first code was right."""

    staff_id: UUID = Field(foreign_key="staff.id", ondelete="CASCADE", unique=True)
    sealed_secret: str = Field(max_length=200)
    last_step: int | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def find_authenticator(session: Session, staff: Staff) -> Authenticator | None:
    """Somebody's app, confirmed or not yet, or None."""
    return session.exec(select(Authenticator).where(Authenticator.staff_id == staff.id)).first()


def begin_authenticator(
    session: Session, staff: Staff, *, secret: str, now: datetime
) -> Authenticator:
    """Make a new key for an app, in place of one that was never confirmed. Flushes.

    Raises:
        ValueError: A confirmed app is there; it has to be removed first.
    """
    found = find_authenticator(session, staff)
    if found is not None and found.confirmed_at is not None:
        raise ValueError("an authenticator app is set up already")
    row = found or Authenticator(staff_id=staff.id, sealed_secret="", made_at=now)
    key = pyotp.random_base32(SECRET_CHARS)
    row.sealed_secret = seal(key, secret=secret, belongs_to=staff.id.bytes)
    row.made_at = now
    session.add(row)
    session.flush()
    return row


def key_of(row: Authenticator, *, secret: str) -> str | None:
    """The key in letters, as an app takes it; None where the house's secret has changed."""
    return unseal(row.sealed_secret, secret=secret, belongs_to=row.staff_id.bytes)


def address_of(key: str, *, account: str, house: str) -> str:
    """What the square picture says to the app."""
    return pyotp.TOTP(key).provisioning_uri(name=account, issuer_name=house)


def confirm_authenticator(
    session: Session, row: Authenticator, code: str, *, secret: str, now: datetime
) -> bool:
    """Count the app from now on, once it shows a right code; whether it did. Flushes."""
    if not use_code(session, row, code, secret=secret, now=now):
        return False
    row.confirmed_at = now
    session.flush()
    return True


def use_code(
    session: Session, row: Authenticator, code: str, *, secret: str, now: datetime
) -> bool:
    """Whether this code is right and was not used before; from now on it is used. Flushes."""
    step = _step_of(row, code, secret=secret, now=now)
    if step is None:
        return False
    # In one statement, so that of two at once only one counts.
    used = session.execute(
        update(Authenticator)
        .where(
            col(Authenticator.id) == row.id,
            or_(col(Authenticator.last_step).is_(None), col(Authenticator.last_step) < step),
        )
        .values(last_step=step)
    )
    return bool(used.rowcount == 1)  # type: ignore[attr-defined]


def remove_authenticator(session: Session, staff: Staff) -> None:
    """Take somebody's app away."""
    session.execute(delete(Authenticator).where(col(Authenticator.staff_id) == staff.id))


def _step_of(row: Authenticator, code: str, *, secret: str, now: datetime) -> int | None:
    """The step in which the app shows this code, or None."""
    key = key_of(row, secret=secret)
    if key is None:
        return None
    shown, here = pyotp.TOTP(key), int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in range(
        here - STEPS_ASIDE, here + STEPS_ASIDE + 1
    ):  # all, so that time tells nothing
        if hmac.compare_digest(shown.generate_otp(step).encode(), code.encode()):
            found = step
    return found
