"""Erasing everybody of an opening at once: one owner asks, another agrees, and time is left.

Nobody is erased by the agreement. It marks everybody; a sweep erases them some days later, as with
those whose clock is over, and until then one owner can take all marks off. What stays of an opening
are its title and terms, audit entries without names, and sums over many people.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.accounts.proposals import (
    Proposal,
    ProposalKind,
    Wish,
    agree,
    drop,
    find_proposal,
    propose,
)
from hiring.errors import NotAllowedError, NotFoundError
from hiring.openings.decisions import Decision
from hiring.openings.holds import held_ids
from hiring.openings.records import Candidate, Opening
from hiring.retention.due import waiting_ids
from hiring.retention.staged import GRACE_DAYS, RemovalMark
from hiring.scoring.records import Score
from hiring.sittings.records import Answer, Sitting

MIN_REASON_CHARS = 10
MAX_REASON_CHARS = 500


@dataclass(frozen=True, slots=True)
class Extent:
    """What would go with an opening, and who would stay for the time being.

    ``held`` and ``waiting`` are codes: of people on hold, and of those with an open request.
    ``erase_from`` is None while nobody is marked.
    """

    n_people: int
    n_sittings: int
    n_answers: int
    n_scores: int
    n_decisions: int
    held: tuple[str, ...]
    waiting: tuple[str, ...]
    n_marked: int
    erase_from: datetime | None


def extent_of(session: Session, opening: Opening, *, now: datetime) -> Extent:
    """The dry run: what is there of an opening's people. Changes nothing."""
    people = _ids(opening)
    sittings = select(Sitting.id).where(col(Sitting.candidate_id).in_(people))
    n_marked, erase_from = _marked(session, opening)
    return Extent(
        n_people=_count(session, Candidate.id, col(Candidate.id).in_(people)),
        n_sittings=_count(session, Sitting.id, col(Sitting.candidate_id).in_(people)),
        n_answers=_count(session, Answer.sitting_id, col(Answer.sitting_id).in_(sittings)),
        n_scores=_count(session, Score.id, col(Score.sitting_id).in_(sittings)),
        n_decisions=_count(session, Decision.id, col(Decision.candidate_id).in_(people)),
        held=_codes(session, opening, held_ids(now)),
        waiting=_codes(session, opening, waiting_ids()),
        n_marked=n_marked,
        erase_from=erase_from,
    )


def ask_to_erase(
    session: Session, opening: Opening, *, reason: str, staff: Staff, now: datetime
) -> Proposal:
    """Ask for everybody of a closed opening to be erased. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners ask for that, and of a closed opening.
        ValueError: The reason is missing or too long.
        ProposalFaultError: It is asked for already.
    """
    _require_possible(opening, staff)
    if not MIN_REASON_CHARS <= len(reason.strip()) <= MAX_REASON_CHARS:
        raise ValueError(
            f"erasing needs a reason of {MIN_REASON_CHARS} to {MAX_REASON_CHARS} characters"
        )
    wish = Wish(ProposalKind.OPENING_ERASURE, str(opening.id), reason, chain=opening.id)
    return propose(session, wish, staff=staff, now=now)


def find_erasure(session: Session, opening: Opening) -> Proposal | None:
    """What waits for another owner, or None."""
    return find_proposal(session, ProposalKind.OPENING_ERASURE, str(opening.id))


def get_erasure(session: Session, opening: Opening, proposal_id: UUID) -> Proposal:
    """What waits for another owner under this id.

    Raises:
        NotFoundError: Nothing of this opening does.
    """
    proposal = find_erasure(session, opening)
    if proposal is None or proposal.id != proposal_id:
        raise NotFoundError("no such proposal about this opening")
    return proposal


