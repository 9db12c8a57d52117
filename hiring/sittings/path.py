"""The short way from a cookie to a stored answer and the next page: three statements, one commit.

Written in SQLAlchemy Core because this is where thousands of candidates meet the database at once;
the object layer cost about a third more processor time per answer when measured. The web process
keeps nothing between requests.

The write comes first. One statement finds the sitting of the cookie, open or not at all, locks it
against a submission at the same moment and returns what is pinned in it. The second reads what is
stored for this page and for the next one, so that the next page can be shown in the same answer.
The third appends the revision under a primary key: whatever happens, none is written twice.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    bindparam,
    func,
    insert,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from hiring.accounts import hash_token
from hiring.banks.schema import BankDocument, Item, Option, Scenario
from hiring.banks.versions import bank_document
from hiring.db import Json, UtcDateTime
from hiring.errors import NotFoundError, SittingClosedError, StaleAnswerError
from hiring.openings.records import Candidate, Invitation
from hiring.sittings.answers import AnswerState, Value
from hiring.sittings.drafts import Draft, is_open_for_pages
from hiring.sittings.page_tokens import PageToken, claimed_sitting, read_token
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
class StoredDraft:
    """What a page held when it was last heard of, not yet sent by hand."""

    number: int
    page_id: str
    fields: Any
    value: Value
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds for one item: the newest answer, and a draft that is newer still."""

    state: AnswerState = AnswerState.NOT_REACHED
    value: Value = None
    revision: int = 0
    draft: StoredDraft | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Where a candidate is: the sitting's pinned facts, the page, and what is stored for it."""

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
        if self.active_seconds is None or self.shown_at is None:
            return None
        between = max((self.arrived_at - self.shown_at).total_seconds(), 0.0)
        return round(min(max(self.active_seconds, 0.0), between), 3)


def load_step(session: Session, cookie: str, position: int) -> Step | None:
    """The step at a position (from 1) for a cookie, or None without a started sitting.

    Raises:
        NotFoundError: The form has no such position.
    """
    found = session.connection().execute(_SITTING, {"token_hash": hash_token(cookie)}).first()
    return None if found is None else _step(session, found, position, with_next=False)


def open_step(session: Session, cookie: str, position: int, *, now: datetime) -> Step | None:
    """The same for an answer that has come in, with the next step, and locked until the commit.

    None when the cookie opens no sitting or the sitting is over: ``load_step`` tells which.

    Raises:
        NotFoundError: The form has no such position.
    """
    facts = {"token_hash": hash_token(cookie), "b_now": now}
    found = session.connection().execute(_TOUCH, facts).first()
    return None if found is None else _step(session, found, position, with_next=True)


def find_shown_page(
    session: Session, secret: str, token: str, position: int
) -> tuple[PageToken, str, Item, int] | None:
    """What a page without a cookie proves to be: its token, item and number of rating steps.

    None unless the token was made here for the page at this position, the link is still good and
    the sitting open.
    """
    claimed = claimed_sitting(token)
    sitting = None if claimed is None else session.get(Sitting, claimed)
    if sitting is None or not is_open_for_pages(session, sitting.id):
        return None
    bank = bank_document(session, sitting.bank_version_id, sitting.language)
    pages = pages_of(bank, sitting.form_id)
    if not 1 <= position <= len(pages):
        return None
    page = pages[position - 1]
    read = read_token(secret, token, page.item_ref)
    return None if read is None else (read, page.item_ref, page.item, len(bank.response_scale))


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


def store_answer(session: Session, step: Step, arrived: Arrived) -> int:
    """Append the answer as the revision after the one its page had seen; returns its number.

    The same answer sent twice is stored once. Does not commit; the caller does, before it answers.

    Raises:
        SittingClosedError: The sitting is submitted.
        StaleAnswerError: A newer answer than the page knew is stored; carries it.
    """
    if step.is_submitted:
        raise SittingClosedError("the sitting is submitted")
    if step.revision != arrived.seen_revision:
        return _settle(arrived.value, step.stored)
    try:
        session.connection().execute(_INSERT, _row(step, arrived))
    except IntegrityError:  # cannot happen while the sitting is locked; kept for other callers
        session.rollback()
        stored = _read(session, step.sitting_id, [step.page.item_ref])
        return _settle(arrived.value, stored.get(step.page.item_ref, Stored()))
    return arrived.seen_revision + 1


def ordered_options(item: Item, *, seed: int, item_ref: str) -> tuple[Option, ...]:
    """The options in the order this sitting shows them; the same at every visit.

    The order is drawn from the sitting's stored seed and the item's name, so that it is the same on
    every device and can be told again later.
    """
    options = list(item.options)
    random.Random(f"{seed}:{item_ref}").shuffle(options)  # noqa: S311 - order, not secrecy
    return tuple(options)


_PINNED = (
    col(Sitting.id),
    col(Sitting.candidate_id),
    col(Sitting.bank_version_id),
    col(Sitting.form_id),
    col(Sitting.language),
    col(Sitting.interface_language),
    col(Sitting.option_seed),
    col(Sitting.is_simulated),
    col(Sitting.submitted_at),
    col(Sitting.limit_seconds),
    col(Sitting.deadline_at),
    col(Sitting.paused_at),
)


def _of_cookie(query: Any) -> Any:
    """The newest sitting of the person behind a cookie, while their link is good."""
    return (
        query.select_from(CandidateAccess)
        .join(Invitation, col(Invitation.candidate_id) == col(CandidateAccess.candidate_id))
        .join(Candidate, col(Candidate.id) == col(CandidateAccess.candidate_id))
        .join(Sitting, col(Sitting.candidate_id) == col(CandidateAccess.candidate_id))
        .where(
            col(CandidateAccess.token_hash) == bindparam("token_hash"),
            col(CandidateAccess.generation) == col(Invitation.generation),
            col(Invitation.revoked_at).is_(None),
            col(Candidate.withdrawn_at).is_(None),
        )
        .order_by(col(Sitting.attempt).desc())
        .limit(1)
    )


