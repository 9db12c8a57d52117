"""People with a score, its error, and where both come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hiring.openings.records import Candidate
from hiring.psychometrics.reliability.precision import estimate, interval_90
from hiring.psychometrics.reliability.standard_errors import Interval, equally_likely_points
from hiring.scoring import (
    PrecisionSnapshot,
    Score,
    ScoredForm,
    ScoreDocument,
    current_snapshot,
    find_scores,
    precision_of,
)
from hiring.sittings.records import Sitting, find_sittings


@dataclass(frozen=True, slots=True)
class ScoredPerson:
    """A candidate with a score, its error, and where both come from.

    ``estimate_points`` and ``interval`` are None where too few answers allow no number.
    ``scale_points`` is the score on the scale of another form, where a linking study says it there;
    estimate, interval and likely places are then on that scale too.
    """

    candidate: Candidate
    sitting: Sitting
    score: Score
    document: ScoreDocument
    snapshot: PrecisionSnapshot
    estimate_points: float | None
    interval: Interval | None
    likely_points: tuple[float, ...]
    scale_points: float | None = None

    @property
    def form(self) -> ScoredForm:
        """Key, form and kind of people of the score."""
        return ScoredForm.of(self.score, self.sitting)

    @property
    def shown_total(self) -> float | None:
        """The score on the scale on which it is shown."""
        return self.score.total if self.scale_points is None else self.scale_points


def find_scored(session: Session, candidate: Candidate) -> ScoredPerson | None:
    """The candidate with the newest score, or None when there is none yet."""
    return scored_people(session, [candidate]).get(candidate.id)


def scored_people(session: Session, candidates: Sequence[Candidate]) -> dict[UUID, ScoredPerson]:
    """The candidates that have a score, by id. The number of queries does not grow with them."""
    sittings = find_sittings(session, [candidate.id for candidate in candidates])
    scores = find_scores(session, [sitting.id for sitting in sittings.values()])
    snapshots: dict[ScoredForm, PrecisionSnapshot | None] = {}
    found = {}
    for candidate in candidates:
        sitting = sittings.get(candidate.id)
        score = None if sitting is None else scores.get(sitting.id)
        if sitting is None or score is None:
            continue
        snapshot = _snapshot(session, ScoredForm.of(score, sitting), snapshots)
        if snapshot is not None:
            found[candidate.id] = _person(candidate, sitting, score, snapshot)
    return found


def _person(
    candidate: Candidate, sitting: Sitting, score: Score, snapshot: PrecisionSnapshot
) -> ScoredPerson:
    document = ScoreDocument.from_text(score.document)
    if score.total is None:
        return ScoredPerson(candidate, sitting, score, document, snapshot, None, None, ())
    precision = precision_of(snapshot)
    middle = estimate(score.total, precision)
    return ScoredPerson(
        candidate=candidate,
        sitting=sitting,
        score=score,
        document=document,
        snapshot=snapshot,
        estimate_points=middle,
        interval=interval_90(score.total, precision),
        likely_points=equally_likely_points(middle, precision.error),
    )


def _snapshot(
    session: Session, form: ScoredForm, seen: dict[ScoredForm, PrecisionSnapshot | None]
) -> PrecisionSnapshot | None:
    if form not in seen:
        seen[form] = current_snapshot(
            session,
            key_version_id=form.key_version_id,
            form_id=form.form_id,
            is_simulated=form.is_simulated,
        )
    return seen[form]
