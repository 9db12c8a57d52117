"""Sittings whose time is up: closed by the server, with the end of the time as their end.

Nothing is closed while the clock stands still (a break, or somebody asked for an adjustment), and
nothing while the server was away and has not yet given the time back. What is sent in time may
still be under way when the time is up, so the sweep waits a little longer than the grace.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from hiring.openings.records import Candidate
from hiring.sittings.clock import GRACE
from hiring.sittings.drafts import pending_drafts
from hiring.sittings.late_answers import keep_late
from hiring.sittings.outages import is_pulse_stale
from hiring.sittings.records import Sitting
from hiring.sittings.submitting import Closer, close

# Who has withdrawn hands in nothing any more.
_WITHDRAWN = select(Candidate.id).where(col(Candidate.withdrawn_at).is_not(None))
# Longer than a request may wait for the database: what arrived in the grace is written by then.
UNDER_WAY = timedelta(seconds=15)


def close_if_over(session: Session, sitting: Sitting, *, now: datetime) -> bool:
    """Close a sitting whose time and grace are over; whether it was this call that did it. Flushes.

    Whole drafts become answers. The caller asks for the score and commits.
    """
    return not is_pulse_stale(session, now) and _close(session, sitting, ended_by=now - GRACE)


def list_overdue(session: Session, *, now: datetime) -> list[UUID]:
    """The sittings that a sweep has to close now, each by ``close_swept``."""
    if is_pulse_stale(session, now):
        return []
    overdue = (
        select(Sitting.id)
        .where(
            col(Sitting.submitted_at).is_(None),
            col(Sitting.deadline_at) < now - GRACE - UNDER_WAY,
            col(Sitting.candidate_id).not_in(_WITHDRAWN),
        )
        .order_by(col(Sitting.id))
    )
    return list(session.exec(overdue))


def close_swept(session: Session, sitting_id: UUID, *, now: datetime) -> bool:
    """Close one of the list, if it is still overdue; whether it was this call. Flushes.

    Of many calls at once, one closes it. The caller asks for the score and commits before the next:
    what happens to one sitting must not undo the end of another.
    """
    sitting = session.get(Sitting, sitting_id)
    return sitting is not None and _close(session, sitting, ended_by=now - GRACE - UNDER_WAY)


def _close(session: Session, sitting: Sitting, *, ended_by: datetime) -> bool:
    """Close a sitting whose time was over before a moment.

    One statement finds it overdue or not at all and locks it: whoever gave it time in between wins,
    and of several who close it the first one does.
    """
    found = session.execute(
        update(Sitting)
        .where(
            col(Sitting.id) == sitting.id,
            col(Sitting.submitted_at).is_(None),
            col(Sitting.deadline_at) < ended_by,
            col(Sitting.candidate_id).not_in(_WITHDRAWN),
        )
        .values(attempt=col(Sitting.attempt))
        .execution_options(synchronize_session=False)
    )
    if not found.rowcount:  # type: ignore[attr-defined]
        return False
    session.refresh(sitting)
    assert sitting.deadline_at is not None  # noqa: S101 - the statement above has found one
    is_ours = close(session, sitting, at=sitting.deadline_at, closer=Closer.SERVER)
    _keep_late_drafts(session, sitting)
    return is_ours


def _keep_late_drafts(session: Session, sitting: Sitting) -> None:
    """What stood in a page and came too late to be taken over: for a person to look at."""
    for draft in pending_drafts(session, sitting.id).values():
        if draft.value is not None:
            keep_late(
                session,
                sitting_id=sitting.id,
                item=draft.item,
                page_id=draft.page_id,
                value=draft.value,
                arrived_at=draft.received_at,
            )
