"""Passkeys: keys that stay in a phone, a computer or a stick and sign what we ask (WebAuthn).

Used as a second factor beside the password. A key answers only to the site that it was made for,
so it cannot be given away on a copied page. Browsers know it by the host's name: under an address
of figures there are none.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field, Session, col, select

from hiring.accounts.staff import Staff
from hiring.accounts.tokens import new_token
from hiring.db import Record, UtcDateTime
from hiring.errors import NotFoundError

SET_UP_WITHIN = timedelta(minutes=15)
MAX_PASSKEYS = 10
MAX_NAME_CHARS = 60
MAX_ANSWER_CHARS = 20_000


class Passkey(Record, table=True):
    """One key: what is public of it, and the name that its owner gave it."""

    staff_id: UUID = Field(foreign_key="staff.id", ondelete="CASCADE", index=True)
    credential_id: str = Field(max_length=1400, unique=True)
    public_key: str = Field(max_length=2000)
    sign_count: int = Field(default=0, sa_type=BigInteger)  # four bytes without a sign
    name: str = Field(max_length=MAX_NAME_CHARS)
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is bound to: host, full origin, and the name people read."""

    host: str
    origin: str
    name: str


def find_site(public_url: str, *, name: str) -> Site | None:
    """The site of this address; None where browsers make no passkeys.

    They ask for a name in place of figures, and for https, except on the machine itself.
    """
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    if not host or _is_figures(host) or (parts.scheme != "https" and host != "localhost"):
        return None
    return Site(host=host, origin=f"{parts.scheme}://{parts.netloc}", name=name)


def new_challenge() -> str:
    """What a key must sign, once."""
    return new_token()


def timed_challenge(now: datetime) -> str:
    """A challenge that says when it was made."""
    return f"{int(now.timestamp())}.{new_challenge()}"


def is_fresh(challenge: str | None, now: datetime) -> bool:
    """Whether a challenge was made a moment ago, so that the password before it still counts."""
    made = (challenge or "").partition(".")[0]
    return made.isdigit() and 0 <= now.timestamp() - int(made) <= SET_UP_WITHIN.total_seconds()


def list_passkeys(session: Session, staff: Staff) -> list[Passkey]:
    """Somebody's keys, oldest first."""
    return list(
        session.exec(
            select(Passkey)
            .where(Passkey.staff_id == staff.id)
            .order_by(col(Passkey.made_at), col(Passkey.id))
        )
    )


def options_to_make(
    staff: Staff, known: list[Passkey], *, site: Site, challenge: str
) -> dict[str, Any]:
    """What the browser is told to make a key."""
    from hiring.accounts import key_answers  # noqa: PLC0415 - slow to import

    return key_answers.options_to_make(staff, _ids(known), site=site, challenge=challenge)


def options_to_show(known: list[Passkey], *, site: Site, challenge: str) -> dict[str, Any]:
    """What the browser is told to sign with one of these keys."""
    from hiring.accounts import key_answers  # noqa: PLC0415 - slow to import

    return key_answers.options_to_show(_ids(known), site=site, challenge=challenge)


def add_passkey(
    session: Session,
    staff: Staff,
    answer: str,
    *,
    name: str,
    site: Site,
    challenge: str,
    now: datetime,
) -> Passkey:
    """Keep a key that the browser has made. Flushes.

    Raises:
        ValueError: The answer is none of a browser's, or not to this challenge and site; the key
            is known already; or there are too many.
    """
    from hiring.accounts import key_answers  # noqa: PLC0415 - slow to import

    known = list_passkeys(session, staff)
    if len(known) >= MAX_PASSKEYS:
        raise ValueError(f"nobody has more than {MAX_PASSKEYS} passkeys")
    try:
        made = key_answers.check_made(_read(answer), site=site, challenge=challenge)
    except ValueError as error:
        raise ValueError("the browser's answer makes no passkey") from error
    credential_id = _text(made.credential_id)
    if session.exec(select(Passkey.id).where(Passkey.credential_id == credential_id)).first():
        raise ValueError("this passkey is known already")
    row = Passkey(
        staff_id=staff.id,
        credential_id=credential_id,
        public_key=_text(made.credential_public_key),
        sign_count=made.sign_count,
        name=name.strip(),
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row


def use_passkey(
    session: Session, staff: Staff, answer: str, *, site: Site, challenge: str, now: datetime
) -> bool:
    """Whether one of somebody's keys has signed this challenge. Notes its use. Flushes."""
    from hiring.accounts import key_answers  # noqa: PLC0415 - slow to import

    try:
        credential = _read(answer)
        row = _named(list_passkeys(session, staff), credential)
        shown = key_answers.check_shown(
            credential,
            site=site,
            challenge=challenge,
            public_key=_bytes(row.public_key),
            sign_count=row.sign_count,
        )
    except (ValueError, NotFoundError):
        return False
    row.sign_count, row.used_at = shown.new_sign_count, now
    session.flush()
    return True


def remove_passkey(session: Session, staff: Staff, passkey_id: UUID) -> Passkey:
    """Take one of somebody's keys away, and return what it was. Flushes.

    Raises:
        NotFoundError: They have no such key.
    """
    found = get_passkey(session, staff, passkey_id)
    session.delete(found)
    session.flush()
    return found


def get_passkey(session: Session, staff: Staff, passkey_id: UUID) -> Passkey:
    """One of somebody's keys.

    Raises:
        NotFoundError: They have no such key.
    """
    found = session.get(Passkey, passkey_id)
    if found is None or found.staff_id != staff.id:
        raise NotFoundError("no such passkey")
    return found


def _named(known: list[Passkey], credential: dict[str, Any]) -> Passkey:
    for one in known:
        if one.credential_id == str(credential.get("id", "")).rstrip("="):
            return one
    raise NotFoundError("no such passkey")


def _ids(known: list[Passkey]) -> list[bytes]:
    return [_bytes(one.credential_id) for one in known]


def _read(answer: str) -> dict[str, Any]:
    """The browser's answer as JSON; only an object is one.

    Raises:
        ValueError: It is none.
    """
    if len(answer) > MAX_ANSWER_CHARS:
        raise ValueError("the answer is too long")
    try:
        read = json.loads(answer)
    except RecursionError as error:
        raise ValueError("the answer is nested too deeply") from error
    if not isinstance(read, dict):
        raise ValueError("the answer is no object")  # noqa: TRY004 - what was sent has no type
    return read


def _is_figures(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
