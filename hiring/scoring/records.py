"""Scores as stored: values and provenance in one canonical document that can be computed again.

The document holds everything that follows from answers, bank and key, and nothing else; its text
is stored as it was, so that recomputing compares bytes. Time and package version stand beside it:
they say when and by what it was computed, and would change although the score does not.
"""

import base64
import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field, Session, col, select

from hiring import __version__
from hiring.banks.digests import canonical_json
from hiring.banks.versions import (
    bank_document,
    get_bank_version,
    get_key_version,
    key_document,
    text_digest,
)
from hiring.db import Record, UtcDateTime
from hiring.errors import NotFoundError, NotScorableError
from hiring.psychometrics.aggregation import UnitState
from hiring.scoring.plan import (
    MISSING_POLICY,
    Answers,
    ScoringPlan,
    SittingScores,
    encode,
    score_encoded,
    scoring_plan,
)
from hiring.sittings.answers import AnswerState
from hiring.sittings.records import Answer, Sitting, latest_answers

SCORING_VERSION = 1
CODE_CHARS = 12

UNIT_STATES = {
    AnswerState.ANSWERED: UnitState.ANSWERED,
    AnswerState.SKIPPED: UnitState.SKIPPED,
    AnswerState.NOT_REACHED: UnitState.NOT_REACHED,
    AnswerState.VOID: UnitState.VOID,
}


class Recomputed(StrEnum):
    """What came of computing a stored score again."""

    SAME = "same"
    DIFFERENT = "different"
    ERASED = "erased"


