"""What raters see: questions with what waits, and one answer at a time without its writer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlmodel import Session, select

from hiring import ratings
from hiring.accounts import Staff
from hiring.banks.schema import Facet
from hiring.banks.versions import BankVersion, bank_document, list_keys
from hiring.errors import NotFoundError
from hiring.ratings import Benchmark, Practice, Prompt, RatedAnswer, Rating, Standing
from hiring.ratings.calibration import SET_SIZE
from hiring.sittings.records import Sitting
from hiring.web.language import ContentLanguage, content_language


@dataclass(frozen=True, slots=True)
class Question:
    """One question to rate under one key."""

    bank: BankVersion
    key_id: UUID
    prompt: Prompt
    facets: dict[str, Facet]

    @property
    def address(self) -> dict[str, Any]:
        """The values that its pages have in their address."""
        return {
            "key_id": self.key_id,
            "scenario_id": self.prompt.scenario.id,
            "item_id": self.prompt.item.id,
        }

    @property
    def content(self) -> ContentLanguage:
        """The language of its rubric."""
        return content_language(self.bank.language)


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in the list of a rater."""

    question: Question
    practice: Practice
    n_open: int
    state: str
    shape: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer to rate: somebody's, or one whose points are agreed. Nothing tells them apart."""

    id: UUID
    question: Question
    prompt: Prompt
    content: ContentLanguage
    text: str
    is_filed: bool
    rating: Rating | None
    benchmark: Benchmark | None

    @property
    def wording(self) -> str:
        """What stands for the words that are read."""
        return ratings.wording_digest(self.text)


def question_lines(session: Session, rater: Staff, *, now: datetime) -> list[QuestionLine]:
    """The questions of which something waits, or has been prepared, in the order of their banks."""
    known = {
        *session.exec(select(RatedAnswer.key_version_id, RatedAnswer.item).distinct()),
        *session.exec(select(Benchmark.key_version_id, Benchmark.item).distinct()),
    }
    return [
        _line(session, rater, question, now)
        for question in _questions(session)
        if (question.key_id, question.prompt.ref) in known
    ]


def get_question(session: Session, key_id: UUID, ref: str) -> Question:
    """The question of this name under this key.

    Raises:
        NotFoundError: Nobody rates anything of this name there.
    """
    for question in _questions(session):
        if question.key_id == key_id and question.prompt.ref == ref:
            return question
    raise NotFoundError("no such question to rate")


def get_turn(session: Session, turn_id: UUID, rater: Staff) -> Turn:
    """The rater's turn of this id, live or for practice.

    Raises:
        NotFoundError: There is none, or it is somebody else's.
    """
    if session.get(Rating, turn_id) is not None:
        return _live(session, ratings.get_turn(session, turn_id, rater))
    return _agreed(session, ratings.get_benchmark(session, turn_id), rater)


def practice_words(practice: Practice) -> str:
    """Where the rater stands, in a sentence."""
    match practice.standing:
        case Standing.NOT_PREPARED:
            return str(_("Practice answers are being prepared. You can start once they are there."))
        case Standing.PRACTISING if practice.n_sets:
            return str(
                _(
                    "The last set lay too far from the agreed points. Here is another: %(n)s of "
                    "%(all)s done.",
                    n=practice.n_done,
                    all=SET_SIZE,
                )
            )
        case Standing.PRACTISING:
            words = _("Practice first: %(n)s of %(all)s done.", n=practice.n_done, all=SET_SIZE)
            return str(words)
        case Standing.RATING:
            return str(_("You have passed the practice."))
        case Standing.USED_UP:
            return str(
                _(
                    "You have tried every practice answer. Please talk it over with the person "
                    "who looks after the ratings."
                )
            )


def _line(session: Session, rater: Staff, question: Question, now: datetime) -> QuestionLine:
    ref = question.prompt.ref
    practice = ratings.practice_of(session, rater, question.key_id, ref)
    n_open = ratings.n_open(session, rater, question.key_id, ref, now=now)
    states = {
        Standing.NOT_PREPARED: (_("In preparation"), "empty"),
        Standing.PRACTISING: (_("Practice first"), "half"),
        Standing.RATING: (_("Ready to rate"), "full"),
        Standing.USED_UP: (_("Practice not passed"), "bar"),
    }
    state, shape = states[practice.standing]
    return QuestionLine(question, practice, n_open, state, shape)


def _questions(session: Session) -> list[Question]:
    found = []
    for bank, key in list_keys(session):
        document = bank_document(session, bank.id)
        facets = {facet.id: facet for facet in document.facets}
        found += [
            Question(bank, key.id, prompt, facets)
            for prompt in ratings.find_prompts(session, bank.id, key.id)
        ]
    return found


def _live(session: Session, rating: Rating) -> Turn:
    answer = session.get_one(RatedAnswer, rating.answer_id)
    sitting = session.get_one(Sitting, answer.sitting_id)
    question = get_question(session, answer.key_version_id, answer.item)
    return Turn(
        id=rating.id,
        question=question,
        prompt=_told_in(session, question, sitting.language),
        content=content_language(sitting.language),
        text=answer.text,
        is_filed=rating.filed_at is not None,
        rating=rating,
        benchmark=None,
    )


def _agreed(session: Session, benchmark: Benchmark, rater: Staff) -> Turn:
    """An agreed answer that is due for this rater, or that the rater has rated already."""
    question = get_question(session, benchmark.key_version_id, benchmark.item)
    given = ratings.find_benchmark_rating(session, benchmark, rater)
    due = ratings.next_benchmark(session, rater, benchmark.key_version_id, benchmark.item)
    if given is None and (due is None or due.id != benchmark.id):
        raise NotFoundError("no such turn")
    return Turn(
        id=benchmark.id,
        question=question,
        prompt=question.prompt,
        content=question.content,
        text=benchmark.text,
        is_filed=given is not None,
        rating=None,
        benchmark=benchmark,
    )


def _told_in(session: Session, question: Question, language: str) -> Prompt:
    """The question as the writer of the answer read it."""
    bank = bank_document(session, question.bank.id, language)
    scenario = bank.get_scenario(question.prompt.scenario.id)
    item = next(one for one in scenario.items if one.id == question.prompt.item.id)
    return Prompt(scenario, item, question.prompt.criteria)
