"""Who did what: append-only entries, hash-chained per opening.

Rows hold ids and codes, never names or answers, so that erasing a person does not break a chain.
One chain per opening keeps writers of different openings out of each other's way; what concerns the
whole house (accounts, banks) stands in the chain ``house``.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint, and_, func, update
from sqlmodel import Field, Session, col, select

from hiring.db import Json, Record, UtcDateTime

HOUSE_CHAIN = "house"
FIRST_LINK = "0" * 64
SYSTEM_ACTOR = "system"


class AuditEntry(Record, table=True):
    """One act. ``digest`` covers the entry and the digest of the one before it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("chain", "number"),
        Index("ix_audit_entry_object", "object_id", "act"),
    )

    chain: str = Field(max_length=40)
    number: int
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=40)
    act: str = Field(max_length=60)
    object_id: str = Field(max_length=40)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    previous_digest: str = Field(max_length=64)
    digest: str = Field(max_length=64)


def record(
    session: Session,
    act: str,
    *,
    actor: UUID | str,
    object_id: UUID | str,
    now: datetime,
    chain: UUID | str = HOUSE_CHAIN,
    **details: Any,
) -> AuditEntry:
    """Append one act to its chain. Flushes; the caller commits."""
    _lock(session, str(chain))
    last = _last_entry(session, str(chain))
    entry = _entry(last, act, actor, object_id, now, chain, details)
    session.add(entry)
    session.flush()
    return entry


def record_each(
    session: Session,
    act: str,
    *,
    actor: UUID | str,
    object_ids: Sequence[UUID],
    now: datetime,
    chain: UUID | str = HOUSE_CHAIN,
) -> None:
    """Append the same act on many objects to a chain, in order. Flushes; the caller commits."""
    if not object_ids:
        return
    _lock(session, str(chain))
    last = _last_entry(session, str(chain))
    for object_id in object_ids:
        entry = _entry(last, act, actor, object_id, now, chain, {})
        session.add(entry)
        last = entry
    session.flush()


def find_latest(
    session: Session, act: str, *, actor: UUID | str, object_id: UUID | str
) -> AuditEntry | None:
    """The newest entry of this act by this actor on this object, or None."""
    return session.exec(
        select(AuditEntry)
        .where(
            AuditEntry.object_id == str(object_id),
            AuditEntry.act == act,
            AuditEntry.actor == str(actor),
        )
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.number).desc())
        .limit(1)
    ).first()


def objects_since(
    session: Session,
    act: str,
    *,
    actor: UUID | str,
    object_ids: Sequence[UUID],
    since: datetime,
) -> set[str]:
    """The objects, of those named, on which this actor has done this act since then."""
    return set(
        session.exec(
            select(AuditEntry.object_id)
            .where(
                col(AuditEntry.object_id).in_([str(one) for one in object_ids]),
                AuditEntry.act == act,
                AuditEntry.actor == str(actor),
                col(AuditEntry.at) >= since,
            )
            .distinct()
        )
    )


def objects_in(session: Session, act: str, *, actor: UUID | str, chain: UUID | str) -> set[str]:
    """The objects on which this actor has ever done this act in a chain."""
    query = select(AuditEntry.object_id).where(
        AuditEntry.chain == str(chain), AuditEntry.act == act, AuditEntry.actor == str(actor)
    )
    return set(session.exec(query.distinct()))


def acts_of(
    session: Session, actors: Sequence[UUID], *, chain: UUID | str
) -> dict[str, tuple[int, datetime]]:
    """How many acts of each actor stand in a chain, and when the newest was; none: absent."""
    query = (
        select(AuditEntry.actor, func.count(), func.max(col(AuditEntry.at)))
        .where(AuditEntry.chain == str(chain), col(AuditEntry.actor).in_(map(str, actors)))
        .group_by(col(AuditEntry.actor))
    )
    return {actor: (n, newest) for actor, n, newest in session.exec(query)}


def first_altered(session: Session, chain: UUID | str) -> AuditEntry | None:
    """The first entry of a chain that no longer fits, or None when the chain is whole."""
    previous = FIRST_LINK
    for entry in session.exec(
        select(AuditEntry).where(AuditEntry.chain == str(chain)).order_by(col(AuditEntry.number))
    ):
        if entry.previous_digest != previous or entry.digest != _digest(entry):
            return entry
        previous = entry.digest
    return None


def list_heads(session: Session) -> list[AuditEntry]:
    """The newest entry of every chain, by chain."""
    newest = (
        select(AuditEntry.chain, func.max(AuditEntry.number).label("number"))
        .group_by(col(AuditEntry.chain))
        .subquery()
    )
    return list(
        session.exec(
            select(AuditEntry)
            .join(
                newest,
                and_(
                    col(AuditEntry.chain) == newest.c.chain,
                    col(AuditEntry.number) == newest.c.number,
                ),
            )
            .order_by(col(AuditEntry.chain))
        )
    )


def find_digest(session: Session, chain: str, number: int) -> str | None:
    """The digest of an entry by its place, or None where there is none."""
    return session.exec(
        select(AuditEntry.digest).where(AuditEntry.chain == chain, AuditEntry.number == number)
    ).first()


def _lock(session: Session, chain: str) -> None:
    """Let one writer at a time look for the end of a chain and append to it.

    Writes the chain's first number as it is: that waits for other writers on both databases, which
    a reading lock does not on SQLite. Without it, of two acts at once one would be refused.
    """
    session.execute(
        update(AuditEntry)
        .where(col(AuditEntry.chain) == chain, col(AuditEntry.number) == 1)
        .values(number=1)
        .execution_options(synchronize_session=False)
    )


def _last_entry(session: Session, chain: str) -> AuditEntry | None:
    return session.exec(
        select(AuditEntry)
        .where(AuditEntry.chain == chain)
        .order_by(col(AuditEntry.number).desc())
        .limit(1)
    ).first()


def _entry(
    last: AuditEntry | None,
    act: str,
    actor: UUID | str,
    object_id: UUID | str,
    now: datetime,
    chain: UUID | str,
    details: dict[str, Any],
) -> AuditEntry:
    """The entry that follows the last one of its chain."""
    entry = AuditEntry(
        chain=str(chain),
        number=1 if last is None else last.number + 1,
        at=now,
        actor=str(actor),
        act=act,
        object_id=str(object_id),
        details=details,
        previous_digest=FIRST_LINK if last is None else last.digest,
        digest="",
    )
    entry.digest = _digest(entry)
    return entry


def _digest(entry: AuditEntry) -> str:
    facts = [
        entry.chain,
        entry.number,
        entry.at.isoformat(),
        entry.actor,
        entry.act,
        entry.object_id,
        entry.details,
        entry.previous_digest,
    ]
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
