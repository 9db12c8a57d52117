"""A QTI package opened without trusting it: looked at as a whole before anything is unpacked.

Nothing is written here, and no name from the package ever becomes a path on disk: files are asked
for by the name they have inside, and the draft gives them names of its own.
"""

import hashlib
import posixpath
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from hiring.banks.faults import BankFaultsError, Fault
from hiring.banks.qti.elements import MAX_XML_BYTES

MANIFEST = "imsmanifest.xml"
MAX_PACKAGE_BYTES = 60_000_000
MAX_PARTS = 2_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_RATIO = 200
MAX_NAME_CHARS = 240
MAX_FOLDERS = 12

_ZIP_MARK, _ENTRY_MARK = b"PK", b"PK\x01\x02"
_ENCRYPTED = 1
_LOCAL_HEADER_BYTES = 30
_SMALL = 100_000  # bytes; repeated letters pack well, and a little of them harms nobody
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error, EOFError)
_AGAIN = "Make the package again with another program."


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is safe to read.

    Attributes:
        path: Where it stands.
        digest: SHA-256, in hex, of its bytes.
        names: The files within; of a single XML file, its own name.
        parts: The open package; None for a single XML file.
    """

    path: Path
    digest: str
    names: frozenset[str]
    parts: zipfile.ZipFile | None

    @property
    def is_zip(self) -> bool:
        """Whether it is a package at all, and not a single item."""
        return self.parts is not None

    def read(self, name: str, most: int = MAX_XML_BYTES) -> bytes | Fault:
        """The bytes of a file within, or why it cannot be read. Never more than ``most``."""
        if self.parts is None:
            return self.path.read_bytes()
        try:
            with self.parts.open(name) as stream:
                content = stream.read(most + 1)
        except _BROKEN:
            return Fault(name, "", "The file cannot be unpacked.", _AGAIN)
        if len(content) > most:
            message = f"The file is larger than {most // 1000} kB."
            return Fault(name, "", message, "Make it smaller.")
        return content


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Look at a package, or at a single item in XML; it stays open for the block.

    Raises:
        BankFaultsError: It cannot be used; it carries everything that keeps it from that.
    """
    if not path.is_file():
        raise BankFaultsError((Fault("", "", "There is no such file.", "Check the path."),))
    if path.stat().st_size > MAX_PACKAGE_BYTES:
        message = f"The package is larger than {MAX_PACKAGE_BYTES // 1_000_000} MB."
        raise BankFaultsError((Fault("", "", message, "Split it into smaller ones."),))
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if not content.startswith(_ZIP_MARK):
        yield Package(path, digest, frozenset({path.name}), None)
        return
    with _opened(path, content) as parts:
        names = frozenset(one.filename for one in _looked_through(parts) if not one.is_dir())
        yield Package(path, digest, names, parts)


def find_within(href: str, beside: str) -> str | None:
    """The name of the file that a link means; None where it leads out of the package."""
    plain = unquote(re.split("[#?]", href, maxsplit=1)[0])
    if not plain or ":" in plain or plain.startswith("/") or "\\" in plain:
        return None
    name = posixpath.normpath(posixpath.join(posixpath.dirname(beside), plain))
    return None if name.startswith("..") else name


def _opened(path: Path, content: bytes) -> zipfile.ZipFile:
    # Counted before the directory is read: reading 100,000 entries takes its time.
    if content.count(_ENTRY_MARK) > MAX_PARTS:
        raise BankFaultsError((_too_many(),))
    try:
        return zipfile.ZipFile(path)
    except _BROKEN:
        raise BankFaultsError((Fault("", "", "The package is broken.", _AGAIN),)) from None


def _looked_through(parts: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    found = parts.infolist()
    faults = (*_faults(found), *(fault for one in found for fault in _entry_faults(one)))
    if faults:
        raise BankFaultsError(faults)
    return found


def _faults(found: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    """What is wrong with the package as a whole."""
    if len(found) > MAX_PARTS:
        yield _too_many()
    if sum(one.file_size for one in found) > MAX_UNPACKED_BYTES:
        message = f"It unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000} MB."
        yield Fault("", "", message, "Leave out large films, or split it.")
    counts = Counter(one.filename.casefold().rstrip("/") for one in found)
    for name in sorted(name for name, n in counts.items() if n > 1):
        yield Fault(_shown(name), "", "Two files have this name.", "Keep one of them.")
    if any(_overlap(*two) for two in pairwise(sorted(found, key=lambda one: one.header_offset))):
        yield Fault("", "", "Files of the package lie over each other.", _AGAIN)
    if MANIFEST not in {one.filename for one in found}:
        remedy = "Export the items as a QTI package, with its manifest at the top."
        yield Fault(MANIFEST, "", "The package has no manifest.", remedy)


def _entry_faults(entry: zipfile.ZipInfo) -> Iterator[Fault]:
    name = _shown(entry.orig_filename)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if fault := _name_fault(entry.orig_filename):
        yield Fault(name, "", fault, "Make the package again with plain names.")
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        yield Fault(name, "", "This is a link or a device.", "Put the file itself there.")
    if entry.flag_bits & _ENCRYPTED:
        yield Fault(name, "", "The file is locked with a password.", "Pack it without one.")
    if entry.file_size > max(_SMALL, MAX_RATIO * entry.compress_size):
        message = f"It grows more than {MAX_RATIO} times when it is unpacked."
        yield Fault(name, "", message, "Leave it out.")


def _name_fault(name: str) -> str:
    parts = name.removesuffix("/").split("/")
    if not name.isprintable() or len(name) > MAX_NAME_CHARS:
        return "The name is too long or holds signs that cannot be printed."
    if "\\" in name or ":" in name or {"", ".", ".."} & set(parts):
        return "The name leads out of the package."
    return "The folders nest too deep." if len(parts) > MAX_FOLDERS else ""


def _overlap(first: zipfile.ZipInfo, second: zipfile.ZipInfo) -> bool:
    end = first.header_offset + _LOCAL_HEADER_BYTES + first.compress_size
    return end > second.header_offset


def _too_many() -> Fault:
    message = f"The package holds more than {MAX_PARTS:,} files."
    return Fault("", "", message, "Split it into smaller ones.")


def _shown(name: str) -> str:
    """A name from outside for a report: one line of bounded length."""
    plain = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name
    )
    return plain[:MAX_NAME_CHARS]
