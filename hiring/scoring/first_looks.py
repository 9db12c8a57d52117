"""Whether anybody of staff has looked at a score of an opening; a cut score says if it was first.

Read from the audit record alone: whoever opens a page with a score is noted there before the score
is read.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from hiring.audit import AuditEntry
from hiring.openings.records import Candidate
from hiring.scoring.records import Score
from hiring.sittings.leaving import COMPARED, EXPORTED, OPENED_BY_STAFF
from hiring.sittings.records import Sitting

# Acts by which the score of one person was seen, with a name or without.
SEEN_ALONE = (*OPENED_BY_STAFF, "sheet.read", "sheet.exported")
# Acts by which scores of several people were seen: side by side, or in a file.
SEEN_TOGETHER = (COMPARED, EXPORTED, "batch.downloaded")


def was_score_seen(session: Session, opening_id: UUID) -> bool:
    """Whether a page, paper or file with a score of this opening was opened by anybody."""
    scored = _first_scored(session, opening_id)
    if not scored:
        return False
    return _was_one_seen(session, opening_id, scored) or _were_many_seen(
        session, opening_id, min(scored.values())
    )


def _first_scored(session: Session, opening_id: UUID) -> dict[str, datetime]:
    """When each person was scored first, by id as the audit record writes it."""
    rows = session.exec(
        select(Candidate.id, func.min(Score.scored_at))
        .join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
        .join(Score, col(Score.sitting_id) == col(Sitting.id))
        .where(Candidate.opening_id == opening_id)
        .group_by(col(Candidate.id))
    )
    return {str(one): first for one, first in rows}


def _was_one_seen(session: Session, opening_id: UUID, scored: dict[str, datetime]) -> bool:
    """Whether somebody's page or brief was opened once there was a score."""
    rows = session.exec(
        select(AuditEntry.object_id, func.max(AuditEntry.at))
        .where(AuditEntry.chain == str(opening_id), col(AuditEntry.act).in_(SEEN_ALONE))
        .group_by(col(AuditEntry.object_id))
    )
    return any(one in scored and last >= scored[one] for one, last in rows)


def _were_many_seen(session: Session, opening_id: UUID, first: datetime) -> bool:
    """Whether people stood side by side, or scores were taken away, since the first score."""
    query = select(AuditEntry.id).where(
        AuditEntry.chain == str(opening_id),
        col(AuditEntry.act).in_(SEEN_TOGETHER),
        col(AuditEntry.at) >= first,
    )
    return session.exec(query.limit(1)).first() is not None
