"""From texts to lines: the only way a text gets on paper.

ReportLab's own paragraph reads mark-up from its text, does not change fonts by letter and cannot
set right-to-left. This one takes spans whose weight the code chooses; the text is only ever text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from bidi import algorithm as bidi
from reportlab.pdfgen.canvas import Canvas

from hiring.briefs.cleaning import clean
from hiring.briefs.fonts import (
    Glyphs,
    Run,
    Weight,
    name_missing_letters,
    note_meanings,
    shape,
    split_by_font,
)
from hiring.words import parts_of

_EAST_ASIAN = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
# A line may end after a blank, a hyphen, a slash or an East Asian letter.
_PIECES = re.compile(f" |[{_EAST_ASIAN}] ?|[^ {_EAST_ASIAN}/-]*[/-]+ ?|[^ {_EAST_ASIAN}/-]+ ?")
_LEFTWARD = frozenset({"R", "AL"})
_SIGN = "\ufffc"  # stands for something that is not a letter


@dataclass(frozen=True, slots=True)
class Span:
    """Cleaned text in one weight. Made by ``ink`` and ``ink_parts`` alone.

    What ``is_apart`` runs in its own direction and turns nothing around it. ``language`` is given
    where it differs from that of the paper: read aloud, the words are then said as they should be.
    """

    text: str
    weight: Weight
    is_apart: bool = False
    language: str = ""


class _Apart(NamedTuple):
    """A stretch of letters with a direction of its own: which one, and how deep its text lies."""

    number: int
    level: int


class _Letter(NamedTuple):
    """One character as it is printed."""

    char: str
    weight: Weight
    apart: _Apart | None
    language: str


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs from left to right, each run with its language where that is not the paper's."""

    glyphs: tuple[Glyphs, ...]
    languages: tuple[str, ...]

    def width(self, size: float) -> float:
        """In points."""
        return sum(part.width for part in self.glyphs) * size / 1000


def ink(text: str, weight: Weight = Weight.REGULAR) -> Span:
    """Make a text printable: cleaned, capped, letters without a font written as numbers."""
    return Span(name_missing_letters(clean(text)), weight)


def ink_in(language: str, text: str, weight: Weight = Weight.REGULAR) -> Span:
    """Make a text in another language printable; with no language named, like ``ink``."""
    return Span(ink(text).text, weight, bool(language), language)


def ink_parts(text: str, weight: Weight = Weight.REGULAR) -> tuple[Span, ...]:
    """Make a sentence printable in which names are set apart (``hiring.words.set_apart``)."""
    return tuple(_part(part, weight, is_apart=is_apart) for part, is_apart in parts_of(text))


def _part(text: str, weight: Weight, *, is_apart: bool) -> Span:
    """A part of a sentence; cleaning takes the blanks that keep it from its neighbours."""
    words = ink(text).text
    if not words:
        return Span(" ", weight)
    first, last = " " * text[0].isspace(), " " * text[-1].isspace()
    return Span(f"{first}{words}{last}", weight, is_apart)


def set_line(spans: Iterable[Span], *, base_level: int | None = None) -> Line:
    """Everything on one line, however long."""
    letters = _letters(spans)
    return _line(letters, _base_level(letters) if base_level is None else base_level)


def break_lines(
    spans: tuple[Span, ...], size: float, width: float, *, base_level: int | None = None
) -> tuple[Line, ...]:
    """Fill lines of ``width`` points greedily; a word too long for a line is cut in it.

    ``base_level``: 0 for a paragraph that runs to the right, 1 to the left; None: as its first
    letter does.
    """
    return _broken(spans, width * 1000 / size, base_level)


