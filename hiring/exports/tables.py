"""Rows as CSV, XLSX or JSON. No cell that somebody else wrote can be run as a formula.

A spreadsheet takes a text for a formula by its first sign. In CSV such a text gets an apostrophe in
front; XLSX knows types, so there every text is written as one. JSON runs nowhere and stays as it
is. Numbers are numbers in all three.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any

from hiring.exports.columns import Column, Kind
from hiring.exports.rows import Row, Value
from hiring.words import Translator

BOM = b"\xef\xbb\xbf"
# Some programs look past blanks and signs that are not seen, and know the wide forms of = + - @.
_RUNS = re.compile(r"[\s\x00-\x1f\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n\x00]")
_NARROW, _WIDE = 14, 60


def csv_file(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """RFC 4180 in UTF-8: commas, quotes where needed, lines ended by CR LF."""
    names = [column.name for column in columns]
    return _csv([names, *([_csv_value(row.get(name)) for name in names] for row in rows)])


def dictionary_csv(columns: Sequence[Column], translator: Translator) -> bytes:
    """What each column means, in the same form."""
    return _csv([dictionary_head(translator), *(_told(column) for column in columns)])


def xlsx_file(columns: Sequence[Column], rows: Iterable[Row], translator: Translator) -> bytes:
    """A workbook with the rows and a second sheet that explains them, written row by row."""
    # Slow to import, and only workers need it.
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415

    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(
            file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - no clock in files
        _write_sheet(book, "data", [column.name for column in columns], _cells(columns, rows))
        told = ([(Kind.TEXT, text) for text in _told(column)] for column in columns)
        _write_sheet(book, "dictionary", dictionary_head(translator), told)
        book.close()
        file.seek(0)
        return file.read()


def json_file(columns: Sequence[Column], rows: Iterable[Row], facts: dict[str, Any]) -> bytes:
    """Everything as it is, with what the columns mean beside it."""
    document = {
        **facts,
        "columns": [
            {
                "name": column.name,
                "type": column.kind.value,
                "meaning": column.meaning,
                "unit": column.unit,
                "missing": column.missing.replace("empty:", "null:"),
            }
            for column in columns
        ],
        "rows": [{column.name: row.get(column.name) for column in columns} for row in rows],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def dictionary_head(translator: Translator) -> list[str]:
    """What the dictionary says of each column."""
    _ = translator.gettext
    return [_("name"), _("meaning"), _("type"), _("unit"), _("missing value")]


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it."""
    return f"'{text}" if _RUNS.match(text) else text


def _told(column: Column) -> list[str]:
    return [column.name, column.meaning, column.kind.value, column.unit, column.missing]


def _csv(lines: Iterable[Sequence[Value]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for line in lines:
        writer.writerow([harmless(one) if isinstance(one, str) else one for one in line])
    return text.getvalue().encode()


def _csv_value(value: Value) -> Value:
    """Numbers in full, so that reading them gives the same number; truth as small words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _cells(columns: Sequence[Column], rows: Iterable[Row]) -> Iterable[list[tuple[Kind, Value]]]:
    for row in rows:
        yield [(column.kind, row.get(column.name)) for column in columns]


def _write_sheet(
    book: Any, name: str, head: Sequence[str], rows: Iterable[Sequence[tuple[Kind, Value]]]
) -> None:
    """Row after row: in constant memory a row cannot be gone back to."""
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 1)
    if name == "dictionary":
        sheet.set_column(1, 1, _WIDE, wrap)
        sheet.set_column(3, 4, _WIDE // 2, wrap)
    sheet.set_column(0, 0, _NARROW + 6)
    for column, text in enumerate(head):
        sheet.write_string(0, column, text, bold)
    for number, row in enumerate(rows, start=1):
        for column, (kind, value) in enumerate(row):
            if value is not None:
                _writers(sheet)[kind](number, column, value)


def _writers(sheet: Any) -> dict[Kind, Callable[..., Any]]:
    return {
        Kind.TEXT: sheet.write_string,
        Kind.TIME: sheet.write_string,
        Kind.INTEGER: sheet.write_number,
        Kind.NUMBER: sheet.write_number,
        Kind.BOOLEAN: sheet.write_boolean,
    }
