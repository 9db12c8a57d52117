"""The short way from a cookie to a stored answer: two reads, two writes, one commit.

Written in SQLAlchemy Core because this is where thousands of candidates meet the database at once;
the object layer cost about a third more processor time per answer when measured. The web process
keeps nothing between requests.

The write order matters. The sitting's row is touched first: that statement finds the sitting open
or not at all and locks it against a submission at the same moment. Then the revision is inserted
under a primary key, so that of two tabs that write the same revision one wins and the other is
told.
"""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from hiring.accounts import hash_token
from hiring.banks.schema import BankDocument, Item, Option, Scenario
from hiring.banks.versions import bank_document
from hiring.errors import NotFoundError, SittingClosedError, StaleAnswerError
from hiring.openings.records import Invitation
from hiring.sittings.answers import AnswerState, Value
from hiring.sittings.records import Answer, CandidateAccess, Sitting


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
    """Where a candidate is: the sitting's pinned facts, the page, and what is stored for it."""

    sitting_id: UUID
    candidate_id: UUID
    bank_version_id: UUID
    language: str
    option_seed: int
    is_simulated: bool
    is_submitted: bool
    bank: BankDocument
    page: Page
    n_pages: int
    state: AnswerState
    value: Value
    revision: int


def load_step(session: Session, cookie: str, position: int) -> Step | None:
    """The step at a position (from 1) for a cookie, or None without a started sitting.

    Raises:
        NotFoundError: The form has no such position.
    """
    connection = session.connection()
    found = connection.execute(_SITTING_OF_COOKIE, {"token_hash": hash_token(cookie)}).first()
    if found is None:
        return None
    bank = bank_document(session, found.bank_version_id, found.language)
    pages = pages_of(bank, found.form_id)
    if not 1 <= position <= len(pages):
        raise NotFoundError("no such page")
    page = pages[position - 1]
    answer = connection.execute(
        _LATEST_ANSWER, {"sitting_id": found.id, "item": page.item_ref}
    ).first()
    return _step(found, answer, bank, page, len(pages))


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


def store_answer(
    session: Session, step: Step, value: Value, *, seen_revision: int, now: datetime
) -> int:
    """Append the answer as the revision after the one the page had seen; returns its number.

    The same answer sent twice is stored once. Does not commit; the caller does, before it answers.

    Raises:
        SittingClosedError: The sitting is submitted.
        StaleAnswerError: A newer answer than the page knew is stored; carries it.
    """
    if step.is_submitted:
        raise SittingClosedError("the sitting is submitted")
    if step.revision != seen_revision:
        return _settle(value, stored=step.value, state=step.state, revision=step.revision)
    try:
        _append(session, step, value, seen_revision + 1, now)
    except IntegrityError:
        session.rollback()
        return _settle_race(session, step, value)
    return seen_revision + 1


def ordered_options(item: Item, *, seed: int, item_ref: str) -> tuple[Option, ...]:
    """The options in the order this sitting shows them; the same at every visit.

    The order is drawn from the sitting's stored seed and the item's name, so that it is the same on
    every device and can be told again later.
    """
    options = list(item.options)
    random.Random(f"{seed}:{item_ref}").shuffle(options)  # noqa: S311 - order, not secrecy
    return tuple(options)


_SITTING_OF_COOKIE: Any = (
    select(
        col(Sitting.id),
        col(Sitting.candidate_id),
        col(Sitting.bank_version_id),
        col(Sitting.form_id),
        col(Sitting.language),
        col(Sitting.option_seed),
        col(Sitting.is_simulated),
        col(Sitting.submitted_at),
    )
    .join(CandidateAccess, col(CandidateAccess.candidate_id) == col(Sitting.candidate_id))
    .join(Invitation, col(Invitation.candidate_id) == col(Sitting.candidate_id))
    .where(
        and_(
            col(CandidateAccess.token_hash) == bindparam("token_hash"),
            col(CandidateAccess.generation) == col(Invitation.generation),
            col(Invitation.revoked_at).is_(None),
        )
    )
    .order_by(col(Sitting.attempt).desc())
    .limit(1)
)

_LATEST_ANSWER: Any = (
    select(col(Answer.revision), col(Answer.state), col(Answer.value))
    .where(col(Answer.sitting_id) == bindparam("sitting_id"), col(Answer.item) == bindparam("item"))
    .order_by(col(Answer.revision).desc())
    .limit(1)
)

_TOUCH = (
    update(Sitting)
    .where(col(Sitting.id) == bindparam("b_sitting_id"), col(Sitting.submitted_at).is_(None))
    .values(answered_at=bindparam("b_now", type_=Sitting.__table__.c.answered_at.type))  # type: ignore[attr-defined]
    .execution_options(synchronize_session=False)
)

_INSERT = insert(Answer.__table__)  # type: ignore[attr-defined]


def _step(
    found: Row[Any], answer: Row[Any] | None, bank: BankDocument, page: Page, n_pages: int
) -> Step:
    return Step(
        sitting_id=found.id,
        candidate_id=found.candidate_id,
        bank_version_id=found.bank_version_id,
        language=found.language,
        option_seed=found.option_seed,
        is_simulated=found.is_simulated,
        is_submitted=found.submitted_at is not None,
        bank=bank,
        page=page,
        n_pages=n_pages,
        state=AnswerState.NOT_REACHED if answer is None else AnswerState(answer.state),
        value=None if answer is None else answer.value,
        revision=0 if answer is None else answer.revision,
    )


def _append(session: Session, step: Step, value: Value, revision: int, now: datetime) -> None:
    connection = session.connection()
    touched = connection.execute(_TOUCH, {"b_sitting_id": step.sitting_id, "b_now": now})
    if touched.rowcount == 0:
        raise SittingClosedError("the sitting is submitted")
    state = AnswerState.SKIPPED if value is None else AnswerState.ANSWERED
    connection.execute(
        _INSERT,
        {
            "sitting_id": step.sitting_id,
            "item": step.page.item_ref,
            "revision": revision,
            "state": state.value,
            "value": value,
            "answered_at": now,
        },
    )


def _settle_race(session: Session, step: Step, value: Value) -> int:
    """Somebody wrote this revision in between: look again at what is stored."""
    stored = session.execute(
        _LATEST_ANSWER, {"sitting_id": step.sitting_id, "item": step.page.item_ref}
    ).one()
    return _settle(
        value, stored=stored.value, state=AnswerState(stored.state), revision=stored.revision
    )


def _settle(value: Value, *, stored: Value, state: AnswerState, revision: int) -> int:
    """What is stored already is no conflict: a double click or the network sent it twice."""
    if state is not AnswerState.NOT_REACHED and stored == value:
        return revision
    raise StaleAnswerError(stored, revision)
