"""Places of a draft that somebody still has to fill in.

A draft that was made from something else lacks words that only its authors know. It holds a mark in
their place: so the rest can be read and checked, and nothing is published before they are there.
"""

from collections.abc import Iterator
from typing import Any

from hiring.banks.faults import Fault
from hiring.banks.schema import BankPart

FILL_IN = "[fill in]"
FILL_IN_ID = "fill-in"  # where only small letters, digits and hyphens may stand


def blank(hint: str) -> str:
    """A mark in place of a text, with a word on what belongs there."""
    return f"{FILL_IN} {hint}"


def check_blanks(document: BankPart, file: str) -> Iterator[Fault]:
    """Marks that are left in a file, those of one table together; their lines are not known."""
    for place, names in _blanks(document.model_dump(), ""):
        listed = ", ".join(f"“{name}”" for name in names)
        message = f"{listed} still {'has' if len(names) == 1 else 'have'} a place to fill in."
        remedy = f"Write the words in place of {FILL_IN} or {FILL_IN_ID}."
        yield Fault(file, place, message, remedy)


def _blanks(value: Any, place: str) -> Iterator[tuple[str, list[str]]]:
    """Places of tables, and the names in them that wait for words."""
    entries = _entries(value)
    if found := [name for name, one in entries if _is_blank(one)]:
        yield place, found
    for name, one in entries:
        if not isinstance(one, str):
            yield from _blanks(one, f"{place}.{name}".strip("."))


def _entries(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [(str(name), one) for name, one in value.items()]
    if isinstance(value, list | tuple):
        return [(_name(one) or str(number), one) for number, one in enumerate(value, 1)]
    return []


def _name(entry: Any) -> str:
    name = entry.get("id", entry.get("item")) if isinstance(entry, dict) else None
    return name if isinstance(name, str) else ""


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and (FILL_IN in value or value == FILL_IN_ID)
