"""Two ways out that only the candidate has: to withdraw, and to take back what was sent in.

**Withdrawing** ends the candidate's part. No answer is taken any more and nothing is decided by it:
a person still has to. The link goes on opening the receipt and everything about one's rights.

**Taking back** makes the answers that were sent in count nowhere, from then on: in no page, brief,
comparison, norm group, snapshot, report or new scoring. It is offered where the opening allows it,
and only as long as nobody can have learned from the result: not the candidate, who could else try
for a better one, and nobody who decides. So it ends as soon as the candidate has opened feedback,
explanation or a copy of their data, as somebody of staff has opened the candidate's page, brief or
a comparison with them after the answers came in, or as somebody has decided about them. Sums that
were frozen before stay as they are, as they do after an erasure.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from hiring import audit
from hiring.accounts import Role, Staff
from hiring.audit import AuditEntry
from hiring.errors import AfterFaultError, NotAllowedError, NotScorableError
from hiring.openings.decisions import PAGE_VIEWED, Decision
from hiring.openings.records import Candidate, Opening, get_opening
from hiring.openings.whereabouts import note_taken_back, note_withdrawn
from hiring.sittings.records import Sitting

RESULT_READ = "result.read"
COMPARED = "candidates.compared"
EXPORTED = "export.downloaded"
FETCHED = "result.fetched"  # by another program, for staff
OPENED_BY_STAFF = (PAGE_VIEWED, "brief.read", "brief.exported", FETCHED)


class VoidFault(StrEnum):
    """Why answers cannot be taken back; pages turn the code into a sentence."""

    NOT_OFFERED = "not_offered"
    NOT_SENT = "not_sent"
    RESULT_SEEN = "result_seen"
    OPENED_BY_STAFF = "opened_by_staff"
    DECIDED = "decided"


def withdraw(session: Session, candidate: Candidate, *, now: datetime) -> bool:
    """End the candidate's part; whether it was this call that did it. Flushes.

    Decides nothing and scores nothing. A sitting that was not sent in stays unsent.
    """
    done = session.execute(
        update(Candidate)
        .where(col(Candidate.id) == candidate.id, col(Candidate.withdrawn_at).is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )
    session.refresh(candidate)
    if not done.rowcount:  # type: ignore[attr-defined]
        return False
    _note(session, "candidate.withdrew", candidate, now)
    note_withdrawn(session, candidate.id, now=now)
    return True


def set_may_void(
    session: Session, opening: Opening, *, may_void: bool, staff: Staff, now: datetime
) -> None:
    """Set whether candidates of an opening may take back what they sent. Flushes.

    It holds from now on, also for those who have sent their answers. The same again is noted
    nowhere.

    Raises:
        NotAllowedError: Only owners and recruiters set it.
    """
    if staff.role not in {Role.OWNER, Role.RECRUITER}:
        raise NotAllowedError("only owners and recruiters set whether answers can be taken back")
    if opening.may_void == may_void:
        return
    opening.may_void = may_void
    session.add(opening)
    session.flush()
    audit.record(
        session,
        "taking_back.set",
        actor=staff.id,
        object_id=opening.id,
        now=now,
        chain=opening.id,
        may_void=may_void,
    )


def void_fault(session: Session, candidate: Candidate, sitting: Sitting | None) -> VoidFault | None:
    """Why a candidate cannot take back what was sent in, or None where they can."""
    if not get_opening(session, candidate.opening_id).may_void:
        return VoidFault.NOT_OFFERED
    if sitting is None or sitting.submitted_at is None:
        return VoidFault.NOT_SENT
    if audit.find_latest(session, RESULT_READ, actor=candidate.id, object_id=candidate.id):
        return VoidFault.RESULT_SEEN
    if session.exec(select(Decision.id).where(Decision.candidate_id == candidate.id)).first():
        return VoidFault.DECIDED
    is_opened = _was_opened(session, candidate, since=sitting.submitted_at)
    return VoidFault.OPENED_BY_STAFF if is_opened else None


def void(session: Session, candidate: Candidate, sitting: Sitting, *, now: datetime) -> None:
    """Take back what was sent in. Twice changes nothing. Flushes; the caller commits.

    The note in the audit chain comes first: whoever looks or decides at the same moment writes
    there too, so that of the two one comes first and the other knows.

    Raises:
        AfterFaultError: It is not offered, or somebody has learned from the result; the session is
            rolled back.
    """
    if sitting.voided_at is not None:
        return
    _note(session, "sitting.taken_back", candidate, now)
    fault = void_fault(session, candidate, sitting)
    if fault is not None:
        session.rollback()
        raise AfterFaultError(fault)
    session.execute(
        update(Sitting)
        .where(
            col(Sitting.id) == sitting.id,
            col(Sitting.submitted_at).is_not(None),
            col(Sitting.voided_at).is_(None),
        )
        .values(voided_at=now)
        .execution_options(synchronize_session=False)
    )
    note_taken_back(session, candidate.id, attempt=sitting.attempt)
    session.refresh(sitting)


def require_standing(session: Session, candidate_id: UUID) -> None:
    """Read again, after noting a look, whether what was sent still counts.

    Raises:
        NotScorableError: The candidate has taken it back in the meantime.
    """
    query = select(Sitting.voided_at).where(Sitting.candidate_id == candidate_id)
    if session.exec(query.order_by(col(Sitting.attempt).desc()).limit(1)).first() is not None:
        raise NotScorableError("these answers were taken back")


def _was_opened(session: Session, candidate: Candidate, *, since: datetime) -> bool:
    """Whether somebody of staff has looked at the result, alone or beside others."""
    alone = select(AuditEntry.id).where(
        AuditEntry.object_id == str(candidate.id),
        col(AuditEntry.act).in_(OPENED_BY_STAFF),
        col(AuditEntry.at) >= since,
    )
    if session.exec(alone.limit(1)).first() is not None:
        return True
    beside: Any = select(AuditEntry.details).where(
        AuditEntry.object_id == str(candidate.opening_id),
        AuditEntry.act == COMPARED,
        col(AuditEntry.at) >= since,
    )
    if any(str(candidate.id) in one.get("candidates", ()) for one in session.exec(beside)):
        return True
    return _was_exported(session, candidate, since=since)


def _was_exported(session: Session, candidate: Candidate, *, since: datetime) -> bool:
    """Whether a table of the opening was fetched that was made after the answers came in."""
    fetched: Any = select(AuditEntry.details).where(
        AuditEntry.object_id == str(candidate.opening_id),
        AuditEntry.act == EXPORTED,
        col(AuditEntry.at) >= since,
    )
    times = (one.get("made_at") for one in session.exec(fetched))
    return any(made_at and datetime.fromisoformat(made_at) >= since for made_at in times)


def _note(session: Session, act: str, candidate: Candidate, now: datetime) -> None:
    audit.record(
        session,
        act,
        actor=candidate.id,
        object_id=candidate.id,
        now=now,
        chain=candidate.opening_id,
    )
