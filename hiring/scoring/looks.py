"""What a list is narrowed to: who needs somebody, and why. The home page counts the same."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from sqlalchemy import ColumnElement, and_, func, literal, select, tuple_
from sqlmodel import col

from hiring.db import UtcDateTime
from hiring.openings import whereabouts
from hiring.openings.decisions import Decision, Outcome
from hiring.openings.whereabouts import Whereabouts
from hiring.scoring.whereabouts import answered_at
from hiring.sittings.late_answers import LateAnswer, has_late
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
    """That a candidate belongs there; of the columns of ``Whereabouts``."""
    match look:
        case Look.LATE:
            return _has_late()
        case Look.UNDECIDED:
            return whereabouts.IS_UNDECIDED
        case Look.UNTOLD:
            return _is_untold()
        case Look.STUCK:
            return _is_stuck(now)
        case Look.FINISHED:
            sent = col(Whereabouts.submitted_at)
            return and_(whereabouts.IS_SENT, sent >= _at(yesterday(now)))
        case Look.ENDING:
            return _is_ending(now)
        case _:
            assert_never(look)


def yesterday(now: datetime) -> datetime:
    """When yesterday began, in coordinated universal time."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)


def _has_late() -> ColumnElement[bool]:
    """As ``waiting_late``: nobody accepted the answer or decided about the person since.

    Said as a list of whose answers wait: those are few, whatever the number of people.
    """
    decided_since = select(col(Decision.id)).where(
        col(Decision.candidate_id) == col(Sitting.candidate_id),
        col(Decision.decided_at) >= col(LateAnswer.arrived_at),
    )
    waiting = (
        select(col(Sitting.candidate_id), col(Sitting.attempt))
        .join(LateAnswer, col(LateAnswer.sitting_id) == col(Sitting.id))
        .where(has_late(Sitting.id), ~decided_since.exists())
        .where(col(LateAnswer.accepted_at).is_(None))
    )
    mine = tuple_(col(Whereabouts.candidate_id), col(Whereabouts.attempt))
    return and_(col(Whereabouts.submitted_at).is_not(None), mine.in_(waiting))


def _is_untold() -> ColumnElement[bool]:
    """The newest decision is one to tell of, and nobody has. To be on hold is no news yet."""
    is_news = col(Whereabouts.outcome).in_((Outcome.ADVANCE.value, Outcome.NOT_ADVANCE.value))
    return and_(whereabouts.IS_UNTOLD, is_news)


def _is_stuck(now: datetime) -> ColumnElement[bool]:
    """Started, not sent in, and silent for days."""
    last, started = _at(now - SILENT_AFTER), col(Whereabouts.started_at)
    return and_(
        whereabouts.IS_AT_WORK,
        started < last,
        func.coalesce(answered_at(), started) < last,
    )


def _is_ending(now: datetime) -> ColumnElement[bool]:
    """A link that runs out soon, and nothing was started with it."""
    expires = col(Whereabouts.expires_at)
    is_soon = and_(expires > _at(now), expires <= _at(now + ENDS_WITHIN))
    return and_(whereabouts.HAS_NOT_STARTED, is_soon)


def _at(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, UtcDateTime())
