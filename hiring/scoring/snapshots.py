"""How exact the scores of a form are, frozen at a time.

The error of a score depends on which sittings existed when it was estimated.
A snapshot is made off the request path, when the number of scored sittings has reached the next
rung of the precision ladder or has grown by a quarter. Simulated sittings make snapshots for
simulated openings only. Pages, briefs and comparisons name the snapshot they use.
"""

import hashlib
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import numpy as np
from sqlalchemy import CheckConstraint, Column, Index, func
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, select

from hiring.banks.digests import canonical_json
from hiring.banks.versions import bank_document, get_key_version, key_document
from hiring.db import Json, Record, UtcDateTime
from hiring.psychometrics.reliability.precision import (
    MIN_MEASURED_SITTINGS,
    MIN_POOLED_SITTINGS,
    Precision,
    Rung,
    precision,
    reportable_clusters,
)
from hiring.scoring.documents import ScoreDocument
from hiring.scoring.plan import FloatArray, ScoringPlan, scoring_plan
from hiring.scoring.records import Score
from hiring.sittings.records import Sitting

GROWTH_FOR_NEW_SNAPSHOT = 1.25
CODE_CHARS = 4
MIDDLE_HALF = (25, 75)


class HasForm(Protocol):
    """What names the scores of a form: a ``ScoredForm``, or a sitting under its first key."""

    @property
    def key_version_id(self) -> UUID:
        """The key they are scored by."""

    @property
    def form_id(self) -> str:
        """The form that was answered."""

    @property
    def is_simulated(self) -> bool:
        """Whether the people are made up."""


class PrecisionSnapshot(Record, table=True):
    """Number of sittings, spread, reliability and error of one form, key and kind of people."""

    __tablename__ = "precision_snapshot"
    __table_args__ = (
        CheckConstraint("rung IN ('measured', 'pooled', 'planned')", name="rung_is_known"),
        CheckConstraint("sem > 0", name="error_is_above_zero"),
        CheckConstraint("(rung = 'measured') = (mean IS NOT NULL)", name="mean_only_when_measured"),
        Index("ix_precision_snapshot_form", "key_version_id", "form_id", "is_simulated", "made_at"),
    )

    key_version_id: UUID = Field(foreign_key="key_version.id", ondelete="RESTRICT")
    form_id: str = Field(max_length=40)
    is_simulated: bool
    rung: str = Field(max_length=10)
    n: int
    n_scored: int
    mean: float | None = None
    sd: float
    r: float
    sem: float
    reference_low: float | None = None
    reference_high: float | None = None
    reportable: list[str] = Field(sa_column=Column(Json, nullable=False))
    digest: str = Field(max_length=64)
    made_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def code(self) -> str:
        """Four letters that stand for the snapshot on paper."""
        return self.digest[:CODE_CHARS].upper()


def precision_of(snapshot: PrecisionSnapshot) -> Precision:
    """The snapshot's figures as the library knows them."""
    return Precision(
        rung=Rung(snapshot.rung),
        n=snapshot.n,
        mean=snapshot.mean,
        sd=snapshot.sd,
        r=snapshot.r,
        sem=snapshot.sem,
    )


def current_snapshot(
    session: Session, *, key_version_id: UUID, form_id: str, is_simulated: bool
) -> PrecisionSnapshot | None:
    """The newest snapshot of a form, or None before its first sitting was scored."""
    return session.exec(
        select(PrecisionSnapshot)
        .where(
            PrecisionSnapshot.key_version_id == key_version_id,
            PrecisionSnapshot.form_id == form_id,
            PrecisionSnapshot.is_simulated == is_simulated,
        )
        .order_by(col(PrecisionSnapshot.made_at).desc(), col(PrecisionSnapshot.n).desc())
        .limit(1)
    ).first()


def scored_counts(session: Session) -> dict[tuple[UUID, str, bool], int]:
    """Sittings whose newest score has a number, by key, form and whether they are simulated."""
    rows = session.exec(
        select(
            col(Score.key_version_id),
            col(Sitting.form_id),
            col(Sitting.is_simulated),
            func.count(col(Score.id)),
        )
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .where(
            col(Score.total).is_not(None),
            stands(),
            col(Sitting.voided_at).is_(None),
        )
        .group_by(col(Score.key_version_id), col(Sitting.form_id), col(Sitting.is_simulated))
    )
    return {(key, form, is_simulated): n for key, form, is_simulated, n in rows}


def find_snapshot_by_code(session: Session, form: HasForm, code: str) -> PrecisionSnapshot | None:
    """The newest snapshot of this form and key with these printed letters, or None."""
    if len(code) != CODE_CHARS:
        return None
    return session.exec(
        select(PrecisionSnapshot)
        .where(
            PrecisionSnapshot.key_version_id == form.key_version_id,
            PrecisionSnapshot.form_id == form.form_id,
            PrecisionSnapshot.is_simulated == form.is_simulated,
            col(PrecisionSnapshot.digest).startswith(code.lower(), autoescape=True),
        )
        .order_by(col(PrecisionSnapshot.made_at).desc())
        .limit(1)
    ).first()


