"""Erasing people when the time has come that they were told.

Rows that hang on a candidate go with the candidate, by the database's own rules, so that a new
table cannot be forgotten. What stays are audit entries, which hold ids only, and frozen snapshots,
which are sums over many people.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from hiring import audit
from hiring.openings.records import Candidate


def due_candidates(session: Session, *, keep_days: int, now: datetime) -> list[Candidate]:
    """Candidates who were added longer ago than ``keep_days``, oldest first."""
    return list(
        session.exec(
            select(Candidate)
            .where(col(Candidate.added_at) < now - timedelta(days=keep_days))
            .order_by(col(Candidate.added_at), col(Candidate.id))
        )
    )


def erase(session: Session, candidates: Sequence[Candidate], *, now: datetime) -> None:
    """Erase candidates with all that hangs on them. Flushes; the caller commits."""
    for candidate in candidates:
        audit.record(
            session,
            "candidate.erased",
            actor=audit.SYSTEM_ACTOR,
            object_id=candidate.id,
            now=now,
            chain=candidate.opening_id,
        )
        session.delete(candidate)
    session.flush()
