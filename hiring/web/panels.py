"""The result of a panel, laid out as a table: questions as rows, interviewers as columns."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from hiring.interviews.panel import Panel, PanelLine, PanelResult, panel_of
from hiring.interviews.plan import plan_questions
from hiring.psychometrics.agreement.adjudication import panel_mean
from hiring.web.interview_words import advice_words, mean_words, step_words
from hiring.web.scorecards import FiledCard, filed_pages


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One question: points by interviewer, and the mean in words."""

    text: str
    given: tuple[str, ...]
    mean: str
    n_not_asked: int


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel with all filed cards and, once everybody has filed, what it found."""

    panel: Panel
    cards: tuple[FiledCard, ...]

    @property
    def result(self) -> PanelResult | None:
        """What it found, or None before all have filed."""
        return self.panel.result

    @property
    def names(self) -> list[str]:
        """The interviewers, as columns."""
        return [line.interviewer.name for line in self.panel.members]

    @property
    def rows(self) -> list[PanelRow]:
        """The questions, as rows."""
        return [] if self.result is None else [self._row(line) for line in self.result.lines]

    @property
    def own_means(self) -> list[str]:
        """Each interviewer's mean over what they asked."""
        return [step_words(panel_mean(given).mean) for given in map(self._given_by, self._people)]

    @property
    def overall(self) -> str:
        """The mean of these means."""
        return "" if self.result is None else mean_words(self.result.overall)

    @property
    def advice(self) -> list[str]:
        """What each advises."""
        return [] if self.result is None else [advice_words(one) for one in self.result.advice]

    @property
    def _people(self) -> list[UUID]:
        return [line.interviewer.id for line in self.panel.members]

    def _given_by(self, person: UUID) -> list[float]:
        lines = () if self.result is None else self.result.lines
        given = [line.given.get(person) for line in lines]
        return [float(points) for points in given if points is not None]

    def _row(self, line: PanelLine) -> PanelRow:
        given = [line.given.get(person) for person in self._people]
        return PanelRow(
            text=line.question.text,
            given=tuple("\N{EN DASH}" if points is None else str(points) for points in given),
            mean=mean_words(line.mean),
            n_not_asked=line.n_not_asked,
        )


def panel_view(session: Session, candidate_id: UUID) -> PanelView:
    """The panel of a candidate. Who may see it is asked before."""
    panel = panel_of(session, candidate_id)
    if not panel.members:
        return PanelView(panel, ())
    questions = plan_questions(session, panel.members[0].opening.id)
    cards = [card for line in panel.members for card in filed_pages(session, line, questions)]
    return PanelView(panel, tuple(cards))
