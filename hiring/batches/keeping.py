"""Files of batches go after a week, and at once with the answers they tell of."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from hiring.batches.records import Batch, BatchBrief
from hiring.sittings.records import Sitting


def clear_expired(session: Session, *, now: datetime) -> int:
    """Take away the files of batches that have run out, and of answers taken back. Flushes.

    Returns:
        How many briefs lost their file.
    """
    is_over = select(Batch.id).where(col(Batch.expires_at) <= now)
    taken_back = select(Sitting.candidate_id).where(col(Sitting.voided_at).is_not(None))
    cleared = session.execute(
        update(BatchBrief)
        .where(
            col(BatchBrief.pdf).is_not(None),
            or_(
                col(BatchBrief.batch_id).in_(is_over), col(BatchBrief.candidate_id).in_(taken_back)
            ),
        )
        .values(pdf=None, digest=None)
        .execution_options(synchronize_session=False)
    )
    gone = select(BatchBrief.batch_id).where(col(BatchBrief.candidate_id).in_(taken_back))
    session.execute(
        update(Batch)
        .where(
            col(Batch.merged).is_not(None),
            or_(col(Batch.expires_at) <= now, col(Batch.id).in_(gone)),
        )
        .values(merged=None, merged_of=None)
        .execution_options(synchronize_session=False)
    )
    return int(cleared.rowcount)  # type: ignore[attr-defined]


def clear_merged(session: Session, opening_ids: Iterable[UUID]) -> None:
    """Take away the merged files of openings of which somebody is erased. Flushes.

    Their single briefs go with the people; a merged file can be made again of those who stay.
    """
    session.execute(
        update(Batch)
        .where(col(Batch.opening_id).in_(list(opening_ids)), col(Batch.merged).is_not(None))
        .values(merged=None, merged_of=None)
        .execution_options(synchronize_session=False)
    )