def draw_line(canvas: Canvas, line: Line, x: float, y: float, size: float) -> None:
    """Print a line with its baseline at ``y``."""
    text = canvas.beginText(x, y)
    for glyphs, language in zip(line.glyphs, line.languages, strict=True):
        note_meanings(glyphs, canvas._doc)  # noqa: SLF001 - the PDF that is being written
        text.setFont(glyphs.font, size)
        _put(text, glyphs, language)
    # A blank that nobody sees keeps words of two lines apart where the text is read aloud.
    text.setFont(Weight.REGULAR.value, size)
    text.textOut(" ")
    canvas.drawText(text)


def has_missing_letters(value: object) -> bool:
    """Whether any text in a dataclass or tuple has a letter that no bundled font can print."""
    match value:
        case str():
            return any(name_missing_letters(part) != part for part, _is_apart in parts_of(value))
        case tuple():
            return any(has_missing_letters(part) for part in value)
        case _ if is_dataclass(value):
            parts = tuple(getattr(value, field.name) for field in fields(value))
            return has_missing_letters(parts)
        case _:
            return False


def _put(text: object, glyphs: Glyphs, language: str) -> None:
    # Joined forms copy out best as the whole run they were shaped from. Leftward runs do not:
    # readers turn them round by themselves, letter by letter.
    code: list[str] = text._code  # type: ignore[attr-defined]  # noqa: SLF001
    spoken = f"/Lang ({language})" if language else ""
    if glyphs.meanings and not glyphs.is_leftward:
        letters = glyphs.text.encode("utf-16-be").hex().upper()
        spoken += f"/ActualText <FEFF{letters}>"
    if spoken:
        code.append(f"/Span <<{spoken}>> BDC")
    text.textOut(glyphs.shaped)  # type: ignore[attr-defined]
    if spoken:
        code.append("EMC")


@lru_cache(maxsize=2048)
def _broken(spans: tuple[Span, ...], width: float, base_level: int | None) -> tuple[Line, ...]:
    letters = _letters(spans)
    lines: list[list[_Letter]] = [[]]
    for piece in _pieces(letters, width):
        if lines[-1] and _width(lines[-1] + piece) > width:
            lines.append([])
        lines[-1] = lines[-1] + piece
    base = _base_level(letters) if base_level is None else base_level
    return tuple(_line(line, base) for line in lines)


def _letters(spans: Iterable[Span]) -> list[_Letter]:
    letters = []
    for number, span in enumerate(spans):
        apart = _Apart(number, _own_level(span.text)) if span.is_apart else None
        letters += [_Letter(char, span.weight, apart, span.language) for char in span.text]
    return letters


def _pieces(letters: list[_Letter], width: float) -> Iterator[list[_Letter]]:
    for match in _PIECES.finditer("".join(letter.char for letter in letters)):
        piece = letters[match.start() : match.end()]
        if _width(piece) <= width:
            yield piece
        else:
            yield from _cut(piece, width)


def _cut(piece: list[_Letter], width: float) -> Iterator[list[_Letter]]:
    """Parts of a long word, each within ``width``; a mark stays with its letter."""
    part: list[_Letter] = []
    for letter in piece:
        is_mark = unicodedata.category(letter.char)[0] == "M" or letter.char in "\u200c\u200d"
        if part and not is_mark and _width([*part, letter]) > width:
            yield part
            part = []
        part = [*part, letter]
    if part:
        yield part


def _width(letters: list[_Letter]) -> float:
    """In thousandths of the type size, without a blank at the end."""
    text = "".join(letter.char for letter in letters).rstrip(" ")
    total, at = 0.0, 0
    for weight, group in groupby(letters[: len(text)], key=lambda letter: letter.weight):
        n_letters = len(list(group))
        total += _text_width(text[at : at + n_letters], weight)
        at += n_letters
    return total


def _text_width(text: str, weight: Weight) -> float:
    if _has_leftward(text):  # its blanks are those of its own font, which are wider
        return _word_width(text, weight)
    # Word by word, since words come back in every line and every brief and are remembered.
    words = text.split(" ")
    blanks = (len(words) - 1) * _word_width(" ", weight)
    return blanks + sum(_word_width(word, weight) for word in words if word)


