"""A stored score as feedback: what may be said, as codes, numbers and the bank's own words.

Of a key only the facets of its items come in here, never a rating, an order or a reason, so that
nothing of the kind can reach a page. No other person does either: no rank, no reference group.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from hiring.banks.schema import BankDocument, KeyOrigin, KeyStatus
from hiring.banks.versions import KeyVersion, get_key_version, key_document
from hiring.comparison import ScoredPerson, cluster_scores
from hiring.feedback.closeness import Closeness, closeness_range
from hiring.feedback.themes import Loadings, Themes, choose_themes, loadings_of
from hiring.feedback.told import ToldAnswers, tell_answers
from hiring.openings.records import Opening, get_opening
from hiring.psychometrics.reliability.precision import Rung
from hiring.scoring.documents import BEING_RATED
from hiring.scoring.plan import NEUTRALISED
from hiring.sittings import AnswerState


@dataclass(frozen=True, slots=True)
class Result:
    """The total with its range, in points of 100, and what the range stands on.

    Attributes:
        points: The figure in the middle of the range: as measured, the estimated true score,
            otherwise the total itself.
        total: The score of the answers.
        interval: The 90 % interval.
        n_sittings: How many sittings the range stands on.
    """

    points: float
    total: float
    interval: tuple[float, float]
    rung: Rung
    n_sittings: int


@dataclass(frozen=True, slots=True)
class Area:
    """A cluster that says something of its own: its range in steps and in points."""

    name: str
    closeness: tuple[Closeness, Closeness]
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the scenarios that are scored."""

    n_answered: int
    n_left_out: int
    n_not_reached: int
    n_void: int

    @property
    def n_scenarios(self) -> int:
        """All of them."""
        return self.n_answered + self.n_left_out + self.n_not_reached + self.n_void


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose sheet it is, about what, by which key, on which paper.

    ``content_language`` is that of the bank's words, which may differ from the page's. Scored again
    is whoever's score stands in the place of another. Being rated is whoever has no number yet
    because people still rate what they wrote.
    """

    candidate_name: str
    candidate_code: str
    opening_title: str
    content_language: str
    page_size: str
    decide_by: date
    is_simulated: bool
    bank_title: str
    bank_version: str
    form_title: str
    key_version: str
    key_origin: KeyOrigin
    key_status: KeyStatus
    sent_at: datetime
    scored_at: datetime
    is_scored_again: bool
    has_withdrawn: bool = False
    is_being_rated: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that one candidate is told.

    ``result`` and ``themes`` are None where too few answers allow them. ``areas`` are empty until
    the sittings have shown that a cluster says more than the total; ``answers`` stand in for them.
    """

    frame: Frame
    counts: Counts
    result: Result | None
    areas: tuple[Area, ...]
    answers: ToldAnswers
    themes: Themes | None


def feedback_of(session: Session, person: ScoredPerson, bank: BankDocument) -> Feedback:
    """The feedback of a scored candidate.

    Args:
        session: The caller's.
        person: With the score, its document and its precision snapshot.
        bank: The version that was answered, in the language of the sitting.
    """
    key = get_key_version(session, person.score.key_version_id)
    opening = get_opening(session, person.candidate.opening_id)
    return build_feedback(
        frame_of(person, bank, key, opening),
        person,
        bank,
        loadings=loadings_of(key_document(session, key.id)),
    )


def build_feedback(
    frame: Frame, person: ScoredPerson, bank: BankDocument, *, loadings: Loadings
) -> Feedback:
    """The same from what was loaded."""
    result, areas = result_of(person), areas_of(person, bank)
    counting = counting_items(person)
    told = tell_answers(bank, person.sitting.form_id, counting)
    return Feedback(
        frame=frame,
        counts=counts_of(person),
        result=result,
        areas=areas,
        answers=ToldAnswers() if areas else told,
        themes=None if result is None else choose_themes(bank.facets, loadings, counting),
    )


def frame_of(person: ScoredPerson, bank: BankDocument, key: KeyVersion, opening: Opening) -> Frame:
    """What stands around the facts."""
    return Frame(
        candidate_name=person.candidate.name,
        candidate_code=person.candidate.code,
        opening_title=opening.title,
        content_language=bank.language,
        page_size=opening.paper,
        decide_by=opening.decide_by,
        is_simulated=person.candidate.is_simulated,
        bank_title=bank.title,
        bank_version=bank.version,
        form_title=bank.get_form(person.sitting.form_id).title,
        key_version=key.key_version,
        key_origin=KeyOrigin(key.origin),
        key_status=KeyStatus(key.status),
        sent_at=person.sitting.submitted_at or person.score.scored_at,
        scored_at=person.score.scored_at,
        is_scored_again=person.score.replaces_id is not None,
        has_withdrawn=person.candidate.withdrawn_at is not None,
        is_being_rated=person.score.is_being_rated,
    )


def result_of(person: ScoredPerson) -> Result | None:
    """The total with its range, or None with too few answers for a number."""
    total, points, interval = person.score.total, person.estimate_points, person.interval
    if total is None or points is None or interval is None:
        return None
    return Result(
        points=points,
        total=total,
        interval=(interval.low, interval.high),
        rung=Rung(person.snapshot.rung),
        n_sittings=person.snapshot.n,
    )


def areas_of(person: ScoredPerson, bank: BankDocument) -> tuple[Area, ...]:
    """The clusters that may be told; none without a total."""
    if person.score.total is None:
        return ()
    ends = [(one.name, one.interval.low, one.interval.high) for one in cluster_scores(person, bank)]
    return tuple(Area(name, closeness_range(low, high), (low, high)) for name, low, high in ends)


def counts_of(person: ScoredPerson) -> Counts:
    """How many scenarios were answered, left out, not reached and taken out."""
    document = person.document
    states = [
        AnswerState.ANSWERED if points is not None else scenario_state(name, document.states)
        for name, points in zip(document.scenario_names, document.scenarios, strict=True)
    ]
    return Counts(
        n_answered=states.count(AnswerState.ANSWERED),
        n_left_out=states.count(AnswerState.SKIPPED),
        n_not_reached=states.count(AnswerState.NOT_REACHED),
        n_void=states.count(AnswerState.VOID),
    )


def scenario_state(name: str, states: Mapping[str, str]) -> AnswerState:
    """Of a scenario without points: taken out if any item was, left out if any was shown.

    Answered is one that has no points yet, since people are still rating what was written.
    """
    own = {state for ref, state in states.items() if ref.partition("/")[0] == name}
    if AnswerState.VOID.value in own:
        return AnswerState.VOID
    if BEING_RATED in own:
        return AnswerState.ANSWERED
    is_shown = AnswerState.SKIPPED.value in own
    return AnswerState.SKIPPED if is_shown else AnswerState.NOT_REACHED


def counting_items(person: ScoredPerson) -> dict[str, float | None]:
    """Item scores without those for which everybody has the credit."""
    methods = person.document.methods
    return {
        ref: score for ref, score in person.document.items.items() if methods[ref] != NEUTRALISED
    }
