"""Drafts: what stands in a page before it is sent.

They live apart from answers. Every page that was shown has a draft of its own, so that two tabs
never write over each other; within a page the higher number wins, whatever order they arrive in.
A draft counts as long as no answer has been given since its page was shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col

from hiring.accounts import hash_token
from hiring.db import Json, UtcDateTime
from hiring.sittings.answers import AnswerState, Value
from hiring.sittings.clock import GRACE, Arrival, judge
from hiring.sittings.records import (
    Answer,
    CandidateAccess,
    Sitting,
    latest_answers,
)
from hiring.sittings.steps import believed_seconds
from hiring.sittings.time_changes import list_changes, pauses_of
from hiring.sittings.versions import Given, StoredDraft, pending_of, rivals_of


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


def put_in_sight(
    session: Session, sitting_id: UUID, item: str, page: StoredDraft, shown_at: datetime
) -> None:
    """Count what a page held, up to this state, as in sight of one that has gone on from it.

    Browsers send the last state of a page once the next one is shown. Whoever still has the page
    open and changes it has a version again. The caller commits.
    """
    query = update(Draft).where(
        col(Draft.sitting_id) == sitting_id,
        col(Draft.item) == item,
        col(Draft.page_id) == page.page_id,
        col(Draft.number) <= page.number,
        col(Draft.received_at) > shown_at,
    )
    session.connection().execute(query.values(received_at=shown_at))


def pending_drafts(session: Session, sitting_id: UUID) -> dict[str, Draft]:
    """The newest draft of every item, where it says something else than the stored answer.

    The newest first, then the comparison: a change that was taken back does not count.

    Returns:
        By item.
    """
    answers = _given(session, sitting_id)
    found = {}
    for item, drafts in _by_item(session, sitting_id).items():
        rows = {one.page_id: one for one in drafts}
        newest = pending_of([_stored(one) for one in drafts], answers.get(item, Given()))
        if newest is not None:
            found[item] = rows[newest.page_id]
    return found


def rival_drafts(session: Session, sitting_id: UUID) -> dict[str, tuple[StoredDraft, ...]]:
    """The versions of every item that the newest one did not know of: nobody has chosen yet.

    Returns:
        By item, the newest first; only items that have such versions.
    """
    answers = _given(session, sitting_id)
    rivals = {
        item: rivals_of([_stored(one) for one in drafts], answers.get(item, Given()))
        for item, drafts in _by_item(session, sitting_id).items()
    }
    return {item: some for item, some in rivals.items() if some}


def take_over_drafts(session: Session, sitting: Sitting, *, is_by_hand: bool = False) -> int:
    """Make answers of the drafts that are whole; how many there were. Flushes.

    For the end of a sitting: what stood in the pages counts, whether or not a button was pressed.
    Drafts that make no answer yet stay what they are, and so do those that came too late. So do
    those that came while the clock stood still, unless ``is_by_hand``: then somebody whose time ran
    has seen them listed and sent them.
    """
    pending = pending_drafts(session, sitting.id).values()
    waiting = set() if is_by_hand else _waiting(session, sitting, pending)
    whole = [
        (one, arrival)
        for one in pending
        if one.value is not None
        and one.item not in waiting
        and (arrival := _judged(one, sitting)) is not Arrival.LATE
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


def _by_item(session: Session, sitting_id: UUID) -> dict[str, list[Draft]]:
    """All drafts of a sitting by item."""
    found: dict[str, list[Draft]] = {}
    for one in session.scalars(select(Draft).where(col(Draft.sitting_id) == sitting_id)):
        found.setdefault(one.item, []).append(one)
    return found


def _given(session: Session, sitting_id: UUID) -> dict[str, Given]:
    return {
        item: Given(
            revision=one.revision,
            value=one.value,
            state=AnswerState(one.state),
            at=one.answered_at,
            shown_at=one.shown_at,
            is_from_draft=one.is_from_draft,
        )
        for item, one in latest_answers(session, sitting_id).items()
    }


def _stored(draft: Draft) -> StoredDraft:
    return StoredDraft(
        number=draft.number,
        page_id=draft.page_id,
        fields=draft.fields,
        value=draft.value,
        received_at=draft.received_at,
        shown_at=draft.shown_at,
        revision=draft.revision,
    )


def _waiting(session: Session, sitting: Sitting, drafts: Iterable[Draft]) -> set[str]:
    """The items whose draft came while the clock stood still, and not just when it stopped."""
    if sitting.limit_seconds is None:
        return set()
    pauses = pauses_of(list_changes(session, sitting.id))
    return {
        one.item
        for one in drafts
        for since, until in pauses
        if since + GRACE < one.received_at and (until is None or one.received_at <= until)
    }


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
