"""Score a submitted sitting and note how exact that score is."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hiring.errors import NotFoundError
from hiring.ratings.asking import ask_for_ratings
from hiring.scoring.records import Score, ScoredForm, find_score, store_score
from hiring.scoring.snapshots import snapshot_if_due
from hiring.sittings.records import Sitting


def score_sitting(session: Session, sitting_id: UUID, *, now: datetime) -> Score:
    """Store the sitting's score with the precision snapshot that held when it was scored.

    Open answers are put before the raters first, in the wording that counts now. Doing it twice
    changes nothing. Flushes; the caller commits.

    Raises:
        NotFoundError: There is no such sitting.
        NotScorableError: The sitting is not submitted yet.
    """
    _ask_for_ratings(session, sitting_id, now)
    score = store_score(session, sitting_id, now=now)
    if score.snapshot_id is None:
        form = ScoredForm.of(score, _get(session, sitting_id))
        score.snapshot_id = snapshot_if_due(session, form, now=now).id
        session.flush()
    return score


def _ask_for_ratings(session: Session, sitting_id: UUID, now: datetime) -> None:
    sitting = _get(session, sitting_id)
    if sitting.voided_at is None:
        existing = find_score(session, sitting_id)
        key_id = sitting.key_version_id if existing is None else existing.key_version_id
        ask_for_ratings(session, sitting, key_id, now=now)


def _get(session: Session, sitting_id: UUID) -> Sitting:
    sitting = session.get(Sitting, sitting_id)
    if sitting is None:
        raise NotFoundError("no such sitting")
    return sitting
