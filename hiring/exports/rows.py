"""The attempts of an opening as rows of plain values. None stands for what is not there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from uuid import UUID

from sqlmodel import Session, col, select

from hiring.banks.versions import BankVersion, KeyVersion, get_bank_version, get_key_version
from hiring.briefs.codes import in_groups
from hiring.openings.decisions import Decision, newest_decisions
from hiring.openings.records import Candidate
from hiring.psychometrics.reliability.precision import estimate, interval_90
from hiring.scoring import (
    PrecisionSnapshot,
    Score,
    ScoredForm,
    current_snapshot,
    find_scores,
    precision_of,
)
from hiring.sittings.records import Sitting

Value: TypeAlias = str | int | float | bool | None
Row: TypeAlias = dict[str, Value]

AT_ONCE = 500


@dataclass(frozen=True)
class _Shelf:
    """What many rows share, read once."""

    session: Session
    banks: dict[UUID, BankVersion]
    keys: dict[UUID, KeyVersion]
    snapshots: dict[ScoredForm, PrecisionSnapshot | None]

    def bank(self, bank_id: UUID) -> BankVersion:
        if bank_id not in self.banks:
            self.banks[bank_id] = get_bank_version(self.session, bank_id)
        return self.banks[bank_id]

    def key(self, key_id: UUID) -> KeyVersion:
        if key_id not in self.keys:
            self.keys[key_id] = get_key_version(self.session, key_id)
        return self.keys[key_id]

    def snapshot(self, form: ScoredForm) -> PrecisionSnapshot | None:
        if form not in self.snapshots:
            self.snapshots[form] = current_snapshot(
                self.session,
                key_version_id=form.key_version_id,
                form_id=form.form_id,
                is_simulated=form.is_simulated,
            )
        return self.snapshots[form]


def rows_of(session: Session, opening_id: UUID) -> Iterator[Row]:
    """Each attempt of an opening as a row, in order of code: every column there is, named ones too.

    The number of queries grows by three for every ``AT_ONCE`` attempts.
    """
    found = session.exec(
        select(Candidate, Sitting)
        .join(Sitting, col(Sitting.candidate_id) == col(Candidate.id))
        .where(Candidate.opening_id == opening_id)
        .order_by(col(Candidate.code), col(Sitting.attempt))
    ).all()
    shelf = _Shelf(session, {}, {}, {})
    for start in range(0, len(found), AT_ONCE):
        yield from _some(shelf, found[start : start + AT_ONCE])


def _some(shelf: _Shelf, found: Sequence[tuple[Candidate, Sitting]]) -> Iterator[Row]:
    scores = find_scores(shelf.session, [sitting.id for _candidate, sitting in found])
    decisions = newest_decisions(shelf.session, [candidate.id for candidate, _sitting in found])
    for candidate, sitting in found:
        score = scores.get(sitting.id)
        yield {
            **_person(candidate, sitting, score),
            **_score(shelf, sitting, score),
            **_versions(shelf, sitting, score),
            **_decision(decisions.get(candidate.id)),
        }


def _person(candidate: Candidate, sitting: Sitting, score: Score | None) -> Row:
    return {
        "code": candidate.code,
        "name": candidate.name,
        "email": candidate.email,
        "is_simulated": sitting.is_simulated,
        "attempt": sitting.attempt,
        "state": _state(sitting, score),
        "has_withdrawn": candidate.withdrawn_at is not None,
        "language": sitting.language,
        "invited_at": _time(candidate.added_at),
        "submitted_at": _time(sitting.submitted_at),
    }


def _state(sitting: Sitting, score: Score | None) -> str:
    if sitting.voided_at is not None:
        return "taken_back"
    if sitting.submitted_at is None:
        return "in_progress"
    if score is None:
        return "submitted"
    if score.total is None:
        return "being_rated" if score.is_being_rated else "too_few_answers"
    return "scored"


def _score(shelf: _Shelf, sitting: Sitting, score: Score | None) -> Row:
    snapshot = None if score is None else shelf.snapshot(ScoredForm.of(score, sitting))
    if score is None or snapshot is None:
        return {}
    return {
        **_numbers(score, snapshot),
        "sem": snapshot.sem,
        "precision": snapshot.rung,
        "n_sittings": snapshot.n,
        "n_answered": score.n_answered,
        "n_scenarios": score.n_scenarios,
        "scored_at": _time(score.scored_at),
        "verification_code": in_groups(score.code + snapshot.code),
    }


def _numbers(score: Score, snapshot: PrecisionSnapshot) -> Row:
    """A number never without its error; None of both where too little was answered."""
    if score.total is None:
        return {}
    precision = precision_of(snapshot)
    interval = interval_90(score.total, precision)
    return {
        "score": score.total,
        "estimate": estimate(score.total, precision),
        "interval_low": interval.low,
        "interval_high": interval.high,
    }


def _versions(shelf: _Shelf, sitting: Sitting, score: Score | None) -> Row:
    bank = shelf.bank(sitting.bank_version_id)
    test: Row = {"bank": bank.bank, "bank_version": bank.version, "form": sitting.form_id}
    if score is None:
        return test
    key = shelf.key(score.key_version_id)
    return test | {
        "key_version": key.key_version,
        "key_origin": key.origin,
        "key_status": key.status,
        "package_version": score.package_version,
    }


def _decision(decision: Decision | None) -> Row:
    if decision is None:
        return {}
    return {
        "decision_stage": decision.stage,
        "decision_outcome": decision.outcome,
        "decided_at": _time(decision.decided_at),
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")