class Score(Record, table=True):
    """One scoring of one sitting. A later one names the score it replaces; none is edited."""

    __table_args__ = (
        CheckConstraint("total IS NULL OR (total >= 0 AND total <= 100)", name="total_on_scale"),
    )

    sitting_id: UUID = Field(foreign_key="sitting.id", ondelete="CASCADE", index=True)
    key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT", index=True)
    snapshot_id: UUID | None = Field(
        default=None, foreign_key="precision_snapshot.id", ondelete="RESTRICT"
    )
    total: float | None = None
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
class ScoreDocument:
    """A score and what it rests on. Points are 0..100; None = no number, which is not zero."""

    scoring_version: int
    sitting: str
    form: str
    content_digest: str
    language: str
    translation_digest: str | None
    scoring_digest: str
    key_version: str
    missing_policy: str
    methods: dict[str, str]
    answers_digest: str
    norm_group: str | None
    states: dict[str, str]
    items: dict[str, float | None]
    scenario_names: list[str]
    scenarios: list[float | None]
    clusters: dict[str, float | None]
    standardised: float | None
    total: float | None
    n_answered: int

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a stored document."""
        return cls(**json.loads(text))

    @property
    def text(self) -> str:
        """The canonical form, as stored and as compared."""
        return canonical_json(asdict(self))


def store_score(session: Session, sitting_id: UUID, *, now: datetime) -> Score:
    """Score a submitted sitting and store the score; the same result twice is stored once. Flushes.

    Raises:
        NotFoundError: There is no such sitting.
        NotScorableError: The sitting is not submitted yet.
    """
    sitting = _get_submitted(session, sitting_id)
    document = compute(session, sitting)
    existing = find_score(session, sitting_id)
    if existing is not None and existing.document == document.text:
        return existing
    score = _row(sitting, document, replaces=existing, now=now)
    session.add(score)
    session.flush()
    return score


def compute(session: Session, sitting: Sitting) -> ScoreDocument:
    """The score of a sitting from what is stored, without storing anything."""
    bank = get_bank_version(session, sitting.bank_version_id)
    key = get_key_version(session, sitting.key_version_id)
    plan = scoring_plan(
        bank_document(session, bank.id), key_document(session, key.id), sitting.form_id
    )
    answers = latest_answers(session, sitting.id)
    scores = score_encoded(plan, encode(plan, [as_units(answers)]))
    return ScoreDocument(
        scoring_version=SCORING_VERSION,
        sitting=str(sitting.id),
        form=sitting.form_id,
        content_digest=bank.content_digest,
        language=sitting.language,
        translation_digest=text_digest(session, bank.id, sitting.language),
        scoring_digest=key.scoring_digest,
        key_version=key.key_version,
        missing_policy=MISSING_POLICY.value,
        methods=plan.methods,
        answers_digest=_answers_digest(answers),
        norm_group=None,
        **_values(plan, scores, answers),
    )


def recompute(session: Session, score: Score) -> Recomputed:
    """Compute a stored score again and compare the bytes."""
    sitting = session.get(Sitting, score.sitting_id)
    if sitting is None:
        return Recomputed.ERASED
    same = compute(session, sitting).text == score.document and _digest(score) == score.digest
    return Recomputed.SAME if same else Recomputed.DIFFERENT


def find_score(session: Session, sitting_id: UUID) -> Score | None:
    """The newest score of a sitting, or None when it is not scored yet."""
    return find_scores(session, [sitting_id]).get(sitting_id)


def find_scores(session: Session, sitting_ids: Iterable[UUID]) -> dict[UUID, Score]:
    """The newest score of each sitting that has one."""
    rows = session.exec(
        select(Score)
        .where(col(Score.sitting_id).in_(list(sitting_ids)))
        .order_by(col(Score.sitting_id), col(Score.scored_at), col(Score.id))
    )
    return {row.sitting_id: row for row in rows}


def find_score_by_code(session: Session, code: str) -> Score | None:
    """The score whose printed code this is, or None."""
    return session.exec(select(Score).where(Score.code == code)).first()


def as_units(answers: dict[str, Answer]) -> Answers:
    """Stored answers as the scoring plan reads them."""
    return {
        item: (UNIT_STATES[AnswerState(answer.state)], answer.value)
        for item, answer in answers.items()
    }


def _get_submitted(session: Session, sitting_id: UUID) -> Sitting:
    sitting = session.get(Sitting, sitting_id)
    if sitting is None:
        raise NotFoundError("no such sitting")
    if sitting.submitted_at is None:
        raise NotScorableError("the sitting is not submitted yet")
    return sitting


def _values(plan: ScoringPlan, scores: SittingScores, answers: dict[str, Answer]) -> dict[str, Any]:
    """The numbers of the only row, with None where there is no number."""
    refs = [item.ref for item in plan.items]
    return {
        "states": {ref: _state(answers.get(ref)) for ref in refs},
        "items": dict(zip(refs, map(_known, scores.items[0]), strict=True)),
        "scenario_names": list(plan.scenarios),
        "scenarios": list(map(_known, scores.scenarios[0])),
        "clusters": dict(zip(plan.clusters, map(_known, scores.clusters[0]), strict=True)),
        "standardised": _known(scores.standardised[0]),
        "total": _known(scores.totals[0]),
        "n_answered": int((scores.scenario_states[0] == UnitState.ANSWERED).sum()),
    }


def _state(answer: Answer | None) -> str:
    return AnswerState.NOT_REACHED.value if answer is None else answer.state


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _answers_digest(answers: dict[str, Answer]) -> str:
    facts = {item: [row.revision, row.state, row.value] for item, row in answers.items()}
    return hashlib.sha256(canonical_json(facts).encode()).hexdigest()


def _row(
    sitting: Sitting, document: ScoreDocument, *, replaces: Score | None, now: datetime
) -> Score:
    score = Score(
        sitting_id=sitting.id,
        key_version_id=sitting.key_version_id,
        total=document.total,
        n_answered=document.n_answered,
        n_scenarios=len(document.scenarios),
        document=document.text,
        digest="",
        code="",
        package_version=__version__,
        scored_at=now,
        replaces_id=None if replaces is None else replaces.id,
    )
    score.digest = _digest(score)
    score.code = base64.b32encode(bytes.fromhex(score.digest)).decode()[:CODE_CHARS]
    return score


def _digest(score: Score) -> str:
    return hashlib.sha256(score.document.encode()).hexdigest()
