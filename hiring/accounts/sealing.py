"""Short secrets that we must be able to read again, closed with a key derived from the house's.

Authenticated encryption (AES-256 in GCM); what a text belongs to is signed along, so that one row's
text opens nothing in another row. Whoever has the database without the house's secret reads none.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = "1:"
_PURPOSE = b"second factor of staff"
_KEY_BYTES = 32
_NONCE_BYTES = 12


def seal(text: str, *, secret: str, belongs_to: bytes) -> str:
    """Close a text; no two times alike."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    closed = AESGCM(_key(secret)).encrypt(nonce, text.encode(), belongs_to)
    return VERSION + base64.urlsafe_b64encode(nonce + closed).decode()


def unseal(sealed: str, *, secret: str, belongs_to: bytes) -> str | None:
    """The text again; None where the house's secret or the owner of the text is another."""
    raw = base64.urlsafe_b64decode(sealed.removeprefix(VERSION))
    try:
        opened = AESGCM(_key(secret)).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], belongs_to)
    except InvalidTag:
        return None
    return opened.decode()


def _key(secret: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE)
    return derive.derive(secret.encode())
