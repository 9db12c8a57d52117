"""The bundled fonts: which one has a letter, and how its letters join.

ReportLab can shape text by itself, but it numbers joined forms in the order in which a process
first meets them, so that the same brief would come out in other bytes tomorrow, and it copies out
those numbers instead of letters. Here a joined form is numbered by its place in the font, and the
file says which letters each form stands for.
"""

import threading
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from typing import cast
from weakref import WeakKeyDictionary

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, ShapeData, ShapedStr, TTFont

from hiring.places import STATIC

FOLDER = STATIC / "fonts"
# Joined forms get numbers of a private plane that no text holds after cleaning.
_PRIVATE_PLANE = 0xF0000
ZERO_WIDTH_SPACE = "\u200b"
_LOADING = threading.Lock()


class Weight(StrEnum):
    """The two weights on paper; their values are the font files."""

    REGULAR = "SourceSans3-Regular"
    SEMIBOLD = "SourceSans3-SemiBold"


EMOJI = "NotoEmoji-Regular"
# Asked in this order for a letter that the text font lacks. One weight is enough for names.
FALL_BACKS = (
    "NotoSansArabic-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansDevanagari-Regular",
    "NotoSansThai-Regular",
    "NotoSansHan-Subset",
    "NotoSansHangul-Subset",
    "NotoSansBengali-Regular",
    "NotoSansGurmukhi-Regular",
    "NotoSansGujarati-Regular",
    "NotoSansOriya-Regular",
    "NotoSansTamil-Regular",
    "NotoSansTelugu-Regular",
    "NotoSansKannada-Regular",
    "NotoSansMalayalam-Regular",
    "NotoSansSinhala-Regular",
    "NotoSansLao-Regular",
    "NotoSansMyanmar-Regular",
    "NotoSansKhmer-Regular",
    "NotoSansArmenian-Regular",
    "NotoSansGeorgian-Regular",
    "NotoSansEthiopic-Regular",
    EMOJI,
)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one font in one direction, in the order of reading."""

    font: str
    text: str
    is_leftward: bool = False


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A run ready for paper.

    Attributes:
        font: The registered font's name.
        text: The letters, in the order of reading.
        shaped: What ReportLab's text object prints.
        width: In thousandths of the type size.
        meanings: Private numbers with the letters they stand for.

    """

    font: str
    text: str
    shaped: ShapedStr
    width: float
    meanings: tuple[tuple[int, str], ...]
    is_leftward: bool


def prepare(weight: Weight) -> str:
    """Register a font with ReportLab; its name there."""
    return str(_font(weight.value).fontName)


def has_letter(char: str) -> bool:
    """Whether any bundled font can print the character."""
    return _font_of(char, Weight.REGULAR) is not None


def name_missing_letters(text: str) -> str:
    """The text with each letter that no font has written as its number, like [U+1F9FF].

    A letter with marks that no font has as one is written as the letter and its marks.
    """
    if text.isascii():
        return text
    return "".join(map(_printable, text))


@lru_cache(maxsize=4096)
def _printable(char: str) -> str:
    if has_letter(char) or _rides_along(char):
        return char
    parts = unicodedata.normalize("NFD", char)
    if len(parts) > 1 and all(map(has_letter, parts)):
        return parts
    return f"[U+{ord(char):04X}]"


@lru_cache(maxsize=4096)
def split_by_font(text: str, weight: Weight) -> tuple[Run, ...]:
    """Cut a text without missing letters where the font must change."""
    if text.isascii():
        return (Run(weight.value, text),)
    runs: list[list[str]] = []
    for char in text:
        font = runs[-1][0] if runs and _stays(char, runs[-1][0]) else _font_of(char, weight)
        if runs and runs[-1][0] == font:
            runs[-1][1] += char
        else:
            runs.append([font or weight.value, char])
    return tuple(Run(font, part) for font, part in runs)


@lru_cache(maxsize=8192)
def shape(run: Run) -> Glyphs:
    """Choose and place the glyphs of a run, with kerning and joined forms, in visual order."""
    return _font(run.font).shape(run.text, is_leftward=run.is_leftward)


def note_meanings(glyphs: Glyphs, pdf: object) -> None:
    """Remember for one PDF which letters its joined forms stand for."""
    if glyphs.meanings:
        _font(glyphs.font).note(pdf, glyphs.meanings)


