"""Tiny but real pictures, sounds and films, and the small bank with some of them."""

import struct
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.banks.folders import write_bank

BANK, FRENCH = "bank.toml", "languages/fr.toml"
ONE_SECOND_MS = 1000
_OPUS_SILENCE = b"\xf8\xff\xfe"  # 20 ms of one channel
_SAMPLES_OF_FRAME = 960

PICTURE = '{ file = "shelf.png", kind = "image", alt = "An empty shelf." }'
SOUND = (
    '{ file = "call.ogg", kind = "audio", transcript = "Where are my parts?", '
    'captions = "call.vtt" }'
)
FILM = (
    '{ file = "desk.webm", kind = "video", transcript = "She puts the box down and waits.", '
    'captions = "call.vtt" }'
)
STEM = 'stem = """The parts for late-parts are late. Marta calls you and asks."""'
FRENCH_ITEMS = "[scenarios.late-parts.items.responses]"
FRENCH_WORDS = """[scenarios.late-parts.media."shelf.png"]
alt = "Une étagère vide."
[scenarios.late-parts.media."call.ogg"]
file = "appel.ogg"
transcript = "Où sont mes pièces ?"
captions = "appel.vtt"
[scenarios.late-parts.media."desk.webm"]
transcript = "Elle pose la boîte et attend."
captions = "appel.vtt"
"""


def png() -> bytes:
    """One grey pixel."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00\x80")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def ogg(n_frames: int = 50) -> bytes:
    """Silence in Ogg Opus, by default a second of it."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    pages = (([head], 0, 2), ([tags], 0, 0))
    sound = ([_OPUS_SILENCE] * n_frames, n_frames * _SAMPLES_OF_FRAME, 4)
    return b"".join(_page(*page, number=n) for n, page in enumerate((*pages, sound)))


def webm(width: int = 64, height: int = 48) -> bytes:
    """A second of one still picture in WebM; a lossy WebP holds just such a VP8 frame."""
    file = BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "WEBP", quality=40)
    raw = file.getvalue()
    start = raw.index(b"VP8 ")
    frame = raw[start + 8 : start + 8 + int.from_bytes(raw[start + 4 : start + 8], "little")]
    video = _element("e0", _number("b0", width), _number("ba", height))
    track = _element(
        "ae", _number("d7", 1), _number("73c5", 1), _number("83", 1), _text("86", "V_VP8"), video
    )
    blocks = [
        _element("a3", b"\x81" + struct.pack(">h", at) + b"\x80" + frame)
        for at in range(0, ONE_SECOND_MS, 250)
    ]
    info = _element(
        "1549a966",
        _number("2ad7b1", 1_000_000),
        _element("4489", struct.pack(">d", ONE_SECOND_MS)),
        _text("4d80", "tests"),
        _text("5741", "tests"),
    )
    cluster = _element("1f43b675", _number("e7", 0), *blocks)
    return _ebml_head() + _element("18538067", info, _element("1654ae6b", track), cluster)


def vtt(words: str = "Where are my parts?") -> bytes:
    return f"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n{words}\n".encode()


@cache
def all_files() -> dict[str, bytes]:
    """The files of the bank below by name."""
    return {
        "shelf.png": png(),
        "call.ogg": ogg(),
        "call.vtt": vtt(),
        "desk.webm": webm(),
        "appel.ogg": ogg(60),
        "appel.vtt": vtt("Où sont mes pièces ?"),
    }


def write_media_bank(
    root: Path,
    *changes: tuple[str, str, str],
    files: dict[str, bytes | None] | None = None,
    version: str = "1.0.0",
) -> Path:
    """The small bank with a picture, a sound and a film in its first scored scenario.

    ``changes`` spoil it as they do ``write_bank``; ``files`` replaces or removes (None) files.
    """
    shown = (BANK, STEM, f"{STEM}\nmedia = [\n  {PICTURE},\n  {SOUND},\n  {FILM},\n]")
    told = (FRENCH, FRENCH_ITEMS, f"{FRENCH_WORDS}{FRENCH_ITEMS}")
    folder = write_bank(root, shown, told, *changes, version=version)
    write_files(folder, all_files() | (files or {}))
    return folder


def write_files(folder: Path, files: dict[str, bytes | None]) -> None:
    """Put files into the folder of media."""
    (folder / "media").mkdir(exist_ok=True)
    for name, content in files.items():
        if content is not None:
            (folder / "media" / name).write_bytes(content)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def _page(packets: list[bytes], position: int, flags: int, number: int) -> bytes:
    sizes = bytes(len(packet) for packet in packets)
    head = b"OggS" + struct.pack("<BBqIII", 0, flags, position, 1, number, 0)
    page = bytearray(head + bytes([len(packets)]) + sizes + b"".join(packets))
    page[22:26] = struct.pack("<I", _ogg_check(page))
    return bytes(page)


def _ogg_check(page: bytes | bytearray) -> int:
    check = 0
    for byte in page:
        check ^= byte << 24
        for _ in range(8):
            check = (check << 1) ^ (0x04C11DB7 if check & 0x80000000 else 0)
            check &= 0xFFFFFFFF
    return check


def _ebml_head() -> bytes:
    numbers = (("4286", 1), ("42f7", 1), ("42f2", 4), ("42f3", 8))
    versions = (("4287", 2), ("4285", 2))
    return _element(
        "1a45dfa3",
        *(_number(*one) for one in numbers),
        _text("4282", "webm"),
        *(_number(*one) for one in versions),
    )


def _element(name: str, *content: bytes) -> bytes:
    body = b"".join(content)
    return bytes.fromhex(name) + struct.pack(">Q", len(body) | 1 << 56) + body


def _number(name: str, value: int) -> bytes:
    return _element(name, value.to_bytes(4, "big"))


def _text(name: str, value: str) -> bytes:
    return _element(name, value.encode())
