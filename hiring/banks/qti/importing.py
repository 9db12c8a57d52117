"""From a QTI package to the folder of a draft: all of it, or nothing."""

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hiring.banks.faults import BankFaultsError, Fault
from hiring.banks.limits import FileText, read_toml
from hiring.banks.loader import load_bank
from hiring.banks.media_files import FOLDER
from hiring.banks.qti import report as reports
from hiring.banks.qti.drafts import FALLBACK_LANGUAGE, Draft, common_language, fill
from hiring.banks.qti.elements import Document
from hiring.banks.qti.findings import Finding, changed, left_over, unused_files
from hiring.banks.qti.manifests import Contents, mark_files, read_contents
from hiring.banks.qti.names import scenario_id_from
from hiring.banks.qti.packages import MANIFEST, open_package
from hiring.banks.qti.report import Report
from hiring.banks.qti.shelf import Shelf
from hiring.banks.qti.writing import VERSION, bank_text, key_text
from hiring.banks.schema import LANGUAGE_PATTERN
from hiring.errors import HiringError

MAX_TITLE_CHARS = 120
MAX_LANGUAGE_CHARS = 12


class FolderTakenError(HiringError):
    """The folder holds something else already.

    Attributes:
        folder: Where the draft would stand.
        files: What differs there.
    """

    def __init__(self, folder: Path, files: tuple[str, ...]) -> None:
        super().__init__(folder, files)
        self.folder = folder
        self.files = files


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        folder: Where the draft stands.
        is_new: Whether it was written now; otherwise it stood there, the same in every byte.
    """

    folder: Path
    report: Report
    is_new: bool


def import_package(
    path: Path, out: Path, *, bank_id: str = "", title: str = "", language: str = ""
) -> Imported:
    """Make a draft of a bank from a package.

    Args:
        path: A package with a manifest, or a single item in XML.
        out: Where the folder of the bank shall stand.
        bank_id: Its id; made from the name of the package where it is empty.
        title: Its title; that of the package where it is empty.
        language: Whose items to take; the language of most where it is empty.

    Raises:
        BankFaultsError: The package cannot be used; it carries every fault. Nothing was written.
        FolderTakenError: Another bank, or a draft that was worked on, stands there. It stays.
    """
    with open_package(path) as package:
        contents = read_contents(package)
        draft = Draft(
            id=bank_id or scenario_id_from(path.stem, ()),
            title=_clean(title or contents.title or path.stem)[:MAX_TITLE_CHARS] or "Imported",
            language=language or _known(common_language(contents)),
            package=_clean(path.name),
            digest=package.digest,
        )
        shelf = Shelf(package)
        fill(draft, contents, shelf)
        _require_some(draft)
        return _import(draft, contents, shelf, out)


def _import(draft: Draft, contents: Contents, shelf: Shelf, out: Path) -> Imported:
    """Write the draft beside its place, and move it there when all of it is whole."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".import-") as place:
        made = Path(place) / draft.id / VERSION
        report = _write(made, draft, contents, shelf)
        folder = out / draft.id / VERSION
        return Imported(folder, report, is_new=_put(made, folder))


def _require_some(draft: Draft) -> None:
    if not draft.scenarios:
        faults = [
            Fault(
                one.file,
                "",
                one.root.reason,
                "Nothing of it can be asked here.",
                line=one.root.line,
            )
            for one in draft.left_out
        ]
        raise BankFaultsError(tuple(faults))


def _write(folder: Path, draft: Draft, contents: Contents, shelf: Shelf) -> Report:
    (folder / "keys").mkdir(parents=True)
    _save(folder / "bank.toml", bank_text(draft))
    _save(folder / "keys" / "1.toml", key_text(draft))
    _write_media(folder / FOLDER, draft, shelf)
    _require_within_limits(folder)
    report = Report(draft, *_told(draft, contents, shelf), _faults(folder))
    _save(folder / reports.WORDS_FILE, reports.words(report))
    _save(folder / reports.DATA_FILE, reports.data(report))
    return report


def _write_media(place: Path, draft: Draft, shelf: Shelf) -> None:
    found = shelf.contents(draft.media)
    faults = [one for one in found.values() if isinstance(one, Fault)]
    if faults:
        raise BankFaultsError(tuple(faults))
    for name, content in sorted(found.items()):
        place.mkdir(exist_ok=True)
        if isinstance(content, bytes):
            (place / name).write_bytes(content)


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _require_within_limits(folder: Path) -> None:
    """Refuse what no check could read, instead of leaving it to its author."""
    found = [read_toml(folder, file) for file in ("bank.toml", "keys/1.toml")]
    if faults := [one for one in found if not isinstance(one, FileText)]:
        raise BankFaultsError(tuple(faults))


def _told(draft: Draft, contents: Contents, shelf: Shelf) -> tuple[list[Finding], list[Finding]]:
    used = draft.files | {name for name, own in shelf.names.items() if own in draft.media}
    mark_files(contents, used)
    documents = _documents(contents)
    read = used | {one.file for one in documents}
    files = unused_files(shelf.package.names, read | {MANIFEST})
    return changed(documents), [*left_over(documents), *files]


def _documents(contents: Contents) -> list[Document]:
    return [*contents.others, *contents.items, *contents.repeated]


def _faults(folder: Path) -> tuple[Fault, ...]:
    try:
        load_bank(folder)
    except BankFaultsError as error:
        return error.faults
    return ()


def _put(made: Path, folder: Path) -> bool:
    """Move the draft to its place; whether it was not there before."""
    if folder.exists() or folder.is_symlink():
        _require_same(made, folder)
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    made.rename(folder)
    return True


def _require_same(made: Path, folder: Path) -> None:
    before, after = _contents(folder), _contents(made)
    names = sorted(before.keys() | after.keys())
    differing = tuple(name for name in names if before.get(name) != after.get(name))
    if differing:
        raise FolderTakenError(folder, differing)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _known(language: str) -> str:
    """A language code as our files write it; English where it is none."""
    main, _, rest = language.partition("-")
    written = f"{main.lower()}-{rest}" if rest else main.lower()
    is_known = re.fullmatch(LANGUAGE_PATTERN, written) and len(written) <= MAX_LANGUAGE_CHARS
    return written if is_known else FALLBACK_LANGUAGE


def _clean(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
