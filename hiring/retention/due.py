"""Who is stored for longer than promised, and who must stay all the same."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from hiring.cases import OPEN, Case
from hiring.openings.holds import held_ids
from hiring.openings.records import Candidate, Opening


def due_candidates(session: Session, *, keep_days: int, now: datetime) -> list[Candidate]:
    """Candidates who were added longer ago than they are kept, oldest first.

    ``keep_days`` are the house's; an opening may have days of its own, fewer or more. Left out are
    those who still wait for an answer to a request, which would go with them, and those on hold.
    """
    query = older(session, keep_days, now)
    return list(
        session.exec(
            query.where(
                col(Candidate.id).not_in(waiting_ids()), col(Candidate.id).not_in(held_ids(now))
            )
        )
    )


def waiting_candidates(session: Session, *, keep_days: int, now: datetime) -> list[Candidate]:
    """Candidates who would be due, were it not for a request that nobody has answered."""
    return list(
        session.exec(older(session, keep_days, now).where(col(Candidate.id).in_(waiting_ids())))
    )


def held_candidates(session: Session, *, keep_days: int, now: datetime) -> list[Candidate]:
    """Candidates who would be due, were they not on hold."""
    return list(
        session.exec(older(session, keep_days, now).where(col(Candidate.id).in_(held_ids(now))))
    )


def older(session: Session, keep_days: int, now: datetime) -> SelectOfScalar[Candidate]:
    """One comparison for each number of days that openings name: dates are reckoned here.

    The two databases reckon with dates in different words, and numbers of days are few.
    """
    named = session.exec(select(Opening.keep_days).distinct()).all()
    is_over = [
        and_(_keeps(days), col(Candidate.added_at) < now - timedelta(days=days or keep_days))
        for days in named
    ]
    return (
        select(Candidate)
        .join(Opening, col(Opening.id) == col(Candidate.opening_id))
        .where(or_(false(), *is_over))
        .order_by(col(Candidate.added_at), col(Candidate.id))
    )


def waiting_ids() -> SelectOfScalar[UUID]:
    """The ids of everybody who waits for an answer to a request, as a query."""
    return select(Case.candidate_id).where(col(Case.status).in_([one.value for one in OPEN]))


def _keeps(days: int | None) -> ColumnElement[bool]:
    return col(Opening.keep_days).is_(None) if days is None else col(Opening.keep_days) == days
