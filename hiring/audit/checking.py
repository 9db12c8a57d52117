"""Whether a chain is whole, and how far it goes."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from hiring.audit.records import (
    FIRST_LINK,
    AuditEntry,
    AuditSource,
    digest_of,
    source_digest_of,
)


def first_altered(session: Session, chain: UUID | str) -> AuditEntry | None:
    """The first entry of a chain that no longer fits, or None when the chain is whole.

    An address that is gone is no alteration; one that is not what it was is.
    """
    previous = FIRST_LINK
    for entry, source in _entries(session, str(chain)):
        if entry.previous_digest != previous or entry.digest != digest_of(entry):
            return entry
        if source is not None and source_digest_of(source) != entry.source_digest:
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


def _entries(session: Session, chain: str) -> Iterator[tuple[AuditEntry, AuditSource | None]]:
    query = (
        select(AuditEntry, AuditSource)
        .join(AuditSource, col(AuditSource.entry_id) == col(AuditEntry.id), isouter=True)
        .where(AuditEntry.chain == chain)
        .order_by(col(AuditEntry.number))
    )
    yield from session.exec(query)
