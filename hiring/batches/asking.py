"""Asking for many briefs, and finding what was asked for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.batches.records import Batch, BatchBrief
from hiring.errors import NotAllowedError, NotFoundError
from hiring.openings.members import must_be_blind
from hiring.openings.records import Candidate, Opening
from hiring.scoring.records import Score
from hiring.sittings.records import Sitting

KEPT = timedelta(days=7)
MAX_BRIEFS = 1000


def printable_people(session: Session, opening_id: UUID) -> list[Candidate]:
    """The people of an opening of whom there is a score, in order of code."""
    is_scored = (
        select(Score.id)
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .where(col(Sitting.candidate_id) == col(Candidate.id), col(Sitting.voided_at).is_(None))
    )
    query = select(Candidate).where(Candidate.opening_id == opening_id, is_scored.exists())
    return list(session.exec(query.order_by(col(Candidate.code))))


def ask_for_briefs(
    session: Session,
    opening: Opening,
    candidates: Sequence[Candidate],
    *,
    is_blind: bool,
    staff: Staff,
    now: datetime,
) -> Batch:
    """Write down that these briefs are wanted, in order of code. Flushes; the caller commits.

    Blind, nothing in them or around them names anybody. Who must not know the names gets them
    blind, whatever was asked for.

    Raises:
        NotAllowedError: Only owners and recruiters ask for briefs.
        ValueError: Nobody, or more people than one batch takes.
    """
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters ask for briefs")
    if not 1 <= len(candidates) <= MAX_BRIEFS:
        raise ValueError(f"a batch takes 1 to {MAX_BRIEFS} people, not {len(candidates)}")
    batch = Batch(
        opening_id=opening.id,
        is_blind=is_blind or must_be_blind(opening, staff),
        asked_by_id=staff.id,
        asked_at=now,
        expires_at=now + KEPT,
    )
    session.add(batch)
    session.flush()
    session.add_all(_rows(batch, candidates))
    session.flush()
    _note(session, "batch.asked", batch, staff, now, n_briefs=len(candidates))
    return batch


def may_fetch(batch: Batch, opening: Opening, staff: Staff) -> bool:
    """Whether this reader may have the files: not those with names that are hidden from them."""
    return batch.is_blind or not must_be_blind(opening, staff)


def get_batch(session: Session, opening_id: UUID, batch_id: UUID) -> Batch:
    """The batch, if it belongs to this opening.

    Raises:
        NotFoundError: There is none, or it belongs to another opening: the two look alike.
    """
    batch = session.get(Batch, batch_id)
    if batch is None or batch.opening_id != opening_id:
        raise NotFoundError("no such batch in this opening")
    return batch


def list_batches(session: Session, opening_id: UUID) -> list[Batch]:
    """The batches of an opening, newest first."""
    query = select(Batch).where(Batch.opening_id == opening_id)
    return list(session.exec(query.order_by(col(Batch.asked_at).desc(), col(Batch.id))))


def try_again(session: Session, batch: Batch, *, staff: Staff, now: datetime) -> list[BatchBrief]:
    """Let those that were not made wait again; they, and those that never were. Flushes."""
    session.execute(
        update(BatchBrief)
        .where(col(BatchBrief.batch_id) == batch.id, col(BatchBrief.state) == "not_made")
        .values(state="waiting", fault=None)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    _note(session, "batch.tried_again", batch, staff, now)
    return waiting_briefs(session, batch)


def waiting_briefs(session: Session, batch: Batch) -> list[BatchBrief]:
    """The briefs of a batch that nobody has made yet, in order."""
    query = select(BatchBrief).where(BatchBrief.batch_id == batch.id, BatchBrief.state == "waiting")
    return list(session.exec(query.order_by(col(BatchBrief.position))))


def _rows(batch: Batch, candidates: Sequence[Candidate]) -> list[BatchBrief]:
    ordered = sorted(candidates, key=lambda one: (one.code, one.id))
    return [
        BatchBrief(batch_id=batch.id, candidate_id=one.id, position=position)
        for position, one in enumerate(ordered, start=1)
    ]


def _note(
    session: Session, act: str, batch: Batch, staff: Staff, now: datetime, **details: object
) -> None:
    audit.record(
        session,
        act,
        actor=staff.id,
        object_id=batch.id,
        now=now,
        chain=batch.opening_id,
        is_blind=batch.is_blind,
        **details,
    )
