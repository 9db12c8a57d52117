"""Where a candidate is: a page of the form, and what is stored for it."""

import random
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hiring.banks.schema import BankDocument, Item, Option, Scenario
from hiring.sittings.answers import AnswerState, Value
from hiring.sittings.versions import Stored


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
        return self.stored.newest.state

    @property
    def value(self) -> Value:
        """The stored answer."""
        return self.stored.newest.value

    @property
    def revision(self) -> int:
        """The number of the stored answer; 0 before the first."""
        return self.stored.newest.revision


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
