"""An entry of the record of who did what, the address beside it, and what a digest covers."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field

from hiring.db import Json, Record, UtcDateTime

HOUSE_CHAIN = "house"
FIRST_LINK = "0" * 64
SYSTEM_ACTOR = "system"
# Of these names no act has details: they are added to them where a digest is taken.
LATER = ("request", "source_digest")


class AuditEntry(Record, table=True):
    """One act. ``digest`` covers the entry and the digest of the one before it.

    ``request`` is the name of the web request that did it, None for what no request did.
    ``source_digest`` is that of the address beside it, which may go before the entry does.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("chain", "number"),
        Index("ix_audit_entry_object", "object_id", "act"),
    )

    chain: str = Field(max_length=40)
    number: int
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=40)
    act: str = Field(max_length=60)
    object_id: str = Field(max_length=40)
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    request: str | None = Field(default=None, max_length=64)
    source_digest: str | None = Field(default=None, max_length=64)
    previous_digest: str = Field(max_length=64)
    digest: str = Field(max_length=64)


class AuditSource(Record, table=True):
    """The address from which an act came, apart from the entry: personal, and forgotten first.

    The entry's digest covers a digest of the address and of ``salt``. Without the salt, which goes
    with the address, nobody finds the address again by trying all of them.
    """

    __tablename__ = "audit_source"

    entry_id: UUID = Field(foreign_key="audit_entry.id", ondelete="CASCADE", unique=True)
    address: str = Field(max_length=45)
    salt: str = Field(max_length=32)
    at: datetime = Field(sa_type=UtcDateTime, index=True)


def digest_of(entry: AuditEntry) -> str:
    """The digest of an entry as it stands.

    What came later is added to the details: entries from before requests were noted fit as they
    are, and the version before can check what this one wrote once its tables are taken back.
    """
    later = {name: getattr(entry, name) for name in LATER}
    facts = [
        entry.chain,
        entry.number,
        entry.at.isoformat(),
        entry.actor,
        entry.act,
        entry.object_id,
        entry.details | {name: value for name, value in later.items() if value is not None},
        entry.previous_digest,
    ]
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def source_digest_of(source: AuditSource) -> str:
    """What an entry keeps of an address for good; it tells nothing without the salt."""
    return hashlib.sha256(f"{source.salt} {source.address}".encode()).hexdigest()
