"""Registering addresses of other systems: an owner says who hears what, and may stop it.

What was registered is never deleted. An address that is switched off keeps what happens meanwhile;
once it is on again everything leaves.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.errors import NotAllowedError, NotFoundError, WebhookFaultError
from hiring.webhooks.addresses import AddressFault, read_address
from hiring.webhooks.keys import exchange_key, give_key
from hiring.webhooks.records import (
    DeliveryState,
    EventKind,
    OffReason,
    WebhookDelivery,
    WebhookEndpoint,
)


def register(
    session: Session,
    address: str,
    events: Sequence[EventKind],
    *,
    allowed: Collection[str],
    owner: Staff,
    secret: str,
    now: datetime,
) -> tuple[WebhookEndpoint, str]:
    """Have an address told of events; the address and its key, shown this once. Flushes.

    Args:
        session: The caller's.
        address: With https, on a host that is allowed.
        events: What it hears of; at least one.
        allowed: Hosts that the operator named.
        owner: Who registers it.
        secret: The house's, which seals the key.
        now: The moment.

    Raises:
        NotAllowedError: Only owners register addresses.
        WebhookFaultError: With a code of ``AddressFault``.
    """
    _require_owner(owner)
    read_address(address, allowed)
    _require_new(session, address)
    if not events:
        raise WebhookFaultError(AddressFault.NO_EVENTS)
    heard = [kind.value for kind in EventKind if kind in events]
    endpoint = WebhookEndpoint(
        address=address, events=heard, sealed_key="", added_by_id=owner.id, added_at=now
    )
    key = give_key(endpoint, secret=secret)
    session.add(endpoint)
    session.flush()
    _note(session, "webhook.added", endpoint, owner.id, now, events=heard)
    return endpoint, key


def list_endpoints(session: Session) -> list[WebhookEndpoint]:
    """Addresses that are registered, switched off or not, oldest first."""
    return list(
        session.exec(
            select(WebhookEndpoint)
            .where(col(WebhookEndpoint.removed_at).is_(None))
            .order_by(col(WebhookEndpoint.added_at), col(WebhookEndpoint.id))
        )
    )


def get_endpoint(session: Session, endpoint_id: UUID) -> WebhookEndpoint:
    """The address with this id, unless it was removed.

    Raises:
        NotFoundError: There is none.
    """
    found = session.get(WebhookEndpoint, endpoint_id)
    if found is None or found.removed_at is not None:
        raise NotFoundError("no such address")
    return found


def change_key(
    session: Session, endpoint: WebhookEndpoint, *, owner: Staff, secret: str, now: datetime
) -> str:
    """Give an address a new key, shown this once; the old one signs too for a day. Flushes.

    Raises:
        NotAllowedError: Only owners do that.
    """
    _require_owner(owner)
    key = exchange_key(endpoint, secret=secret, now=now)
    _note(session, "webhook.key_changed", endpoint, owner.id, now)
    return key


def switch_off(
    session: Session,
    endpoint: WebhookEndpoint,
    *,
    reason: OffReason,
    actor: UUID | str,
    now: datetime,
) -> None:
    """Send nothing to an address for now; what happens is kept for it. Flushes."""
    if endpoint.off_at is None:
        endpoint.off_at, endpoint.off_reason = now, reason.value
        _note(session, "webhook.switched_off", endpoint, actor, now, reason=reason.value)


def switch_on(session: Session, endpoint: WebhookEndpoint, *, owner: Staff, now: datetime) -> None:
    """Send to an address again, and forget how long it was silent. Flushes.

    Raises:
        NotAllowedError: Only owners do that.
    """
    _require_owner(owner)
    endpoint.off_at = endpoint.off_reason = None
    endpoint.failing_since = endpoint.retry_at = None
    _note(session, "webhook.switched_on", endpoint, owner.id, now)


def remove(session: Session, endpoint: WebhookEndpoint, *, owner: Staff, now: datetime) -> None:
    """Take an address off the list for good; what waits for it no longer leaves. Flushes.

    Raises:
        NotAllowedError: Only owners do that.
    """
    _require_owner(owner)
    _drop_waiting(session, endpoint)
    endpoint.removed_at = now
    endpoint.sealed_key = ""
    endpoint.sealed_old_key = endpoint.old_key_until = None
    _note(session, "webhook.removed", endpoint, owner.id, now)


def _drop_waiting(session: Session, endpoint: WebhookEndpoint) -> None:
    """Let go of what waits: while the address was off, no worker came to it, and none will.

    Before the address itself is touched, as a worker does it, so that neither waits for the other.
    """
    session.execute(
        update(WebhookDelivery)
        .where(
            col(WebhookDelivery.endpoint_id) == endpoint.id,
            col(WebhookDelivery.state) == DeliveryState.WAITING.value,
        )
        .values(state=DeliveryState.DROPPED.value)
        .execution_options(synchronize_session="fetch")
    )


def _require_owner(staff: Staff) -> None:
    if staff.role != Role.OWNER:
        raise NotAllowedError("only owners decide what other systems are told")


def _require_new(session: Session, address: str) -> None:
    if any(one.address == address for one in list_endpoints(session)):
        raise WebhookFaultError(AddressFault.KNOWN_ALREADY)


def _note(
    session: Session,
    act: str,
    endpoint: WebhookEndpoint,
    actor: UUID | str,
    now: datetime,
    **details: Any,
) -> None:
    audit.record(session, act, actor=actor, object_id=endpoint.id, now=now, **details)
