"""Ten codes on paper, for the day when the phone is lost. Each counts once.

A code has 24 characters of an alphabet of 32, that is 120 random bits: enough that a plain digest
keeps it safe and nobody guesses one, so its tries need no limit of their own.
"""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlmodel import Field, Session, col, select

from hiring.accounts.staff import Staff
from hiring.accounts.tokens import hash_token
from hiring.db import Record, UtcDateTime

N_CODES = 10
CODE_CHARS = 24
GROUP_CHARS = 4
# Without letters that look like figures or like each other.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1", "-": "", " ": ""})


class RecoveryCode(Record, table=True):
    """One code. Only its hash is stored."""

    __tablename__ = "recovery_code"

    staff_id: UUID = Field(foreign_key="staff.id", ondelete="CASCADE", index=True)
    code_hash: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def make_codes(session: Session, staff: Staff, *, now: datetime) -> list[str]:
    """New codes in place of all that were there; shown once, from here. Flushes."""
    remove_codes(session, staff)
    codes = [_new_code() for _ in range(N_CODES)]
    session.add_all(
        RecoveryCode(staff_id=staff.id, code_hash=hash_token(_plain(code)), made_at=now)
        for code in codes
    )
    session.flush()
    return codes


def use_recovery_code(session: Session, staff: Staff, code: str, *, now: datetime) -> bool:
    """Whether this is one of somebody's codes and was not used before; now it is. Flushes."""
    # In one statement, so that of two at once only one counts.
    used = session.execute(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.staff_id) == staff.id,
            col(RecoveryCode.code_hash) == hash_token(_plain(code)),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=now)
    )
    return bool(used.rowcount == 1)  # type: ignore[attr-defined]


def count_codes(session: Session, staff: Staff) -> int:
    """How many codes are left."""
    return session.exec(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.staff_id == staff.id, col(RecoveryCode.used_at).is_(None))
    ).one()


def remove_codes(session: Session, staff: Staff) -> None:
    """Make all of somebody's codes worthless."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.staff_id) == staff.id))


def is_like_a_code(text: str) -> bool:
    """Whether this has the shape of a recovery code, however it was typed."""
    plain = _plain(text)
    return len(plain) == CODE_CHARS and set(plain) <= set(ALPHABET)


def _new_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARS))
    starts = range(0, CODE_CHARS, GROUP_CHARS)
    return "-".join(letters[start : start + GROUP_CHARS] for start in starts)


def _plain(code: str) -> str:
    """A code without what people put between its letters, and with letters read as figures."""
    return code.strip().lower().translate(_MISREAD)
