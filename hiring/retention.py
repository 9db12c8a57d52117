"""Erasing people when the time has come that they were told.

Rows that hang on a candidate go with the candidate, by the database's own rules, so that a new
table cannot be forgotten. What stays are audit entries, which hold ids only, and frozen snapshots,
which are sums over many people.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from hiring import audit
from hiring.cases import OPEN, Case
from hiring.openings.records import Candidate


def due_candidates(session: Session, *, keep_days: int, now: datetime) -> list[Candidate]:
    """Candidates who were added longer ago than ``keep_days``, oldest first.

    Those who still wait for an answer to a request are left out: it would go with them.
    """
    return list(session.exec(_older(keep_days, now).where(col(Candidate.id).not_in(_waiting()))))


def waiting_candidates(session: Session, *, keep_days: int, now: datetime) -> list[Candidate]:
    """Candidates who would be due, were it not for a request that nobody has answered."""
    return list(session.exec(_older(keep_days, now).where(col(Candidate.id).in_(_waiting()))))


def find_by_code(session: Session, code: str) -> list[Candidate]:
    """Candidates with this code, or the one with this id. Codes are unique in an opening only."""
    try:
        is_named = col(Candidate.id) == UUID(code)
    except ValueError:
        is_named = col(Candidate.code) == code.upper()
    return list(session.exec(select(Candidate).where(is_named).order_by(col(Candidate.id))))


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


def _older(keep_days: int, now: datetime) -> SelectOfScalar[Candidate]:
    return (
        select(Candidate)
        .where(col(Candidate.added_at) < now - timedelta(days=keep_days))
        .order_by(col(Candidate.added_at), col(Candidate.id))
    )


def _waiting() -> SelectOfScalar[UUID]:
    return select(Case.candidate_id).where(col(Case.status).in_([one.value for one in OPEN]))
