"""One person as written in a line or a row: a name and a mail address, cleaned but not judged."""

import re
import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

MAX_NAME_CHARS = 120
MAX_EMAIL_CHARS = 254

_ANGLED = re.compile(r"^(?P<name>.*?)\s*<(?P<mail>[^<>]*)>\s*[,;]?$")
_SEPARATED = re.compile(r"^(?P<name>.*)[,;]\s*(?P<mail>\S*@\S*)\s*[,;]?$")
# Orders to turn the writing direction can make a name read as another one.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Hosts that deliver to one mailbox whatever dots stand in its name.
_DOTLESS = {"gmail.com", "googlemail.com"}


@dataclass(frozen=True, slots=True)
class Person:
    """A name and a mail address in lower case, or None."""

    name: str
    email: str | None


def split_line(line: str) -> Person:
    """Name and address of one line: ``Name``, ``Name <mail>``, ``Name, mail`` or tab separated."""
    if "\t" in line:
        name, _tab, mail = line.partition("\t")
        return Person(clean_name(name), clean_email(mail))
    parts = _ANGLED.match(line) or _SEPARATED.match(line)
    if parts is not None:
        return Person(clean_name(parts["name"]), clean_email(parts["mail"]))
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


def clean_email(text: str) -> str | None:
    """An address in lower case without blanks around it; None where there is none."""
    return text.strip().lower() or None


def is_mail_address(text: str) -> bool:
    """Whether this can be a mail address; whether anybody reads it is not asked."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def mailbox_of(email: str) -> str:
    """The mailbox that an address most likely leads to: without a tag, and dots where none count.

    Only for hints that two candidates may be one person; mail goes to the address as given.
    """
    local, _at, host = email.strip().lower().rpartition("@")
    local = local.partition("+")[0]
    if host in _DOTLESS:
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local}@{host}"


def name_key(name: str) -> str:
    """A name for comparing: no case, no accents, its words in any order."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(sorted(re.findall(r"\w+", letters)))
