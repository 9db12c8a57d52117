"""How often each item of a form was shown, in the words of the form's page."""

from dataclasses import dataclass

from flask import current_app
from sqlmodel import Session

from hiring.sittings.exposure import shown_counts
from hiring.sittings.steps import pages_of
from hiring.web.analyst.desk import KeyedForm


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One item with how many people were shown it."""

    position: int
    title: str
    item: str
    n_people: int
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Exposure:
    """The items of a form; from ``threshold`` people on an item is marked, 0 = never."""

    lines: tuple[ShownLine, ...]
    threshold: int

    @property
    def n_marked(self) -> int:
        """How many items should be replaced."""
        return sum(line.is_marked for line in self.lines)

    @property
    def most(self) -> int:
        """How many people were shown the item that most were shown."""
        return max((line.n_people for line in self.lines), default=0)


def exposure_of(session: Session, found: KeyedForm) -> Exposure:
    """The counters of a form: each item over all forms and keys of this version of the bank.

    People are counted, not shares: where everybody sits the same form, every item has been given to
    everybody, and a share says nothing.
    """
    threshold: int = current_app.extensions["hiring_settings"].retire_after
    counts = shown_counts(session, found.bank.id, found.document)
    lines = tuple(
        ShownLine(
            position=page.position,
            title=page.scenario.title,
            item=page.item_ref,
            n_people=counts[page.item_ref],
            is_marked=0 < threshold <= counts[page.item_ref],
        )
        for page in pages_of(found.document, found.form_id)
    )
    return Exposure(lines, threshold)