def agree_to_erase(
    session: Session, opening: Opening, proposal: Proposal, *, staff: Staff, now: datetime
) -> int:
    """Agree as the other owner: everybody is marked; how many. Flushes; the caller commits.

    Marks that were there because of a clock give way: all have the same days from now on.

    Raises:
        NotAllowedError: It is the person who asked, no owner, or the opening is open again. The
            caller rolls back.
        ProposalFaultError: Somebody has settled it meanwhile.
    """
    _require_owner(staff)
    agree(session, proposal, staff=staff, now=now, chain=opening.id)
    # Read once we hold a lock: somebody may open it at this moment.
    session.refresh(opening, with_for_update=True)
    _require_possible(opening, staff)
    _unmark(session, opening, col(RemovalMark.id).is_not(None))
    found = session.exec(_ids(opening)).all()
    erase_from = now + timedelta(days=GRACE_DAYS)
    session.add_all(
        RemovalMark(candidate_id=one, marked_at=now, erase_from=erase_from, is_of_opening=True)
        for one in found
    )
    session.flush()
    _note(session, "opening.marked", opening, staff, now, n_people=len(found))
    return len(found)


def drop_erasure(
    session: Session, opening: Opening, proposal: Proposal, *, staff: Staff, now: datetime
) -> None:
    """Take it back, or do not agree. Flushes; the caller commits.

    Raises:
        NotAllowedError: Only owners do.
        ProposalFaultError: Somebody has settled it meanwhile.
    """
    _require_owner(staff)
    drop(session, proposal, staff=staff, now=now, chain=opening.id)


def count_marked(session: Session, opening: Opening) -> int:
    """How many are to go with the opening."""
    return _marked(session, opening)[0]


def spare_opening(session: Session, opening: Opening, *, staff: Staff, now: datetime) -> int:
    """Take the marks off everybody who was to go with an opening; how many. Flushes.

    Raises:
        NotAllowedError: Only owners do.
    """
    _require_owner(staff)
    return _spare(session, opening, staff, now)


def spare_reopened(session: Session, opening: Opening, *, staff: Staff, now: datetime) -> int:
    """Take these marks off since the opening is open again; how many. Flushes.

    Else whoever closes it another time, months later, would have people erased the next day.

    Raises:
        NotAllowedError: It is still closed.
    """
    if opening.closed_at is not None:
        raise NotAllowedError("a closed opening keeps its marks until an owner takes them off")
    return _spare(session, opening, staff, now)


def _spare(session: Session, opening: Opening, staff: Staff, now: datetime) -> int:
    n_people = _unmark(session, opening, col(RemovalMark.is_of_opening))
    if n_people:
        _note(session, "opening.spared", opening, staff, now, n_people=n_people)
    return n_people


def _require_possible(opening: Opening, staff: Staff) -> None:
    _require_owner(staff)
    if opening.closed_at is None:
        raise NotAllowedError("close the opening before its people are erased")


def _require_owner(staff: Staff) -> None:
    if staff.role != Role.OWNER:
        raise NotAllowedError("only owners decide to erase an opening")


def _ids(opening: Opening) -> Any:
    return select(Candidate.id).where(Candidate.opening_id == opening.id)


def _count(session: Session, column: Any, condition: Any) -> int:
    return session.exec(select(func.count(column)).where(condition)).one()


def _codes(session: Session, opening: Opening, ids: Any) -> tuple[str, ...]:
    query = select(Candidate.code).where(
        Candidate.opening_id == opening.id, col(Candidate.id).in_(ids)
    )
    return tuple(sorted(session.exec(query)))


def _marked(session: Session, opening: Opening) -> tuple[int, datetime | None]:
    """How many are to go with the opening, and from when on."""
    found = session.exec(
        select(RemovalMark.erase_from).where(
            col(RemovalMark.is_of_opening), col(RemovalMark.candidate_id).in_(_ids(opening))
        )
    ).all()
    return len(found), max(found, default=None)


def _unmark(session: Session, opening: Opening, condition: Any) -> int:
    of_opening = col(RemovalMark.candidate_id).in_(_ids(opening))
    gone = session.execute(
        delete(RemovalMark)
        .where(of_opening, condition)
        .execution_options(synchronize_session="fetch")
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _note(
    session: Session, act: str, opening: Opening, staff: Staff, now: datetime, *, n_people: int
) -> None:
    audit.record(
        session,
        act,
        actor=staff.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        n_people=n_people,
    )
