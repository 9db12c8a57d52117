"""The list of published files that may not change any more.

``question_banks/published.lock`` holds one line for each file: bank, version, file, SHA-256. Plain
lines were chosen over TOML so that two branches that publish different banks merge by themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hiring.banks.digests import file_digest
from hiring.errors import HiringError

LOCK_FILE = "published.lock"


@dataclass(frozen=True, slots=True, order=True)
class LockedFile:
    """A file of a published version, as it was when it was locked."""

    bank: str
    version: str
    file: str
    sha256: str

    @property
    def path(self) -> str:
        """Path below the folder of all banks."""
        return f"{self.bank}/{self.version}/{self.file}"


class LockedFileChangedError(HiringError):
    """A published file was changed; undo that and publish a new version.

    Attributes:
        paths: The changed or missing files, below the folder of all banks.
    """

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(paths)
        self.paths = paths


def read_lock(root: Path) -> tuple[LockedFile, ...]:
    """The locked files of all banks below ``root``, sorted; none where there is no lock yet.

    Raises:
        ValueError: A line is not four words.
    """
    path = root / LOCK_FILE
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(sorted(_parse(line) for line in lines if line.strip() and line[0] != "#"))


def write_lock(root: Path, locked: Iterable[LockedFile]) -> None:
    """Write the lock anew, one sorted line for each file."""
    lines = [f"{one.bank} {one.version} {one.file} {one.sha256}\n" for one in sorted(set(locked))]
    (root / LOCK_FILE).write_text("".join(lines), encoding="utf-8", newline="\n")


def lock_version(root: Path, bank: str, version: str) -> tuple[LockedFile, ...]:
    """Add all present files of a version to the lock; files locked before stay as they are.

    Files that came later, such as a translation, are added; nothing else changes.

    Returns:
        The files that are new in the lock.

    Raises:
        LockedFileChangedError: A file that is already locked was changed.
    """
    before = read_lock(root)
    if changed := changed_files(root):
        raise LockedFileChangedError(changed)
    new = tuple(sorted(set(_files(root, bank, version)) - set(before)))
    write_lock(root, (*before, *new))
    return new


def changed_files(root: Path) -> tuple[str, ...]:
    """Locked files that are missing or no longer what they were, below ``root``, sorted."""
    return tuple(one.path for one in read_lock(root) if not _is_unchanged(root, one))


def _is_unchanged(root: Path, locked: LockedFile) -> bool:
    path = root / locked.path
    return path.is_file() and file_digest(path) == locked.sha256


def _files(root: Path, bank: str, version: str) -> list[LockedFile]:
    folder = root / bank / version
    return [
        LockedFile(bank, version, path.relative_to(folder).as_posix(), file_digest(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


def _parse(line: str) -> LockedFile:
    # A media file's name may hold spaces; the other three words cannot.
    bank, version, rest = line.split(" ", 2)
    file, sha256 = rest.rsplit(" ", 1)
    return LockedFile(bank, version, file, sha256)
