"""Adding entries to a chain, one writer at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from hiring.audit.origins import Origin, origin_of, source_of
from hiring.audit.records import (
    FIRST_LINK,
    HOUSE_CHAIN,
    LATER,
    AuditEntry,
    AuditSource,
    digest_of,
    source_digest_of,
)


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
    """Append one act to its chain. Flushes; the caller commits.

    Raises:
        ValueError: A detail has the name of something that every entry says by itself.
    """
    if not details.keys().isdisjoint(LATER):
        raise ValueError(f"no detail may be called {' or '.join(LATER)}")
    [entry] = _append(session, act, actor, [object_id], now, chain, details)
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
    if object_ids:
        _append(session, act, actor, object_ids, now, chain, {})


def _append(
    session: Session,
    act: str,
    actor: UUID | str,
    object_ids: Sequence[UUID | str],
    now: datetime,
    chain: UUID | str,
    details: dict[str, Any],
) -> list[AuditEntry]:
    _lock(session, str(chain))
    last, origin = _last_entry(session, str(chain)), origin_of(session)
    entries: list[AuditEntry] = []
    sources: list[AuditSource] = []
    for object_id in object_ids:
        last = _entry(last, act, actor, object_id, now, chain, details)
        sources += _sealed(last, origin)
        entries.append(last)
    session.add_all(entries)
    session.flush()
    if sources:
        session.add_all(sources)
        session.flush()
    return entries


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
    """The entry that follows the last one of its chain, still without a digest."""
    return AuditEntry(
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


def _sealed(entry: AuditEntry, origin: Origin) -> list[AuditSource]:
    """Give an entry its origin and its digest; the address to store beside it, if there is one."""
    source = source_of(origin, entry.id, entry.at)
    entry.request = origin.request or None
    entry.source_digest = None if source is None else source_digest_of(source)
    entry.digest = digest_of(entry)
    return [] if source is None else [source]
