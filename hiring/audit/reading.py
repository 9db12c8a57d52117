"""Finding entries: who has done what to whom, and when."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from hiring.audit.records import AuditEntry, AuditSource


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


def list_told(
    session: Session, *, chain: str = "", object_id: str = "", request: str = ""
) -> Iterator[tuple[AuditEntry, str | None]]:
    """Entries with the address each came from, None where none is kept; oldest first.

    An empty text narrows nothing. For whoever runs the house: no page shows addresses.
    """
    query = (
        select(AuditEntry, AuditSource.address)
        .join(AuditSource, col(AuditSource.entry_id) == col(AuditEntry.id), isouter=True)
        .order_by(col(AuditEntry.at), col(AuditEntry.chain), col(AuditEntry.number))
    )
    wanted = {AuditEntry.chain: chain, AuditEntry.object_id: object_id, AuditEntry.request: request}
    for column, value in wanted.items():
        query = query.where(column == value) if value else query
    yield from session.exec(query)
