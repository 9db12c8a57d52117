"""Mail to candidates: plain text, to their own address, with links to our own host only."""

from hiring.mail.records import Mail

__all__ = ["Mail"]
