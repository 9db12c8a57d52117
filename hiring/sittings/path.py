"""The short way from a cookie to a stored answer and the next page: three statements, one commit.

Written in SQLAlchemy Core because this is where thousands of candidates meet the database at once;
the object layer cost about a third more processor time per answer when measured. The web process
keeps nothing between requests.

The write comes first. One statement finds the sitting of the cookie, open or not at all, locks it
against a submission at the same moment and returns what is pinned in it. The second reads what is
stored for this page and for the next one, so that the next page can be shown in the same answer.
The third appends the revision under a primary key: whatever happens, none is written twice.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from hiring.accounts import hash_token
from hiring.banks.schema import BankDocument
from hiring.banks.versions import shown_document
from hiring.errors import NotFoundError, SittingClosedError, StaleAnswerError
from hiring.sittings.answers import AnswerState, Value
from hiring.sittings.page_tokens import PageToken, claimed_sitting, read_token
from hiring.sittings.statements import INSERT, SHOWN, SITTING, STORED, TOUCH, TOUCH_SHOWN
from hiring.sittings.steps import Arrived, Page, Step, pages_of
from hiring.sittings.versions import Given, Stored, stored_of
from hiring.turns import take_turn


class Door(StrEnum):
    """What may come of a page that proves by its token whose it is."""

    OPEN = "open"
    CLOSED = "closed"
    LEFT = "left"
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page that was shown to somebody, as its token tells.

    ``door``: the sitting is open, or closed; the candidate has left it; or the link that the page
    was shown for opens nothing any more.
    """

    token: PageToken
    step: Step
    door: Door


def load_step(session: Session, cookie: str, position: int) -> Step | None:
    """The step at a position (from 1) for a cookie, or None without a started sitting.

    Raises:
        NotFoundError: The form has no such position.
    """
    found = session.connection().execute(SITTING, {"token_hash": hash_token(cookie)}).first()
    return None if found is None else _step(session, found, position, with_next=False)


def open_step(session: Session, cookie: str, position: int, *, now: datetime) -> Step | None:
    """The same for an answer that has come in, with the next step, and locked until the commit.

    None when the cookie opens no sitting or the sitting is over: ``load_step`` tells which.

    Raises:
        NotFoundError: The form has no such position.
    """
    take_turn(session)
    facts = {"token_hash": hash_token(cookie), "b_now": now}
    found = session.connection().execute(TOUCH, facts).first()
    return None if found is None else _step(session, found, position, with_next=True)


def find_shown_page(
    session: Session, secret: str, token: str, position: int, *, now: datetime
) -> ShownPage | None:
    """The page that a token proves to have been shown at this position, whatever cookie came along.

    An open sitting is locked until the commit. Ends the transaction that was under way.

    Returns:
        None unless the token was made here for this page.
    """
    session.rollback()
    shown = _find_shown(session, secret, token, position)
    if shown is None or shown.door is not Door.OPEN:
        return shown
    session.rollback()  # SQLite locks only for a transaction that begins by writing
    take_turn(session)
    facts = {"b_sitting_id": shown.step.sitting_id, "b_now": now}
    session.connection().execute(TOUCH_SHOWN, facts | {"generation": shown.step.generation})
    return _find_shown(session, secret, token, position)


def read_again(session: Session, step: Step) -> Step:
    """The step with what is stored for its page by now."""
    stored = _read(session, step.sitting_id, [step.page.item_ref])
    return replace(step, stored=stored[step.page.item_ref])


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
        return _settle(arrived.value, step.stored.newest)
    try:
        session.connection().execute(INSERT, _row(step, arrived))
    except IntegrityError:  # cannot happen while the sitting is locked; kept for other callers
        session.rollback()
        stored = _read(session, step.sitting_id, [step.page.item_ref])
        return _settle(arrived.value, stored.get(step.page.item_ref, Stored()).newest)
    return arrived.seen_revision + 1


def _find_shown(session: Session, secret: str, text: str, position: int) -> ShownPage | None:
    facts = {"sitting_id": claimed_sitting(text), "token_hash": ""}
    found = session.connection().execute(SHOWN, facts).first()
    if found is None:
        return None
    try:
        step = _step(session, found, position, with_next=False)
    except NotFoundError:
        return None
    token = read_token(secret, text, step.page.item_ref)
    return None if token is None else ShownPage(token, step, _door(found, token))


def _door(found: Row[Any], token: PageToken) -> Door:
    if found.revoked_at is not None or not token.is_of_link(found.generation):
        return Door.BARRED
    if found.withdrawn_at is not None:
        return Door.LEFT
    return Door.OPEN if found.submitted_at is None else Door.CLOSED


def _step(session: Session, found: Row[Any], position: int, *, with_next: bool) -> Step:
    bank = shown_document(session, found.bank_version_id, found.language, found.form_id)
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
        asks_for_name=bool(found.asks_for_name),
        may_pause=bool(found.may_pause),
        generation=found.generation,
        bank=bank,
        page=page,
        n_pages=n_pages,
        stored=stored.get(page.item_ref, Stored()),
        following=following,
    )


def _read(session: Session, sitting_id: UUID, items: list[str]) -> dict[str, Stored]:
    """What is stored for one item or two."""
    facts = {"sitting_id": sitting_id, "item": items[0], "next_item": items[-1]}
    rows = session.connection().execute(STORED, facts).all()
    return {item: stored_of([row for row in rows if row.item == item]) for item in items}


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


def _settle(value: Value, newest: Given) -> int:
    """What is stored already is no conflict: a double click or the network sent it twice."""
    if newest.state is not AnswerState.NOT_REACHED and newest.value == value:
        return newest.revision
    raise StaleAnswerError(newest.value, newest.revision)
