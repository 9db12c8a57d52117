"""Where a candidate is: a page of the form, and what is stored for it."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from hiring.banks.schema import BankDocument, Item, Option, Scenario
from hiring.sittings.answers import AnswerState, Value


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a form: a scenario with one of its items."""

    position: int
    scenario: Scenario
    item: Item

    @property
    def item_ref(self) -> str:
        """The name under which answers to this item are stored."""
        return f"{self.scenario.id}/{self.item.id}"


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """What a page held when it was last heard of, not yet sent by hand."""

    number: int
    page_id: str
    fields: Any
    value: Value
    received_at: datetime
    shown_at: datetime | None = None

    def says_same(self, other: "StoredDraft") -> bool:
        """Whether both hold the same."""
        is_same_answer = self.value is not None and self.value == other.value
        return is_same_answer or self.fields == other.fields

    def takes_place_of(self, other: "StoredDraft") -> bool:
        """Whether its page was shown with the other one in sight, and has gone on from there."""
        is_other_page = self.page_id != other.page_id
        return is_other_page and self.shown_at is not None and other.received_at <= self.shown_at


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds for one item: the newest answer, and a draft that is newer still.

    ``rivals`` say something else than what is newest, from pages that knew nothing of each other:
    nobody has chosen between them yet. ``numbers`` are those of the drafts it has heard of, by
    page.
    """

    state: AnswerState = AnswerState.NOT_REACHED
    value: Value = None
    revision: int = 0
    draft: StoredDraft | None = None
    rivals: tuple[StoredDraft, ...] = ()
    is_from_draft: bool = False
    numbers: Mapping[str, int] = field(default_factory=dict)

    def is_news(self, value: Value, *, page_id: str, seen_revision: int, number: int) -> bool:
        """Whether what a page sends is newer than all that is stored, and says something else.

        The network may bring an older state of a page once more. What was taken over from a page
        at the end is older than what the same page sends afterwards.
        """
        if value is None or value == self.value:
            return False
        if seen_revision == self.revision:
            return True
        is_after_taken_over = self.is_from_draft and seen_revision == self.revision - 1
        return is_after_taken_over and number >= self.numbers.get(page_id, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """Where a candidate is: the sitting's pinned facts, the page, and what is stored for it.

    ``asks_for_name``: an assistant was agreed, and nobody was asked in this browser who it is.
    """

    sitting_id: UUID
    candidate_id: UUID
    bank_version_id: UUID
    form_id: str
    language: str
    interface_language: str
    option_seed: int
    is_simulated: bool
    is_submitted: bool
    limit_seconds: int | None
    deadline_at: datetime | None
    paused_at: datetime | None
    assistant: str | None
    asks_for_name: bool
    may_pause: bool
    generation: int
    bank: BankDocument
    page: Page
    n_pages: int
    stored: Stored
    following: "Step | None" = None

    @property
    def state(self) -> AnswerState:
        """What is known about this page's item."""
        return self.stored.state

    @property
    def value(self) -> Value:
        """The stored answer."""
        return self.stored.value

    @property
    def revision(self) -> int:
        """The number of the stored answer; 0 before the first."""
        return self.stored.revision


@dataclass(frozen=True, slots=True)
class Arrived:
    """An answer as it came in: what, from which showing of the page, and when.

    ``active_seconds`` is what the page says; more than the server's own interval is not believed.
    """

    value: Value
    page_id: str
    shown_at: datetime | None
    arrived_at: datetime
    seen_revision: int
    active_seconds: float | None = None
    is_in_grace: bool = False
    cookie: str = field(default="", repr=False)

    @property
    def believed_seconds(self) -> float | None:
        """The time in front of the page, at most the time between showing and arrival."""
        return believed_seconds(self.active_seconds, self.shown_at, self.arrived_at)


