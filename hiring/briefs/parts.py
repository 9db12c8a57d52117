"""The parts of a brief as final words, from a row of the profile to a whole side."""

from dataclasses import dataclass

from hiring.briefs.told_answers import AnswerNote
from hiring.charts import Whisker


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One row of the profile: where its marks go, its figures in words, its sentence.

    Attributes:
        alternative: The picture in a sentence, for readers who do not see it.

    """

    name: str
    figures: str
    whisker: Whisker
    alternative: str


@dataclass(frozen=True, slots=True)
class Legend:
    """What the marks of the profile mean. Empty where a mark is not drawn."""

    estimate: str
    interval: str
    reference: str
    dots: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The total and, where they may be printed, the clusters."""

    total: ProfileRow
    clusters: tuple[ProfileRow, ...]
    legend: Legend


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Answers under one heading, each with what to ask."""

    heading: str
    notes: tuple[AnswerNote, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A core question as it stands on side two; anchors belong to the boxes 1, 3 and 5.

    ``language`` is that of its words where it is not the brief's.
    """

    number: str
    text: str
    probe: str
    anchors: tuple[str, str, str]
    language: str = ""


@dataclass(frozen=True, slots=True)
class SideOne:
    """What is read before the meeting."""

    lead: str
    score_heading: str
    score_statement: str
    score_sentences: tuple[str, ...]
    profile: Profile | None
    groups: tuple[AnswerGroup, ...]
    caution_heading: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideTwo:
    """What is written on during the meeting."""

    heading: str
    lead: str
    areas: str
    anchor_words: tuple[str, str, str]
    questions: tuple[Question, ...]
    overall_heading: str
    overall_lead: str
    recommendations: tuple[str, ...]
    signature_labels: tuple[str, str, str]