class PrintFont(TTFont):  # type: ignore[misc]
    """A TrueType font that shapes the same way in every process."""

    def __init__(self, name: str) -> None:
        is_text_font = name in set(Weight)
        super().__init__(name, str(FOLDER / f"{name}.ttf"), asciiReadable=is_text_font)
        self._shaper = uharfbuzz.Font(uharfbuzz.Face(self.face._ttf_data))  # noqa: SLF001
        self._per_thousand = 1000 / self._shaper.face.upem
        self._meanings: WeakKeyDictionary[object, dict[int, str]] = WeakKeyDictionary()

    def shape(self, text: str, *, is_leftward: bool) -> Glyphs:
        """See ``fonts.shape``."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if is_leftward else "ltr"
        uharfbuzz.shape(self._shaper, buffer, {"kern": True, "liga": False, "clig": False})
        letters = _letters_by_cluster(text, [info.cluster for info in buffer.glyph_infos])
        codes, data, meanings = [], [], {}
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            cluster = letters.pop(info.cluster, "")
            code = self._code(info.codepoint, cluster)
            codes.append(chr(code))
            data.append(self._place(code, info.cluster, position))
            if code >= _PRIVATE_PLANE:
                meanings[code] = cluster
        width = sum(datum.x_advance for datum in data)
        shaped = ShapedStr("".join(codes), shapeData=data)
        return Glyphs(self.fontName, text, shaped, width, tuple(meanings.items()), is_leftward)

    def note(self, pdf: object, meanings: tuple[tuple[int, str], ...]) -> None:
        """See ``fonts.note_meanings``. The first meaning met on paper stays."""
        known = self._meanings.setdefault(pdf, {})
        for code, letters in meanings:
            # A part of a letter means nothing by itself; a reader must not take it for its number.
            known[code] = known.get(code) or letters or ZERO_WIDTH_SPACE

    def addObjects(self, doc: object) -> None:  # noqa: N802 - ReportLab's name
        """Embed the font; afterwards say which letters its numbers stand for."""
        subsets = list(self.state[doc].subsets)
        known = self._meanings.pop(doc, {})
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = f"{SUBSETN(number).decode()}+{self.face.name.decode()}"
            stream = doc.idToObject[f"toUnicodeCMap:{name}"]  # type: ignore[attr-defined]
            stream.content = _unicode_map(name, [known.get(code, code) for code in subset])

    def _code(self, glyph: int, cluster: str) -> int:
        """The letter itself where the font draws it plainly, else the glyph's private number."""
        if len(cluster) == 1 and self.face.charToGlyph.get(ord(cluster)) == glyph:
            return ord(cluster)
        code = _PRIVATE_PLANE + glyph
        self.face.charToGlyph[code] = glyph
        advance = self._shaper.get_glyph_h_advance(glyph)
        self.face.charWidths[code] = advance * self._per_thousand
        return code

    def _place(self, code: int, cluster: int, position: uharfbuzz.GlyphPosition) -> ShapeData:
        scale = self._per_thousand
        return ShapeData(
            cluster,
            position.x_advance * scale,
            position.y_advance * scale,
            position.x_offset * scale,
            position.y_offset * scale,
            self.face.charWidths[code],
        )


def _letters_by_cluster(text: str, clusters: list[int]) -> dict[int, str]:
    starts = sorted(set(clusters))
    return {start: text[start:end] for start, end in pairwise([*starts, len(text)])}


def _unicode_map(name: str, meanings: list[int | str]) -> str:
    """The table by which a reader copies letters out of the PDF."""
    lines = [
        f"<{number:02X}> <{_utf16(meaning)}>" for number, meaning in enumerate(meanings) if meaning
    ]
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
        f"<< /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\n"
        "endcodespacerange\n"
    )
    # A block may hold a hundred lines at most.
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
    return head + body + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


def _utf16(meaning: int | str) -> str:
    letters = chr(meaning) if isinstance(meaning, int) else meaning
    return letters.encode("utf-16-be").hex().upper()


@lru_cache(maxsize=4096)
def _font_of(char: str, weight: Weight) -> str | None:
    # A no-break space is printed as a space, whatever the font calls it.
    code = 32 if char in "\u00a0\u202f" else ord(char)
    for name in (weight.value, *FALL_BACKS):
        if code in _letters_of(name):
            return name
    return None


def _stays(char: str, font: str) -> bool:
    """Marks, joiners, blanks and punctuation stay in the font of the letter before them."""
    if _rides_along(char):
        return True
    is_bound = unicodedata.category(char)[0] in "MPZ" and font != EMOJI
    return is_bound and ord(char) in _letters_of(font)


def _rides_along(char: str) -> bool:
    """Joiners and variation selectors print nothing by themselves."""
    return (
        char in "\u200c\u200d"
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0020" <= char <= "\U000e007f"
    )


@cache
def _letters_of(name: str) -> frozenset[int]:
    """The letters a font came with, before shaping adds private numbers."""
    return frozenset(code for code in _font(name).face.charToGlyph if code < _PRIVATE_PLANE)


def _font(name: str) -> PrintFont:
    """The font, registered with ReportLab exactly once and only when a text needs it."""
    with _LOADING:
        if name not in pdfmetrics._fonts:  # noqa: SLF001 - ReportLab has no public question
            pdfmetrics.registerFont(PrintFont(name))
    return cast("PrintFont", pdfmetrics.getFont(name))
