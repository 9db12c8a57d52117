"""Scores as stored: one row for each scoring, none ever edited, the newest one counts.

A score is by its own key. That is the key of the sitting at first, and another one once somebody
has decided to score again: everything about a score is looked up by ``Score.key_version_id``.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint, false
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from hiring import __version__
from hiring.db import Record, UtcDateTime
from hiring.errors import NotFoundError, NotScorableError
from hiring.openings.whereabouts import note_scored
from hiring.scoring.documents import ScoreDocument, compute, compute_many
from hiring.sittings.records import Sitting

CODE_CHARS = 12
MAX_TRIES = 3


class Recomputed(StrEnum):
    """What came of computing a stored score again."""

    SAME = "same"
    DIFFERENT = "different"
    ERASED = "erased"


class Score(Record, table=True):
    """One scoring of one sitting. A later one names the score it replaces; none is edited.

    ``is_being_rated``: there is no number yet because people are still rating an open answer.

    A score is replaced once: of two who replace it at the same moment the second has to look again.
    """

    __table_args__ = (
        CheckConstraint("total IS NULL OR (total >= 0 AND total <= 100)", name="total_on_scale"),
        UniqueConstraint("replaces_id"),
    )

    sitting_id: UUID = Field(foreign_key="sitting.id", ondelete="CASCADE", index=True)
    key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT", index=True)
    snapshot_id: UUID | None = Field(
        default=None, foreign_key="precision_snapshot.id", ondelete="RESTRICT"
    )
    total: float | None = None
    is_being_rated: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    n_answered: int
    n_scenarios: int
    document: str = Field(sa_column=Column(Text, nullable=False))
    digest: str = Field(max_length=64)
    code: str = Field(max_length=16, unique=True)
    package_version: str = Field(max_length=20)
    scored_at: datetime = Field(sa_type=UtcDateTime)
    replaces_id: UUID | None = Field(default=None, foreign_key="score.id", ondelete="SET NULL")
    rescoring_id: UUID | None = Field(
        default=None, foreign_key="rescoring.id", ondelete="RESTRICT", index=True
    )


@dataclass(frozen=True, slots=True)
class ScoredForm:
    """What scores have in common that may be looked at together: key, form, kind of people."""

    key_version_id: UUID
    form_id: str
    is_simulated: bool

    @classmethod
    def of(cls, score: Score, sitting: Sitting) -> "ScoredForm":
        """That of a score; a sitting alone knows only its first key."""
        return cls(score.key_version_id, sitting.form_id, sitting.is_simulated)


def store_score(session: Session, sitting_id: UUID, *, now: datetime) -> Score:
    """Score a submitted sitting and store the score; the same result twice is stored once. Flushes.

    A sitting that was scored again under another key stays with that key. Where the same sitting is
    scored elsewhere at the same moment, the session is rolled back and looks a second time.

    Raises:
        NotFoundError: There is no such sitting.
        NotScorableError: The sitting is not submitted yet, or was taken back.
    """
    for _ in range(MAX_TRIES - 1):
        try:
            return _store_score(session, sitting_id, now)
        except IntegrityError:
            session.rollback()
    return _store_score(session, sitting_id, now)


def store_replacements(
    session: Session,
    replaced: Sequence[tuple[Score, Sitting]],
    *,
    key_version_id: UUID,
    rescoring_id: UUID,
    snapshot_id: UUID,
    now: datetime,
) -> list[Score]:
    """Score sittings of one form again by another key; the old scores stay. Flushes.

    The printed code also names the re-scoring: going back to an earlier key gives the text of an
    earlier score, and yet is another score.
    """
    documents = compute_many(session, [sitting for _score, sitting in replaced], key_version_id)
    added = []
    for (old, sitting), document in zip(replaced, documents, strict=True):
        score = _row(sitting, document, key_version_id, now)
        score.replaces_id, score.rescoring_id = old.id, rescoring_id
        score.snapshot_id, score.code = snapshot_id, _code(f"{score.digest} {rescoring_id}")
        added.append(score)
    session.add_all(added)
    session.flush()
    sittings = (sitting for _score, sitting in replaced)
    note_scored(session, map(_noted, added, sittings))
    return added


def recompute(session: Session, score: Score) -> Recomputed:
    """Compute a stored score again by its own key and compare the bytes.

    One from before people had rated the open answers is computed as it was then: its code may
    stand on a paper, and nothing it rests on has changed.
    """
    sitting = session.get(Sitting, score.sitting_id)
    if sitting is None:
        return Recomputed.ERASED
    counts_ratings = not score.is_being_rated
    document = compute(session, sitting, score.key_version_id, counts_ratings=counts_ratings)
    same = document.text == score.document and _digest(score.document) == score.digest
    return Recomputed.SAME if same else Recomputed.DIFFERENT


def find_score(session: Session, sitting_id: UUID) -> Score | None:
    """The newest score of a sitting, or None when it is not scored yet."""
    return find_scores(session, [sitting_id]).get(sitting_id)


def find_scores(session: Session, sitting_ids: Iterable[UUID]) -> dict[UUID, Score]:
    """The newest score of each sitting that has one: the one that no other has replaced.

    Sittings that were taken back have none.
    """
    rows = session.exec(
        select(Score)
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .where(col(Score.sitting_id).in_(list(sitting_ids)), col(Sitting.voided_at).is_(None))
        .order_by(col(Score.sitting_id), col(Score.scored_at), col(Score.id))
    ).all()
    replaced = {row.replaces_id for row in rows}
    return {row.sitting_id: row for row in rows if row.id not in replaced}


def scores_of(session: Session, sitting_id: UUID) -> list[Score]:
    """Every score of a sitting, each one before those that replaced it."""
    rows = session.exec(select(Score).where(Score.sitting_id == sitting_id)).all()
    by_replaced = {row.replaces_id: row for row in rows}
    chain: list[Score] = []
    following = by_replaced.get(None)
    while following is not None:
        chain.append(following)
        following = by_replaced.get(following.id)
    return chain


def find_replacement(session: Session, score: Score) -> Score | None:
    """The score that has replaced this one, or None while it counts."""
    return session.exec(
        select(Score).where(Score.sitting_id == score.sitting_id, Score.replaces_id == score.id)
    ).first()


def find_score_by_code(session: Session, code: str) -> Score | None:
    """The score whose printed code this is, or None; None also where answers were taken back."""
    return session.exec(
        select(Score)
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .where(Score.code == code, col(Sitting.voided_at).is_(None))
    ).first()


def _store_score(session: Session, sitting_id: UUID, now: datetime) -> Score:
    sitting = _get_submitted(session, sitting_id)
    existing = find_score(session, sitting_id)
    key_version_id = sitting.key_version_id if existing is None else existing.key_version_id
    document = compute(session, sitting, key_version_id)
    if existing is not None and existing.document == document.text:
        return existing
    score = _row(sitting, document, key_version_id, now)
    score.replaces_id = None if existing is None else existing.id
    session.add(score)
    session.flush()
    note_scored(session, [_noted(score, sitting)])
    return score


def _get_submitted(session: Session, sitting_id: UUID) -> Sitting:
    sitting = session.get(Sitting, sitting_id)
    if sitting is None:
        raise NotFoundError("no such sitting")
    if sitting.submitted_at is None:
        raise NotScorableError("the sitting is not submitted yet")
    if sitting.voided_at is not None:
        raise NotScorableError("the sitting was taken back")
    return sitting


def _row(sitting: Sitting, document: ScoreDocument, key_version_id: UUID, now: datetime) -> Score:
    text = document.text
    digest = _digest(text)
    return Score(
        sitting_id=sitting.id,
        key_version_id=key_version_id,
        total=document.total,
        is_being_rated=document.total is None and document.is_being_rated,
        n_answered=document.n_answered,
        n_scenarios=len(document.scenarios),
        document=text,
        digest=digest,
        code=base64.b32encode(bytes.fromhex(digest)).decode()[:CODE_CHARS],
        package_version=__version__,
        scored_at=now,
    )


def _noted(score: Score, sitting: Sitting) -> dict[str, Any]:
    return {
        "candidate_id": sitting.candidate_id,
        "attempt": sitting.attempt,
        "key_version_id": score.key_version_id,
        "total": score.total,
        "is_being_rated": score.is_being_rated,
        "scored_at": score.scored_at,
    }


def _code(text: str) -> str:
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:CODE_CHARS]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
