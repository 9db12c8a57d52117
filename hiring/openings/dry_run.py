"""What adding a list to an opening would do: whom it adds, who is there already, what is wrong.

Nothing is stored here. While one row is at fault nobody is added: half a list would leave somebody
to find out who is in. Who is there already is no fault, so that the same list can come again. Who
sent answers to the same test lately is set apart: only a person who says why invites them now.

Hints say that two candidates may be one person. They stand beside the rows, hold nothing up and
merge nobody: people share names, and some share a mailbox.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from sqlmodel import Session

from hiring.openings.listed import Listed, Misread, Reading, ReadingFault
from hiring.openings.people import (
    MAX_EMAIL_CHARS,
    MAX_NAME_CHARS,
    Person,
    is_mail_address,
    mailbox_of,
    name_key,
)
from hiring.openings.records import Candidate, Opening, list_candidates

NO_GAPS: Mapping[str, datetime] = MappingProxyType({})


class RowFault(StrEnum):
    """Why a row cannot be added."""

    NO_NAME = "no_name"
    NAME_TOO_LONG = "name_too_long"
    EMAIL_TOO_LONG = "email_too_long"
    BAD_ADDRESS = "bad_address"
    REPEATED = "repeated"
    REPEATED_NAME = "repeated_name"


class Likeness(StrEnum):
    """Why two candidates may be one person."""

    MAILBOX = "mailbox"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Faulty:
    """A row at fault. ``text`` quotes what it is about, ``other_row`` is the one it repeats."""

    row: int
    code: RowFault | ReadingFault
    text: str = ""
    other_row: int | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """A row whose person may be somebody else on the list or in the opening.

    ``other`` is the name there; ``other_row`` is None for somebody of the opening.
    """

    row: int
    likeness: Likeness
    name: str
    other: str
    other_row: int | None = None


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would happen.

    ``present``: rows of people who are there already, with their names. ``early``: rows of people
    within the gap that the opening keeps, with when it is over.
    """

    new: tuple[Listed, ...]
    present: tuple[tuple[Listed, str], ...]
    faults: tuple[Faulty, ...]
    hints: tuple[Hint, ...]
    early: tuple[tuple[Listed, datetime], ...] = ()

    @property
    def may_add(self) -> bool:
        """Whether there is somebody to add, be it with a reason, and nothing in the way."""
        return bool(self.new or self.early) and not self.faults


@dataclass(frozen=True, slots=True)
class Present:
    """Who is in an opening: names by address, and names of those without one."""

    by_email: Mapping[str, str]
    without_email: Mapping[str, str]

    def find(self, person: Person) -> str | None:
        """The name under which this person is there, or None.

        Somebody without an address is known by the name alone; to add a second one of the same
        name by a list, give an address.
        """
        if person.email is not None:
            return self.by_email.get(person.email)
        return self.without_email.get(name_key(person.name))


def dry_run(
    session: Session, opening: Opening, reading: Reading, gaps: Mapping[str, datetime] = NO_GAPS
) -> DryRun:
    """Look what adding a list would do. One query, however long the list is.

    Args:
        session: The database.
        opening: Where they would be added.
        reading: The list.
        gaps: When the gap that the opening keeps is over, by mailbox, for who is within it.
    """
    present = present_in(session, opening)
    faults = [*map(_misread, reading.misread), *_row_faults(reading.people)]
    bad = {fault.row for fault in faults}
    good = [one for one in reading.people if one.row not in bad]
    found = [(one, present.find(one.person)) for one in good]
    absent = [(one, _gap_of(one, gaps)) for one, name in found if name is None]
    return DryRun(
        new=tuple(one for one, over in absent if over is None),
        present=tuple((one, name) for one, name in found if name is not None),
        faults=tuple(sorted(faults, key=lambda fault: fault.row)),
        hints=tuple(_hints([one for one, _over in absent], present)),
        early=tuple((one, over) for one, over in absent if over is not None),
    )


def present_in(session: Session, opening: Opening) -> Present:
    """Who is in the opening now."""
    people = list_candidates(session, opening.id)
    return Present(
        by_email={one.email.lower(): one.name for one in people if one.email},
        without_email={name_key(one.name): one.name for one in people if not one.email},
    )


def find_twins(
    candidate: Candidate, others: Iterable[Candidate]
) -> list[tuple[Candidate, Likeness]]:
    """Others who may be the same person as a candidate: a hint for staff, never a verdict."""
    found = [(one, _likeness(candidate, one)) for one in others if one.id != candidate.id]
    return [(one, likeness) for one, likeness in found if likeness is not None]


def _gap_of(one: Listed, gaps: Mapping[str, datetime]) -> datetime | None:
    email = one.person.email
    return gaps.get(mailbox_of(email)) if email else None


def _likeness(one: Candidate, other: Candidate) -> Likeness | None:
    if one.email and other.email and mailbox_of(one.email) == mailbox_of(other.email):
        return Likeness.MAILBOX
    return Likeness.NAME if name_key(one.name) == name_key(other.name) else None


def _misread(one: Misread) -> Faulty:
    return Faulty(one.row, one.code, one.text)


def _row_faults(people: Sequence[Listed]) -> list[Faulty]:
    alone = [fault for one in people for fault in _faults_of(one)]
    return [*alone, *_repeated(people)]


def _faults_of(one: Listed) -> list[Faulty]:
    name, email, found = one.person.name, one.person.email, []
    if not name:
        found.append(Faulty(one.row, RowFault.NO_NAME))
    if len(name) > MAX_NAME_CHARS:
        found.append(Faulty(one.row, RowFault.NAME_TOO_LONG))
    if email is not None and len(email) > MAX_EMAIL_CHARS:
        found.append(Faulty(one.row, RowFault.EMAIL_TOO_LONG))
    elif email is not None and not is_mail_address(email):
        found.append(Faulty(one.row, RowFault.BAD_ADDRESS, email[:80]))
    return found


def _repeated(people: Sequence[Listed]) -> list[Faulty]:
    first, faults = dict[tuple[str, bool], int](), []
    for one in people:
        email = one.person.email
        text, code = (email, RowFault.REPEATED) if email else (one.person.name, _BARE)
        key = (email, True) if email else (name_key(one.person.name), False)
        if not key[0]:
            continue
        if key in first:
            faults.append(Faulty(one.row, code, str(text)[:80], first[key]))
        first.setdefault(key, one.row)
    return faults


_BARE = RowFault.REPEATED_NAME


def _hints(new: Sequence[Listed], present: Present) -> Iterable[Hint]:
    """Same mailbox, else same name, in the opening or earlier on the list."""
    boxes, names = _known(present)
    for one in new:
        box = None if one.person.email is None else mailbox_of(one.person.email)
        name = name_key(one.person.name)
        if box is not None and box in boxes:
            yield Hint(one.row, Likeness.MAILBOX, one.person.name, *boxes[box])
        elif names.get(name):
            yield Hint(one.row, Likeness.NAME, one.person.name, *names[name][0])
        if box is not None:
            boxes.setdefault(box, (one.person.name, one.row))
        names[name].append((one.person.name, one.row))


def _known(
    present: Present,
) -> tuple[dict[str, tuple[str, int | None]], dict[str, list[tuple[str, int | None]]]]:
    boxes: dict[str, tuple[str, int | None]] = {
        mailbox_of(email): (name, None) for email, name in present.by_email.items()
    }
    names: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for name in (*present.by_email.values(), *present.without_email.values()):
        names[name_key(name)].append((name, None))
    return boxes, names