def believed_seconds(
    active_seconds: float | None, shown_at: datetime | None, arrived_at: datetime
) -> float | None:
    """What a page says of the time in front of it, at most the server's own interval."""
    if active_seconds is None or shown_at is None:
        return None
    between = max((arrived_at - shown_at).total_seconds(), 0.0)
    return round(min(max(active_seconds, 0.0), between), 3)


def says_more(fields: Any, value: Value, answer: Value) -> bool:
    """Whether a draft upon an answer holds something else: another answer, or part of one."""
    return value != answer or (value is None and bool(fields))


def pages_of(bank: BankDocument, form_id: str) -> tuple[Page, ...]:
    """The pages of a form in order: one for each item of each scenario.

    Raises:
        NotFoundError: The bank has no such form.
    """
    scenarios = {scenario.id: scenario for scenario in bank.scenarios}
    pairs = [
        (scenarios[scenario_id], item)
        for scenario_id in bank.get_form(form_id).scenarios
        for item in scenarios[scenario_id].items
    ]
    return tuple(Page(n, scenario, item) for n, (scenario, item) in enumerate(pairs, start=1))


def ordered_options(item: Item, *, seed: int, item_ref: str) -> tuple[Option, ...]:
    """The options in the order this sitting shows them; the same at every visit.

    The order is drawn from the sitting's stored seed and the item's name, so that it is the same on
    every device and can be told again later.
    """
    options = list(item.options)
    random.Random(f"{seed}:{item_ref}").shuffle(options)  # noqa: S311 - order, not secrecy
    return tuple(options)


def stored_of(rows: Iterable[Row[Any]]) -> Stored:
    """What the rows of one item's answers and drafts come to."""
    answers = sorted((row for row in rows if row.is_answer), key=lambda row: row.revision)
    newest = answers[-1] if answers else None
    revision = newest.revision if newest else 0
    value = newest.value if newest else None
    drafts = [_draft(row) for row in rows if not row.is_answer and row.revision == revision]
    return Stored(
        state=AnswerState(newest.name) if newest else AnswerState.NOT_REACHED,
        value=value,
        revision=revision,
        draft=_pending(drafts, newest),
        rivals=rivals_of(drafts, value),
        is_from_draft=newest is not None and bool(newest.number),
        numbers=_numbers(rows),
    )


def rivals_of(drafts: Sequence[StoredDraft], answer: Value) -> tuple[StoredDraft, ...]:
    """Drafts upon one answer that the newest of them did not know of; the newest first.

    A page that was shown after a draft had come in showed it, so what it sends takes that one's
    place. What says the same as the newest draft, or as the answer, is no other version.
    """
    if len(drafts) < 2:  # noqa: PLR2004 - one page has nobody to disagree with
        return ()
    first, *others = sorted(drafts, key=_age, reverse=True)
    found: list[StoredDraft] = []
    for one in others:
        is_known = any(other.takes_place_of(one) for other in drafts)
        is_same = any(one.says_same(other) for other in (first, *found))
        if not (is_known or is_same) and says_more(one.fields, one.value, answer):
            found.append(one)
    return tuple(found)


def _pending(drafts: list[StoredDraft], answer: Row[Any] | None) -> StoredDraft | None:
    """The newest draft made upon the newest answer; what an older page held is history.

    None where it says what the answer says: a change that was taken back does not come back.
    """
    newest = max(drafts, key=_age, default=None)
    if newest is None or answer is None:
        return newest
    return newest if says_more(newest.fields, newest.value, answer.value) else None


def _draft(row: Row[Any]) -> StoredDraft:
    return StoredDraft(row.number, row.name, row.fields, row.value, row.at, row.shown_at)


def _age(draft: StoredDraft) -> tuple[datetime, int]:
    return draft.received_at, draft.number


def _numbers(rows: Iterable[Row[Any]]) -> dict[str, int]:
    """The number of every page's draft, by page."""
    return {row.name: row.number for row in rows if not row.is_answer}
