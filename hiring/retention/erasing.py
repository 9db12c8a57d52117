"""Erasing people, with everything that hangs on them.

Rows that hang on a candidate go with the candidate, by the database's own rules, so that a new
table cannot be forgotten. What stays are audit entries, which hold ids only, and frozen snapshots,
which are sums over many people.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hiring import audit, batches, exports
from hiring.errors import NotAllowedError
from hiring.openings.holds import held_ids
from hiring.openings.records import Candidate
from hiring.scoring.records import Score
from hiring.scoring.verifying import ERASED_ACT
from hiring.sittings.records import Sitting

ERASED = "candidate.erased"


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

    Raises:
        NotAllowedError: Somebody is on hold; nobody is erased.
    """
    _require_nobody_held(session, candidates, now)
    opening_ids = {candidate.opening_id for candidate in candidates}
    exports.clear_of_openings(session, opening_ids)
    batches.clear_merged(session, opening_ids)
    for candidate in candidates:
        audit.record(
            session,
            ERASED,
            actor=audit.SYSTEM_ACTOR,
            object_id=candidate.id,
            now=now,
            chain=candidate.opening_id,
        )
        _note_codes(session, candidate, now)
        session.delete(candidate)
    session.flush()


def _require_nobody_held(session: Session, candidates: Sequence[Candidate], now: datetime) -> None:
    held = {one for one in session.exec(held_ids(now)) if one is not None}
    codes = sorted(candidate.code for candidate in candidates if candidate.id in held)
    if codes:
        raise NotAllowedError(f"on hold, not to be erased: {', '.join(codes)}")


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
