"""What a brief is made from: numbers, codes, dates and texts as the database knows them.

There is no field for anything protected or telling (age, address, adjustment, time taken, quality
flags, ranks), so nothing of the kind can reach the paper.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hiring.banks.schema import KeyOrigin, KeyStatus
from hiring.norm_groups import People
from hiring.psychometrics.reliability.precision import Rung

# Every line of a brief in these has been looked at. A brief that is read from right to left is not
# offered: its boxes and columns would have to stand the other way round, too.
BRIEF_LANGUAGES = ("en", "fr", "es")


def brief_language(opening_language: str) -> str:
    """The language of an opening's briefs: its own where briefs are offered in it, else English."""
    return opening_language if opening_language in BRIEF_LANGUAGES else BRIEF_LANGUAGES[0]


class PageSize(StrEnum):
    """The paper of the country."""

    A4 = "A4"
    LETTER = "Letter"


class IntervalKind(StrEnum):
    """What the interval is an interval for."""

    TRUE_SCORE = "true_score"
    OBSERVED = "observed"


class BriefKind(StrEnum):
    """What side one carries."""

    SUMMARY = "summary"
    SEALED = "sealed"  # questions and evidence, no number


class NoScoreReason(StrEnum):
    """Why a brief shows no number."""

    TOO_FEW_ANSWERS = "too_few_answers"
    BEING_RATED = "being_rated"  # people have not settled an open answer yet
    SEALED = "sealed"  # the interviewer has not filed the scorecard yet


@dataclass(frozen=True, slots=True)
class ScoreFacts:
    """A score in scale points, 0..100, with its error.

    Attributes:
        total_points: The score.
        interval_points: Its 90 % interval.
        interval_kind: Which question the interval answers.
        reference_points: The middle of comparable sittings, or None where there are too few.
        likely_points: Twenty equally likely places of the true score; may be empty.
        estimate_points: The estimated true score in the middle of the interval; None where the
            score itself stands there.

    """

    total_points: float
    interval_points: tuple[float, float]
    interval_kind: IntervalKind
    reference_points: tuple[float, float] | None = None
    likely_points: tuple[float, ...] = ()
    estimate_points: float | None = None

    @property
    def shown_points(self) -> float:
        """The figure that the interval belongs to."""
        return self.total_points if self.estimate_points is None else self.estimate_points


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """A cluster that may be printed, in scale points."""

    name: str
    points: float
    interval_points: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ChosenOption:
    """What the person did with one option: the label they gave it, or nothing to add."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """One scored answer, told without the key.

    Attributes:
        scenario_title: The scenario's short title.
        gist: The scenario in a line.
        chosen: What the person chose in words, the most telling first.
        probe: The question with which an interviewer may follow up.

    """

    scenario_title: str
    gist: str
    chosen: tuple[ChosenOption, ...]
    probe: str


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A core question with its probe and three anchors of behaviour.

    ``language`` is that of its words where it is not the brief's.
    """

    text: str
    probe: str
    weak: str
    fair: str
    strong: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class NormFacts:
    """A group of a hundred people or more, and where the score stands in it.

    Attributes:
        people: Who they were when they answered.
        languages: In which they answered.
        n_openings: From how many openings they come.
        first_on: The day on which the first of them answered.
        last_on: The day on which the last did.
        dated_on: The day on which the group was frozen.
        code: The letters that stand for the group.
        percentile: Share with a lower score, 1..99; the same score counts half.
        interval: Its likely range, for error of measurement and size of the group.
    """

    name: str
    n_people: int
    people: People
    languages: tuple[str, ...]
    n_openings: int
    role_title: str
    first_on: date
    last_on: date
    dated_on: date
    code: str
    percentile: int
    interval: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ReplacedFacts:
    """The score that this one replaces, because somebody decided to score again."""

    code: str
    scored_again_on: date


@dataclass(frozen=True, slots=True)
class ProvenanceFacts:
    """What was answered, and by which key and software it was scored.

    Attributes:
        is_key_public: Whether anybody can read how answers are scored.

    """

    bank_title: str
    bank_version: str
    form_title: str
    key_version: str
    key_origin: KeyOrigin
    key_status: KeyStatus
    is_key_public: bool
    package_version: str


@dataclass(frozen=True, slots=True)
class DayFacts:
    """The days of answering and of scoring, and from which on the answers are too old."""

    taken_on: date
    scored_on: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class PrecisionFacts:
    """What the error of the score rests on.

    Attributes:
        n_sittings: How many sittings.
        made_on: The day of the precision snapshot.
        code: Its short code.

    """

    rung: Rung
    n_sittings: int
    made_on: date
    code: str


@dataclass(frozen=True, slots=True)
class BriefFacts:
    """Everything that stands on one brief, before words.

    Attributes:
        language: "en", "fr", "es": the language of the brief's own words and dates.
        score: None where there is no number to show; ``no_score_reason`` then says why.
        norm_group: None prints an explicit "no norms".
        clusters: Only those that passed the test for being printed; mostly empty.
        area_names: Facets to explore in the interview.
        nearest: The answers nearest to the key (two, or fewer).
        furthest: The answers furthest from it (two, or fewer).
        questions: The core questions, the same for everybody (four).
        verify_hint: Where anybody may check the code, for example an address.
        contact: Whom to ask about the brief.
        replaced: None for a first score.
        bank_language: Of scenarios and answers, where the bank has no words in ``language``.
        guide_language: The same of gists and probes.
        not_offered: The language of the opening, where no brief is offered in it.

    """

    employer: str
    opening_title: str
    candidate_name: str
    candidate_code: str
    language: str
    page_size: PageSize
    is_simulated: bool

    provenance: ProvenanceFacts
    days: DayFacts
    precision: PrecisionFacts
    verification_code: str
    verify_hint: str
    contact: str

    score: ScoreFacts | None
    no_score_reason: NoScoreReason | None
    clusters: tuple[ClusterFacts, ...] = ()
    area_names: tuple[str, ...] = ()
    nearest: tuple[AnswerFacts, ...] = ()
    furthest: tuple[AnswerFacts, ...] = ()
    questions: tuple[QuestionFacts, ...] = ()
    norm_group: NormFacts | None = None
    replaced: ReplacedFacts | None = None
    bank_language: str = ""
    guide_language: str = ""
    not_offered: str = ""

    @property
    def kind(self) -> BriefKind:
        """What side one carries."""
        is_sealed = self.no_score_reason is NoScoreReason.SEALED
        return BriefKind.SEALED if is_sealed else BriefKind.SUMMARY

    def __post_init__(self) -> None:
        if (self.score is None) == (self.no_score_reason is None):
            raise ValueError("a brief needs a score or the reason why there is none, not both")
