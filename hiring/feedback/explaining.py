"""The facts of an explanation: what was measured and answered, what counted, what it rests on.

An explanation is owed to whoever asks, so it holds every answer in the person's own words, and
like feedback nothing of a key but which facets and clusters there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from hiring import sittings
from hiring.banks.schema import BankDocument, Item, KeyDocument
from hiring.banks.versions import get_key_version, key_document
from hiring.comparison import ScoredPerson
from hiring.feedback.facts import (
    Area,
    Counts,
    Frame,
    Result,
    areas_of,
    counts_of,
    frame_of,
    result_of,
    scenario_state,
)
from hiring.feedback.themes import Theme
from hiring.openings.records import get_opening
from hiring.sittings import Answer, AnswerState, pages_of


class Aside(StrEnum):
    """An item that does not count as it was answered."""

    DROPPED = "dropped"  # counts for nobody
    NEUTRALISED = "neutralised"  # full credit for everybody who saw it
    NOT_RATED = "not_rated"  # a text, which no score counts


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """One item and what the person made of it; ``value`` is None unless it was answered."""

    position: int
    scenario_title: str
    item: Item
    state: AnswerState
    value: Any
    aside: Aside | None


@dataclass(frozen=True, slots=True)
class Group:
    """Scenarios that belong together; without a name those that count in the total only."""

    name: str
    n_scenarios: int
    n_answered: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the score rests on, as a person can quote it."""

    started_at: datetime
    score_code: str
    precision_code: str
    precision_at: datetime
    package_version: str
    scoring_version: int
    receipt: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is said to somebody who asks how a result came about."""

    frame: Frame
    measured: tuple[Theme, ...]
    counts: Counts
    result: Result | None
    areas: tuple[Area, ...]
    groups: tuple[Group, ...]
    response_scale: tuple[str, ...]
    answers: tuple[OwnAnswer, ...]
    provenance: Provenance


def explanation_of(session: Session, person: ScoredPerson, bank: BankDocument) -> Explanation:
    """The explanation of a scored candidate's result; arguments as in ``feedback_of``."""
    key = get_key_version(session, person.score.key_version_id)
    opening = get_opening(session, person.candidate.opening_id)
    rows = sittings.latest_answers(session, person.sitting.id)
    document = key_document(session, key.id)
    return Explanation(
        frame=frame_of(person, bank, key, opening),
        measured=tuple(Theme(one.id, one.name, one.definition) for one in bank.facets),
        counts=counts_of(person),
        result=result_of(person),
        areas=areas_of(person, bank),
        groups=tuple(_groups(person, bank)),
        response_scale=bank.response_scale,
        answers=tuple(_answers(person, bank, document, rows)),
        provenance=_provenance(person),
    )


def _groups(person: ScoredPerson, bank: BankDocument) -> Iterator[Group]:
    """Clusters in the order of the bank, then what belongs to none."""
    document = person.document
    answered = {
        one: points is not None or scenario_state(one, document.states) is AnswerState.ANSWERED
        for one, points in zip(document.scenario_names, document.scenarios, strict=True)
    }
    for cluster_id, name in [*((one.id, one.name) for one in bank.clusters), (None, "")]:
        own = [was for one, was in answered.items() if bank.get_scenario(one).cluster == cluster_id]
        if own:
            yield Group(name, len(own), sum(own))


def _answers(
    person: ScoredPerson, bank: BankDocument, key: KeyDocument, rows: dict[str, Answer]
) -> Iterator[OwnAnswer]:
    for page in pages_of(bank, person.sitting.form_id):
        row = rows.get(page.item_ref)
        yield OwnAnswer(
            position=page.position,
            scenario_title=page.scenario.title,
            item=page.item,
            state=AnswerState.NOT_REACHED if row is None else AnswerState(row.state),
            value=None if row is None else row.value,
            aside=_aside(page.item_ref, key, person),
        )


def _aside(ref: str, key: KeyDocument, person: ScoredPerson) -> Aside | None:
    if ref in key.dropped:
        return Aside.DROPPED
    if ref in key.neutralised:
        return Aside.NEUTRALISED
    return None if ref in person.document.items else Aside.NOT_RATED


def _provenance(person: ScoredPerson) -> Provenance:
    return Provenance(
        started_at=person.sitting.started_at,
        score_code=person.score.code,
        precision_code=person.snapshot.code,
        precision_at=person.snapshot.made_at,
        package_version=person.score.package_version,
        scoring_version=person.document.scoring_version,
        receipt=person.sitting.receipt or "",
    )
