"""What the pages about interviews show, put together from the capability."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hiring.accounts import get_staff
from hiring.interviews.agreement import Agreement, PairCounts, Severity, agreement_in
from hiring.interviews.assigning import get_interview
from hiring.interviews.listing import (
    InterviewLine,
    interviews_of,
    interviews_with,
    missing_cards,
)
from hiring.interviews.plan import find_plan
from hiring.openings.records import Candidate, Opening
from hiring.web.interview_words import (
    SHAPES,
    kappa_words,
    near_words,
    same_words,
    state_words,
    step_words,
)
from hiring.web.masking import hidden_code
from hiring.web.recruiter.desk import end_of, my_candidate

MAX_OFFERED = 300


@dataclass(frozen=True, slots=True)
class ListedInterview:
    """One interview in the list with its state in words."""

    line: InterviewLine
    state: str
    shape: str

    @property
    def day(self) -> datetime | None:
        """When it took place, or else is planned for."""
        return self.line.interview.held_at or self.line.interview.planned_at


@dataclass(frozen=True, slots=True)
class InterviewsPage:
    """The interviews of an opening."""

    opening: Opening
    lines: tuple[ListedInterview, ...]
    missing: tuple[InterviewLine, ...]
    has_plan: bool
    is_frozen: bool


@dataclass(frozen=True, slots=True)
class CountsRow:
    """Agreement about one question or in one month, in words."""

    name: str
    n: int
    same: str
    near: str
    kappa: str


@dataclass(frozen=True, slots=True)
class SeverityRow:
    """How strictly one interviewer rates; without a figure where there are too few ratings."""

    name: str
    steps: str
    error: str
    n_shared: int


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Agreement in an opening, in words. ``severities`` is for owners only."""

    opening: Opening
    found: Agreement

    @property
    def overall(self) -> CountsRow:
        """All questions together."""
        return _counts("", self.found.overall)

    @property
    def questions(self) -> list[CountsRow]:
        """Each question."""
        return [_counts(one.text, counts) for one, counts in self.found.by_question]

    @property
    def months(self) -> list[tuple[datetime, CountsRow]]:
        """Each month."""
        return [(month, _counts("", counts)) for month, counts in self.found.by_month]

    def severities(self, session: Session) -> list[SeverityRow]:
        """Each interviewer, by name."""
        rows = [_severity(session, one) for one in self.found.severities]
        return sorted(rows, key=lambda row: row.name)


def interviews_page(session: Session, opening: Opening, *, now: datetime) -> InterviewsPage:
    """Gather the interviews of an opening. The queries do not grow with them."""
    lines = interviews_of(session, opening.id)
    plan = find_plan(session, opening.id)
    return InterviewsPage(
        opening=opening,
        lines=tuple(
            _listed(line, now) for line in sorted(lines, key=lambda one: hidden_code(one.candidate))
        ),
        missing=tuple(missing_cards(lines, now)),
        has_plan=plan is not None,
        is_frozen=plan is not None and plan.frozen_at is not None,
    )


def candidates_on_offer(
    session: Session, opening: Opening, chosen: str
) -> tuple[list[Candidate], bool]:
    """Whom an interviewer can be assigned to, by name, and whether these are all.

    Where there are too many for a list, only the one from whose page somebody came.
    """
    standing = (Candidate.opening_id == opening.id, col(Candidate.withdrawn_at).is_(None))
    order = (col(Candidate.name), col(Candidate.id))
    found = list(
        session.exec(select(Candidate).where(*standing).order_by(*order).limit(MAX_OFFERED + 1))
    )
    if len(found) <= MAX_OFFERED:
        return sorted(found, key=hidden_code), True
    return [one for one in [_find(session, chosen)] if one and one.opening_id == opening.id], False


def _find(session: Session, candidate_id: str) -> Candidate | None:
    try:
        return session.get(Candidate, UUID(candidate_id))
    except ValueError:
        return None


def agreement_page(session: Session, opening: Opening) -> AgreementPage:
    """Gather how far interviewers agree."""
    return AgreementPage(opening, agreement_in(session, opening.id))


def line_of(session: Session, interview_id: UUID) -> InterviewLine:
    """The interview with its people, if the person who is signed in works on the opening.

    Raises:
        NotFoundError: There is none, or it is not theirs.
    """
    interview = get_interview(session, interview_id)
    candidate, _opening = my_candidate(interview.candidate_id)
    lines: Sequence[InterviewLine] = interviews_with(session, candidate.id)
    return next(line for line in lines if line.interview.id == interview.id)


def listed(line: InterviewLine, now: datetime) -> ListedInterview:
    """One interview with its state in words."""
    return _listed(line, now)


def planned_moment(day: date | None) -> datetime | None:
    """A day stands for its end: until then nobody asks whether they have met."""
    return None if day is None else end_of(day)


def held_moment(day: date, now: datetime) -> datetime:
    """A day that is over stands for its end, today for this moment."""
    return min(end_of(day), now)


def _listed(line: InterviewLine, now: datetime) -> ListedInterview:
    state = line.state(now)
    return ListedInterview(line, state_words(state), SHAPES[state])


def _counts(name: str, counts: PairCounts) -> CountsRow:
    return CountsRow(
        name=name,
        n=counts.n,
        same=same_words(counts),
        near=near_words(counts),
        kappa=kappa_words(counts),
    )


def _severity(session: Session, one: Severity) -> SeverityRow:
    return SeverityRow(
        name=get_staff(session, one.interviewer_id).name,
        steps="" if one.steps is None else f"{'+' if one.steps > 0 else ''}{step_words(one.steps)}",
        error="" if one.standard_error is None else step_words(one.standard_error),
        n_shared=one.n_shared,
    )
