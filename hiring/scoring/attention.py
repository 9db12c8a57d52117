"""How many people of each opening need somebody now, and why: what the home page of staff counts.

The same conditions narrow the list of an opening, so that behind every number stand as many people.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col

from hiring.openings.records import Candidate
from hiring.scoring.looks import Look, is_in
from hiring.scoring.whereabouts import placed


def look_counts(
    session: Session, opening_ids: Sequence[UUID], *, now: datetime
) -> dict[Look, dict[UUID, int]]:
    """How many people there are for each reason to look, by opening; zeros are absent.

    One query for each reason.
    """
    return {look: _counts(session, opening_ids, look, now) for look in Look}


def _counts(
    session: Session, opening_ids: Sequence[UUID], look: Look, now: datetime
) -> dict[UUID, int]:
    of_opening = col(Candidate.opening_id)
    query = (
        placed((of_opening, func.count()))
        .where(of_opening.in_(opening_ids), is_in(look, now))
        .group_by(of_opening)
    )
    return dict(session.execute(query).all())
