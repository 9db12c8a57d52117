"""A list of people, read from a paste or a file: who stands in which row, and what cannot be read.

Headings are known in English, French and Spanish. A column that nobody knows is a fault and not
left out in silence: under a misspelt heading every address of a list would be lost.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from hiring.openings.people import Person, clean_email, clean_name, split_line
from hiring.openings.spreadsheets import (
    FileFault,
    FileFaultError,
    Row,
    find_delimiter,
    read_file,
    read_table,
)


class Column(StrEnum):
    """What a column can hold."""

    NAME = "name"
    FIRST = "first"
    LAST = "last"
    EMAIL = "email"


# As written in headings, without accents, case, blanks and signs.
HEADINGS = {
    **dict.fromkeys(
        ("name", "fullname", "candidate", "candidatename", "applicant", "person"), Column.NAME
    ),
    **dict.fromkeys(("nomcomplet", "nometprenom", "prenometnom", "candidat"), Column.NAME),
    **dict.fromkeys(("nombrecompleto", "nombreyapellidos", "candidato"), Column.NAME),
    **dict.fromkeys(("firstname", "givenname", "forename", "prenom"), Column.FIRST),
    **dict.fromkeys(("lastname", "surname", "familyname", "nomdefamille"), Column.LAST),
    **dict.fromkeys(("apellido", "apellidos"), Column.LAST),
    **dict.fromkeys(("mail", "email", "mailaddress", "emailaddress"), Column.EMAIL),
    **dict.fromkeys(("adressemail", "adresseemail", "courriel", "adressecourriel"), Column.EMAIL),
    **dict.fromkeys(("adresseelectronique", "adressedecourriel"), Column.EMAIL),
    **dict.fromkeys(("correo", "correoelectronico", "direcciondecorreo"), Column.EMAIL),
}
# "Nom" beside "prénom" is the family name, "nombre" beside "apellidos" the given one.
PARTNERS = {"nom": ("prenom", Column.LAST), "nombre": ("apellido", Column.FIRST)}


class ReadingFault(StrEnum):
    """What is wrong with how a row is written."""

    UNKNOWN_COLUMN = "unknown_column"
    TWICE = "column_twice"
    NO_NAME_COLUMN = "no_name_column"
    TOO_MANY_CELLS = "too_many_cells"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Listed:
    """A person with the row that names them."""

    row: int
    person: Person


@dataclass(frozen=True, slots=True)
class Misread:
    """A row that cannot be read; ``text`` quotes what it is about."""

    row: int
    code: ReadingFault
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everybody of a list, and the rows that could not be read."""

    people: tuple[Listed, ...]
    misread: tuple[Misread, ...] = ()


def read_people_file(content: bytes) -> Reading:
    """Read a CSV or XLSX file.

    Raises:
        FileFaultError: It is empty, too large or no such file.
    """
    return _from_rows(read_file(content))


def read_people_text(text: str) -> Reading:
    """Read what was pasted: a table with headings, or one person a line.

    Raises:
        FileFaultError: It is empty or too large.
    """
    delimiter = find_delimiter(text)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if _has_headings(first.split(delimiter)):
        return _from_rows(read_table(text, delimiter))
    lines = read_table("\n".join(_quoted(line) for line in text.splitlines()), ",")
    return _some(Reading(tuple(Listed(row.number, split_line(row.cells[0])) for row in lines)))


def _quoted(line: str) -> str:
    """A whole line as one cell, so that rows are counted in one place."""
    return '"' + line.replace('"', '""') + '"' if line.strip() else ""


def _from_rows(rows: list[Row]) -> Reading:
    if not rows:
        raise FileFaultError(FileFault.EMPTY)
    head, misread = _columns(rows[0])
    if misread and not _is_enough(head, misread):
        return Reading((), tuple(misread))
    found = _read(rows[1:], head) if head else _read_bare(rows)
    return _some(Reading(found.people, (*misread, *found.misread)))


def _some(reading: Reading) -> Reading:
    if not reading.people and not reading.misread:
        raise FileFaultError(FileFault.EMPTY)
    return reading


def _is_enough(head: list[Column | None], misread: list[Misread]) -> bool:
    """Whether faults of the rows can be told beside those of the headings.

    Without a column of addresses, or with two, they could be the work of a misspelt heading.
    """
    known = [column for column in head if column is not None]
    has_name = Column.NAME in known or Column.LAST in known
    is_clear = has_name and Column.EMAIL in known and len(set(known)) == len(known)
    return is_clear and all(one.code is ReadingFault.UNKNOWN_COLUMN for one in misread)


def _columns(row: Row) -> tuple[list[Column | None], list[Misread]]:
    """What each column holds, or no columns where the first row is a person already."""
    if not _has_headings(list(row.cells)):
        return [], []
    head = [_column(cell, row.cells) for cell in row.cells]
    unknown = [
        Misread(row.number, ReadingFault.UNKNOWN_COLUMN, cell[:80])
        for cell, column in zip(row.cells, head, strict=True)
        if column is None
    ]
    known = [column for column in head if column is not None]
    return head, unknown or _head_faults(row, known)


def _head_faults(row: Row, known: list[Column]) -> list[Misread]:
    twice = [
        Misread(row.number, ReadingFault.TWICE, cell[:80])
        for at, cell in enumerate(row.cells)
        if known[at] in known[:at]
    ]
    has_name = Column.NAME in known or Column.LAST in known
    return twice if has_name else [*twice, Misread(row.number, ReadingFault.NO_NAME_COLUMN)]


def _has_headings(cells: list[str]) -> bool:
    is_person = any("@" in cell for cell in cells)
    return not is_person and any(_column(cell, tuple(cells)) is not None for cell in cells)


def _column(cell: str, head: tuple[str, ...]) -> Column | None:
    name = _plain(cell)
    if name not in PARTNERS:
        return HEADINGS.get(name)
    partner, beside = PARTNERS[name]
    return beside if any(_plain(one).startswith(partner) for one in head) else Column.NAME


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]", "", "".join(c for c in letters if not unicodedata.combining(c)))


def _read(rows: list[Row], head: list[Column | None]) -> Reading:
    people, misread = [], []
    for row in rows:
        fault = _cell_fault(row, len(head))
        if fault is not None:
            misread.append(fault)
            continue
        cells = {part: cell for part, cell in zip(head, row.cells, strict=False) if part}
        parts = (Column.NAME, Column.FIRST, Column.LAST)
        name = clean_name(" ".join(cells.get(part, "") for part in parts))
        person = Person(name, clean_email(cells.get(Column.EMAIL, "")))
        people.append(Listed(row.number, person))
    return Reading(tuple(people), tuple(misread))


def _read_bare(rows: list[Row]) -> Reading:
    """Rows without headings: a name, an address, or both in either order."""
    people, misread = [], []
    for row in rows:
        fault = _cell_fault(row, 2)
        if fault is not None:
            misread.append(fault)
        elif len(row.cells) == 1:
            people.append(Listed(row.number, split_line(row.cells[0])))
        else:
            mail, name = sorted(row.cells, key=lambda cell: "@" not in cell)
            mail, name = (mail, name) if "@" in mail else (row.cells[1], row.cells[0])
            people.append(Listed(row.number, Person(clean_name(name), clean_email(mail))))
    return Reading(tuple(people), tuple(misread))


def _cell_fault(row: Row, n_columns: int) -> Misread | None:
    if row.formulas:
        return Misread(row.number, ReadingFault.FORMULA)
    if len(row.cells) > n_columns:
        return Misread(row.number, ReadingFault.TOO_MANY_CELLS, row.cells[n_columns][:80])
    return None
