"""Erasing people when the time has come that they were told.

Rows that hang on a candidate go with the candidate, by the database's own rules, so that a new
table cannot be forgotten. What stays are audit entries, which hold ids only, and frozen snapshots,
which are sums over many people.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from hiring import audit, batches, exports
from hiring.cases import OPEN, Case
from hiring.openings.records import Candidate, Opening
from hiring.scoring.records import Score
from hiring.scoring.verifying import ERASED_ACT
from hiring.sittings.records import Sitting


def due_candidates(session: Session, *, keep_days: int, now: datetime) -> list[Candidate]:
    """Candidates who were added longer ago than they are kept, oldest first.

    ``keep_days`` are the house's; an opening may have days of its own, fewer or more.
    Those who still wait for an answer to a request are left out: it would go with them.
    """
    return list(
        session.exec(_older(session, keep_days, now).where(col(Candidate.id).not_in(_waiting())))
    )


def waiting_candidates(session: Session, *, keep_days: int, now: datetime) -> list[Candidate]:
    """Candidates who would be due, were it not for a request that nobody has answered."""
    return list(
        session.exec(_older(session, keep_days, now).where(col(Candidate.id).in_(_waiting())))
    )


def find_by_code(session: Session, code: str) -> list[Candidate]:
    """Candidates with this code, or the one with this id. Codes are unique in an opening only."""
    try:
        is_named = col(Candidate.id) == UUID(code)
    except ValueError:
        is_named = col(Candidate.code) == code.upper()
    return list(session.exec(select(Candidate).where(is_named).order_by(col(Candidate.id))))


def erase(session: Session, candidates: Sequence[Candidate], *, now: datetime) -> None:
    """Erase candidates with all that hangs on them. Flushes; the caller commits.

    Files of their openings that hold many people go with them: exports, and merged briefs.
    """
    opening_ids = {candidate.opening_id for candidate in candidates}
    exports.clear_of_openings(session, opening_ids)
    batches.clear_merged(session, opening_ids)
    for candidate in candidates:
        audit.record(
            session,
            "candidate.erased",
            actor=audit.SYSTEM_ACTOR,
            object_id=candidate.id,
            now=now,
            chain=candidate.opening_id,
        )
        _note_codes(session, candidate, now)
        session.delete(candidate)
    session.flush()


def _note_codes(session: Session, candidate: Candidate, now: datetime) -> None:
    """Keep the codes of the scores: who holds a brief on paper can then learn why nothing is there.

    A code is a digest of what is erased; nothing can be read from it.
    """
    codes = session.exec(
        select(Score.code)
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .where(Sitting.candidate_id == candidate.id)
        .order_by(col(Score.code))
    )
    for code in codes:
        audit.record(
            session,
            ERASED_ACT,
            actor=audit.SYSTEM_ACTOR,
            object_id=code,
            now=now,
            chain=candidate.opening_id,
        )


def _older(session: Session, keep_days: int, now: datetime) -> SelectOfScalar[Candidate]:
    """One comparison for each number of days that openings name: dates are reckoned here.

    The two databases reckon with dates in different words, and numbers of days are few.
    """
    named = session.exec(select(Opening.keep_days).distinct()).all()
    is_over = [
        and_(_keeps(days), col(Candidate.added_at) < now - timedelta(days=days or keep_days))
        for days in named
    ]
    return (
        select(Candidate)
        .join(Opening, col(Opening.id) == col(Candidate.opening_id))
        .where(or_(false(), *is_over))
        .order_by(col(Candidate.added_at), col(Candidate.id))
    )


def _keeps(days: int | None) -> ColumnElement[bool]:
    return col(Opening.keep_days).is_(None) if days is None else col(Opening.keep_days) == days


def _waiting() -> SelectOfScalar[UUID]:
    return select(Case.candidate_id).where(col(Case.status).in_([one.value for one in OPEN]))
