"""That a candidate has seen a result: an observation, made once.

From then on answers can no longer be taken back, or a second try could learn from the first.
"""

from datetime import datetime

from sqlmodel import Session

from hiring import audit
from hiring.openings.records import Candidate
from hiring.sittings.leaving import RESULT_READ


def note_reading(session: Session, candidate: Candidate, *, now: datetime) -> bool:
    """Note that the candidate has opened feedback or explanation. Flushes; the caller commits.

    Returns:
        Whether this was the first time; a later one notes nothing.
    """
    if has_read_result(session, candidate):
        return False
    audit.record(
        session,
        RESULT_READ,
        actor=candidate.id,
        object_id=candidate.id,
        now=now,
        chain=candidate.opening_id,
    )
    return True


def has_read_result(session: Session, candidate: Candidate) -> bool:
    """Whether the candidate has seen a result of theirs."""
    found = audit.find_latest(session, RESULT_READ, actor=candidate.id, object_id=candidate.id)
    return found is not None
