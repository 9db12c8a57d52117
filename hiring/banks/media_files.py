"""The files in a version's ``media`` folder: which are there, and are they what their names say.

A browser is told the type by us and may not guess, and a file with a wrong ending would simply not
play, so the first bytes are held against the name. SVG is left out: it is a program, not a picture.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hiring.banks.captions import check_captions
from hiring.banks.digests import file_digest
from hiring.banks.faults import Fault
from hiring.banks.schema import MediaKind

FOLDER = "media"
MAX_MEDIA_FILES = 200
MAX_CAPTION_BYTES = 200_000
MAX_BYTES: Mapping[MediaKind, int] = {
    MediaKind.IMAGE: 1_000_000,
    MediaKind.AUDIO: 10_000_000,
    MediaKind.VIDEO: 60_000_000,
}

_HEAD_BYTES = 256
# Eleven set bits start a frame; raw AAC has them too, but says another layer.
_FRAME_BITS, _LAYER_3_FRAME = 0xFFE6, 0xFFE2
_OTHER_BRANDS = frozenset({b"qt  ", b"heic", b"heix", b"mif1", b"msf1", b"avif"})
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B "})


@dataclass(frozen=True, slots=True)
class FileType:
    """What a file is by the ending of its name; ``kind`` is None for captions."""

    kind: MediaKind | None
    mime: str

    @property
    def max_bytes(self) -> int:
        """How large such a file may be."""
        return MAX_CAPTION_BYTES if self.kind is None else MAX_BYTES[self.kind]


CAPTIONS = FileType(None, "text/vtt")
TYPES: Mapping[str, FileType] = {
    ".png": FileType(MediaKind.IMAGE, "image/png"),
    ".jpg": FileType(MediaKind.IMAGE, "image/jpeg"),
    ".jpeg": FileType(MediaKind.IMAGE, "image/jpeg"),
    ".webp": FileType(MediaKind.IMAGE, "image/webp"),
    ".mp3": FileType(MediaKind.AUDIO, "audio/mpeg"),
    ".ogg": FileType(MediaKind.AUDIO, "audio/ogg"),
    ".m4a": FileType(MediaKind.AUDIO, "audio/mp4"),
    ".mp4": FileType(MediaKind.VIDEO, "video/mp4"),
    ".webm": FileType(MediaKind.VIDEO, "video/webm"),
    ".vtt": CAPTIONS,
}


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file of a bank version as it was when it was checked.

    Attributes:
        name: Its plain name.
        mime: Its type, by the ending of the name.
        digest: SHA-256, in hex, of its bytes.
        path: Where it stands. The bytes are read when they are needed: films are large.
    """

    name: str
    mime: str
    digest: str
    path: Path


@dataclass(frozen=True, slots=True)
class MediaShelf:
    """What stands in the folder.

    Attributes:
        files: Sound files by name.
        names: All names that are there, those of faulty files included.
        faults: What is wrong with single files, whoever uses them.
    """

    files: dict[str, MediaFile]
    names: frozenset[str]
    faults: tuple[Fault, ...]


EMPTY_SHELF = MediaShelf({}, frozenset(), ())


def find_type(name: str) -> FileType | None:
    """What a file of this name is; None where the ending is none of ours."""
    return TYPES.get(Path(name).suffix)


def endings(kind: MediaKind | None) -> str:
    """The endings of a kind for a sentence: ".png, .jpg"."""
    return ", ".join(ending for ending, one in TYPES.items() if one.kind is kind)


def read_shelf(folder: Path) -> MediaShelf:
    """Look at every file in the ``media`` folder of a version; an absent folder holds nothing."""
    place = folder / FOLDER
    if place.is_symlink():
        fault = Fault(FOLDER, "", "This folder is a link.", "Put the files themselves there.")
        return replace(EMPTY_SHELF, faults=(fault,))
    names = sorted(path.name for path in place.iterdir()) if place.is_dir() else []
    if len(names) > MAX_MEDIA_FILES:
        message = f"The folder holds more than {MAX_MEDIA_FILES} files."
        return replace(EMPTY_SHELF, faults=(Fault(FOLDER, "", message, "Remove some."),))
    faults = {name: tuple(_check_file(place / name)) for name in names}
    sound = {name: _described(place / name) for name in names if not faults[name]}
    return MediaShelf(
        sound, frozenset(names), tuple(one for some in faults.values() for one in some)
    )


def _described(path: Path) -> MediaFile:
    return MediaFile(path.name, TYPES[path.suffix].mime, file_digest(path), path)


def _check_file(path: Path) -> Iterator[Fault]:
    file, kind = f"{FOLDER}/{path.name}", find_type(path.name)
    try:
        facts = os.lstat(path)
        if stat.S_ISDIR(facts.st_mode):
            yield Fault(file, "", "There is a folder in the folder.", "Put its files beside it.")
        elif not stat.S_ISREG(facts.st_mode):
            yield Fault(
                file, "", "This is not a plain file.", "Replace the link by the file itself."
            )
        elif kind is None:
            yield _unknown(file)
        elif facts.st_size > kind.max_bytes:
            message = f"The file is larger than {_worded(kind.max_bytes)}."
            yield Fault(file, "", message, "Make it smaller or shorter.")
        else:
            yield from _check_content(path, file, kind)
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or 'unknown reason'}."
        yield Fault(file, "", message, "Check its name and its rights.")


def _check_content(path: Path, file: str, kind: FileType) -> Iterator[Fault]:
    if kind is CAPTIONS:
        yield from check_captions(path.read_bytes(), file)
        return
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not _is(path.suffix, head):
        message = f"The file's first bytes are not those of a {path.suffix} file."
        yield Fault(file, "", message, "Save it in that format; a new name alone does not do it.")


def _is(ending: str, head: bytes) -> bool:
    """Whether a file starts as files with this ending do."""
    match ending:
        case ".png":
            return head.startswith(b"\x89PNG\r\n\x1a\n")
        case ".jpg" | ".jpeg":
            return head.startswith(b"\xff\xd8\xff")
        case ".webp":
            return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
        case ".mp3":
            return head.startswith(b"ID3") or _starts_frame(head)
        case ".ogg":
            return head.startswith(b"OggS")
        case ".m4a":
            return _brand(head) not in {b"", *_OTHER_BRANDS}
        case ".mp4":
            return _brand(head) not in {b"", *_OTHER_BRANDS, *_SOUND_BRANDS}
        case ".webm":
            return head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head
        case _:
            return False


def _starts_frame(head: bytes) -> bool:
    return int.from_bytes(head[:2], "big") & _FRAME_BITS == _LAYER_3_FRAME


def _brand(head: bytes) -> bytes:
    """The main brand of a file of the MP4 family, or nothing."""
    return head[8:12] if head[4:8] == b"ftyp" else b""


def _unknown(file: str) -> Fault:
    remedy = f"Use {', '.join(TYPES)}, in small letters."
    if file.endswith(".svg"):
        remedy = "SVG can hold programs. Save the picture as .png or .webp."
    return Fault(file, "", "Files of this type are not used.", remedy)


def _worded(n_bytes: int) -> str:
    if n_bytes < MAX_BYTES[MediaKind.IMAGE]:
        return f"{n_bytes // 1_000} kB"
    return f"{n_bytes // 1_000_000} MB"
