"""From the database to the facts of a brief.

The core questions are those of the opening's plan, so that they are the same on every brief; where
nobody has planned interviews yet, the guide's first four stand.
"""

import calendar
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from hiring import comparison, openings
from hiring.banks.schema import (
    BankDocument,
    KeyOrigin,
    KeyStatus,
)
from hiring.banks.versions import (
    bank_document,
    get_key_version,
    guide_document,
)
from hiring.briefs.codes import replaced_facts, verification_code
from hiring.briefs.evidence import told_evidence
from hiring.briefs.facts import (
    BriefFacts,
    ClusterFacts,
    IntervalKind,
    NoScoreReason,
    PageSize,
    QuestionFacts,
    ScoreFacts,
    brief_language,
)
from hiring.briefs.norms import norm_facts
from hiring.comparison import ScoredPerson, cluster_scores
from hiring.errors import NotScorableError
from hiring.interviews.plan import MAX_QUESTIONS, QuestionDraft, guide_questions, plan_questions
from hiring.interviews.records import PlanQuestion
from hiring.openings.records import Candidate, Opening
from hiring.psychometrics.reliability.precision import Rung
from hiring.words import Translator

MONTHS_A_YEAR = 12
# On the command line, and on the pages of the house.
VERIFY_HINT = "hiring verify · /verify"


def brief_facts(
    session: Session,
    candidate: Candidate,
    *,
    employer: str,
    contact: str,
    translator: Translator,
    is_sealed: bool = False,
) -> BriefFacts:
    """Everything that stands on a candidate's brief, in the language of the opening's briefs.

    Sealed, no number of the candidate enters the facts; the code to verify is the same.

    All dates come from what is stored, so that the same score on the same precision snapshot, held
    against the same norm group, gives the same bytes on any day.

    Raises:
        NotScorableError: The candidate has no score yet.
    """
    person = comparison.find_scored(session, candidate)
    if person is None:
        raise NotScorableError("the candidate has no score yet")
    opening = openings.get_opening(session, candidate.opening_id)
    language = brief_language(opening.language)
    bank = bank_document(session, person.sitting.bank_version_id, language)
    guide = guide_document(session, person.sitting.bank_version_id, language)
    key = get_key_version(session, person.score.key_version_id)
    nearest, furthest = told_evidence(session, person, bank, guide, translator, is_sealed=is_sealed)
    core = core_questions(session, opening)
    submitted_at = person.sitting.submitted_at or person.score.scored_at
    scored_on = person.score.scored_at.date()
    return BriefFacts(
        employer=employer,
        opening_title=opening.title,
        candidate_name=candidate.name,
        candidate_code=candidate.code,
        language=language,
        page_size=PageSize(opening.paper),
        is_simulated=candidate.is_simulated,
        bank_title=bank.title,
        bank_version=bank.version,
        key_version=key.key_version,
        key_origin=KeyOrigin(key.origin),
        key_status=KeyStatus(key.status),
        form_title=bank.get_form(person.sitting.form_id).title,
        package_version=person.score.package_version,
        taken_at=submitted_at.date(),
        scored_at=scored_on,
        made_at=scored_on,
        valid_until=valid_until(submitted_at, bank),
        rung=Rung(person.snapshot.rung),
        n_sittings=person.snapshot.n,
        snapshot_at=person.snapshot.made_at.date(),
        snapshot_code=person.snapshot.code,
        score=None if is_sealed else _score(person),
        no_score_reason=_no_score_reason(person, is_sealed=is_sealed),
        clusters=() if is_sealed else cluster_facts(person, bank),
        area_names=_areas(core, bank),
        nearest=nearest,
        furthest=furthest,
        questions=tuple(map(_question, core)),
        verification_code=verification_code(person),
        verify_hint=VERIFY_HINT,
        contact=contact,
        norm_group=norm_facts(session, opening, person),
        is_key_public=key.is_public,
        replaced=replaced_facts(session, person),
        bank_language=_if_other(bank.language, language),
        guide_language="" if guide is None else _if_other(guide.language, language),
        not_offered=_if_other(opening.language, language),
    )


def valid_until(taken_at: datetime, bank: BankDocument) -> date:
    """The day from which the answers are too old to decide by."""
    months = taken_at.month - 1 + bank.valid_months
    year, month = taken_at.year + months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1
    return date(year, month, min(taken_at.day, calendar.monthrange(year, month)[1]))


def cluster_facts(person: ScoredPerson, bank: BankDocument) -> tuple[ClusterFacts, ...]:
    """The clusters that the snapshot allows to be shown; mostly none."""
    return tuple(
        ClusterFacts(one.name, one.points, (one.interval.low, one.interval.high))
        for one in cluster_scores(person, bank)
    )


def _if_other(language: str, usual: str) -> str:
    return "" if language == usual else language


def _score(person: ScoredPerson) -> ScoreFacts | None:
    if person.score.total is None or person.interval is None:
        return None
    low, high = person.snapshot.reference_low, person.snapshot.reference_high
    is_measured = person.snapshot.rung == Rung.MEASURED
    return ScoreFacts(
        total_points=person.score.total,
        interval_points=(person.interval.low, person.interval.high),
        interval_kind=IntervalKind.TRUE_SCORE if is_measured else IntervalKind.OBSERVED,
        reference_points=None if low is None or high is None else (low, high),
        likely_points=person.likely_points,
        estimate_points=person.estimate_points if is_measured else None,
    )


def _no_score_reason(person: ScoredPerson, *, is_sealed: bool) -> NoScoreReason | None:
    if is_sealed:
        return NoScoreReason.SEALED
    if person.score.is_being_rated:
        return NoScoreReason.BEING_RATED
    return NoScoreReason.TOO_FEW_ANSWERS if person.score.total is None else None


def core_questions(
    session: Session, opening: Opening
) -> Sequence[PlanQuestion] | Sequence[QuestionDraft]:
    """The questions for everybody: those of the plan, else the guide's first four."""
    planned = plan_questions(session, opening.id)
    return planned or guide_questions(session, opening)[:MAX_QUESTIONS]


def _areas(
    core: Sequence[PlanQuestion] | Sequence[QuestionDraft], bank: BankDocument
) -> tuple[str, ...]:
    """The facets that the core questions ask about, in the order of the bank."""
    asked = {facet for question in core for facet in question.facets}
    return tuple(facet.name for facet in bank.facets if facet.id in asked)


def _question(question: PlanQuestion | QuestionDraft) -> QuestionFacts:
    return QuestionFacts(
        text=question.text,
        probe=question.probe,
        weak=question.weak,
        fair=question.fair,
        strong=question.strong,
    )
