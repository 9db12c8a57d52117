"""Pictures, sounds and films of a published bank version, frozen with it.

A film is large and a browser asks for it piece by piece, so a look at what is stored never loads
the bytes, and reading them loads only the piece that was asked for.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, LargeBinary, UniqueConstraint, func, select
from sqlmodel import Field, Session, col

from hiring.banks.media_files import MediaFile
from hiring.db import Record
from hiring.errors import AlreadyPublishedError, NotFoundError


class BankMedia(Record, table=True):
    """One file of a bank version, under the name by which its scenarios call it."""

    __tablename__ = "bank_media"
    __table_args__ = (UniqueConstraint("bank_version_id", "name"),)

    bank_version_id: UUID = Field(foreign_key="bank_version.id", ondelete="RESTRICT", index=True)
    name: str = Field(max_length=80)
    mime: str = Field(max_length=40)
    digest: str = Field(max_length=64)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """What is known of a stored file without its bytes; ``n_bytes`` is how many there are."""

    id: UUID
    name: str
    mime: str
    digest: str
    n_bytes: int


def store_media(session: Session, version_id: UUID, files: Iterable[MediaFile]) -> list[str]:
    """Store the files that a version does not have yet; the names of those. Flushes.

    Raises:
        AlreadyPublishedError: A file is stored with other bytes, or changed since it was checked.
    """
    stored = _digests(session, version_id)
    added = []
    for file in files:
        if file.name in stored:
            _require(stored[file.name] == file.digest, file.name, "is published with other bytes")
            continue
        content = file.path.read_bytes()
        is_same = hashlib.sha256(content).hexdigest() == file.digest
        _require(is_same, file.name, "changed after it was checked")
        session.add(_row(version_id, file, content))
        session.flush()
        added.append(file.name)
    return added


def get_media(session: Session, version_id: UUID, name: str) -> StoredMedia:
    """What is stored for a version under a name, without its bytes.

    Raises:
        NotFoundError: Nothing is.
    """
    found = session.execute(_FACTS.where(*_named(version_id, name))).first()
    if found is None:
        raise NotFoundError("the bank has no such file")
    return StoredMedia(*found)


def read_media(session: Session, media: StoredMedia, start: int, stop: int) -> bytes:
    """The bytes of a stored file from ``start`` up to and without ``stop``, counted from 0."""
    # SQL counts from 1; both databases cut bytes, not letters.
    piece = func.substr(col(BankMedia.content), start + 1, stop - start, type_=LargeBinary)
    return bytes(session.execute(select(piece).where(col(BankMedia.id) == media.id)).scalar_one())


_FACTS: Any = select(
    col(BankMedia.id),
    col(BankMedia.name),
    col(BankMedia.mime),
    col(BankMedia.digest),
    func.length(col(BankMedia.content)),
)


def _named(version_id: UUID, name: str) -> tuple[Any, Any]:
    return col(BankMedia.bank_version_id) == version_id, col(BankMedia.name) == name


def _digests(session: Session, version_id: UUID) -> dict[str, str]:
    columns = select(col(BankMedia.name), col(BankMedia.digest))
    rows = session.execute(columns.where(col(BankMedia.bank_version_id) == version_id))
    return {row.name: row.digest for row in rows}


def _row(version_id: UUID, file: MediaFile, content: bytes) -> BankMedia:
    return BankMedia(
        bank_version_id=version_id,
        name=file.name,
        mime=file.mime,
        digest=file.digest,
        content=content,
    )


def _require(is_so: bool, name: str, otherwise: str) -> None:  # noqa: FBT001
    if not is_so:
        raise AlreadyPublishedError(
            f"media {name} {otherwise}. Published is frozen: raise the version and publish that."
        )
