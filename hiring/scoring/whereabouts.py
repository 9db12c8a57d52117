"""Where candidates stand, said by the database: the same words as ``RosterRow``, for any number.

A list of ten thousand people is searched, filtered and counted where they are stored, in the rows
that are kept for that: ``hiring.openings.whereabouts``. What a row says of a person is read by
``roster`` for the few that are shown; a test holds the two together.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select, type_coerce
from sqlmodel import Session, col

from hiring.db import UtcDateTime
from hiring.openings.whereabouts import Whereabouts
from hiring.scoring.roster import Progress
from hiring.sittings.records import Sitting


def progress_of(now: datetime) -> ColumnElement[str]:
    """The state of a candidate, as ``RosterRow.progress`` says it."""
    is_sent = col(Whereabouts.submitted_at).is_not(None)
    is_scored = col(Whereabouts.scored_at).is_not(None)
    is_over = col(Whereabouts.expires_at) <= literal(now, UtcDateTime())
    return case(
        (col(Whereabouts.withdrawn_at).is_not(None), Progress.WITHDREW.value),
        (col(Whereabouts.is_taken_back), Progress.TAKEN_BACK.value),
        (and_(is_sent, col(Whereabouts.is_being_rated)), Progress.BEING_RATED.value),
        (and_(is_sent, is_scored), Progress.SCORED.value),
        (is_sent, Progress.SUBMITTED.value),
        (col(Whereabouts.revoked_at).is_not(None), Progress.WITHDRAWN.value),
        (col(Whereabouts.started_at).is_not(None), Progress.IN_PROGRESS.value),
        (is_over, Progress.LINK_EXPIRED.value),
        (col(Whereabouts.opened_at).is_not(None), Progress.OPENED.value),
        else_=Progress.INVITED.value,
    )


def last_activity(session: Session) -> ColumnElement[datetime]:
    """When a candidate last did something, or was added; as ``RosterRow.last_activity_at``."""
    greatest = func.max if session.get_bind().dialect.name == "sqlite" else func.greatest
    added = col(Whereabouts.added_at)
    others = (worked_at(), col(Whereabouts.opened_at), col(Whereabouts.withdrawn_at))
    return type_coerce(greatest(*(func.coalesce(one, added) for one in others)), UtcDateTime())


def worked_at() -> ColumnElement[datetime | None]:
    """The last moment of a sitting. What was taken back says nothing, as in the list.

    Only of those at work the sitting is looked up: each answer is noted there and nowhere else.
    """
    started = col(Whereabouts.started_at)
    is_sent = col(Whereabouts.submitted_at).is_not(None)
    return case(
        (is_sent, col(Whereabouts.submitted_at)),
        (started.is_not(None), func.coalesce(answered_at(), started)),
    )


def answered_at() -> Any:
    """When the newest answer of the sitting arrived; NULL before the first."""
    return (
        select(col(Sitting.answered_at))
        .where(
            col(Sitting.candidate_id) == col(Whereabouts.candidate_id),
            col(Sitting.attempt) == col(Whereabouts.attempt),
        )
        .correlate(Whereabouts)
        .scalar_subquery()
    )
