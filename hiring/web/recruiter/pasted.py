"""A pasted list of people, one a line: everybody, or every fault of every line in one report.

Nothing is stored while any line is faulty. Half a list would leave somebody to find out who is in.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

MAX_LINES = 500
MAX_NAME_CHARS = 120

_ANGLED = re.compile(r"^(?P<name>.*?)\s*<(?P<mail>[^<>]*)>\s*[,;]?$")
_SEPARATED = re.compile(r"^(?P<name>.*)[,;]\s*(?P<mail>\S*@\S*)\s*[,;]?$")
# Orders to turn the writing direction can make a name read as another one.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Person:
    """A name and a mail address in lower case, or None."""

    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class PastedList:
    """The people of a pasted text, or what is wrong with its lines, in words."""

    people: tuple[Person, ...]
    faults: tuple[str, ...]


def read_list(text: str, present: Mapping[str, str]) -> PastedList:
    """Read one person a line: ``Name``, ``Name <mail>``, ``Name, mail`` or tab separated.

    Args:
        text: As pasted; empty lines do not count as people, but as lines.
        present: Names of the candidates who are there already, by mail address.
    """
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1)]
    lines = [(n, line) for n, line in lines if line]
    if not lines:
        return PastedList((), (_("Write at least one name, one person a line."),))
    if len(lines) > MAX_LINES:
        return PastedList((), (_("Paste at most %(n)s people at a time.", n=MAX_LINES),))
    found = [(n, split_line(line)) for n, line in lines]
    faults = [*_line_faults(found), *_repeated(found), *_present(found, present)]
    return PastedList(
        tuple(person for _n, person in found),
        tuple(words for _n, words in sorted(faults, key=lambda fault: fault[0])),
    )


def split_line(line: str) -> Person:
    """Name and address of one line, unchecked."""
    if "\t" in line:
        name, _tab, mail = line.partition("\t")
        return Person(clean_name(name), mail.strip().lower() or None)
    parts = _ANGLED.match(line) or _SEPARATED.match(line)
    if parts is not None:
        return Person(clean_name(parts["name"]), parts["mail"].strip().lower() or None)
    if "@" in line and " " not in line:
        return Person("", line.lower())
    return Person(clean_name(line), None)


def clean_name(text: str) -> str:
    """A name without quotes around it, without control characters, blanks folded."""
    seen = "".join(
        " " if char.isspace() else char
        for char in _HIDDEN.sub("", text)
        if char.isspace() or unicodedata.category(char) != "Cc"
    )
    return " ".join(seen.strip(" \t\"'").split())


def is_mail_address(text: str) -> bool:
    """Whether this can be a mail address; whether anybody reads it is not asked."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _line_faults(found: list[tuple[int, Person]]) -> list[tuple[int, str]]:
    faults = []
    for n, person in found:
        if not person.name:
            faults.append((n, _("Line %(n)s: write the name before the address.", n=n)))
        if len(person.name) > MAX_NAME_CHARS:
            words = _(
                "Line %(n)s: shorten the name to %(max)s characters.", n=n, max=MAX_NAME_CHARS
            )
            faults.append((n, words))
        if person.email is not None and not is_mail_address(person.email):
            faults.append((n, _bad_address(n, person.email)))
    return faults


def _bad_address(n: int, email: str) -> str:
    return str(
        _(
            "Line %(n)s: “%(mail)s” is not a mail address, correct or remove it.",
            n=n,
            mail=email[:80],
        )
    )


def _repeated(found: list[tuple[int, Person]]) -> list[tuple[int, str]]:
    faults, first_line = [], dict[str, int]()
    for n, person in found:
        if person.email is None:
            continue
        if person.email in first_line:
            words = _(
                "Line %(n)s: “%(mail)s” stands in line %(first)s already, remove one of them.",
                n=n,
                mail=person.email,
                first=first_line[person.email],
            )
            faults.append((n, words))
        first_line.setdefault(person.email, n)
    return faults


def _present(found: list[tuple[int, Person]], present: Mapping[str, str]) -> list[tuple[int, str]]:
    faults = []
    for n, person in found:
        if person.email is None or person.email not in present:
            continue
        words = _(
            "Line %(n)s: “%(mail)s” is in this opening already, as %(name)s; remove the line.",
            n=n,
            mail=person.email,
            name=present[person.email],
        )
        faults.append((n, words))
    return faults
