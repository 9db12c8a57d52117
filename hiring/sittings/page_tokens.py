"""What a question page carries so that it can be told apart from every other page ever shown.

The token is signed and holds the sitting, a name for this showing of the page and the moment of
the showing. It takes the place of a form token: only who was shown the page can know it, and no
clock or second cookie can spoil it while somebody thinks. The item is signed along, so a token of
one scenario opens no other. So is the generation of the link: pages shown before the link was made
anew prove nothing any more.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

ID_BYTES = 16
GENERATION_BYTES = 1
NAME_BYTES = 6
TIME_BYTES = 6
MAC_BYTES = 16
N_BYTES = ID_BYTES + GENERATION_BYTES + NAME_BYTES + TIME_BYTES + MAC_BYTES
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
# One byte keeps every page as small as it was; nobody makes a link anew so often.
N_GENERATIONS = 256


@dataclass(frozen=True, slots=True)
class PageToken:
    """One showing of one page. ``page_id`` is twelve letters and digits; ``shown_at`` aware UTC."""

    sitting_id: UUID
    page_id: str
    shown_at: datetime
    generation: int

    def is_of_link(self, generation: int) -> bool:
        """Whether the page was shown to somebody who had the link as it is now."""
        return self.generation == generation % N_GENERATIONS


def new_token(secret: str, sitting_id: UUID, item: str, *, generation: int, now: datetime) -> str:
    """A token for the page that is about to be shown."""
    shown_ms = (now - EPOCH) // MILLISECOND
    facts = (
        sitting_id.bytes
        + bytes([generation % N_GENERATIONS])
        + secrets.token_bytes(NAME_BYTES)
        + shown_ms.to_bytes(TIME_BYTES, "big", signed=False)
    )
    return base64.urlsafe_b64encode(facts + _mac(secret, facts, item)).decode()


def read_token(secret: str, text: str, item: str) -> PageToken | None:
    """What a token says, or None when it was not made here for this item."""
    sealed = _bytes(text)
    facts, mac = sealed[:-MAC_BYTES], sealed[-MAC_BYTES:]
    if len(sealed) != N_BYTES or not hmac.compare_digest(mac, _mac(secret, facts, item)):
        return None
    shown_ms = int.from_bytes(facts[-TIME_BYTES:], "big", signed=False)
    return PageToken(
        sitting_id=UUID(bytes=facts[:ID_BYTES]),
        page_id=facts[-TIME_BYTES - NAME_BYTES : -TIME_BYTES].hex(),
        shown_at=EPOCH + shown_ms * MILLISECOND,
        generation=facts[ID_BYTES],
    )


def claimed_sitting(text: str) -> UUID | None:
    """The sitting a token names, before anybody has looked whether it is genuine."""
    sealed = _bytes(text)
    return UUID(bytes=sealed[:ID_BYTES]) if len(sealed) == N_BYTES else None


def sitting_name(sitting_id: UUID) -> str:
    """A short name for a sitting that says nothing to others; browsers file copies under it."""
    return hashlib.sha256(sitting_id.bytes).hexdigest()[: 2 * NAME_BYTES]


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode())
    except (binascii.Error, ValueError):
        return b""


def _mac(secret: str, facts: bytes, item: str) -> bytes:
    return hmac.digest(_key(secret), facts + item.encode(), "sha256")[:MAC_BYTES]


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    """A key of its own for this purpose, made from the application's secret."""
    return hmac.digest(secret.encode(), b"question page", "sha256")
