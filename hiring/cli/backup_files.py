"""Files of backups: a copy of the running database, sealed with a key, and what it should hold.

The copy is made by SQLite itself, page by page, while others write; it is whole at one moment. With
a key it is sealed in pieces (AES-256-GCM, each piece with its number), so that no piece can be
changed, moved, repeated or left out unnoticed.
"""

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hiring.errors import SettingsError

MAGIC = b"HIRING BACKUP 1\n"
PIECE, SALT, LENGTH = 1 << 20, 16, 4
MORE, LAST = b"more", b"last"
MIN_KEY_CHARS = 32
TOMBSTONES = "SELECT object_id FROM audit_entry WHERE act = 'candidate.erased'"
ANSWERS = (
    "SELECT sitting_id, item, revision, state, value, answered_at FROM answer "
    "ORDER BY sitting_id, item, revision"
)


class BackupError(SettingsError):
    """A backup cannot be made, opened or believed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, to be compared after a restore."""

    made_at: str
    software: str
    n_answers: int
    answers_sha256: str

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """That of a backup; None where none lies beside it."""
        beside = manifest_of(file)
        return cls(**json.loads(beside.read_text())) if beside.is_file() else None

    def write(self, file: Path) -> None:
        """Put it beside a backup."""
        manifest_of(file).write_text(json.dumps(asdict(self), indent=1) + "\n")


def manifest_of(file: Path) -> Path:
    """Where the manifest of a backup lies."""
    return file.with_name(f"{file.name}.json")


def copy_database(source: Path, target: Path) -> None:
    """Copy a database that may be in use. Only the owner of the file can read the copy."""
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)
        other.execute("PRAGMA journal_mode=DELETE")


def digest_answers(database: Path) -> tuple[int, str]:
    """How many answers a database holds, and the digest of all of them.

    Raises:
        BackupError: The file is no whole database of ours.
    """
    digest, n = hashlib.sha256(), 0
    for row in _rows(database, ANSWERS):
        digest.update(repr(row).encode())
        n += 1
    return n, digest.hexdigest()


def erased_ids(database: Path) -> set[str]:
    """The ids of everybody who was erased, from the audit record; none where there is no file."""
    if not database.is_file():
        return set()
    return {row[0] for row in _rows(database, TOMBSTONES)}


def require_whole(database: Path) -> None:
    """Have SQLite look through all of a database.

    Raises:
        BackupError: It is damaged, or no database.
    """
    found = [row[0] for row in _rows(database, "PRAGMA integrity_check")]
    if found != ["ok"]:
        raise BackupError(f"{database.name} is damaged: {found[0]}")


def seal(source: Path, target: Path, key: str) -> None:
    """Write a file that only the key opens.

    Raises:
        BackupError: The key is too short.
    """
    salt = secrets.token_bytes(SALT)
    cipher = _cipher(key, salt)
    target.touch(mode=0o600)
    with source.open("rb") as plain, target.open("wb") as sealed:
        sealed.write(MAGIC + salt)
        for number, (piece, mark) in enumerate(_pieces(plain)):
            closed = cipher.encrypt(_nonce(number), piece, mark)
            sealed.write(len(closed).to_bytes(LENGTH) + closed)


def is_sealed(file: Path) -> bool:
    """Whether a file was written by ``seal``."""
    with file.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def unseal(source: Path, target: Path, key: str) -> None:
    """Write what was sealed.

    Raises:
        BackupError: The key is another, or the file was changed or cut off.
    """
    target.touch(mode=0o600)
    with source.open("rb") as sealed, target.open("wb") as plain:
        sealed.seek(len(MAGIC))
        cipher = _cipher(key, sealed.read(SALT))
        try:
            for number, (closed, mark) in enumerate(_sealed_pieces(sealed)):
                plain.write(cipher.decrypt(_nonce(number), closed, mark))
        except InvalidTag:
            raise BackupError(
                f"{source.name} does not open: the key is another, or the file was changed"
            ) from None


def _pieces(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The pieces of a file, each with the word that says whether more come."""
    piece = stream.read(PIECE)
    while True:
        following = stream.read(PIECE)
        yield piece, MORE if following else LAST
        if not following:
            return
        piece = following


def _sealed_pieces(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    size = stream.read(LENGTH)
    while True:
        closed = stream.read(int.from_bytes(size))
        size = stream.read(LENGTH)
        yield closed, MORE if size else LAST
        if not size:
            return


def _nonce(number: int) -> bytes:
    """Each piece has its own; the key is of this file alone."""
    return number.to_bytes(12)


def _cipher(key: str, salt: bytes) -> AESGCM:
    if len(key) < MIN_KEY_CHARS:
        raise BackupError(f"HIRING_BACKUP_KEY needs at least {MIN_KEY_CHARS} random characters")
    made = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"hiring backup").derive(
        key.encode()
    )
    return AESGCM(made)


def _rows(database: Path, question: str) -> Iterator[tuple[Any, ...]]:
    address = f"{database.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            yield from connection.execute(question)
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{os.fspath(database.name)} is no whole database: {error}") from None
