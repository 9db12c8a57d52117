"""Keys of receivers: made here, shown once, kept sealed, two of them while one is exchanged."""

import base64
import secrets
from datetime import datetime, timedelta

from hiring.accounts.sealing import seal, unseal
from hiring.webhooks.records import WebhookEndpoint
from hiring.webhooks.verifying import KEY_PREFIX, signature_of

OVERLAP = timedelta(hours=24)
_KEY_BYTES = 32


def new_key() -> str:
    """A key in the form that receivers are shown."""
    return KEY_PREFIX + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def give_key(endpoint: WebhookEndpoint, *, secret: str) -> str:
    """Give an address its first key; the only time that it can be read."""
    key = new_key()
    endpoint.sealed_key = seal(key, secret=secret, belongs_to=_owner(endpoint))
    return key


def exchange_key(endpoint: WebhookEndpoint, *, secret: str, now: datetime) -> str:
    """Give an address a new key; for a day everything is signed with the old one as well."""
    endpoint.sealed_old_key, endpoint.old_key_until = endpoint.sealed_key, now + OVERLAP
    return give_key(endpoint, secret=secret)


def keys_of(endpoint: WebhookEndpoint, *, secret: str, now: datetime) -> list[str]:
    """The keys that sign at this moment, the newest first; none where the house's secret changed.

    Where only the old key can be read, nothing is signed: the new one is what its owner was given.
    """
    newest = unseal(endpoint.sealed_key, secret=secret, belongs_to=_owner(endpoint))
    if newest is None:
        return []
    sealed, until = endpoint.sealed_old_key, endpoint.old_key_until
    if sealed is None or until is None or now >= until:
        return [newest]
    old = unseal(sealed, secret=secret, belongs_to=_owner(endpoint))
    return [newest] if old is None else [newest, old]


def signed_headers(event_id: str, body: bytes, *, keys: list[str], now: datetime) -> dict[str, str]:
    """What goes along with a body: its id, the moment, and a signature by each key."""
    timestamp = str(int(now.timestamp()))
    return {
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signature_of(key, event_id, timestamp, body) for key in keys),
    }


def _owner(endpoint: WebhookEndpoint) -> bytes:
    return b"webhook:" + endpoint.id.bytes
