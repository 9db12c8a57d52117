"""API keys: by which other programs come in, what each may do, until when, and how it ends.

A key is a random token that is shown once; only its hash is stored. It ends on its last day, by a
click, with the account of the owner who made it, and at once when it was sent in an address or a
body, where logs keep it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, update
from sqlmodel import Field, Session, col, select

from hiring import audit
from hiring.accounts.staff import Role, Staff
from hiring.accounts.tokens import hash_token, new_token
from hiring.db import Record, UtcDateTime
from hiring.errors import NotAllowedError, NotFoundError

MAX_DAYS = 365
MAX_NAME_CHARS = 80
USED_AGAIN_AFTER = timedelta(hours=1)
# The beginning tells a key from any other text: here, and wherever secrets are looked for.
BEGINNING = "hiring_"
LOOKS_LIKE_ONE = re.compile(BEGINNING + r"[A-Za-z0-9_-]{43}")


class Scope(StrEnum):
    """What a program may be allowed to do."""

    CATALOGUE = "catalogue:read"
    ORDER = "candidates:order"
    STATUS = "status:read"
    RESULTS = "results:read"


class Ending(StrEnum):
    """Why a key opens nothing any more, before its last day."""

    REVOKED = "revoked"
    BURNT = "burnt"
    ACCOUNT_CLOSED = "account_closed"


class ApiKey(Record, table=True):
    """A key of another program. Where it ``is_bound``, it knows the openings that it names only.

    A bound key stays bound when the last of its openings is gone. ``used_at`` is right to the hour.
    """

    __tablename__ = "api_key"
    __table_args__ = (
        CheckConstraint(
            "reads_catalogue OR places_orders OR reads_status OR reads_results",
            name="may_do_something",
        ),
        CheckConstraint("expires_at > made_at", name="expires_later"),
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ending_is_whole"),
        CheckConstraint("ending IN ('revoked', 'burnt', 'account_closed')", name="ending_is_known"),
    )

    name: str = Field(max_length=MAX_NAME_CHARS)
    token_hash: str = Field(max_length=64, unique=True)
    reads_catalogue: bool = False
    places_orders: bool = False
    reads_status: bool = False
    reads_results: bool = False
    is_bound: bool = False
    made_by_id: UUID = Field(foreign_key="staff.id", ondelete="RESTRICT", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ending: str | None = Field(default=None, max_length=20)

    @property
    def scopes(self) -> frozenset[Scope]:
        """What the program may do."""
        return frozenset(scope for scope, column in COLUMNS.items() if getattr(self, column))

    def is_open(self, now: datetime) -> bool:
        """Whether it opens anything now."""
        return self.ended_at is None and now < self.expires_at


COLUMNS = {
    Scope.CATALOGUE: "reads_catalogue",
    Scope.ORDER: "places_orders",
    Scope.STATUS: "reads_status",
    Scope.RESULTS: "reads_results",
}


class ApiKeyOpening(Record, table=True):
    """An opening that a bound key names."""

    __tablename__ = "api_key_opening"
    __table_args__ = (UniqueConstraint("api_key_id", "opening_id"),)

    api_key_id: UUID = Field(foreign_key="api_key.id", ondelete="CASCADE")
    opening_id: UUID = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """What a key is for, what it may do, for how long; of all openings where none is named."""

    name: str
    scopes: Collection[Scope]
    days: int
    opening_ids: Sequence[UUID] = ()


def make_api_key(
    session: Session, terms: KeyTerms, *, owner: Staff, now: datetime
) -> tuple[ApiKey, str]:
    """Make a key; the row, and the key itself, which nobody can read again. Flushes.

    Raises:
        NotAllowedError: Only owners make keys.
        ValueError: It has no name, may do nothing, or lives longer than a year.
    """
    _require_owner(owner)
    _require_sound(terms)
    token = BEGINNING + new_token()
    key = ApiKey(
        name=terms.name.strip(),
        token_hash=hash_token(token),
        is_bound=bool(terms.opening_ids),
        made_by_id=owner.id,
        made_at=now,
        expires_at=now + timedelta(days=terms.days),
        reads_catalogue=Scope.CATALOGUE in terms.scopes,
        places_orders=Scope.ORDER in terms.scopes,
        reads_status=Scope.STATUS in terms.scopes,
        reads_results=Scope.RESULTS in terms.scopes,
    )
    session.add(key)
    session.flush()
    session.add_all(
        ApiKeyOpening(api_key_id=key.id, opening_id=one) for one in set(terms.opening_ids)
    )
    session.flush()
    scopes = sorted(scope.value for scope in key.scopes)
    audit.record(session, "api_key.made", actor=owner.id, object_id=key.id, now=now, scopes=scopes)
    return key, token


def find_api_key(session: Session, token: str, now: datetime) -> ApiKey | None:
    """The key that this token is, while it opens anything; None for every other text alike.

    An owner who is no owner any more, or has left, no longer speaks for a program.
    """
    key = session.exec(
        select(ApiKey)
        .join(Staff, col(Staff.id) == col(ApiKey.made_by_id))
        .where(
            ApiKey.token_hash == hash_token(token),
            col(Staff.is_active),
            Staff.role == Role.OWNER.value,
        )
    ).first()
    return key if key is not None and key.is_open(now) else None


def list_api_keys(session: Session) -> list[ApiKey]:
    """Every key of the house, newest first."""
    query = select(ApiKey).order_by(col(ApiKey.made_at).desc(), col(ApiKey.id))
    return list(session.exec(query))


def openings_of(session: Session, keys: Sequence[ApiKey]) -> dict[UUID, list[UUID]]:
    """The openings that bound keys name, by key; keys without any are absent. One query."""
    found: dict[UUID, list[UUID]] = {}
    rows = session.exec(
        select(ApiKeyOpening.api_key_id, ApiKeyOpening.opening_id)
        .where(col(ApiKeyOpening.api_key_id).in_([key.id for key in keys]))
        .order_by(col(ApiKeyOpening.opening_id))
    )
    for key_id, opening_id in rows:
        found.setdefault(key_id, []).append(opening_id)
    return found


def may_know(session: Session, key: ApiKey, opening_id: UUID) -> bool:
    """Whether a key opens anything about this opening."""
    return not key.is_bound or opening_id in openings_of(session, [key]).get(key.id, ())


def note_use(session: Session, key: ApiKey, now: datetime) -> bool:
    """Note that a key is in use, at most once an hour; True when a row changed. Flushes."""
    if key.used_at is not None and now - key.used_at < USED_AGAIN_AFTER:
        return False
    key.used_at = now
    session.flush()
    return True


def revoke_api_key(session: Session, key_id: UUID, *, owner: Staff, now: datetime) -> bool:
    """Make a key open nothing any more; whether this call did. Flushes.

    Raises:
        NotAllowedError: Only owners do.
        NotFoundError: There is no such key.
    """
    _require_owner(owner)
    key = session.get(ApiKey, key_id)
    if key is None:
        raise NotFoundError("no such key")
    return _end(session, key, Ending.REVOKED, actor=owner.id, now=now)


def burn(session: Session, token: str, *, now: datetime) -> bool:
    """End the key that stood where anybody may have read it; whether there was one. Flushes."""
    key = session.exec(select(ApiKey).where(ApiKey.token_hash == hash_token(token))).first()
    return key is not None and _end(session, key, Ending.BURNT, actor=key.id, now=now)


def end_keys_of(session: Session, staff: Staff, *, actor: UUID | str, now: datetime) -> int:
    """End every key that somebody made; how many. They stay ended if the account comes back."""
    keys = session.exec(
        select(ApiKey)
        .where(ApiKey.made_by_id == staff.id, col(ApiKey.ended_at).is_(None))
        .order_by(col(ApiKey.id))
    ).all()
    return sum(_end(session, key, Ending.ACCOUNT_CLOSED, actor=actor, now=now) for key in keys)


def _end(
    session: Session, key: ApiKey, ending: Ending, *, actor: UUID | str, now: datetime
) -> bool:
    """Of two at once one finds it ended: the database says who."""
    ended = session.execute(
        update(ApiKey)
        .where(col(ApiKey.id) == key.id, col(ApiKey.ended_at).is_(None))
        .values(ended_at=now, ending=ending.value)
        .execution_options(synchronize_session=False)
    )
    session.refresh(key)
    if ended.rowcount == 0:  # type: ignore[attr-defined]
        return False
    audit.record(
        session, "api_key.ended", actor=actor, object_id=key.id, now=now, ending=ending.value
    )
    return True


def _require_owner(owner: Staff) -> None:
    if owner.role != Role.OWNER:
        raise NotAllowedError("only owners let other programs in")


def _require_sound(terms: KeyTerms) -> None:
    if not 1 <= len(terms.name.strip()) <= MAX_NAME_CHARS:
        raise ValueError(f"a key needs a name of 1 to {MAX_NAME_CHARS} characters")
    if not terms.scopes:
        raise ValueError("a key that may do nothing is none")
    if not 1 <= terms.days <= MAX_DAYS:
        raise ValueError(f"a key lives 1 to {MAX_DAYS} days")