# An empty name says that the candidate enters the answers without help.
_ASSISTANT: Any = (
    select(func.nullif(col(CandidateAccess.assistant_name), ""))
    .where(col(CandidateAccess.token_hash) == bindparam("token_hash"))
    .scalar_subquery()
)

_SITTING: Any = _of_cookie(select(*_PINNED, _ASSISTANT.label("assistant")))

_TOUCH: Any = (
    update(Sitting)
    .where(
        col(Sitting.id) == _of_cookie(select(col(Sitting.id))).correlate(None).scalar_subquery(),
        col(Sitting.submitted_at).is_(None),
    )
    .values(answered_at=bindparam("b_now", type_=UtcDateTime()))
    .returning(*_PINNED, _ASSISTANT.label("assistant"))
    .execution_options(synchronize_session=False)
)

_INSERT = insert(Answer.__table__).values(entered_by=_ASSISTANT)  # type: ignore[attr-defined]

_ANSWERS: Any = select(
    literal_column("1").label("is_answer"),
    col(Answer.item).label("item"),
    col(Answer.revision).label("revision"),
    literal_column("0").label("number"),
    col(Answer.state).label("name"),
    col(Answer.value).label("value"),
    type_coerce(null(), Json).label("fields"),
    col(Answer.answered_at).label("at"),
).where(
    col(Answer.sitting_id) == bindparam("sitting_id"),
    col(Answer.item).in_(bindparam("items", expanding=True)),
)
_DRAFTS: Any = select(
    literal_column("0"),
    col(Draft.item),
    col(Draft.revision),
    col(Draft.number),
    col(Draft.page_id),
    col(Draft.value),
    col(Draft.fields),
    col(Draft.received_at),
).where(
    col(Draft.sitting_id) == bindparam("sitting_id"),
    col(Draft.item).in_(bindparam("items", expanding=True)),
)
_STORED: Any = union_all(_ANSWERS, _DRAFTS)


def _step(session: Session, found: Row[Any], position: int, *, with_next: bool) -> Step:
    bank = bank_document(session, found.bank_version_id, found.language)
    pages = pages_of(bank, found.form_id)
    if not 1 <= position <= len(pages):
        raise NotFoundError("no such page")
    here = pages[position - 1 : position + with_next]
    stored = _read(session, found.id, [page.item_ref for page in here])
    steps = [_of_page(found, bank, page, len(pages), stored) for page in here]
    if len(steps) == 1:
        return steps[0]
    return _of_page(found, bank, here[0], len(pages), stored, following=steps[1])


def _of_page(
    found: Row[Any],
    bank: BankDocument,
    page: Page,
    n_pages: int,
    stored: dict[str, Stored],
    following: Step | None = None,
) -> Step:
    return Step(
        sitting_id=found.id,
        candidate_id=found.candidate_id,
        bank_version_id=found.bank_version_id,
        form_id=found.form_id,
        language=found.language,
        interface_language=found.interface_language or found.language,
        option_seed=found.option_seed,
        is_simulated=found.is_simulated,
        is_submitted=found.submitted_at is not None,
        limit_seconds=found.limit_seconds,
        deadline_at=found.deadline_at,
        paused_at=found.paused_at,
        assistant=found.assistant,
        bank=bank,
        page=page,
        n_pages=n_pages,
        stored=stored.get(page.item_ref, Stored()),
        following=following,
    )


def _read(session: Session, sitting_id: UUID, items: list[str]) -> dict[str, Stored]:
    """What is stored for some items; items without a row are absent."""
    rows = session.connection().execute(_STORED, {"sitting_id": sitting_id, "items": items}).all()
    return {item: _stored([row for row in rows if row.item == item]) for item in items}


def _stored(rows: Iterable[Row[Any]]) -> Stored:
    answers = sorted((row for row in rows if row.is_answer), key=lambda row: row.revision)
    newest = answers[-1] if answers else None
    revision = newest.revision if newest else 0
    return Stored(
        state=AnswerState(newest.name) if newest else AnswerState.NOT_REACHED,
        value=newest.value if newest else None,
        revision=revision,
        draft=_pending(rows, revision),
    )


def _pending(rows: Iterable[Row[Any]], revision: int) -> StoredDraft | None:
    """The newest draft made upon the newest answer; what an older page held is history."""
    drafts = [row for row in rows if not row.is_answer and row.revision == revision]
    if not drafts:
        return None
    row = max(drafts, key=lambda row: (row.at, row.number))
    return StoredDraft(row.number, row.name, row.fields, row.value, row.at)


def _row(step: Step, arrived: Arrived) -> dict[str, Any]:
    state = AnswerState.SKIPPED if arrived.value is None else AnswerState.ANSWERED
    return {
        "sitting_id": step.sitting_id,
        "item": step.page.item_ref,
        "revision": arrived.seen_revision + 1,
        "state": state.value,
        "value": arrived.value,
        "answered_at": arrived.arrived_at,
        "shown_at": arrived.shown_at,
        "active_seconds": arrived.believed_seconds,
        "is_in_grace": arrived.is_in_grace,
        "is_from_draft": False,
        "token_hash": hash_token(arrived.cookie),
    }


def _settle(value: Value, stored: Stored) -> int:
    """What is stored already is no conflict: a double click or the network sent it twice."""
    if stored.state is not AnswerState.NOT_REACHED and stored.value == value:
        return stored.revision
    raise StaleAnswerError(stored.value, stored.revision)
