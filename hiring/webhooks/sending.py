"""Telling one address of one event, and noting how it went.

An event leaves at least once: if the process dies between the receiver's "yes" and our note of it,
it leaves a second time under the same id. An address that does not answer rests for as long as it
has been silent, up to an hour, so that a thousand events for it do not each wait for five seconds.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from hiring import audit
from hiring.errors import PostponedError
from hiring.openings.records import Candidate
from hiring.webhooks.calling import Caller, CallError
from hiring.webhooks.keys import keys_of, signed_headers
from hiring.webhooks.records import (
    CallFault,
    DeliveryState,
    OffReason,
    WebhookDelivery,
    WebhookEndpoint,
)
from hiring.webhooks.registering import switch_off

SHORTEST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(hours=1)
SILENCE = timedelta(days=3)
# Of all that receivers refuse with, these say that they cannot take anything at present.
BUSY = frozenset({408, 425, 429})
FIRST_BROKEN = 500


@dataclass(frozen=True, slots=True)
class Outside:
    """How we call others, what unseals their keys, and where our own pages are."""

    caller: Caller
    secret: str = field(repr=False)
    public_url: str


@dataclass(frozen=True, slots=True)
class Tried:
    """How a try went: the status that was answered, if any, and what was wrong, if anything."""

    status: int | None
    fault: CallFault | None


def deliver(
    session: Session, delivery_id: UUID, *, outside: Outside, now: datetime
) -> Tried | None:
    """Tell an address of an event, and note on both rows how it went. Flushes.

    Returns:
        How it went; None where nothing was to be sent: it was delivered before, its candidate was
        erased, or its address was switched off or removed.

    Raises:
        PostponedError: The address did not answer lately and rests.
    """
    row = session.get(WebhookDelivery, delivery_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != DeliveryState.WAITING.value:
        return None
    endpoint = session.get_one(WebhookEndpoint, row.endpoint_id, populate_existing=True)
    if endpoint.removed_at is not None:
        row.state = DeliveryState.DROPPED.value
        session.flush()
    if endpoint.removed_at is not None or endpoint.off_at is not None:
        return None
    if endpoint.retry_at is not None and endpoint.retry_at > now:
        raise PostponedError(endpoint.retry_at)
    row.body = row.body or body_of(session, row, outside.public_url)
    tried = _try(endpoint, row, row.body.encode(), outside, now)
    _note_on_row(row, tried, now)
    # The call took seconds: another worker or an owner may have changed the address meanwhile.
    session.flush()
    session.refresh(endpoint, with_for_update=True)
    _note_on_endpoint(session, endpoint, tried, now)
    session.flush()
    return tried


def send_anew(session: Session, row: WebhookDelivery) -> None:
    """Let a delivery wait again, wherever it stood; its id and its words stay. Flushes."""
    row.state, row.delivered_at = DeliveryState.WAITING.value, None
    session.flush()


def body_of(session: Session, row: WebhookDelivery, public_url: str) -> str:
    """What is told: codes and a link to a page that asks who is there. No score and no name."""
    candidate = session.get_one(Candidate, row.candidate_id)
    told = {
        "id": str(row.id),
        "type": row.kind,
        "timestamp": row.happened_at.isoformat(),
        "data": {
            "opening": str(candidate.opening_id),
            "candidate": candidate.code,
            "link": f"{public_url.rstrip('/')}/candidates/{candidate.id}",
        },
    }
    return json.dumps(told, separators=(",", ":"))


def _try(
    endpoint: WebhookEndpoint, row: WebhookDelivery, body: bytes, outside: Outside, now: datetime
) -> Tried:
    keys = keys_of(endpoint, secret=outside.secret, now=now)
    if not keys:
        return Tried(None, CallFault.NO_KEY)
    headers = signed_headers(str(row.id), body, keys=keys, now=now)
    try:
        return Tried(outside.caller.post(endpoint.address, body, headers), None)
    except CallError as error:
        return Tried(error.status, error.fault)


def _note_on_row(row: WebhookDelivery, tried: Tried, now: datetime) -> None:
    row.n_tries, row.tried_at = row.n_tries + 1, now
    row.answer_code = tried.status
    row.call_fault = None if tried.fault is None else tried.fault.value
    if tried.fault is None:
        row.state, row.delivered_at = DeliveryState.DELIVERED.value, now


def _note_on_endpoint(
    session: Session, endpoint: WebhookEndpoint, tried: Tried, now: datetime
) -> None:
    """What one try says about the address itself; after days without success it is switched off."""
    if tried.fault is None:
        endpoint.failing_since = endpoint.retry_at = None
        return
    endpoint.failing_since = endpoint.failing_since or now
    silent_for = now - endpoint.failing_since
    is_down = tried.fault is not CallFault.STATUS or _is_broken(tried.status)
    rest = min(max(silent_for, SHORTEST_REST), LONGEST_REST)
    endpoint.retry_at = now + rest if is_down else None
    if silent_for >= SILENCE:
        switch_off(session, endpoint, reason=OffReason.SILENCE, actor=audit.SYSTEM_ACTOR, now=now)


def _is_broken(status: int | None) -> bool:
    return status is not None and (status >= FIRST_BROKEN or status in BUSY)
