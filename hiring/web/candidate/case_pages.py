"""What candidates read about what they asked for; templates only lay it out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hiring import cases
from hiring.cases import Case, CaseKind, CaseStatus, Wish
from hiring.conditions import Agreed, agreed_of, find_conditions
from hiring.web.candidate.pages import StartPage
from hiring.web.case_words import (
    SHAPES,
    agreed_words,
    kind_words,
    promise_words,
    status_words,
    wish_words,
)

ONLY_TIMED = (Wish.MORE_TIME, Wish.BREAKS, Wish.NO_TIME_LIMIT)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One request in the candidate's words and ours. ``promise`` says by when an answer comes."""

    id: UUID
    kind: str
    wishes: tuple[str, ...]
    words: str
    asked_at: datetime
    state: str
    shape: str
    promise: str
    reply: str
    is_open: bool

    @classmethod
    def of(cls, case: Case) -> "CaseLine":
        """A case as its candidate reads it."""
        return cls(
            id=case.id,
            kind=kind_words(CaseKind(case.kind)),
            wishes=tuple(wish_words(Wish(wish)) for wish in case.wishes),
            words=case.words,
            asked_at=case.asked_at,
            state=status_words(case),
            shape=SHAPES[CaseStatus(case.status)],
            promise=promise_words(case),
            reply=case.reply,
            is_open=case.status in cases.OPEN,
        )


def case_lines(session: Session, candidate_id: UUID, *kinds: CaseKind) -> list[CaseLine]:
    """What a candidate has asked for, newest first; of these kinds, or of every kind."""
    found = cases.cases_of(session, candidate_id)
    return [CaseLine.of(case) for case in found if not kinds or CaseKind(case.kind) in kinds]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What was asked, what was agreed, and whether the assessment stands still.

    ``position`` is the scenario from which help was asked for, if it was one.
    """

    lines: list[CaseLine]
    agreed: Agreed
    is_timed: bool
    is_paused: bool
    is_running: bool
    is_over: bool
    has_started: bool
    position: int | None

    @property
    def agreed_words(self) -> list[str]:
        """What was agreed, one thing a line."""
        return agreed_words(self.agreed)

    @property
    def has_open(self) -> bool:
        """Whether an answer is still to come."""
        return any(line.is_open for line in self.lines)

    @property
    def wishes(self) -> list[tuple[str, str]]:
        """What can be asked for: nothing about time where there is no time limit."""
        offered = [wish for wish in Wish if self.is_timed or wish not in ONLY_TIMED]
        return [(wish.value, wish_words(wish)) for wish in offered]


def help_page_of(session: Session, page: StartPage, position: int | None) -> HelpPage:
    """Gather the help page; ``position`` is that of the scenario the candidate came from."""
    sitting = page.sitting
    is_gone = page.withdrawn_at is not None
    is_open = sitting is not None and sitting.submitted_at is None and not is_gone
    is_paused = sitting is not None and is_open and sitting.paused_at is not None
    return HelpPage(
        lines=case_lines(session, page.candidate_id, CaseKind.ADJUSTMENT),
        agreed=agreed_of(find_conditions(session, page.candidate_id)),
        is_timed=page.bank.get_form(page.form_id).minutes is not None,
        is_paused=is_paused,
        is_running=is_open and not is_paused,
        is_over=page.is_submitted or is_gone,
        has_started=sitting is not None,
        position=position if position is not None and 1 <= position <= len(page.pages) else None,
    )
