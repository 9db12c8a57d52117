"""What people chose in the scenarios on which they differ most, side by side; never the key."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from hiring import comparison, sittings
from hiring.banks.schema import BankDocument
from hiring.comparison import ScoredPerson
from hiring.sittings import Answer, Page, pages_of
from hiring.web.answers import OptionLine, chosen_lines


@dataclass(frozen=True, slots=True)
class ScenarioApart:
    """One scenario: its text, and for each option what each person made of it, in their order.

    Empty words stand where somebody made nothing of an option, or left the scenario out.
    """

    page: Page
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def scenarios_apart(
    session: Session, people: Sequence[ScoredPerson], bank: BankDocument
) -> list[ScenarioApart]:
    """The scenarios on which these people differ most, widest first; two queries at most."""
    wanted = comparison.items_apart(people)
    if not wanted:
        return []
    answers = sittings.latest_answers_of_many(session, [one.sitting.id for one in people])
    pages = {page.item_ref: page for page in pages_of(bank, people[0].sitting.form_id)}
    own = [answers.get(one.sitting.id, {}) for one in people]
    return [_apart(pages[ref], bank, [one.get(ref) for one in own]) for ref in wanted]


def _apart(page: Page, bank: BankDocument, given: Sequence[Answer | None]) -> ScenarioApart:
    columns = [_chosen(page, bank, answer) for answer in given]
    rows = zip(*columns, strict=True)
    return ScenarioApart(page, tuple((row[0].text, tuple(x.chosen for x in row)) for row in rows))


def _chosen(page: Page, bank: BankDocument, answer: Answer | None) -> tuple[OptionLine, ...]:
    return chosen_lines(page.item, bank, None if answer is None else answer.value)
