"""The outbox: what is to be told, written in the transaction of the act that it is about.

Who hears nothing costs one small question; where nobody is registered nothing is written. Made-up
candidates are told of nowhere.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from hiring.errors import NotFoundError
from hiring.openings.records import Candidate
from hiring.webhooks.records import DeliveryState, EventKind, WebhookDelivery, WebhookEndpoint
from hiring.webhooks.registering import list_endpoints


def note_event(
    session: Session, kind: EventKind, candidate_id: UUID, *, subject: UUID, now: datetime
) -> list[WebhookDelivery]:
    """Put an event in the outbox, once for each address that hears of it. Flushes.

    Args:
        session: The one in which the act is written.
        kind: What happened.
        candidate_id: To whom.
        subject: What exactly: the sitting, score, decision or person. The same act of the same
            subject is told once, however often it is noted.
        now: The moment.

    Returns:
        What is new in the outbox.

    Raises:
        IntegrityError: Somebody else stored the same act of the same subject at this moment.
    """
    hearers = [one for one in list_endpoints(session) if kind.value in one.events]
    if not hearers or session.get_one(Candidate, candidate_id).is_simulated:
        return []
    rows = [_row(one, kind, candidate_id, subject, now) for one in hearers]
    known = _known(session, [row.unique_key for row in rows])
    new = [row for row in rows if row.unique_key not in known]
    # No savepoint: on SQLite one that comes before any other write is stored by itself.
    session.add_all(new)
    session.flush()
    return new


def list_deliveries(
    session: Session, endpoint: WebhookEndpoint, *, limit: int, skip: int = 0
) -> list[WebhookDelivery]:
    """What was told to an address, newest first."""
    query = (
        select(WebhookDelivery)
        .where(WebhookDelivery.endpoint_id == endpoint.id)
        .order_by(col(WebhookDelivery.happened_at).desc(), col(WebhookDelivery.id).desc())
    )
    return list(session.exec(query.limit(limit).offset(skip)))


def count_deliveries(session: Session, endpoint: WebhookEndpoint) -> dict[DeliveryState, int]:
    """How many deliveries of an address stand where; a state without any is absent."""
    query = (
        select(WebhookDelivery.state, func.count())
        .where(WebhookDelivery.endpoint_id == endpoint.id)
        .group_by(col(WebhookDelivery.state))
    )
    return {DeliveryState(state): n for state, n in session.exec(query)}


def waiting_ids(session: Session, endpoint: WebhookEndpoint) -> Sequence[UUID]:
    """What an address has still to be told."""
    return session.exec(
        select(WebhookDelivery.id).where(
            WebhookDelivery.endpoint_id == endpoint.id,
            WebhookDelivery.state == DeliveryState.WAITING.value,
        )
    ).all()


def get_delivery(session: Session, delivery_id: UUID) -> WebhookDelivery:
    """The delivery with this id.

    Raises:
        NotFoundError: There is none, or the person it was about has been erased.
    """
    found = session.get(WebhookDelivery, delivery_id)
    if found is None:
        raise NotFoundError("no such delivery")
    return found


def _row(
    endpoint: WebhookEndpoint, kind: EventKind, candidate_id: UUID, subject: UUID, now: datetime
) -> WebhookDelivery:
    return WebhookDelivery(
        endpoint_id=endpoint.id,
        candidate_id=candidate_id,
        kind=kind.value,
        unique_key=f"{kind.value}:{subject}:{endpoint.id.hex}",
        happened_at=now,
    )


def _known(session: Session, keys: Sequence[str]) -> set[str]:
    query = select(WebhookDelivery.unique_key).where(col(WebhookDelivery.unique_key).in_(keys))
    return set(session.exec(query))
