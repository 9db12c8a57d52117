"""How many people of each opening need somebody now, and why: what the home page of staff counts.

The same conditions narrow the list of an opening, so that behind every number stand as many people.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from hiring.openings.records import Candidate
from hiring.scoring.looks import Look, is_in
from hiring.scoring.whereabouts import placed


def look_counts(
    session: Session, opening_ids: Sequence[UUID], *, now: datetime
) -> dict[Look, dict[UUID, int]]:
    """How many people there are for each reason to look, by opening; zeros are absent.

    One query, which goes through the people once: six would do so six times.
    """
    of_opening = col(Candidate.opening_id)
    reasons = [case((is_in(look, now), 1), else_=0).label(look) for look in Look]
    people = placed((of_opening, *reasons)).where(of_opening.in_(opening_ids)).subquery()
    sums = [func.sum(people.c[look]) for look in Look]
    rows = session.execute(select(people.c.opening_id, *sums).group_by(people.c.opening_id)).all()
    return {
        look: {opening_id: n[at] for opening_id, *n in rows if n[at]}
        for at, look in enumerate(Look)
    }
