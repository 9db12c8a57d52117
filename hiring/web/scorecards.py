"""The scorecard as a form and as a filed page, for whoever writes one or reads one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hiring.accounts import Staff, get_staff
from hiring.errors import InterviewFaultError
from hiring.interviews import (
    HIGHEST,
    LOWEST,
    InterviewFault,
    PlanQuestion,
    Recommendation,
    Scorecard,
)
from hiring.interviews.cards import Card, Mark
from hiring.interviews.listing import InterviewLine
from hiring.interviews.scorecards import card_of, filed_cards
from hiring.web.interview_words import advice_words, fault_words

NOT_ASKED = "none"
ABOUT_EVIDENCE = {InterviewFault.NO_EVIDENCE, InterviewFault.TEXT_TOO_LONG}
STEPS = tuple(str(step) for step in range(LOWEST, HIGHEST + 1))


@dataclass(frozen=True, slots=True)
class QuestionField:
    """One question of the form with what is marked and what is wrong."""

    number: int
    question: PlanQuestion
    mark: Mark
    faults: tuple[str, ...]
    evidence_is_faulty: bool

    @property
    def name(self) -> str:
        """Tells the controls of one question from those of another."""
        return self.question.id.hex

    @property
    def points(self) -> str:
        """The value of the radio that is chosen; empty before any is."""
        if not self.mark.is_asked:
            return NOT_ASKED
        return "" if self.mark.points is None else str(self.mark.points)


@dataclass(frozen=True, slots=True)
class CardForm:
    """A scorecard to fill in. ``number`` above 1 is a correction."""

    questions: tuple[QuestionField, ...]
    card: Card
    number: int
    faults: tuple[InterviewFaultError, ...] = ()

    @property
    def is_correction(self) -> bool:
        """Whether a card is filed already."""
        return self.number > 1

    @property
    def steps(self) -> tuple[str, ...]:
        """The points that can be given."""
        return STEPS

    @property
    def not_asked(self) -> str:
        """The value of the radio for a question that was not asked."""
        return NOT_ASKED

    @property
    def advice(self) -> list[tuple[str, str, bool]]:
        """Value, words and whether chosen, as on paper from one end to the other."""
        order = reversed(Recommendation)
        return [(one.value, advice_words(one), one is self.card.advice) for one in order]

    @property
    def errors(self) -> list[dict[str, str]]:
        """For the summary: every fault with the control that mends it."""
        return [
            {"target_id": self._target(fault), "text": fault_words(fault)} for fault in self.faults
        ]

    def words_of(self, *codes: str) -> list[str]:
        """The faults of these codes that are about no question."""
        return [
            fault_words(fault)
            for fault in self.faults
            if fault.number is None and fault.code in codes
        ]

    def _target(self, fault: InterviewFaultError) -> str:
        if fault.number is not None:
            kind = "points" if fault.code == InterviewFault.NOT_MARKED else "evidence"
            return f"{kind}-{self.questions[fault.number - 1].name}"
        targets = {
            InterviewFault.NO_ADVICE: "advice",
            InterviewFault.NO_REASON: "reason",
            InterviewFault.TEXT_TOO_LONG: "summary",
        }
        first = f"points-{self.questions[0].name}" if self.questions else "main"
        return targets.get(InterviewFault(fault.code), first)


@dataclass(frozen=True, slots=True)
class FiledCard:
    """A filed card to read, by whom, and how it came about."""

    row: Scorecard
    interviewer: Staff
    marks: tuple[tuple[PlanQuestion, Mark], ...]
    advice: str
    typist: Staff | None
    counts: bool

    @property
    def filed_at(self) -> datetime | None:
        """When it was filed."""
        return self.row.filed_at


def card_form(
    questions: Sequence[PlanQuestion],
    card: Card,
    number: int,
    faults: Sequence[InterviewFaultError] = (),
) -> CardForm:
    """The form with what is written so far and what is wrong with it."""
    fields = tuple(
        _field(n, question, card, [fault for fault in faults if fault.number == n])
        for n, question in enumerate(questions, start=1)
    )
    return CardForm(fields, card, number, tuple(faults))


def _field(
    number: int, question: PlanQuestion, card: Card, faults: Sequence[InterviewFaultError]
) -> QuestionField:
    return QuestionField(
        number=number,
        question=question,
        mark=card.marks.get(question.id, Mark()),
        faults=tuple(map(fault_words, faults)),
        evidence_is_faulty=any(fault.code in ABOUT_EVIDENCE for fault in faults),
    )


def read_card(questions: Sequence[PlanQuestion], sent: Mapping[str, str]) -> Card:
    """The card from the fields of the form; what nobody can send by the page is left out."""
    advice = sent.get("advice", "")
    return Card(
        marks={question.id: _read_mark(question.id, sent) for question in questions},
        advice=Recommendation(advice) if advice in set(Recommendation) else None,
        summary=_lines(sent.get("summary", "")),
        reason=_lines(sent.get("reason", "")),
    )


def read_number(sent: Mapping[str, str]) -> int:
    """The number of the card that the page was about; 0, which no card has, where it is none."""
    number = sent.get("number", "")
    return int(number) if number.isdecimal() and len(number) < 4 else 0  # noqa: PLR2004


def filed_pages(
    session: Session, line: InterviewLine, questions: Sequence[PlanQuestion]
) -> list[FiledCard]:
    """The filed cards of an interview, newest first."""
    rows = filed_cards(session, line.interview.id)
    return [
        _filed(session, line, questions, row, counts=place == 0) for place, row in enumerate(rows)
    ]


def _filed(
    session: Session,
    line: InterviewLine,
    questions: Sequence[PlanQuestion],
    row: Scorecard,
    *,
    counts: bool,
) -> FiledCard:
    card = card_of(session, row)
    return FiledCard(
        row=row,
        interviewer=line.interviewer,
        marks=tuple((one, card.marks.get(one.id, Mark(is_asked=False))) for one in questions),
        advice="" if card.advice is None else advice_words(card.advice),
        typist=None if row.typed_by_id is None else get_staff(session, row.typed_by_id),
        counts=counts,
    )


def _read_mark(question_id: UUID, sent: Mapping[str, str]) -> Mark:
    points = sent.get(f"points-{question_id.hex}", "")
    return Mark(
        points=int(points) if points in STEPS else None,
        is_asked=points != NOT_ASKED,
        evidence=_lines(sent.get(f"evidence-{question_id.hex}", "")),
    )


def _lines(text: str) -> str:
    """Browsers send line ends in pairs, which would count twice."""
    return text.replace("\r\n", "\n").strip()
