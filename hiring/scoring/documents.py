"""A score and its provenance as one canonical text that can be computed again.

It holds everything that follows from answers, bank and key, and nothing else, so that recomputing
compares bytes. Time and package version stand beside it in the row: they say when and by what it
was computed, and would change although the score does not.
"""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self
from uuid import UUID

from sqlmodel import Session

from hiring.banks.digests import canonical_json
from hiring.banks.unchanged import scoring_documents
from hiring.banks.versions import (
    BankVersion,
    KeyVersion,
    get_bank_version,
    get_key_version,
    text_digest,
)
from hiring.psychometrics.keying.aggregation import UnitState
from hiring.ratings.settling import Settled, settled_of
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
from hiring.sittings.records import Answer, Sitting, latest_answers_of_many

SCORING_VERSION = 1
BEING_RATED = "being_rated"  # the state of an open answer that people have not settled yet

UNIT_STATES = {
    AnswerState.ANSWERED: UnitState.ANSWERED,
    AnswerState.SKIPPED: UnitState.SKIPPED,
    AnswerState.NOT_REACHED: UnitState.NOT_REACHED,
    AnswerState.VOID: UnitState.VOID,
}


@dataclass(frozen=True, slots=True)
class ScoreDocument:
    """A score and what it rests on. Points are 0..100; None = no number, which is not zero.

    ``ratings_digest`` stands for what people gave the open answers. It is written only where it is
    known, so documents of forms without open answers are those of the time before it.
    """

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
    ratings_digest: str | None = None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a stored document."""
        return cls(**json.loads(text))

    @property
    def text(self) -> str:
        """The canonical form, as stored and as compared."""
        facts = asdict(self)
        if self.ratings_digest is None:
            del facts["ratings_digest"]
        return canonical_json(facts)

    @property
    def is_being_rated(self) -> bool:
        """Whether there is no total yet because people are still rating an open answer."""
        return BEING_RATED in self.states.values()


def compute(
    session: Session, sitting: Sitting, key_version_id: UUID, *, counts_ratings: bool = True
) -> ScoreDocument:
    """The score of a sitting by this key from what is stored, without storing anything.

    Without ``counts_ratings`` as it was while people were rating the open answers.
    """
    (document,) = compute_many(session, [sitting], key_version_id, counts_ratings=counts_ratings)
    return document


def compute_many(
    session: Session,
    sittings: Sequence[Sitting],
    key_version_id: UUID,
    *,
    counts_ratings: bool = True,
) -> list[ScoreDocument]:
    """The scores of several sittings of one bank version and form, in their order.

    How many are computed together changes nobody's score.

    Raises:
        AlteredBankError: Bank or key are no longer what was published.
    """
    if not sittings:
        return []
    first = sittings[0]
    bank, key = scoring_documents(session, first.bank_version_id, key_version_id)
    plan = scoring_plan(bank, key, first.form_id)
    answers = latest_answers_of_many(session, [sitting.id for sitting in sittings])
    given = [answers.get(sitting.id, {}) for sitting in sittings]
    settled = _settled(session, plan, sittings) if counts_ratings else {}
    units = [
        with_points(plan, as_units(one), settled.get(sitting.id))
        for sitting, one in zip(sittings, given, strict=True)
    ]
    scores = score_encoded(plan, encode(plan, units))
    languages = {sitting.language for sitting in sittings}
    scored = _Scored(
        bank=get_bank_version(session, first.bank_version_id),
        key=get_key_version(session, key_version_id),
        translations={
            language: text_digest(session, first.bank_version_id, language)
            for language in languages
        },
        plan=plan,
        scores=scores,
        settled=settled,
    )
    return [
        scored.document(row, *pair) for row, pair in enumerate(zip(sittings, given, strict=True))
    ]


def as_units(answers: dict[str, Answer]) -> Answers:
    """Stored answers as the scoring plan reads them."""
    return {
        item: (UNIT_STATES[AnswerState(answer.state)], answer.value)
        for item, answer in answers.items()
    }


def with_points(plan: ScoringPlan, units: Answers, settled: Settled | None) -> Answers:
    """The units with points in place of open texts, or with None while they are being rated."""
    refs = plan.rated_refs
    if not refs:
        return units
    points = {} if settled is None else settled.points
    return {
        ref: (state, points.get(ref) if ref in refs else value)
        for ref, (state, value) in units.items()
    }


def _settled(
    session: Session, plan: ScoringPlan, sittings: Sequence[Sitting]
) -> dict[UUID, Settled]:
    return settled_of(session, [one.id for one in sittings]) if plan.rated_refs else {}


@dataclass(frozen=True, slots=True)
class _Scored:
    """Scores of several sittings and what all of them rest on."""

    bank: BankVersion
    key: KeyVersion
    translations: dict[str, str | None]
    plan: ScoringPlan
    scores: SittingScores
    settled: dict[UUID, Settled]

    def document(self, row: int, sitting: Sitting, answers: dict[str, Answer]) -> ScoreDocument:
        """One row of the table in words and numbers."""
        return ScoreDocument(
            scoring_version=SCORING_VERSION,
            sitting=str(sitting.id),
            form=sitting.form_id,
            content_digest=self.bank.content_digest,
            language=sitting.language,
            translation_digest=self.translations[sitting.language],
            scoring_digest=self.key.scoring_digest,
            key_version=self.key.key_version,
            missing_policy=MISSING_POLICY.value,
            methods=self.plan.methods,
            answers_digest=_answers_digest(answers),
            norm_group=None,
            ratings_digest=self._ratings_digest(sitting),
            **_values(self.plan, self.scores, row, answers),
        )

    def _ratings_digest(self, sitting: Sitting) -> str | None:
        found = self.settled.get(sitting.id)
        return None if found is None else found.digest


def _values(
    plan: ScoringPlan, scores: SittingScores, row: int, answers: dict[str, Answer]
) -> dict[str, Any]:
    """The numbers of one row, with None where there is no number."""
    refs = [item.ref for item in plan.items]
    return {
        "states": {
            ref: BEING_RATED if is_waiting else _state(answers.get(ref))
            for ref, is_waiting in zip(refs, scores.is_waiting[row].tolist(), strict=True)
        },
        "items": dict(zip(refs, map(_known, scores.items[row]), strict=True)),
        "scenario_names": list(plan.scenarios),
        "scenarios": list(map(_known, scores.scenarios[row])),
        "clusters": dict(zip(plan.clusters, map(_known, scores.clusters[row]), strict=True)),
        "standardised": _known(scores.standardised[row]),
        "total": _known(scores.totals[row]),
        "n_answered": int((scores.scenario_states[row] == UnitState.ANSWERED).sum()),
    }


def _state(answer: Answer | None) -> str:
    return AnswerState.NOT_REACHED.value if answer is None else answer.state


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _answers_digest(answers: dict[str, Answer]) -> str:
    facts = {item: [row.revision, row.state, row.value] for item, row in answers.items()}
    return hashlib.sha256(canonical_json(facts).encode()).hexdigest()
