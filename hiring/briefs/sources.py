"""From the database to the facts of a brief.

The core questions are those of the opening's plan, so that they are the same on every brief; where
nobody has planned interviews yet, the guide's first four stand.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from hiring import comparison, openings
from hiring.banks.schema import BankDocument, GuideDocument, KeyOrigin, KeyStatus
from hiring.banks.versions import KeyVersion, bank_document, get_key_version, guide_document
from hiring.briefs.codes import replaced_facts, verification_code
from hiring.briefs.evidence import told_evidence
from hiring.briefs.facts import (
    BriefFacts,
    ClusterFacts,
    DayFacts,
    IntervalKind,
    NoScoreReason,
    PageSize,
    PrecisionFacts,
    ProvenanceFacts,
    QuestionFacts,
    ScoreFacts,
    brief_language,
)
from hiring.briefs.norms import norm_facts
from hiring.comparison import ScoredPerson, cluster_scores
from hiring.errors import NotScoredYetError
from hiring.interviews.plan import MAX_QUESTIONS, QuestionDraft, guide_questions, plan_questions
from hiring.interviews.records import PlanQuestion
from hiring.openings.records import Candidate, Opening
from hiring.psychometrics.norms.floors import LOWEST, NormFloors
from hiring.psychometrics.reliability.precision import Rung
from hiring.scoring import PrecisionSnapshot
from hiring.words import Translator

MONTHS_A_YEAR = 12
# On the command line, and on the pages of the house.
VERIFY_HINT = "hiring verify · /verify"


@dataclass(frozen=True, slots=True)
class _Source:
    """What stands in the database about a scored candidate's brief, read once."""

    candidate: Candidate
    person: ScoredPerson
    opening: Opening
    language: str
    bank: BankDocument
    guide: GuideDocument | None
    key: KeyVersion


def brief_facts(
    session: Session,
    candidate: Candidate,
    *,
    employer: str,
    contact: str,
    translator: Translator,
    is_sealed: bool = False,
    floors: NormFloors = LOWEST,
) -> BriefFacts:
    """Everything that stands on a candidate's brief, in the language of the opening's briefs.

    Sealed, no number of the candidate enters the facts; the code to verify is the same. ``floors``
    say how many people a norm group needs.

    All dates come from what is stored, so that the same score on the same precision snapshot, held
    against the same norm group, gives the same bytes on any day.

    Raises:
        NotScorableError: The candidate has no score yet.
    """
    source = _read(session, candidate)
    frame = _frame(source, employer=employer, contact=contact, is_sealed=is_sealed)
    stated = _with_standing(session, frame, source, floors, is_sealed=is_sealed)
    told = _with_answers(session, stated, source, translator, is_sealed=is_sealed)
    return _with_questions(session, told, source)


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


def _read(session: Session, candidate: Candidate) -> _Source:
    person = comparison.find_scored(session, candidate)
    if person is None:
        raise NotScoredYetError("the candidate has no score yet")
    opening = openings.get_opening(session, candidate.opening_id)
    language, bank_id = brief_language(opening.language), person.sitting.bank_version_id
    return _Source(
        candidate=candidate,
        person=person,
        opening=opening,
        language=language,
        bank=bank_document(session, bank_id, language),
        guide=guide_document(session, bank_id, language),
        key=get_key_version(session, person.score.key_version_id),
    )


def _frame(source: _Source, *, employer: str, contact: str, is_sealed: bool) -> BriefFacts:
    """Who, what for, on which grounds, and the number or why there is none."""
    candidate, opening = source.candidate, source.opening
    return BriefFacts(
        employer=employer,
        opening_title=opening.title,
        candidate_name=candidate.name,
        candidate_code=candidate.code,
        language=source.language,
        page_size=PageSize(opening.paper),
        is_simulated=candidate.is_simulated,
        provenance=_provenance(source),
        days=_days(source),
        precision=_precision(source.person.snapshot),
        verification_code=verification_code(source.person),
        verify_hint=VERIFY_HINT,
        contact=contact,
        score=None if is_sealed else _score(source.person),
        no_score_reason=_no_score_reason(source.person, is_sealed=is_sealed),
        not_offered=_if_other(opening.language, source.language),
    )


def _provenance(source: _Source) -> ProvenanceFacts:
    return ProvenanceFacts(
        bank_title=source.bank.title,
        bank_version=source.bank.version,
        form_title=source.bank.get_form(source.person.sitting.form_id).title,
        key_version=source.key.key_version,
        key_origin=KeyOrigin(source.key.origin),
        key_status=KeyStatus(source.key.status),
        is_key_public=source.key.is_public,
        package_version=source.person.score.package_version,
    )


def _days(source: _Source) -> DayFacts:
    scored_at = source.person.score.scored_at
    submitted_at = source.person.sitting.submitted_at or scored_at
    return DayFacts(
        taken_on=submitted_at.date(),
        scored_on=scored_at.date(),
        valid_until=valid_until(submitted_at, source.bank),
    )


def _precision(snapshot: PrecisionSnapshot) -> PrecisionFacts:
    return PrecisionFacts(
        rung=Rung(snapshot.rung),
        n_sittings=snapshot.n,
        made_on=snapshot.made_at.date(),
        code=snapshot.code,
    )


def _with_standing(
    session: Session,
    facts: BriefFacts,
    source: _Source,
    floors: NormFloors,
    *,
    is_sealed: bool,
) -> BriefFacts:
    """Clusters, where the score stands among others, and the score that it replaces."""
    return replace(
        facts,
        clusters=() if is_sealed else cluster_facts(source.person, source.bank),
        norm_group=norm_facts(session, source.opening, source.person, floors),
        replaced=replaced_facts(session, source.person),
    )


def _with_answers(
    session: Session,
    facts: BriefFacts,
    source: _Source,
    translator: Translator,
    *,
    is_sealed: bool,
) -> BriefFacts:
    """The answers to ask about, and the languages in which they are told."""
    bank, guide = source.bank, source.guide
    nearest, furthest = told_evidence(
        session, source.person, bank, guide, translator, is_sealed=is_sealed
    )
    return replace(
        facts,
        nearest=nearest,
        furthest=furthest,
        bank_language=_if_other(bank.language, source.language),
        guide_language="" if guide is None else _if_other(guide.language, source.language),
    )


def _with_questions(session: Session, facts: BriefFacts, source: _Source) -> BriefFacts:
    core = core_questions(session, source.opening)
    guide, own = _languages_of_questions(session, source)
    questions = tuple(_question(one, own if one.guide_question is None else guide) for one in core)
    return replace(facts, area_names=_areas(core, source.bank), questions=questions)


def _languages_of_questions(session: Session, source: _Source) -> tuple[str, str]:
    """Of those of the guide, and of the house's own; each empty where it is the brief's."""
    own = source.opening.language
    guide = guide_document(session, source.person.sitting.bank_version_id, own)
    spoken = own if guide is None else guide.language
    return _if_other(spoken, source.language), _if_other(own, source.language)


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


def _question(question: PlanQuestion | QuestionDraft, language: str) -> QuestionFacts:
    return QuestionFacts(
        text=question.text,
        probe=question.probe,
        weak=question.weak,
        fair=question.fair,
        strong=question.strong,
        language=language,
    )
