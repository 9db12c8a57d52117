"""What is wrong with a list of people, and what to look at twice, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from hiring.openings.dry_run import Faulty, Hint, Likeness, RowFault
from hiring.openings.listed import Listed, ReadingFault
from hiring.openings.people import MAX_NAME_CHARS
from hiring.openings.spreadsheets import MAX_COLUMNS, MAX_ROWS, FileFault
from hiring.web.language import in_days


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of the list with what is said about it."""

    row: int
    words: str


def fault_lines(faults: Iterable[Faulty]) -> list[RowLine]:
    """Every fault with its row."""
    return [RowLine(one.row, fault_words(one)) for one in faults]


def hint_lines(hints: Iterable[Hint]) -> list[RowLine]:
    """Every hint with its row."""
    return [RowLine(one.row, hint_words(one)) for one in hints]


def early_lines(early: Iterable[tuple[Listed, datetime]]) -> list[RowLine]:
    """Everybody within the gap, with when it is over."""
    return [
        RowLine(
            one.row,
            str(
                _(
                    "%(name)s (%(mail)s) can be invited from %(day)s on.",
                    name=one.person.name,
                    mail=one.person.email,
                    day=in_days(over_at),
                )
            ),
        )
        for one, over_at in early
    ]


def file_fault_words(code: FileFault) -> str:
    """Why a list cannot be read at all, and what to do."""
    match code:
        case FileFault.EMPTY:
            return str(_("There is nobody on this list. Write at least one name."))
        case FileFault.TOO_BIG:
            return str(_("This file is too large. Save only the columns for name and address."))
        case FileFault.TOO_MANY_ROWS:
            return str(_("Add at most %(n)s people at a time: split the list.", n=MAX_ROWS))
        case FileFault.TOO_MANY_COLUMNS:
            return str(
                _("There are more than %(n)s columns: keep name and address.", n=MAX_COLUMNS)
            )
        case FileFault.OLD_EXCEL:
            return str(_("This is an old or locked Excel file. Save it as xlsx or CSV."))
        case FileFault.NOT_READABLE:
            return str(_("This file cannot be read. Save it as xlsx or CSV, or paste the list."))


def fault_words(one: Faulty) -> str:
    """Why a row cannot be added, and what to do."""
    if isinstance(one.code, RowFault):
        return _row_fault_words(one, one.code)
    return _reading_fault_words(one, one.code)


def hint_words(one: Hint) -> str:
    """Why a row may be somebody who is on the list or in the opening already."""
    other = _where(one)
    match one.likeness:
        case Likeness.MAILBOX:
            return str(
                _(
                    "%(name)s: the address most likely leads to the same mailbox as that of "
                    "%(other)s.",
                    name=one.name,
                    other=other,
                )
            )
        case Likeness.NAME:
            return str(_("%(name)s: the same name as %(other)s.", name=one.name, other=other))


def _where(one: Hint) -> str:
    if one.other_row is None:
        return str(_("%(name)s in this opening", name=one.other))
    return str(_("%(name)s in row %(n)s", name=one.other, n=one.other_row))


def _row_fault_words(one: Faulty, code: RowFault) -> str:
    match code:
        case RowFault.NO_NAME:
            return str(_("There is no name. Write it before the address."))
        case RowFault.NAME_TOO_LONG:
            return str(_("Shorten the name to %(max)s characters.", max=MAX_NAME_CHARS))
        case RowFault.EMAIL_TOO_LONG:
            return str(_("This mail address is too long. Correct or remove it."))
        case RowFault.BAD_ADDRESS:
            return str(_("“%(mail)s” is not a mail address. Correct or remove it.", mail=one.text))
        case RowFault.REPEATED:
            return str(
                _(
                    "“%(mail)s” stands in row %(n)s already. Remove one of them.",
                    mail=one.text,
                    n=one.other_row,
                )
            )
        case RowFault.REPEATED_NAME:
            return str(
                _(
                    "“%(name)s” stands in row %(n)s already. Add an address, or remove one.",
                    name=one.text,
                    n=one.other_row,
                )
            )


def _reading_fault_words(one: Faulty, code: ReadingFault) -> str:
    match code:
        case ReadingFault.UNKNOWN_COLUMN:
            return str(
                _(
                    "The column “%(name)s” is not known. Call it “Name” or “Mail address”, or "
                    "remove it.",
                    name=one.text,
                )
            )
        case ReadingFault.TWICE:
            return str(
                _("The column “%(name)s” is there twice. Remove one of them.", name=one.text)
            )
        case ReadingFault.NO_NAME_COLUMN:
            return str(_("No column is called “Name”. Give the column of names this heading."))
        case ReadingFault.TOO_MANY_CELLS:
            return str(
                _(
                    "“%(text)s” stands in a column without a known heading. Write “Name” and "
                    "“Mail address” above the columns.",
                    text=one.text,
                )
            )
        case ReadingFault.FORMULA:
            return str(_("A cell holds a formula. Paste its value instead."))
