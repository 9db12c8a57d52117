"""Undo for tags: what was done last is offered once, on the page that follows.

The offer travels in the signed cookie as codes and moments; what it says is checked again when it
comes back, as anything that a browser sends.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import session as cookie
from sqlmodel import Session

from hiring.accounts import Staff
from hiring.openings.notes import add_tag, remove_tags_of
from hiring.openings.records import Opening

KEY = "undo"


@dataclass(frozen=True, slots=True)
class Undo:
    """How to take a change of tags back.

    Attributes:
        word: The tag.
        added_at: When it was put on people; None where it was taken off.
        taken_from: Whom it was taken off.
    """

    word: str
    added_at: datetime | None = None
    taken_from: tuple[UUID, ...] = ()

    @classmethod
    def read(cls, sent: Mapping[str, Any]) -> "Undo | None":
        """What a form says, or None where it says nothing that could be undone."""
        word, moment, people = (str(sent.get(name, "")) for name in ("word", "added_at", "people"))
        try:
            added_at = datetime.fromisoformat(moment) if moment else None
            taken_from = tuple(UUID(one) for one in people.split())
        except ValueError:
            return None
        is_whole = word and (added_at is not None or taken_from)
        is_aware = added_at is None or added_at.tzinfo is not None
        return cls(word, added_at, taken_from) if is_whole and is_aware else None

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields of the form that undoes it."""
        return {
            "word": self.word,
            "added_at": "" if self.added_at is None else self.added_at.isoformat(),
            "people": " ".join(str(one) for one in self.taken_from),
        }

    def apply(self, session: Session, opening: Opening, *, staff: Staff, now: datetime) -> int:
        """Undo it; for how many people. Flushes; the caller commits."""
        if self.added_at is None:
            return add_tag(session, opening, self.taken_from, self.word, staff=staff, now=now)
        gone = remove_tags_of(
            session, opening, self.word, added_at=self.added_at, staff=staff, now=now
        )
        return len(gone)


def offer_undo(kept: MutableMapping[str, Any], opening_id: UUID, undo: Undo) -> None:
    """Offer it on the next page of this opening."""
    kept[KEY] = {"opening": str(opening_id), **undo.fields}


def take_undo(opening_id: UUID) -> Undo | None:
    """What the last act on this opening was, once; None on later pages."""
    kept = cookie.pop(KEY, None) if KEY in cookie else None
    if kept is None or kept.get("opening") != str(opening_id):
        return None
    return Undo.read(kept)
