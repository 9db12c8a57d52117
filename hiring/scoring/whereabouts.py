"""Where candidates stand, said by the database: the same words as ``RosterRow``, for any number.

A list of ten thousand people is searched, filtered and counted where they are stored. What a row
says of a person is read by ``roster`` for the few that are shown; a test holds the two together.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from hiring.db import UtcDateTime
from hiring.openings.decisions import Decision
from hiring.openings.records import Candidate, Invitation
from hiring.scoring.records import Score
from hiring.scoring.roster import Progress
from hiring.sittings.records import CandidateAccess, Sitting


def placed(what: Sequence[Any]) -> Any:
    """A query of these columns of candidates, each beside the newest sitting, if there is one.

    The link is looked up only where the state hangs on it: most people have gone further.
    """
    newest = and_(col(Sitting.candidate_id) == col(Candidate.id), _is_newest())
    return select(*what).select_from(Candidate).outerjoin(Sitting, newest)


def link_says(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """That this holds of the candidate's link."""
    mine = col(Invitation.candidate_id) == col(Candidate.id)
    return select(col(Invitation.id)).where(mine, condition).correlate(Candidate).exists()


def progress_of(now: datetime) -> ColumnElement[str]:
    """The state of a candidate, as ``RosterRow.progress`` says it."""
    own = aliased(Score)  # the query around may have scores of its own
    scored = select(col(own.id)).where(col(own.sitting_id) == col(Sitting.id)).exists()
    has_opened = (
        select(col(CandidateAccess.id))
        .where(col(CandidateAccess.candidate_id) == col(Candidate.id))
        .exists()
    )
    is_sent = col(Sitting.submitted_at).is_not(None)
    return case(
        (col(Candidate.withdrawn_at).is_not(None), Progress.WITHDREW.value),
        (col(Sitting.voided_at).is_not(None), Progress.TAKEN_BACK.value),
        (and_(is_sent, scored), Progress.SCORED.value),
        (is_sent, Progress.SUBMITTED.value),
        (link_says(col(Invitation.revoked_at).is_not(None)), Progress.WITHDRAWN.value),
        (col(Sitting.id).is_not(None), Progress.IN_PROGRESS.value),
        (link_says(col(Invitation.expires_at) <= _moment(now)), Progress.LINK_EXPIRED.value),
        (has_opened, Progress.OPENED.value),
        else_=Progress.INVITED.value,
    )


def last_activity(session: Session) -> ColumnElement[datetime]:
    """When a candidate last did something, or was added; as ``RosterRow.last_activity_at``."""
    greatest = func.max if session.get_bind().dialect.name == "sqlite" else func.greatest
    added = col(Candidate.added_at)
    opened = (
        select(func.max(col(CandidateAccess.opened_at)))
        .where(col(CandidateAccess.candidate_id) == col(Candidate.id))
        .scalar_subquery()
    )
    return type_coerce(
        greatest(
            func.coalesce(worked_at(), added),
            func.coalesce(opened, added),
            func.coalesce(col(Candidate.withdrawn_at), added),
        ),
        UtcDateTime(),
    )


def worked_at() -> ColumnElement[datetime | None]:
    """The last moment of a sitting. What was taken back says nothing, as in the list."""
    last = func.coalesce(
        col(Sitting.submitted_at), col(Sitting.answered_at), col(Sitting.started_at)
    )
    return case((col(Sitting.voided_at).is_(None), last))


def newest_outcome() -> ColumnElement[str | None]:
    """What the newest decision about a candidate says; NULL without one."""
    return newest_decision(col(Decision.outcome))


def newest_decision(what: Any) -> ColumnElement[Any]:
    """A column of the newest decision about a candidate; NULL without one."""
    return (
        select(what)
        .where(col(Decision.candidate_id) == col(Candidate.id))
        .order_by(col(Decision.decided_at).desc(), col(Decision.id))
        .limit(1)
        .scalar_subquery()
    )


def counting_score() -> ColumnElement[bool]:
    """That a score is the one that counts: none has replaced it, and nothing was taken back."""
    later = aliased(Score)
    replaced = select(col(later.id)).where(col(later.replaces_id) == col(Score.id)).exists()
    return and_(~replaced, col(Sitting.voided_at).is_(None))


def _is_newest() -> ColumnElement[bool]:
    other = aliased(Sitting)
    newest = select(func.max(col(other.attempt))).where(
        col(other.candidate_id) == col(Candidate.id)
    )
    return col(Sitting.attempt) == newest.correlate(Candidate).scalar_subquery()


def _moment(now: datetime) -> ColumnElement[datetime]:
    return literal(now, UtcDateTime())
