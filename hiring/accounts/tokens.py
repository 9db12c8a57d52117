"""Random tokens: what a browser keeps, and the form in which we keep it."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A token of 256 random bits that can stand in a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """The form in which a random token of 112 bits or more is stored."""
    return hashlib.sha256(token.encode()).hexdigest()
