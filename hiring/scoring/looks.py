"""What a list is narrowed to: who needs somebody, and why. The home page counts the same."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlmodel import col

from hiring.db import UtcDateTime
from hiring.openings.decisions import Decision
from hiring.openings.records import Candidate, Invitation
from hiring.openings.telling import Telling
from hiring.scoring.whereabouts import link_says, newest_decision
from hiring.sittings.late_answers import LateAnswer
from hiring.sittings.records import Sitting

SILENT_AFTER = timedelta(days=3)
ENDS_WITHIN = timedelta(days=3)


class Look(StrEnum):
    """Why somebody should look at a person now."""

    LATE = "late"
    UNDECIDED = "undecided"
    UNTOLD = "untold"
    STUCK = "stuck"
    FINISHED = "finished"
    ENDING = "ending"


def is_in(look: Look, now: datetime) -> ColumnElement[bool]:
    """That a candidate belongs there; of the columns of ``placed``."""
    match look:
        case Look.LATE:
            return _has_late()
        case Look.UNDECIDED:
            return and_(_is_sent(), ~_has_decision())
        case Look.UNTOLD:
            return _is_untold()
        case Look.STUCK:
            return _is_stuck(now)
        case Look.FINISHED:
            return and_(_is_sent(), col(Sitting.submitted_at) >= _at(yesterday(now)))
        case Look.ENDING:
            return _is_ending(now)
        case _:
            assert_never(look)


def yesterday(now: datetime) -> datetime:
    """When yesterday began, in coordinated universal time."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)


def _has_late() -> ColumnElement[bool]:
    """As ``waiting_late``: nobody accepted the answer or decided about the person since."""
    decided_since = select(col(Decision.id)).where(
        col(Decision.candidate_id) == col(Candidate.id),
        col(Decision.decided_at) >= col(LateAnswer.arrived_at),
    )
    waits = select(col(LateAnswer.id)).where(
        col(LateAnswer.sitting_id) == col(Sitting.id),
        col(LateAnswer.accepted_at).is_(None),
        ~decided_since.exists(),
    )
    return and_(
        col(Sitting.submitted_at).is_not(None), col(Sitting.voided_at).is_(None), waits.exists()
    )


def _is_sent() -> ColumnElement[bool]:
    return and_(
        col(Sitting.submitted_at).is_not(None),
        col(Sitting.voided_at).is_(None),
        col(Candidate.withdrawn_at).is_(None),
    )


def _has_decision() -> ColumnElement[bool]:
    return select(col(Decision.id)).where(col(Decision.candidate_id) == col(Candidate.id)).exists()


def _is_untold() -> ColumnElement[bool]:
    """The newest decision is one to tell of, and nobody has. To be on hold is no news yet."""
    told = select(col(Telling.id)).where(
        col(Telling.decision_id) == newest_decision(col(Decision.id)).correlate(Candidate)
    )
    news = newest_decision(col(Decision.outcome)).in_(("advance", "not_advance"))
    return and_(_has_decision(), news, ~told.exists())


def _is_stuck(now: datetime) -> ColumnElement[bool]:
    """Started, not sent in, and silent for days."""
    last = _at(now - SILENT_AFTER)
    return and_(
        col(Sitting.id).is_not(None),
        col(Sitting.submitted_at).is_(None),
        col(Candidate.withdrawn_at).is_(None),
        ~link_says(col(Invitation.revoked_at).is_not(None)),
        col(Sitting.started_at) < last,
        or_(col(Sitting.answered_at).is_(None), col(Sitting.answered_at) < last),
    )


def _is_ending(now: datetime) -> ColumnElement[bool]:
    """A link that runs out soon, and nothing was started with it."""
    expires = col(Invitation.expires_at)
    soon = and_(expires > _at(now), expires <= _at(now + ENDS_WITHIN))
    return and_(
        col(Sitting.id).is_(None),
        col(Candidate.withdrawn_at).is_(None),
        link_says(and_(col(Invitation.revoked_at).is_(None), soon)),
    )


def _at(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, UtcDateTime())