@lru_cache(maxsize=16384)
def _word_width(word: str, weight: Weight) -> float:
    # Letters that join run leftward here as they will in the line: other shapes, other widths.
    runs = split_by_font(word, weight)
    return sum(shape(Run(run.font, run.text, _has_leftward(run.text))).width for run in runs)


def _line(letters: list[_Letter], base_level: int) -> Line:
    while letters and letters[-1].char == " ":
        letters = letters[:-1]
    text = "".join(letter.char for letter in letters)
    levels = _levels_with_apart(letters, base_level)
    runs: list[_Placed] = []
    at = 0
    for (weight, level, language), group in groupby(zip(letters, levels, strict=True), key=_look):
        n_letters = len(list(group))
        part = text[at : at + n_letters]
        at += n_letters
        drawn = (Run(one.font, one.text, level % 2 == 1) for one in split_by_font(part, weight))
        runs += [_Placed(level, run, language) for run in drawn]
    ordered = _in_visual_order(runs)
    return Line(tuple(shape(one.run) for one in ordered), tuple(one.language for one in ordered))


class _Placed(NamedTuple):
    """A run with its depth and its language."""

    level: int
    run: Run
    language: str


def _look(pair: tuple[_Letter, int]) -> tuple[Weight, int, str]:
    letter, level = pair
    return letter.weight, level, letter.language


def _levels_with_apart(letters: list[_Letter], base_level: int) -> list[int]:
    """Levels where stretches stand apart: each is one neutral sign to what is around it."""
    stretches = [
        (apart, "".join(letter.char for letter in group))
        for apart, group in groupby(letters, key=lambda letter: letter.apart)
    ]
    around = _levels("".join(_SIGN if apart else text for apart, text in stretches), base_level)
    levels: list[int] = []
    for apart, text in stretches:
        n_around = 1 if apart else len(text)
        own = [2 + level for level in _levels(text, apart.level)] if apart else around[:n_around]
        levels, around = levels + own, around[n_around:]
    return levels


def _levels(text: str, base_level: int) -> list[int]:
    """How deep each letter lies in changes of direction; odd numbers run leftward."""
    if not base_level and not _has_leftward(text):
        return [0] * len(text)
    storage = bidi.get_empty_storage()
    storage["base_level"] = base_level
    storage["base_dir"] = "LR"[base_level]
    bidi.get_embedding_levels(text, storage)
    for at, char in enumerate(storage["chars"]):
        char["at"] = at
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, debug=False)
    bidi.resolve_implicit_levels(storage, debug=False)
    return _filled({char["at"]: char["level"] for char in storage["chars"]}, len(text))


def _base_level(letters: list[_Letter]) -> int:
    """The direction of a paragraph is that of its first letter with one that is not set apart."""
    return _own_level("".join(letter.char for letter in letters if letter.apart is None))


def _own_level(text: str) -> int:
    return bidi.get_base_level(text) if _has_leftward(text) else 0


def _has_leftward(text: str) -> bool:
    if text.isascii():
        return False
    return any(unicodedata.bidirectional(char) in _LEFTWARD for char in text)


def _filled(known: dict[int, int], n_letters: int) -> list[int]:
    """Joiners, which the algorithm drops, lie as deep as the letter before them."""
    levels: list[int] = []
    for at in range(n_letters):
        levels.append(known.get(at, levels[-1] if levels else 0))
    return levels


def _in_visual_order(runs: list[_Placed]) -> list[_Placed]:
    """Rule L2 of the bidirectional algorithm on runs: turn round from the deepest level up."""
    ordered = list(runs)
    for depth in range(max((one.level for one in runs), default=0), 0, -1):
        turned: list[_Placed] = []
        for is_deep, group in groupby(ordered, key=lambda one: one.level >= depth):
            part = list(group)
            turned.extend(reversed(part) if is_deep else part)
        ordered = turned
    return ordered
