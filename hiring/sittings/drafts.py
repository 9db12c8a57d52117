"""Drafts: what stands in a page before it is sent.

They live apart from answers. Every page that was shown has a draft of its own, so that two tabs
never write over each other; within a page the higher number wins, whatever order they arrive in.
A draft counts as long as no answer has been given since its page was shown.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col

from hiring.accounts import hash_token
from hiring.db import Json, UtcDateTime
from hiring.sittings.answers import AnswerState, Value
from hiring.sittings.clock import Arrival, judge
from hiring.sittings.records import (
    Answer,
    CandidateAccess,
    Sitting,
    latest_answers,
)
from hiring.sittings.steps import StoredDraft, believed_seconds, rivals_of, says_more

# A page without JavaScript counts nothing; what it sends by hand is newer than any draft of it.
NUMBER_OF_SENT = 1_000_000_000


class Draft(SQLModel, table=True):
    """The newest state of one page that was shown.

    ``revision`` is that of the answer the page had seen, ``fields`` what its fields hold, ``value``
    the answer they make, or None while they make none.
    """

    __table_args__ = (
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("revision >= 0", name="revision_is_not_negative"),
    )

    sitting_id: UUID = Field(foreign_key="sitting.id", ondelete="CASCADE", primary_key=True)
    item: str = Field(max_length=90, primary_key=True)
    page_id: str = Field(max_length=24, primary_key=True)
    number: int
    revision: int
    fields: Any = Field(default=None, sa_column=Column(Json, nullable=True))
    value: Any = Field(default=None, sa_column=Column(Json, nullable=True))
    shown_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    active_seconds: float | None = None
    entered_by: str | None = Field(default=None, max_length=120)
    received_at: datetime = Field(sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A draft as it came in; ``cookie`` tells whether an assistant enters the answers.

    Without it the page keeps the name that it had.
    """

    item: str
    page_id: str
    number: int
    revision: int
    fields: Any
    value: Value
    shown_at: datetime | None
    active_seconds: float | None
    received_at: datetime
    cookie: str


def keep_draft(session: Session, sitting_id: UUID, facts: DraftFacts) -> bool:
    """Store the newest state of a page; an older number that comes late changes nothing.

    One statement. The caller has seen that the sitting is open, and commits.

    Returns:
        Whether it is stored now, be it since an earlier time.
    """
    row = {
        "sitting_id": sitting_id,
        "item": facts.item,
        "page_id": facts.page_id,
        "number": facts.number,
        "revision": facts.revision,
        "fields": facts.fields,
        "value": facts.value,
        "shown_at": facts.shown_at,
        "active_seconds": believed_seconds(facts.active_seconds, facts.shown_at, facts.received_at),
        "entered_by": _assistant(facts.cookie),
        "received_at": facts.received_at,
    }
    kept = session.connection().execute(_upsert(session, row, has_cookie=bool(facts.cookie)))
    return kept.first() is not None or _has_fields(session, sitting_id, facts)


def pending_drafts(session: Session, sitting_id: UUID) -> dict[str, Draft]:
    """The newest draft of every item, where it says something else than the stored answer.

    The newest first, then the comparison: a change that was taken back does not count.

    Returns:
        By item.
    """
    answers = latest_answers(session, sitting_id)
    newest = {one.item: one for one in _upon(session, sitting_id, answers)}
    return {item: one for item, one in newest.items() if _is_pending(one, answers.get(item))}


def rival_drafts(session: Session, sitting_id: UUID) -> dict[str, tuple[StoredDraft, ...]]:
    """The versions of every item that the newest one did not know of: nobody has chosen yet.

    Returns:
        By item, the newest first; only items that have such versions.
    """
    answers = latest_answers(session, sitting_id)
    drafts: dict[str, list[StoredDraft]] = {}
    for one in _upon(session, sitting_id, answers):
        drafts.setdefault(one.item, []).append(_stored(one))
    values = {item: one.value for item, one in answers.items()}
    rivals = {item: rivals_of(some, values.get(item)) for item, some in drafts.items()}
    return {item: some for item, some in rivals.items() if some}


def take_over_drafts(session: Session, sitting: Sitting) -> int:
    """Make answers of the drafts that are whole; how many there were. Flushes.

    For the end of a sitting: what stood in the pages counts, whether or not a button was pressed.
    Drafts that make no answer yet stay what they are, and so do those that came too late.
    """
    pending = pending_drafts(session, sitting.id).values()
    whole = [
        (one, arrival)
        for one in pending
        if one.value is not None and (arrival := _judged(one, sitting)) is not Arrival.LATE
    ]
    session.add_all(_answer(one, is_in_grace=arrival is Arrival.IN_GRACE) for one, arrival in whole)
    session.flush()
    return len(whole)


def _upsert(session: Session, row: dict[str, Any], *, has_cookie: bool) -> Any:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite if is_sqlite else postgresql).insert(Draft)
    new = insert.excluded
    changed = {
        name: new[name]
        for name in ("number", "revision", "fields", "value", "active_seconds", "received_at")
    }
    if has_cookie:
        changed["entered_by"] = new["entered_by"]
    upsert = insert.values(row).on_conflict_do_update(
        index_elements=["sitting_id", "item", "page_id"],
        set_=changed,
        where=new["number"] >= col(Draft.number),
    )
    return upsert.returning(col(Draft.number))  # a row where one was written


def _assistant(cookie: str) -> Any:
    return (
        select(func.nullif(col(CandidateAccess.assistant_name), ""))
        .where(col(CandidateAccess.token_hash) == hash_token(cookie))
        .scalar_subquery()
    )


def _has_fields(session: Session, sitting_id: UUID, facts: DraftFacts) -> bool:
    """Whether the page had this state already when a higher number came."""
    query = select(col(Draft.fields)).where(
        col(Draft.sitting_id) == sitting_id,
        col(Draft.item) == facts.item,
        col(Draft.page_id) == facts.page_id,
    )
    return bool(session.execute(query).scalar_one() == facts.fields)


def _upon(session: Session, sitting_id: UUID, answers: dict[str, Answer]) -> list[Draft]:
    """The drafts made upon the newest answer of their item, in the order in which they came."""
    drafts = session.scalars(
        select(Draft)
        .where(col(Draft.sitting_id) == sitting_id)
        .order_by(col(Draft.item), col(Draft.received_at), col(Draft.number))
    )
    return [one for one in drafts if one.revision == _revision(answers, one.item)]


def _stored(draft: Draft) -> StoredDraft:
    return StoredDraft(
        draft.number, draft.page_id, draft.fields, draft.value, draft.received_at, draft.shown_at
    )


def _revision(answers: dict[str, Answer], item: str) -> int:
    return answers[item].revision if item in answers else 0


def _is_pending(draft: Draft, answer: Answer | None) -> bool:
    return answer is None or says_more(draft.fields, draft.value, answer.value)


def _judged(draft: Draft, sitting: Sitting) -> Arrival:
    is_paused = sitting.paused_at is not None
    return judge(draft.received_at, deadline_at=sitting.deadline_at, is_paused=is_paused)


def _answer(draft: Draft, *, is_in_grace: bool) -> Answer:
    return Answer(
        sitting_id=draft.sitting_id,
        item=draft.item,
        revision=draft.revision + 1,
        state=AnswerState.ANSWERED.value,
        value=draft.value,
        answered_at=draft.received_at,
        shown_at=draft.shown_at,
        active_seconds=draft.active_seconds,
        is_in_grace=is_in_grace,
        is_from_draft=True,
        entered_by=draft.entered_by,
    )
