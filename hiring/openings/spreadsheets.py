"""Tables of text and spreadsheets as rows of cells, whatever a file from outside holds.

Nothing is evaluated: a formula is told as such, since what its result was nobody can check here.
What a file may cost is bounded: its bytes, its parts and what they unpack to, rows and columns.
No part of it may define entities, which could grow without end or name a file of ours.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.parsers import expat

MAX_BYTES = 900_000
MAX_UNPACKED_BYTES = 40_000_000
MAX_PARTS = 1_000
MAX_ROWS = 2_000
MAX_COLUMNS = 12
DELIMITERS = "\t;,"
ZIP_MARK, OLD_EXCEL_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class FileFault(StrEnum):
    """Why a list cannot be read at all."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    OLD_EXCEL = "old_excel"
    NOT_READABLE = "not_readable"


class FileFaultError(ValueError):
    """A list cannot be read at all.

    Attributes:
        code: Why not.
    """

    def __init__(self, code: FileFault) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something. ``number`` is the one that a spreadsheet shows.

    ``formulas`` are the positions of cells that hold a formula; their text is empty.
    """

    number: int
    cells: tuple[str, ...]
    formulas: tuple[int, ...] = ()


def read_file(content: bytes) -> list[Row]:
    """The rows of a CSV or XLSX file that hold something; of a workbook, those of its first sheet.

    Raises:
        FileFaultError: It is too large, or no such file.
    """
    if len(content) > MAX_BYTES:
        raise FileFaultError(FileFault.TOO_BIG)
    if content.startswith(OLD_EXCEL_MARK):
        raise FileFaultError(FileFault.OLD_EXCEL)
    if content.startswith(ZIP_MARK):
        return _bounded(_sheet_rows(content))
    return read_table(_decoded(content))


def read_table(text: str, delimiter: str = "") -> list[Row]:
    """The rows of a text with one of the usual separators; the one of its first line is taken.

    Raises:
        FileFaultError: It is too large, or not text.
    """
    if "\0" in text:
        raise FileFaultError(FileFault.NOT_READABLE)
    return _bounded(_text_rows(text, delimiter or find_delimiter(text)))


def find_delimiter(text: str) -> str:
    """The separator that the first line with words uses most; a comma where it uses none."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=lambda one: (first.count(one), one == ","))


def _text_rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        before = 0
        for cells in reader:
            yield Row(before + 1, tuple(cell.strip() for cell in cells))
            before = reader.line_num
    except csv.Error:
        raise FileFaultError(FileFault.NOT_READABLE) from None


def _decoded(content: bytes) -> str:
    """Text as spreadsheets save it: UTF-8, UTF-16 with its mark, or the old Western code page."""
    if content.startswith(UTF16_MARKS):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sheet_rows(content: bytes) -> list[Row]:
    _require_small(content)
    # Slow to import, and only lists of people need it.
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and rules, which are not read
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_col=MAX_COLUMNS + 1)
            return _bounded(_row_of(n, cells) for n, cells in enumerate(rows, start=1))
    except FileFaultError:
        raise
    except Exception:  # noqa: BLE001 - a broken file can break its reader anywhere
        raise FileFaultError(FileFault.NOT_READABLE) from None


def _require_small(content: bytes) -> None:
    """Refuse what would cost too much to read, before anything is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            found = parts.infolist()
            size = sum(part.file_size for part in found)
            if size > MAX_UNPACKED_BYTES or len(found) > MAX_PARTS:
                raise FileFaultError(FileFault.TOO_BIG)
            for part in found:
                _require_no_doctype(parts, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error):
        raise FileFaultError(FileFault.NOT_READABLE) from None


def _require_no_doctype(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part with a document type: it stands before the first element, or nowhere."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _stop
    with parts.open(part) as stream, suppress(_StopReadingError, expat.ExpatError):
        parser.ParseFile(stream)  # pictures and the like end in an error, and are left alone


class _StopReadingError(Exception):
    """The first element has begun."""


def _refuse(*_about: object) -> None:
    raise FileFaultError(FileFault.NOT_READABLE)


def _stop(*_about: object) -> None:
    raise _StopReadingError


def _row_of(number: int, cells: Iterable[Any]) -> Row:
    found = list(cells)
    formulas = tuple(at for at, cell in enumerate(found) if cell.data_type == "f")
    texts = ("" if at in formulas else _text(cell.value) for at, cell in enumerate(found))
    return Row(number, tuple(texts), formulas)


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _bounded(rows: Iterable[Row]) -> list[Row]:
    """The rows that hold something, without empty cells at their ends."""
    kept: list[Row] = []
    for row in rows:
        if not any(row.cells) and not row.formulas:
            continue
        width = max(at for at in range(len(row.cells)) if row.cells[at] or at in row.formulas) + 1
        if width > MAX_COLUMNS:
            raise FileFaultError(FileFault.TOO_MANY_COLUMNS)
        kept.append(Row(row.number, row.cells[:width], row.formulas))
        if len(kept) > MAX_ROWS + 1:  # one for the headings
            raise FileFaultError(FileFault.TOO_MANY_ROWS)
    return kept
