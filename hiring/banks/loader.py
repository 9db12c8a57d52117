"""A version folder becomes a checked bank, or one report of all its faults."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from hiring.banks.blanks import check_blanks
from hiring.banks.companions import check_guide, check_guide_translation, check_language
from hiring.banks.digests import content_digest, file_digest, scoring_digest
from hiring.banks.documents import check_document
from hiring.banks.faults import BankFaultsError, Fault
from hiring.banks.keychecks import check_key
from hiring.banks.limits import MAX_FILES, FileText, is_plain_folder, read_toml
from hiring.banks.lines import LineIndex
from hiring.banks.media_files import EMPTY_SHELF, FOLDER, MediaFile, MediaShelf, read_shelf
from hiring.banks.mediachecks import (
    check_media,
    check_media_texts,
    check_unused,
    name_files,
    name_translated_files,
)
from hiring.banks.schema import (
    BankDocument,
    BankPart,
    GuideDocument,
    KeyDocument,
    LanguageDocument,
)
from hiring.banks.structure import FILE, check_structure

_KEY_FILE = re.compile(r"keys/([1-9][0-9]{0,5})\.toml")
_GUIDE_FILE = re.compile(r"guide(?:\.([A-Za-z0-9-]+))?\.toml")
_LANGUAGE_FILE = re.compile(r"languages/([A-Za-z0-9-]+)\.toml")

Document = TypeVar("Document", bound=BankPart)


@dataclass(frozen=True, slots=True)
class LoadedBank:
    """All files of one bank version, checked against each other.

    Attributes:
        bank: What candidates see, in the bank's own language.
        keys: Scoring keys by key version.
        guides: Interview guides by language.
        languages: Translations by language.
        content_digest: Over all that a candidate can see.
        scoring_digests: Over all that moves a score, by key version.
        file_digests: Over each file's bytes, by path within the version folder.
        media: Pictures, sounds, films and captions by name; all are used.
    """

    bank: BankDocument
    keys: dict[str, KeyDocument]
    guides: dict[str, GuideDocument]
    languages: dict[str, LanguageDocument]
    content_digest: str
    scoring_digests: dict[str, str]
    file_digests: dict[str, str]
    media: dict[str, MediaFile] = field(default_factory=dict)

    @property
    def latest_key(self) -> KeyDocument | None:
        """The key with the highest version; None where the bank has no key yet."""
        return max(self.keys.values(), key=lambda key: int(key.key_version), default=None)


def load_bank(folder: Path) -> LoadedBank:
    """Read, check and name one version of a bank.

    Args:
        folder: ``<bank>/<version>``; the names of both folders must agree with the file.

    Raises:
        BankFaultsError: Something is wrong; it carries every fault of all files.
    """
    reading = _Reading(folder)
    reading.read()
    if reading.faults or reading.bank is None:
        raise BankFaultsError(tuple(reading.faults))
    keys = {key.key_version: key for key in reading.keys.values()}
    media = reading.shelf.files
    bank = name_files(reading.bank, media)
    languages = (name_translated_files(one, media) for one in reading.languages.values())
    return LoadedBank(
        bank=bank,
        keys=keys,
        guides={guide.language: guide for guide in reading.guides.values()},
        languages={one.language: one for one in languages},
        content_digest=content_digest(bank),
        scoring_digests={version: scoring_digest(bank, key) for version, key in keys.items()},
        file_digests={file: file_digest(folder / file) for file in reading.sources}
        | {f"{FOLDER}/{one.name}": one.digest for one in media.values()},
        media=media,
    )


def bank_files(folder: Path) -> list[str]:
    """The TOML files of a version folder, sorted, with ``bank.toml`` first.

    Links in place of the two subfolders are not followed.
    """
    folders = [folder, *(folder / name for name in ("keys", "languages"))]
    files = [
        path.relative_to(folder).as_posix()
        for one in folders
        if is_plain_folder(one) or one == folder
        for path in one.glob("*.toml")
    ]
    return sorted(files, key=lambda file: (file != FILE, file))


@dataclass(slots=True)
class _Reading:
    """What is known so far of one version folder; documents stand under their file."""

    folder: Path
    bank: BankDocument | None = None
    keys: dict[str, KeyDocument] = field(default_factory=dict)
    guides: dict[str, GuideDocument] = field(default_factory=dict)
    languages: dict[str, LanguageDocument] = field(default_factory=dict)
    shelf: MediaShelf = EMPTY_SHELF
    sources: dict[str, FileText] = field(default_factory=dict)
    set_aside: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def read(self) -> None:
        files = self._files()
        for file in files:
            self._read_file(file)
        self.shelf = read_shelf(self.folder)
        self._add(self.shelf.faults)
        if self.bank is not None:
            self._add(self._cross_faults(self.bank), is_cross=True)
            self._add(self._media_faults(self.bank, files), is_cross=True)
        self.faults = _with_lines(self.faults, self.sources)
        self.faults.sort(key=lambda fault: _order(fault.file, files))

    def _files(self) -> list[str]:
        if not self.folder.is_dir():
            fault = Fault("", "", f"There is no folder {self.folder}.", "Check the path.")
            raise BankFaultsError((fault,))
        self._add(_linked_folders(self.folder))
        files = bank_files(self.folder)
        if FILE not in files:
            self._add([Fault(FILE, "", "The file is missing.", "Write it; it holds the bank.")])
        if len(files) > MAX_FILES:
            fault = Fault("", "", f"The folder holds more than {MAX_FILES} files.", "Remove some.")
            raise BankFaultsError((fault,))
        return files

    def _read_file(self, file: str) -> None:
        source = read_toml(self.folder, file)
        if isinstance(source, Fault):
            self._add([source])
            return
        self.sources[file] = source
        if file == FILE:
            self.bank = self._document(source, BankDocument)
        elif _KEY_FILE.fullmatch(file):
            self._keep(self.keys, source, KeyDocument)
        elif _GUIDE_FILE.fullmatch(file):
            self._keep(self.guides, source, GuideDocument)
        elif _LANGUAGE_FILE.fullmatch(file):
            self._keep(self.languages, source, LanguageDocument)
        else:
            self._add([_unexpected(file)])

    def _keep(self, documents: dict[str, Document], source: FileText, kind: type[Document]) -> None:
        document = self._document(source, kind)
        if document is not None:
            documents[source.file] = document

    def _document(self, source: FileText, kind: type[Document]) -> Document | None:
        checked = check_document(source, kind)
        self._add(checked.faults)
        self.set_aside |= checked.set_aside
        return checked.document

    def _add(self, faults: Iterable[Fault], *, is_cross: bool = False) -> None:
        # What was set aside would be reported as missing all over.
        hidden = self.set_aside if is_cross else set()
        self.faults += [
            fault
            for fault in faults
            if not any(name in f"{fault.place} {fault.message}" for name in hidden)
        ]

    def _cross_faults(self, bank: BankDocument) -> Iterator[Fault]:
        yield from check_structure(bank)
        yield from check_blanks(bank, FILE)
        yield from _name_faults(self.folder, bank)
        for file, key in self.keys.items():
            yield from _owner_faults(bank, key, file)
            yield from check_key(bank, key, file)
            yield from check_blanks(key, file)
            yield from _agreement(file, "key_version", key.key_version, Path(file).stem)
        yield from self._guide_faults(bank)
        for file, language in self.languages.items():
            yield from _owner_faults(bank, language, file)
            yield from check_language(bank, language, file)
            yield from check_blanks(language, file)
            yield from _agreement(file, "language", language.language, Path(file).stem)

    def _media_faults(self, bank: BankDocument, files: list[str]) -> Iterator[Fault]:
        present = self.shelf.names
        yield from check_media(bank, present)
        for file, language in self.languages.items():
            yield from check_media_texts(bank, language, file, present)
        # Where something could not be read, nobody knows which files it uses.
        if not self.set_aside and len(self.languages) == sum(map(_is_language, files)):
            yield from check_unused(bank, self.languages.values(), present)

    def _guide_faults(self, bank: BankDocument) -> Iterator[Fault]:
        original = self.guides.get("guide.toml")
        for file, guide in self.guides.items():
            found = _GUIDE_FILE.fullmatch(file)
            language = (found and found[1]) or bank.language
            yield from _owner_faults(bank, guide, file)
            yield from check_guide(bank, guide, file)
            yield from check_blanks(guide, file)
            yield from _agreement(file, "language", guide.language, language)
            if original is not None and guide is not original:
                yield from check_guide_translation(original, guide, file)


def _linked_folders(folder: Path) -> Iterator[Fault]:
    for name in ("keys", "languages"):
        if (folder / name).is_symlink():
            yield Fault(name, "", "This folder is a link.", "Put the files themselves there.")


def _is_language(file: str) -> bool:
    return _LANGUAGE_FILE.fullmatch(file) is not None


def _order(file: str, files: list[str]) -> int:
    """Faults of the folder as a whole first, then file by file, media last."""
    if file in files:
        return files.index(file)
    return len(files) if file.startswith(FOLDER) else -1


def _unexpected(file: str) -> Fault:
    remedy = (
        "Guides are guide.toml or guide.fr.toml, keys keys/1.toml, languages languages/fr.toml."
    )
    return Fault(file, "", "No file of this name belongs to a bank.", remedy)


def _name_faults(folder: Path, bank: BankDocument) -> Iterator[Fault]:
    place = folder.resolve()
    yield from _agreement(FILE, "version", bank.version, place.name, "folder")
    yield from _agreement(FILE, "id", bank.id, place.parent.name, "folder")


def _owner_faults(
    bank: BankDocument, document: KeyDocument | GuideDocument | LanguageDocument, file: str
) -> Iterator[Fault]:
    yield from _agreement(file, "bank", document.bank, bank.id, "bank")
    yield from _agreement(file, "version", document.version, bank.version, "bank")


def _agreement(
    file: str, place: str, written: str, expected: str, other: str = "file name"
) -> Iterator[Fault]:
    if written != expected:
        message = f"“{place}” says “{written}”, the {other} says “{expected}”."
        yield Fault(file, place, message, "Make them agree.")


def _with_lines(faults: list[Fault], sources: dict[str, FileText]) -> list[Fault]:
    indexes = {
        file: LineIndex(sources[file].text)
        for file in {fault.file for fault in faults}
        if file in sources
    }
    return [
        replace(fault, line=indexes[fault.file].find(fault.place))
        if fault.line is None and fault.place and fault.file in indexes
        else fault
        for fault in faults
    ]
