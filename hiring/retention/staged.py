"""Removal in two steps: marked first, erased after some days, and spared in between at will.

The mark says from when on the person may be erased. The sweep erases only who is still due then:
who was put on hold in the meantime, or has asked for something, stays. People whose whole opening
is to be erased are marked in the same way, but are due by that, whatever their clock says.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from hiring.db import Record, UtcDateTime
from hiring.openings.holds import held_ids, note_by_house
from hiring.openings.records import Candidate, Opening
from hiring.retention.due import due_candidates, waiting_ids
from hiring.retention.erasing import erase

GRACE_DAYS = 14
AT_ONCE = 100


class RemovalMark(Record, table=True):
    """Somebody's data are to be erased from then on, by their clock or with all of the opening."""

    __tablename__ = "removal_mark"
    __table_args__ = (CheckConstraint("erase_from >= marked_at", name="erased_after_the_mark"),)

    candidate_id: UUID = Field(foreign_key="candidate.id", ondelete="CASCADE", unique=True)
    marked_at: datetime = Field(sa_type=UtcDateTime)
    erase_from: datetime = Field(sa_type=UtcDateTime)
    is_of_opening: bool = False


def mark_due(
    session: Session, *, keep_days: int, now: datetime, grace_days: int = GRACE_DAYS
) -> list[Candidate]:
    """Mark everybody who is due and bears no mark yet. Flushes; the caller commits."""
    marked = set(session.exec(select(RemovalMark.candidate_id)))
    due = due_candidates(session, keep_days=keep_days, now=now)
    fresh = [candidate for candidate in due if candidate.id not in marked]
    erase_from = now + timedelta(days=grace_days)
    for candidate in fresh:
        session.add(RemovalMark(candidate_id=candidate.id, marked_at=now, erase_from=erase_from))
        note_by_house(session, "candidate.marked", candidate, now)
    session.flush()
    return fresh


def spare(session: Session, candidate: Candidate, *, now: datetime) -> bool:
    """Take the mark off somebody; False where there is none. Flushes; the caller commits.

    Who is still due is marked again next time: to keep somebody, put them on hold.
    """
    mark = session.exec(select(RemovalMark).where(RemovalMark.candidate_id == candidate.id)).first()
    if mark is None:
        return False
    session.delete(mark)
    session.flush()
    note_by_house(session, "candidate.spared", candidate, now)
    return True


def list_marked(session: Session) -> list[tuple[Candidate, datetime]]:
    """Who is marked, and from when on they may be erased; the first to go first."""
    return list(
        session.exec(
            select(Candidate, RemovalMark.erase_from)
            .join(RemovalMark, col(RemovalMark.candidate_id) == col(Candidate.id))
            .order_by(col(RemovalMark.erase_from), col(Candidate.id))
        )
    )


def sweep(session: Session, *, keep_days: int, now: datetime, at_most: int = AT_ONCE) -> list[str]:
    """Erase whose mark is over and who is still due; their codes. Flushes; the caller commits.

    No more than ``at_most`` of them, so that nobody who answers waits long for the database; the
    caller comes again until nobody is left.
    """
    ready = {candidate.id for candidate, erase_from in list_marked(session) if erase_from <= now}
    due = due_candidates(session, keep_days=keep_days, now=now)
    due += [one for one in marked_with_opening(session, now=now) if one not in due]
    gone = [candidate for candidate in due if candidate.id in ready][:at_most]
    codes = [candidate.code for candidate in gone]
    erase(session, gone, now=now)
    return codes


def marked_with_opening(session: Session, *, now: datetime) -> list[Candidate]:
    """Who goes with all of an opening: not while it is open again, nor while somebody must stay."""
    return list(
        session.exec(
            select(Candidate)
            .join(RemovalMark, col(RemovalMark.candidate_id) == col(Candidate.id))
            .join(Opening, col(Opening.id) == col(Candidate.opening_id))
            .where(
                col(RemovalMark.is_of_opening),
                col(Opening.closed_at).is_not(None),
                col(Candidate.id).not_in(waiting_ids()),
                col(Candidate.id).not_in(held_ids(now)),
            )
            .order_by(col(Candidate.added_at), col(Candidate.id))
        )
    )