def snapshot_if_due(session: Session, form: HasForm, *, now: datetime) -> PrecisionSnapshot:
    """The snapshot that holds now; a new one when there are enough new sittings. Flushes."""
    newest = current_snapshot(
        session,
        key_version_id=form.key_version_id,
        form_id=form.form_id,
        is_simulated=form.is_simulated,
    )
    if newest is not None and not _is_due(newest.n_scored, _n_scored(session, form)):
        return newest
    return make_snapshot(session, form, now=now)


def make_snapshot(session: Session, form: HasForm, *, now: datetime) -> PrecisionSnapshot:
    """Freeze the precision of a form from all its scored sittings. Flushes."""
    return freeze_snapshot(session, form, scenario_table(session, form), now=now)


def freeze_snapshot(
    session: Session, form: HasForm, table: FloatArray, *, now: datetime
) -> PrecisionSnapshot:
    """Freeze the precision of a form from these sittings. Flushes.

    Args:
        session: The caller commits.
        form: What was scored by which key.
        table: Shape (n_sittings, n_scenarios + 1): points 0..100, NaN = missing; last the total,
            which no row may lack.
        now: The time of freezing.
    """
    plan, points, totals = _plan_of(session, form), table[:, :-1], table[:, -1]
    found = precision(points)
    flags = reportable_clusters(points, plan.cluster_columns, found)
    snapshot = PrecisionSnapshot(
        key_version_id=form.key_version_id,
        form_id=form.form_id,
        is_simulated=form.is_simulated,
        rung=found.rung.value,
        n=found.n,
        n_scored=len(totals),
        mean=found.mean,
        sd=found.sd,
        r=found.r,
        sem=found.sem,
        reportable=[name for name, flag in zip(plan.clusters, flags, strict=True) if flag],
        digest="",
        made_at=now,
    )
    snapshot.reference_low, snapshot.reference_high = _middle_half(totals)
    snapshot.digest = _digest(snapshot)
    session.add(snapshot)
    session.flush()
    return snapshot


def scenario_table(session: Session, form: HasForm) -> FloatArray:
    """Points of all scored sittings of a form, as ``freeze_snapshot`` takes them."""
    query = _scores_of_form(form, col(Score.document)).order_by(col(Score.digest))
    documents = [ScoreDocument.from_text(text) for text in session.exec(query)]
    rows = [
        [np.nan if points is None else points for points in (*one.scenarios, one.total)]
        for one in documents
    ]
    n_columns = len(_plan_of(session, form).scenarios) + 1
    return np.array(rows, dtype=np.float64).reshape(len(rows), n_columns)


def _plan_of(session: Session, form: HasForm) -> ScoringPlan:
    key = get_key_version(session, form.key_version_id)
    bank = bank_document(session, key.bank_version_id)
    return scoring_plan(bank, key_document(session, key.id), form.form_id)


def _is_due(n_then: int, n_now: int) -> bool:
    """A new rung is reached, or the sittings have grown by a quarter."""
    rungs = (1, MIN_POOLED_SITTINGS, MIN_MEASURED_SITTINGS)
    has_climbed = any(n_then < rung <= n_now for rung in rungs)
    return has_climbed or (
        n_now >= MIN_POOLED_SITTINGS and n_now >= n_then * GROWTH_FOR_NEW_SNAPSHOT
    )


def _n_scored(session: Session, form: HasForm) -> int:
    return int(session.exec(_scores_of_form(form, func.count(col(Score.id)))).one())


def _scores_of_form(form: HasForm, what: Any) -> Any:
    """Scores with a number, of this form and key, that no later score has replaced."""
    return (
        select(what)
        .select_from(Score)
        .join(Sitting, col(Sitting.id) == col(Score.sitting_id))
        .where(
            col(Score.key_version_id) == form.key_version_id,
            col(Sitting.form_id) == form.form_id,
            col(Sitting.is_simulated) == form.is_simulated,
            col(Score.total).is_not(None),
            stands(),
            col(Sitting.voided_at).is_(None),
        )
    )


def stands() -> Any:
    """That no later score has replaced a score, as a condition on it.

    Not as ``NOT IN``: PostgreSQL would go through all replaced scores for each score as soon as
    their ids do not fit into its memory for sorting.
    """
    later = aliased(Score)
    return ~select(later.id).where(col(later.replaces_id) == col(Score.id)).exists()


def _middle_half(totals: FloatArray) -> tuple[float | None, float | None]:
    """Where the middle half of the sittings lies; None with fewer than ten of them."""
    if len(totals) < MIN_POOLED_SITTINGS:
        return None, None
    low, high = np.percentile(totals, MIDDLE_HALF)
    return float(low), float(high)


def _digest(snapshot: PrecisionSnapshot) -> str:
    facts = snapshot.model_dump(mode="json", exclude={"id", "digest", "made_at"})
    return hashlib.sha256(canonical_json(facts).encode()).hexdigest()
