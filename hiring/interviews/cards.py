"""What stands on a scorecard, apart from how it is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hiring.errors import InterviewFaultError
from hiring.interviews.faults import InterviewFault
from hiring.interviews.records import Recommendation

MAX_WORDS_CHARS, MAX_REASON_CHARS = 4000, 500
MIN_REASON_CHARS = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """One question on a card: points 1..5, or None with ``is_asked`` false where it was not asked.

    On a draft nothing may be marked yet: ``is_asked`` is then true and ``points`` None.
    """

    points: int | None = None
    is_asked: bool = True
    evidence: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether somebody said either how it went or that it was not asked."""
        return self.points is not None or not self.is_asked


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card, filed or not. ``marks`` by the id of the question."""

    marks: Mapping[UUID, Mark] = field(default_factory=dict)
    advice: Recommendation | None = None
    summary: str = ""
    reason: str = ""


def require_whole(
    card: Card,
    question_ids: Sequence[UUID],
    *,
    is_correction: bool = False,
    is_typed: bool = False,
) -> None:
    """The card can be filed.

    Raises:
        InterviewFaultError: It cannot; the first of ``faults_of``.
    """
    faults = faults_of(card, question_ids, is_correction=is_correction, is_typed=is_typed)
    if faults:
        raise faults[0]


def faults_of(
    card: Card,
    question_ids: Sequence[UUID],
    *,
    is_correction: bool = False,
    is_typed: bool = False,
) -> list[InterviewFaultError]:
    """Everything that is missing before a card can be filed, in the order of the page.

    What was typed from paper needs no evidence: nobody makes words up for somebody else.
    """
    marks = [card.marks.get(question_id, Mark()) for question_id in question_ids]
    faults = [InterviewFaultError(InterviewFault.NO_REASON)] if _lacks_reason(card) else []
    faults = faults if is_correction else []
    for number, mark in enumerate(marks, start=1):
        faults += [InterviewFaultError(code, number) for code in _of_mark(mark, is_typed=is_typed)]
    if all(mark.is_marked and mark.points is None for mark in marks):
        faults.append(InterviewFaultError(InterviewFault.NOTHING_ASKED))
    if card.advice is None:
        faults.append(InterviewFaultError(InterviewFault.NO_ADVICE))
    if len(card.summary) > MAX_WORDS_CHARS:
        faults.append(InterviewFaultError(InterviewFault.TEXT_TOO_LONG))
    return faults


def _lacks_reason(card: Card) -> bool:
    return not MIN_REASON_CHARS <= len(card.reason.strip()) <= MAX_REASON_CHARS


def _of_mark(mark: Mark, *, is_typed: bool) -> Iterator[InterviewFault]:
    if not mark.is_marked:
        yield InterviewFault.NOT_MARKED
    if mark.points is not None and not mark.evidence.strip() and not is_typed:
        yield InterviewFault.NO_EVIDENCE
    if len(mark.evidence) > MAX_WORDS_CHARS:
        yield InterviewFault.TEXT_TOO_LONG


def to_draft(card: Card) -> dict[str, Any]:
    """The form in which an unfiled card is stored."""
    marks = {
        str(question_id): {
            "points": mark.points,
            "is_asked": mark.is_asked,
            "evidence": mark.evidence[:MAX_WORDS_CHARS],
        }
        for question_id, mark in card.marks.items()
    }
    return {
        "marks": marks,
        "advice": None if card.advice is None else card.advice.value,
        "summary": card.summary[:MAX_WORDS_CHARS],
        "reason": card.reason[:MAX_REASON_CHARS],
    }


def from_draft(draft: dict[str, Any]) -> Card:
    """The card from what ``to_draft`` wrote."""
    marks = {UUID(name): Mark(**mark) for name, mark in draft.get("marks", {}).items()}
    advice = draft.get("advice")
    return Card(
        marks=marks,
        advice=None if advice is None else Recommendation(advice),
        summary=draft.get("summary", ""),
        reason=draft.get("reason", ""),
    )
