"""How many people of each opening need somebody now, and why: what the home page of staff counts.

The same conditions narrow the list of an opening, so that behind every number stand as many people.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, literal, select, union_all
from sqlmodel import Session, col

from hiring.openings.whereabouts import Whereabouts
from hiring.scoring.looks import Look, is_in


def look_counts(
    session: Session, opening_ids: Sequence[UUID], *, now: datetime
) -> dict[Look, dict[UUID, int]]:
    """How many people there are for each reason to look, by opening; zeros are absent.

    One query of six parts: each goes through those alone who wait for that, not through everybody.
    """
    of_opening = col(Whereabouts.opening_id)
    parts = (
        select(literal(look.value), of_opening, func.count())
        .where(of_opening.in_(opening_ids), is_in(look, now))
        .group_by(of_opening)
        for look in Look
    )
    counts: dict[Look, dict[UUID, int]] = {look: {} for look in Look}
    for look, opening_id, n in session.execute(union_all(*parts)):
        counts[Look(look)][opening_id] = n
    return counts
