"""A candidate's document as final words: page, paper and plain text show the same ones.

Sections hold the blocks of the technical report (paragraphs, lists, tables) and one more, the
picture of a result. No mark-up lies between a text and the reader: page and paper escape for
themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hiring.charts import Whisker
from hiring.reports.telling import Listing, Paragraph, Table
from hiring.words import is_leftward

WIDTH = 72  # characters of a line of plain text


@dataclass(frozen=True, slots=True)
class ResultPicture:
    """Result and likely range on the axis; the table beside it holds the same figures."""

    whisker: Whisker
    alternative: str
    caption: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that must not be overlooked."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the third rank within a section, in the words of the bank."""

    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to try, set apart from what was found."""

    text: str


@dataclass(frozen=True, slots=True)
class BankText:
    """A paragraph in the words, the language and the direction of the bank."""

    text: str


@dataclass(frozen=True, slots=True)
class BankListing:
    """Lines that are the bank's as a whole, in its language and direction."""

    items: tuple[str, ...]


SheetBlock = (
    Paragraph
    | BankText
    | BankListing
    | Statement
    | Suggestion
    | Heading
    | Listing
    | Table
    | ResultPicture
)


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A heading of the second rank and what stands below it.

    Where it ``is_long``, a page shows it folded.
    """

    anchor: str
    heading: str
    blocks: tuple[SheetBlock, ...]
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class SheetContent:
    """A whole document.

    Attributes:
        language: Of our own words.
        content_language: Of the bank's words.
        page_size: "A4" or "Letter".
        document_title: For the window and the file; names nobody.
        labels: What must not be overlooked: simulated, provisional key.
        lines: Whose it is and when, below the title.
        closing: What it rests on, at the end.
        footer: On every side of paper.
        page_words: With {page} and {pages}.
    """

    language: str
    content_language: str
    page_size: str
    document_title: str
    kicker: str
    labels: tuple[str, ...]
    title: str
    lines: tuple[str, ...]
    sections: tuple[SheetSection, ...]
    closing: str
    footer: str
    page_words: str

    @property
    def content_direction(self) -> str:
        """How the bank's words are read: "ltr" or "rtl"."""
        return "rtl" if is_leftward(self.content_language) else "ltr"


def plain_text(content: SheetContent) -> str:
    """The document as a text file: headings underlined, tables as "name: figures"."""
    head = (content.kicker, *content.labels)
    lines = [" · ".join(head), "", *_underlined(content.title, "="), "", *content.lines]
    for section in content.sections:
        lines += ["", "", *_underlined(section.heading, "-")]
        for block in section.blocks:
            lines += ["", *_block_lines(block)]
    return "\n".join([*lines, "", "", *_wrapped(content.closing), ""])


def _block_lines(block: SheetBlock) -> Iterator[str]:
    match block:
        case Paragraph() | BankText() | Statement() | Suggestion():
            yield from _wrapped(block.text)
        case Heading():
            yield from _wrapped(f"[{block.text}]")
        case Listing() | BankListing():
            for sentence in block.items:
                yield from _wrapped(sentence, "- ")
        case Table():
            yield from _wrapped(block.caption)
            for row in block.rows:
                yield from _wrapped(f"{row[0]}: {' · '.join(_cells(block, row))}", "- ")
        case ResultPicture():
            yield from _wrapped(block.alternative)


def _cells(table: Table, row: tuple[str, ...]) -> tuple[str, ...]:
    """What a row says of the thing it names; with several columns each under its head."""
    if len(row) == 2:  # noqa: PLR2004 - a name and its figure
        return row[1:]
    pairs = zip(table.head[1:], row[1:], strict=True)
    return tuple(f"{head}: {cell}" for head, cell in pairs)


def _underlined(text: str, mark: str) -> list[str]:
    lines = list(_wrapped(text))
    return [*lines, mark * max(map(len, lines), default=0)]


def _wrapped(text: str, bullet: str = "") -> Iterator[str]:
    """Lines of at most ``WIDTH`` characters; no blanks of the text are kept but single ones."""
    line, indent = bullet, " " * len(bullet)
    for word in text.split():
        if line.strip() and len(line) + 1 + len(word) > WIDTH and line != bullet:
            yield line
            line = indent
        line = line + word if line in {bullet, indent} else f"{line} {word}"
    yield line
