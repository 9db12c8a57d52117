"""The end of a sitting: answers sent in by the candidate, or closed by the server in time."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Session, col, select

from hiring.errors import SittingClosedError
from hiring.openings.records import CODE_ALPHABET, Candidate
from hiring.openings.whereabouts import note_sent
from hiring.sittings.drafts import take_over_drafts
from hiring.sittings.records import Sitting

RECEIPT_CHARS = 10


class Closer(StrEnum):
    """Who ended a sitting."""

    CANDIDATE = "candidate"
    SERVER = "server"


def submit(session: Session, sitting: Sitting, *, now: datetime) -> str:
    """Close the sitting and return its receipt. Submitting again returns the same receipt.

    What stands in the pages as a whole answer and was not sent by hand is taken over. Flushes; the
    caller commits.

    Raises:
        SittingClosedError: The candidate has withdrawn.
    """
    close(session, sitting, at=now, closer=Closer.CANDIDATE)
    if sitting.receipt is None:
        raise SittingClosedError("the candidate has withdrawn")
    return sitting.receipt


def close(session: Session, sitting: Sitting, *, at: datetime, closer: Closer) -> bool:
    """End an open sitting at a moment, once; whether it was this call that did it. Flushes.

    The row is closed by one statement that only an open sitting matches, so that of many at once
    one counts. Who has withdrawn sends nothing in any more, and nobody does it for them. A clock
    that was put back meanwhile must keep nobody in: no sitting ends before it began.
    """
    at = max(at, sitting.started_at)
    has_left = select(col(Candidate.id)).where(
        col(Candidate.id) == sitting.candidate_id, col(Candidate.withdrawn_at).is_not(None)
    )
    closed = session.execute(
        update(Sitting)
        .where(
            col(Sitting.id) == sitting.id,
            col(Sitting.submitted_at).is_(None),
            ~has_left.exists(),
        )
        .values(submitted_at=at, receipt=_new_receipt(), closed_by=closer.value)
        .execution_options(synchronize_session=False)
    )
    is_ours = bool(closed.rowcount)  # type: ignore[attr-defined]
    if is_ours:
        take_over_drafts(session, sitting, is_by_hand=closer is Closer.CANDIDATE)
        note_sent(session, sitting.candidate_id, attempt=sitting.attempt, at=at)
    session.refresh(sitting)
    return is_ours


def _new_receipt() -> str:
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(RECEIPT_CHARS))
    return f"{letters[:5]}-{letters[5:]}"
