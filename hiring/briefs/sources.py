"""From the database to the facts of a brief.

The answers told are the two nearest to and the two furthest from the key. Which options
of an answer are told first is chosen with the key, but the key itself never enters the facts.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from hiring import comparison, openings, sittings
from hiring.banks.schema import (
    BankDocument,
    GuideDocument,
    Item,
    ItemFormat,
    ItemKey,
    KeyOrigin,
    KeyStatus,
    Scenario,
)
from hiring.banks.versions import (
    bank_document,
    get_key_version,
    guide_document,
    key_document,
)
from hiring.briefs.codes import replaced_facts, verification_code
from hiring.briefs.facts import (
    AnswerFacts,
    BriefFacts,
    ChosenOption,
    ClusterFacts,
    IntervalKind,
    NoScoreReason,
    PageSize,
    QuestionFacts,
    ScoreFacts,
)
from hiring.briefs.norms import norm_facts
from hiring.comparison import ScoredPerson, cluster_scores
from hiring.errors import NotScorableError
from hiring.openings.records import Candidate
from hiring.psychometrics.reliability.precision import Rung
from hiring.scoring.plan import NEUTRALISED
from hiring.words import Translator

N_TOLD = 2
N_QUESTIONS = 4
MONTHS_A_YEAR = 12
VERIFY_HINT = "hiring verify"


def brief_facts(
    session: Session,
    candidate: Candidate,
    *,
    employer: str,
    contact: str,
    translator: Translator,
) -> BriefFacts:
    """Everything that stands on a candidate's brief, in the language of the opening.

    All dates come from what is stored, so that the same score on the same precision snapshot, held
    against the same norm group, gives the same bytes on any day.

    Raises:
        NotScorableError: The candidate has no score yet.
    """
    person = comparison.find_scored(session, candidate)
    if person is None:
        raise NotScorableError("the candidate has no score yet")
    opening = openings.get_opening(session, candidate.opening_id)
    bank = bank_document(session, person.sitting.bank_version_id, opening.language)
    guide = guide_document(session, person.sitting.bank_version_id, opening.language)
    key = get_key_version(session, person.score.key_version_id)
    nearest, furthest = _told(session, person, bank, guide, translator)
    submitted_at = person.sitting.submitted_at or person.score.scored_at
    scored_on = person.score.scored_at.date()
    return BriefFacts(
        employer=employer,
        opening_title=opening.title,
        candidate_name=candidate.name,
        candidate_code=candidate.code,
        language=opening.language,
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
        score=_score(person),
        no_score_reason=NoScoreReason.TOO_FEW_ANSWERS if person.score.total is None else None,
        clusters=cluster_facts(person, bank),
        area_names=_areas(guide, bank),
        nearest=nearest,
        furthest=furthest,
        questions=_questions(guide),
        verification_code=verification_code(person),
        verify_hint=VERIFY_HINT,
        contact=contact,
        norm_group=norm_facts(session, opening, person),
        is_key_public=key.is_public,
        replaced=replaced_facts(session, person),
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


def _areas(guide: GuideDocument | None, bank: BankDocument) -> tuple[str, ...]:
    """The facets that the core questions ask about, in the order of the bank."""
    asked = {facet for question in _core(guide) for facet in question.facets}
    return tuple(facet.name for facet in bank.facets if facet.id in asked)


def _questions(guide: GuideDocument | None) -> tuple[QuestionFacts, ...]:
    return tuple(
        QuestionFacts(
            text=question.text,
            probe=question.probe,
            weak=question.anchors.weak,
            fair=question.anchors.fair,
            strong=question.anchors.strong,
        )
        for question in _core(guide)
    )


def _core(guide: GuideDocument | None) -> Sequence[Any]:
    return () if guide is None else guide.questions[:N_QUESTIONS]


@dataclass(frozen=True, slots=True)
class _Told:
    """What telling an answer needs."""

    bank: BankDocument
    guide: GuideDocument | None
    keys: dict[str, ItemKey]
    answers: dict[str, Any]
    translator: Translator


Told = tuple[tuple[AnswerFacts, ...], tuple[AnswerFacts, ...]]


def _told(
    session: Session,
    person: ScoredPerson,
    bank: BankDocument,
    guide: GuideDocument | None,
    translator: Translator,
) -> Told:
    rows = sittings.latest_answers(session, person.sitting.id)
    told = _Told(
        bank=bank,
        guide=guide,
        keys=key_document(session, person.score.key_version_id).by_item,
        answers={ref: row.value for ref, row in rows.items()},
        translator=translator,
    )
    near, far = nearest_and_furthest(person.document.scenario_names, _told_points(person))
    return (
        tuple(_answer(name, told, is_near=True) for name in near),
        tuple(_answer(name, told, is_near=False) for name in far),
    )


def _told_points(person: ScoredPerson) -> list[float | None]:
    """Points of the scenarios; none where everybody has the credit, which says nothing."""
    methods = person.document.methods
    credited = {ref.split("/")[0] for ref, method in methods.items() if method == NEUTRALISED}
    pairs = zip(person.document.scenario_names, person.document.scenarios, strict=True)
    return [None if name in credited else points for name, points in pairs]


def nearest_and_furthest(
    names: Sequence[str], points: Sequence[float | None]
) -> tuple[list[str], list[str]]:
    """The two answered scenarios with the highest scores, and the two with the lowest.

    Equal scores stand in the order of the form. A scenario is among the furthest only if its score
    is below those of the nearest.
    """
    known = [(score, name) for name, score in zip(names, points, strict=True) if score is not None]
    nearest = sorted(known, key=lambda pair: -pair[0])[:N_TOLD]
    ceiling = min((score for score, _name in nearest), default=0.0)
    below = sorted((pair for pair in known if pair[0] < ceiling), key=lambda pair: pair[0])
    return [name for _score, name in nearest], [name for _score, name in below[:N_TOLD]]


def _answer(name: str, told: _Told, *, is_near: bool) -> AnswerFacts:
    scenario = told.bank.get_scenario(name)
    notes = None if told.guide is None else told.guide.scenarios.get(name)
    return AnswerFacts(
        scenario_title=scenario.title,
        gist="" if notes is None else notes.gist,
        chosen=_chosen(scenario, told, is_near=is_near),
        probe="" if notes is None else notes.probe,
    )


def _chosen(scenario: Scenario, told: _Told, *, is_near: bool) -> tuple[ChosenOption, ...]:
    chosen: list[ChosenOption] = []
    for item in scenario.items:
        ref = f"{scenario.id}/{item.id}"
        value, key = told.answers.get(ref), told.keys.get(ref)
        if value is not None and key is not None:
            chosen.extend(_item_chosen(item, value, key, told, is_near=is_near))
    _ = told.translator.gettext
    return tuple(replace(one, label=_("{label}:").format(label=one.label)) for one in chosen)


def _item_chosen(
    item: Item, value: Any, key: ItemKey, told: _Told, *, is_near: bool
) -> list[ChosenOption]:
    _ = told.translator.gettext
    texts = {option.id: option.text for option in item.options}
    match item.format:
        case ItemFormat.RATE_EACH:
            scale = told.bank.response_scale
            order = _telling_ratings(value, key.ratings or {}, len(scale), is_near=is_near)
            rated = _("Rated “{step}”")
            return [
                ChosenOption(rated.format(step=scale[value[name] - 1]), texts[name])
                for name in order
            ]
        case ItemFormat.BEST_WORST:
            best = ChosenOption(_("Most effective"), texts[value["best"]])
            worst = ChosenOption(_("Least effective"), texts[value["worst"]])
            return [best, worst]
        case ItemFormat.RANK_ALL:
            first = ChosenOption(_("Put first"), texts[value[0]])
            return [first, ChosenOption(_("Put last"), texts[value[-1]])]
        case ItemFormat.PICK_BEST | ItemFormat.EMOTION_MCQ:
            return [ChosenOption(_("Chosen"), texts[value])]
        case ItemFormat.PICK_N:
            return [ChosenOption(_("Chosen"), texts[name]) for name in value]
        case ItemFormat.OPEN_TEXT:
            return []


def _telling_ratings(
    ratings: dict[str, int], keyed: dict[str, int], n_steps: int, *, is_near: bool
) -> list[str]:
    """Near: the clearest ratings that agree first. Far: those that differ most first."""
    middle = (n_steps + 1) / 2

    def distance(name: str) -> tuple[float, float]:
        gap = abs(ratings[name] - keyed.get(name, middle))
        clarity = abs(ratings[name] - middle)
        return (gap, -clarity) if is_near else (-gap, -clarity)

    return sorted(ratings, key=distance)
