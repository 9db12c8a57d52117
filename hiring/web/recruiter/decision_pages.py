"""What people decided about a candidate, a line each, newest first. Nothing here can be edited."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from hiring.accounts import Staff
from hiring.openings.decisions import Decision, Outcome, ReasonCode, Stage, list_decisions
from hiring.openings.telling import Telling, ToldBy, tellings_of
from hiring.web.recruiter.words import outcome_words, reason_words

SECONDS_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision in words; the newest one counts. ``told`` is empty where nobody was told."""

    stage: str
    outcome: str
    ground: str
    reason: str
    considered: str
    author: str
    decided_at: datetime
    review: str
    told: str


def decision_lines(session: Session, candidate_id: UUID) -> list[DecisionLine]:
    """Every decision about a candidate, newest first."""
    found = list_decisions(session, candidate_id)
    tellings = tellings_of(session, [decision.id for decision, _author in found])
    return [_line(decision, author, tellings.get(decision.id)) for decision, author in found]


def stage_words(stage: Stage) -> str:
    """How far along the way a decision was made."""
    words: dict[Stage, str] = {
        Stage.SCREEN: _("After the screen"),
        Stage.INTERVIEW: _("After the interview"),
        Stage.OFFER: _("Offer"),
    }
    return words[stage]


def way_words(way: ToldBy) -> str:
    """How somebody was told."""
    words: dict[ToldBy, str] = {
        ToldBy.MAIL: _("by mail"),
        ToldBy.PHONE: _("by phone"),
        ToldBy.IN_PERSON: _("in person"),
        ToldBy.OTHER: _("in another way"),
    }
    return words[way]


def review_words(seconds: float) -> str:
    """How long somebody had the page before deciding."""
    if seconds < SECONDS_A_MINUTE:
        return str(ngettext("%(num)d second", "%(num)d seconds", round(seconds)))
    minutes = round(seconds / SECONDS_A_MINUTE)
    if minutes < SECONDS_A_MINUTE:
        return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))
    return str(ngettext("%(num)d hour", "%(num)d hours", round(seconds / SECONDS_A_MINUTE**2)))


def _line(decision: Decision, author: Staff, telling: Telling | None) -> DecisionLine:
    return DecisionLine(
        stage=stage_words(Stage(decision.stage)),
        outcome=outcome_words(Outcome(decision.outcome)),
        ground=reason_words(ReasonCode(decision.reason_code)),
        reason=decision.reason,
        considered=decision.considered,
        author=author.name,
        decided_at=decision.decided_at,
        review=review_words(decision.review_seconds),
        told="" if telling is None else way_words(ToldBy(telling.way)),
    )


def decision_words(decision: Decision | None) -> str:
    """Stage and outcome of the decision that counts, or nothing."""
    if decision is None:
        return ""
    stage, outcome = Stage(decision.stage), Outcome(decision.outcome)
    return f"{stage_words(stage)}: {outcome_words(outcome)}"
