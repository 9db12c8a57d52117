"""Which open answers wait for ratings: asked for when a sitting is scored, in their final wording.

An answer is asked for once. Where its wording changes later, since a late answer was accepted, it
is asked for anew: ratings of the old wording stay and no longer count.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hiring.banks.schema import BankDocument, Criterion, Item, KeyDocument, Method, Scenario
from hiring.banks.versions import bank_document, key_document
from hiring.errors import NotFoundError
from hiring.ratings.records import RatedAnswer, Rating
from hiring.sittings.answers import AnswerState
from hiring.sittings.records import Sitting, latest_answers_of_many

SHUFFLE_BITS = 31


@dataclass(frozen=True, slots=True)
class Prompt:
    """An open question of a bank with what people rate answers to it by."""

    scenario: Scenario
    item: Item
    criteria: tuple[Criterion, ...]

    @property
    def ref(self) -> str:
        """Its name: scenario and item."""
        return f"{self.scenario.id}/{self.item.id}"

    @property
    def facets(self) -> tuple[str, ...]:
        """The names of the criteria in their order."""
        return tuple(criterion.facet for criterion in self.criteria)


def prompts_of(bank: BankDocument, key: KeyDocument) -> list[Prompt]:
    """The open questions of a bank that people rate under this key, in the order of the bank."""
    rated = {
        one.item: one.criteria
        for one in key.items
        if one.method is Method.HUMAN_RATING and one.criteria
    }
    aside = {*key.dropped, *key.neutralised}
    return [
        Prompt(scenario, item, rated[ref])
        for scenario in bank.scenarios
        for item in scenario.items
        if (ref := f"{scenario.id}/{item.id}") in rated and ref not in aside
    ]


def find_prompts(session: Session, bank_version_id: UUID, key_version_id: UUID) -> list[Prompt]:
    """The open questions of a stored bank that people rate under a stored key."""
    return prompts_of(
        bank_document(session, bank_version_id), key_document(session, key_version_id)
    )


def get_prompt(session: Session, bank_version_id: UUID, key_version_id: UUID, ref: str) -> Prompt:
    """The open question of this name.

    Raises:
        NotFoundError: Nobody rates anything of this name under this key.
    """
    for prompt in find_prompts(session, bank_version_id, key_version_id):
        if prompt.ref == ref:
            return prompt
    raise NotFoundError("no such question to rate")


def ask_for_ratings(
    session: Session, sitting: Sitting, key_version_id: UUID, *, now: datetime
) -> list[RatedAnswer]:
    """Put the open answers of a submitted sitting in the line of the raters. Flushes.

    Doing it twice changes nothing. Skipped questions are not asked for: there is nothing to rate.
    """
    prompts = find_prompts(session, sitting.bank_version_id, key_version_id)
    if not prompts or sitting.submitted_at is None:
        return []
    given = latest_answers_of_many(session, [sitting.id]).get(sitting.id, {})
    texts = {
        prompt.ref: str(given[prompt.ref].value)
        for prompt in prompts
        if prompt.ref in given and given[prompt.ref].state == AnswerState.ANSWERED.value
    }
    known = {row.item: row for row in _rated_answers(session, sitting.id)}
    asked = [
        _ask_anew(session, known[item], text, now)
        if item in known
        else _ask(session, sitting, key_version_id, item, text, now)
        for item, text in texts.items()
    ]
    session.flush()
    return asked


def wording_digest(text: str) -> str:
    """What stands for the wording of an answer that was read."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _rated_answers(session: Session, sitting_id: UUID) -> list[RatedAnswer]:
    return list(session.exec(select(RatedAnswer).where(RatedAnswer.sitting_id == sitting_id)))


def _ask(
    session: Session, sitting: Sitting, key_version_id: UUID, item: str, text: str, now: datetime
) -> RatedAnswer:
    row = RatedAnswer(
        sitting_id=sitting.id,
        key_version_id=key_version_id,
        item=item,
        text=text,
        shuffle=secrets.randbits(SHUFFLE_BITS),
        asked_at=now,
    )
    session.add(row)
    return row


def _ask_anew(session: Session, row: RatedAnswer, text: str, now: datetime) -> RatedAnswer:
    """Where the wording is another one, what was settled holds no more."""
    if row.text == text:
        return row
    row.text, row.asked_at, row.points = text, now, {}
    row.is_settled, row.settled_at = False, None
    for rating in session.exec(
        select(Rating).where(Rating.answer_id == row.id, col(Rating.leased_until).is_not(None))
    ):
        rating.leased_until = now
    return row
